"""A finding with the lines of the text that it is about, the passages underlined the way a compiler does."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from agencygraph.checks.baseline import Entry
from agencygraph.cli.layout import pad
from agencygraph.cli.talk import pick
from agencygraph.model import Finding, Place

_SEVERITY = {"error": "錯誤", "warning": "警告", "note": "附註"}
_STATUS = {"accepted": ("已接受", "accepted"), "explained": ("已說明", "explained"), "deferred": ("暫緩", "deferred")}
_ORDER = ("error", "warning", "note")
_WIDE = 96
_LEAD = 24


def grouped(
    findings: Sequence[Finding], texts: Mapping[str, str], entries: Mapping[str, Entry] | None = None
) -> Iterator[str]:
    """The lines that tell findings to a person: the gravest first, then by rule, then in the order of the text; those
    that somebody has looked at last.
    """
    for finding in sorted(findings, key=lambda one: (one.accepted, _ORDER.index(one.severity), one.rule)):
        severity = pick(_SEVERITY[finding.severity], finding.severity)
        entry = (entries or {}).get(finding.fingerprint)
        yield f"{severity} {finding.rule}{_accepted(finding, entry)}：{finding.message} [{finding.fingerprint}]"
        for place in finding.spans:
            yield from _excerpt(place, texts.get(place.source))
        yield ""


def _accepted(finding: Finding, entry: Entry | None) -> str:
    if not finding.accepted:
        return ""
    zh, en = _STATUS[entry.status if entry else "accepted"]
    reason = f"：{entry.reason}" if entry and entry.reason else ""
    return pick(f"（{zh}{reason}）", f" ({en}{reason})")


def _excerpt(place: Place, text: str | None) -> Iterator[str]:
    if text is None:
        quote = " ".join(place.quote.split())
        yield f"  --> {place.source}:{place.start}-{place.end} 「{quote}」"
        return
    starts = _line_starts(text)
    number = bisect.bisect_right(starts, place.start)
    first = starts[number - 1]
    yield f"  --> {place.source}:{number}:{place.start - first + 1}"
    for at in range(number, bisect.bisect_left(starts, place.end) + 1):
        low = starts[at - 1]
        line = text[low : starts[at] if at < len(starts) else len(text)].rstrip("\r\n")
        begin, end = max(0, place.start - low), min(len(line), place.end - low)
        if line[begin:end].strip():
            yield from _underlined(at, line, begin, end)


def _underlined(number: int, line: str, begin: int, end: int) -> Iterator[str]:
    """A line cut to what fits around the passage, and the carets below it, as wide as its characters."""
    end -= len(line[begin:end]) - len(line[begin:end].rstrip())
    begin += len(line[begin:end]) - len(line[begin:end].lstrip())
    start = max(0, begin - _LEAD) if cell_len(line) > _WIDE else len(line) - len(line.lstrip())
    stop = len(line)
    while cell_len(line[start:stop]) > _WIDE and stop > end:
        stop -= 1
    shown = ("…" if start and line[:start].strip() else "") + line[start:stop].replace("\t", " ")
    before = ("…" if start and line[:start].strip() else "") + line[start:begin].replace("\t", " ")
    gutter = f"{number:>5} | "
    yield gutter + shown + ("…" if stop < len(line) else "")
    yield " " * (len(gutter) - 2) + "| " + pad("", cell_len(before)) + "^" * cell_len(line[begin:end])


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
