"""Findings that somebody has looked at: accepted, explained or put off once, in a small file next to the report.

A finding is known again by its fingerprint, which rests on the rule and the words of its passages; after small edits,
by its rule, figures and much the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from agencygraph.errors import UsageError
from agencygraph.identifiers import digest
from agencygraph.model import Finding

STALE = "STALE"
"""The rule of the note that an entry of a baseline matches nothing any more."""

Status = Literal["accepted", "explained", "deferred"]
Language = Literal["zh", "en"]
_HEAD = """\
# 已檢視的檢核結果：accepted 接受、explained 已說明、deferred 暫緩。可刪去不再需要的項目。
# Findings that were looked at. Delete what is no longer needed.
"""
_ALIKE = 0.75


class Entry(BaseModel):
    """One finding that was looked at, and why it may stay."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fingerprint: str
    rule: str
    status: Status = "accepted"
    reason: str = ""
    stated: str | None = None
    computed: str | None = None
    passage: str = ""
    message: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    findings: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """Findings with those marked that the baseline lists, the entries by fingerprint, and entries that match none."""

    findings: tuple[Finding, ...]
    entries: dict[str, Entry]
    stale: tuple[Entry, ...]


def beside(report: Path) -> Path:
    """The baseline of a report: `report.txt` has `report.baseline.yaml`."""
    return report.with_suffix(".baseline.yaml")


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline; none where there is no file. Raises UsageError for a file that is no baseline."""
    if not path.exists():
        return ()
    try:
        found = _File.model_validate(yaml.safe_load(path.read_text("utf-8")) or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as fault:
        raise UsageError(f"{path.name} is no baseline: {fault}", f"{path.name} 不是基準檔。") from fault
    return found.findings


def text(entries: Iterable[Entry]) -> str:
    """A baseline as it stands in its file."""
    told = [{name: value for name, value in entry.model_dump().items() if value} for entry in entries]
    return _HEAD + yaml.safe_dump({"findings": told}, allow_unicode=True, sort_keys=False, width=110)


def entry(finding: Finding, status: Status, reason: str = "") -> Entry:
    """The entry for a finding."""
    return Entry(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        status=status,
        reason=reason,
        stated=finding.stated,
        computed=finding.computed,
        passage=_passage(finding),
        message=finding.message,
    )


def with_entries(entries: Sequence[Entry], more: Sequence[Entry]) -> tuple[Entry, ...]:
    """A baseline with further entries, each in the place of one with the same fingerprint."""
    new = {one.fingerprint: one for one in more}
    kept = [new.pop(one.fingerprint, one) for one in entries]
    return (*kept, *new.values())


def apply(findings: Sequence[Finding], entries: Sequence[Entry]) -> Applied:
    """Marks the findings that a baseline lists; reports that share one may share a finding and its fingerprint."""
    prints = {finding.fingerprint for finding in findings}
    exact = {one.fingerprint: one for one in entries if one.fingerprint in prints}
    taken = {i: exact[finding.fingerprint] for i, finding in enumerate(findings) if finding.fingerprint in exact}
    stale = []
    for one in (one for one in entries if one.fingerprint not in prints):
        match = next((i for i, f in enumerate(findings) if i not in taken and _same(f, one)), None)
        if match is None:
            stale.append(one)
        else:
            taken[match] = one
    marked = tuple(replace(f, accepted=True) if i in taken else f for i, f in enumerate(findings))
    return Applied(marked, {findings[i].fingerprint: one for i, one in taken.items()}, tuple(stale))


def stale_note(one: Entry, file: str, language: Language) -> Finding:
    """The finding that an entry matches nothing any more."""
    told = one.message or one.passage or one.fingerprint
    zh = f"基準檔 {file} 的 {one.rule}（{one.fingerprint}）已無對應結果，可刪除：{told}"
    en = f"{file}: {one.rule} ({one.fingerprint}) matches no finding any more; delete it: {told}"
    return Finding(STALE, "note", en if language == "en" else zh, fingerprint=digest(STALE, one.fingerprint))


def _same(finding: Finding, one: Entry) -> bool:
    """Whether a finding is the one that an entry means, its words changed a little."""
    if (finding.rule, finding.stated, finding.computed) != (one.rule, one.stated, one.computed):
        return False
    if one.stated is None and one.computed is None and not one.passage:
        return False
    return SequenceMatcher(None, _passage(finding), _plain(one.passage), autojunk=False).ratio() >= _ALIKE


def _passage(finding: Finding) -> str:
    return " … ".join(_plain(place.quote) for place in finding.spans[:3])[:200]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words)).strip()
