"""A finding with the lines of the text that it is about, the passages underlined the way a compiler does."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from agencygraph.checks.baseline import Entry
from agencygraph.cli.findings import SEVERITY
from agencygraph.cli.layout import pad
from agencygraph.cli.talk import pick
from agencygraph.model import Finding, Place

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
        severity = pick(SEVERITY[finding.severity], finding.severity)
        entry = (entries or {}).get(finding.fingerprint)
        yield f"{severity} {finding.rule}{_accepted(finding, entry)}：{finding.message} [{finding.fingerprint}]"
        yield from _excerpts(finding.spans, texts)
        yield ""


def _accepted(finding: Finding, entry: Entry | None) -> str:
    if not finding.accepted:
        return ""
    zh, en = _STATUS[entry.status if entry else "accepted"]
    reason = f"：{entry.reason}" if entry and entry.reason else ""
    return pick(f"（{zh}{reason}）", f" ({en}{reason})")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage's part of one line: `line` counts from 1, offsets are those in the line."""

    source: str
    line: int
    begin: int
    end: int
    first: bool


def _excerpts(places: Sequence[Place], texts: Mapping[str, str]) -> Iterator[str]:
    """Each line that holds passages once, in the order in which the finding names them."""
    lines: dict[tuple[str, int], list[_Piece]] = {}
    for place in places:
        text = texts.get(place.source)
        if text is None:
            yield f"  --> {place.source}:{place.start}-{place.end} 「{' '.join(place.quote.split())}」"
            continue
        for piece in _pieces(place, text, place is places[0]):
            lines.setdefault((piece.source, piece.line), []).append(piece)
    for (source, number), pieces in lines.items():
        yield from _shown(_lines(texts[source])[number - 1], sorted(pieces, key=lambda piece: piece.begin))


def _pieces(place: Place, text: str, first: bool) -> Iterator[_Piece]:
    starts = _line_starts(text)
    for number in range(bisect.bisect_right(starts, place.start), bisect.bisect_left(starts, place.end) + 1):
        low, line = starts[number - 1], _lines(text)[number - 1]
        begin, end = max(0, place.start - low), min(len(line), place.end - low)
        words = line[begin:end]
        if words.strip():
            begin, end = begin + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
            yield _Piece(place.source, number, begin, end, first)


def _shown(line: str, pieces: list[_Piece]) -> Iterator[str]:
    """A line cut to what fits around its passages, twice where they stand too far apart; the signs below are as wide as
    the characters above, ^ below the passage that a finding is about, - below others in the same line.
    """
    while pieces:
        long = cell_len(line) > _WIDE
        start = max(0, pieces[0].begin - _LEAD) if long else len(line) - len(line.lstrip())
        here = [piece for piece in pieces if piece is pieces[0] or cell_len(line[start : piece.end]) <= _WIDE]
        pieces = [piece for piece in pieces if piece not in here]
        stop = len(line)
        while cell_len(line[start:stop]) > _WIDE and stop > max(piece.end for piece in here):
            stop -= 1
        yield f"  --> {here[0].source}:{here[0].line}:{here[0].begin + 1}"
        lead = "…" if line[:start].strip() else ""
        gutter = f"{here[0].line:>5} | "
        yield gutter + lead + line[start:stop].replace("\t", " ") + ("…" if stop < len(line) else "")
        signs, told = "", any(piece.first for piece in here)
        for piece in here:
            signs = pad(signs, cell_len(lead + line[start : piece.begin].replace("\t", " ")))
            signs += ("^" if piece.first or not told else "-") * cell_len(line[piece.begin : piece.end])
        yield " " * (len(gutter) - 2) + "| " + signs


@functools.lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    starts = _line_starts(text)
    ends = [*starts[1:], len(text)]
    return [text[low:high].rstrip("\r\n") for low, high in zip(starts, ends, strict=True)]


@functools.lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
