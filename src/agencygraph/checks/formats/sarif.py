"""Findings as SARIF 2.1.0, the exchange format of static analysis: editors and code hosts show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from agencygraph.checks.baseline import Entry
from agencygraph.checks.consistency import load
from agencygraph.checks.formats.lines import Lines
from agencygraph.model import Finding, Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_STATUS = {"accepted": "accepted", "explained": "accepted", "deferred": "underReview"}

Language = Literal["zh", "en"]
Json = dict[str, Any]


def sarif(
    findings: Sequence[Finding],
    texts: Mapping[str, str],
    version: str,
    language: Language = "zh",
    entries: Mapping[str, Entry] | None = None,
) -> Json:
    """The findings as one run, ready for `json.dumps`.

    `texts` by source name give lines, `entries` by fingerprint say why findings are accepted. Rules of completeness
    have no more than their ids.
    """
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    lines = {name: Lines(text) for name, text in texts.items()}
    driver: Json = {"name": "agencygraph", "version": version, "rules": [_rule(rule, language) for rule in rules]}
    results = [_result(one, rules.index(one.rule), lines, entries or {}) for one in findings]
    names = dict.fromkeys([*texts, *(place.source for one in findings for place in one.spans)])
    run = {
        "tool": {"driver": driver},
        "language": "en" if language == "en" else "zh-Hant",
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": quote(name)}} for name in names],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: str, language: Language) -> Json:
    room = load().get(rule)
    if room is None:
        return {"id": rule}
    title, definition = (room.title.en, room.definition.en) if language == "en" else (room.title.zh, room.definition.zh)
    return {
        "id": rule,
        "name": rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": definition},
        "help": {"text": f"{definition} ({room.source})"},
    }


def _result(finding: Finding, index: int, lines: Mapping[str, Lines], entries: Mapping[str, Entry]) -> Json:
    places = [_location(place, lines) for place in finding.spans]
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": finding.message},
        "partialFingerprints": {"agencygraph/v1": finding.fingerprint},
        "properties": {"stated": finding.stated, "computed": finding.computed},
    }
    if places:
        result["locations"] = places[:1]
    if places[1:]:
        result["relatedLocations"] = [{"id": n, **place} for n, place in enumerate(places[1:], 1)]
    if finding.accepted:
        entry = entries.get(finding.fingerprint)
        suppression = {"kind": "external", "status": _STATUS[entry.status] if entry else "accepted"}
        if entry and entry.reason:
            suppression["justification"] = entry.reason
        result["suppressions"] = [suppression]
    return result


def _location(place: Place, lines: Mapping[str, Lines]) -> Json:
    region: Json = {"charOffset": place.start, "charLength": place.end - place.start, "snippet": {"text": place.quote}}
    if known := lines.get(place.source):
        (first, begin), (last, end) = known.at(place.start), known.at(place.end)
        region |= {"startLine": first, "startColumn": begin, "endLine": last, "endColumn": end}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.source)}, "region": region}}
