"""Runs all consistency checks over one report: findings, how many checks ran, which could not run and why."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from agencygraph.checks.consistency.registry import CHECKS, Check
from agencygraph.checks.consistency.result import Fired, Held, Unable
from agencygraph.checks.consistency.room import CheckRoom, load
from agencygraph.checks.consistency.slips import NAMES
from agencygraph.checks.consistency.subject import Subject
from agencygraph.identifiers import digest
from agencygraph.model import Finding, Span

Language = Literal["zh", "en"]
_NO_TEXT = {"zh": "圖譜中沒有報告原文", "en": "the graph does not hold the report's text"}
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Checked:
    """What the checks of one report came to: `ran` and `held` count checks by rule, `skipped` by rule and reason."""

    findings: list[Finding] = field(default_factory=list)
    ran: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)


def consistency(subject: Subject, language: Language = "zh", checks: Iterable[Check] = CHECKS) -> Checked:
    """What contradicts itself in a report, in the order of the text; messages in the language asked for."""
    rooms, done = load(), Checked()
    doubted: set[Span] = set()
    fingerprints: Counter[str] = Counter()
    for check in checks:
        missing = [rule for rule in check.rules if rooms[rule].needs == "text" and subject.document is None]
        for rule in missing:
            done.skipped[rule, _NO_TEXT[language]] += 1
        if len(missing) == len(check.rules):
            continue
        for result in check.run(subject):
            if result.rule in missing:
                continue
            if isinstance(result, Unable):
                told = rooms[result.rule].unable[result.reason]
                done.skipped[result.rule, told.en if language == "en" else told.zh] += 1
                continue
            done.ran[result.rule] += 1
            if isinstance(result, Held):
                done.held[result.rule] += 1
            elif not doubted.intersection(result.figures):
                finding = _finding(subject, rooms[result.rule], result, language, fingerprints)
                done.findings.append(finding)
                if finding.severity == "error":
                    doubted.update(result.figures)
    done.findings.sort(key=lambda one: ([(p.start, p.end) for p in one.spans], one.rule))
    return done


def _finding(subject: Subject, room: CheckRoom, fired: Fired, language: Language, seen: Counter[str]) -> Finding:
    case = room.cases[fired.case]
    words = {"stated": fired.stated or "", "computed": fired.computed or "", **_told(fired.words, language)}
    spans = tuple(subject.place(span) for span in dict.fromkeys(fired.spans))
    quotes = sorted(_SPACES.sub("", unicodedata.normalize("NFKC", place.quote)) for place in spans)
    key = digest(room.id, fired.case, *quotes, fired.stated or "", fired.computed or "")
    seen[key] += 1
    return Finding(
        rule=room.id,
        severity=case.severity,
        message=(case.en if language == "en" else case.zh).format_map(words),
        spans=spans,
        stated=fired.stated,
        computed=fired.computed,
        fingerprint=key if seen[key] == 1 else f"{key}-{seen[key]}",
    )


def _told(words: Mapping[str, str], language: Language) -> dict[str, str]:
    """The words of a message; the name of a slip becomes a remark in brackets."""
    told = dict(words)
    name = told.get("slip", "")
    if name:
        zh, en = NAMES[name]
        told["slip"] = f" (probably {en})" if language == "en" else f"（疑為{zh}）"
    return {"slip": "", **told}
