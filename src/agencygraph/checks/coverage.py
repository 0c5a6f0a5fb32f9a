"""How much of a report's figures the facts cover: each number is covered, left out for a named reason, or an orphan."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agencygraph.matching.engine import read_head
from agencygraph.matching.marked import Marked
from agencygraph.matching.quantities import QuantityReader
from agencygraph.matching.reading import Reading
from agencygraph.matching.reading import read as read_document
from agencygraph.model import Document, Fact, Mention, Span
from agencygraph.rules import QuantityRule, Room
from agencygraph.text import fold

State = Literal["covered", "excluded", "orphan"]

REASONS: Mapping[str, tuple[str, str]] = {
    "date": ("日期", "date"),
    "time": ("時間", "time"),
    "duration": ("時間長度", "length of time"),
    "phone": ("電話", "phone"),
    "numbering": ("項次", "numbering"),
    "article": ("法條", "article"),
    "address": ("地址", "address"),
    "floor": ("樓層", "floor"),
    "postcode": ("郵遞區號", "postcode"),
    "document": ("文號", "document"),
    "ordinal": ("序數", "ordinal"),
    "code": ("代碼", "code"),
    "version": ("版本", "version"),
    "url": ("網址", "web address"),
    "name": ("名稱", "name"),
    "layout": ("頁碼及版面", "page furniture"),
    "survey": ("問卷", "survey"),
    "answer": ("答項", "answer"),
    "example": ("舉例", "example"),
    "condition": ("條件", "condition"),
    "target": ("目標", "target"),
    "prize": ("獎金", "prize"),
    "stationed": ("派駐人數", "staff stationed"),
    "participants": ("參加人數", "participants"),
    "threshold": ("門檻", "threshold"),
    "frequency": ("頻率", "frequency"),
    "price": ("價格", "price"),
    "lessons": ("課程時數", "lessons"),
    "facility": ("設備", "equipment"),
    "area": ("轄區", "area"),
    "distance": ("距離", "distance"),
    "share": ("占比", "share"),
    "indefinite": ("不定指", "indefinite"),
}
"""Why a number needs no fact, in Chinese and English; the exclusions of the statistics room keep their own names."""

_KINDS = {
    "date": "date",
    "period": "date",
    "weekdays": "date",
    "impossible": "date",
    "time": "time",
    "url": "url",
    "law": "article",
    "organisation": "name",
    "person": "name",
    "place": "name",
    "self": "name",
    "quoted": "name",
}
_DIGITS = re.compile(r"\d+(?:[,.]\d+)*")
_IN_SOURCE = re.compile(r"[0-9０-９]+(?:[,.，．][0-9０-９]+)*")
_HOLDS = re.compile(r"\d")
_HAN_FIGURE = re.compile(r"[二三四五六七八九十百千萬億]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: `why` is the kind of the fact that covers it, the reason that excludes it, or empty."""

    span: Span
    quote: str
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The numbers of one report, in the order of the text."""

    source: str
    text: str
    numbers: tuple[Number, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many numbers are covered, excluded, orphans."""
        return Counter(number.state for number in self.numbers)

    @property
    def reasons(self) -> Counter[str]:
        """How many numbers are excluded, by reason."""
        return Counter(number.why for number in self.numbers if number.state == "excluded")

    @property
    def orphans(self) -> tuple[Number, ...]:
        """The numbers that nothing accounts for."""
        return tuple(number for number in self.numbers if number.state == "orphan")

    @property
    def share(self) -> float:
        """The share of the numbers that state something that facts cover; 1 where there are none."""
        told = self.counts["covered"] + self.counts["orphan"]
        return self.counts["covered"] / told if told else 1.0


def coverage(document: Document, facts: Sequence[Fact], rooms: tuple[Room, ...]) -> Coverage:
    """Each number of a report with what accounts for it."""
    reading = read_document(document, read_head(document, rooms)[0])
    figures = [
        QuantityReader(reading, room, rule) for room in rooms for rule in room.rules if isinstance(rule, QuantityRule)
    ]
    stated = _Spans((span, fact.kind) for fact in facts for spans in fact.evidence.where.values() for span in spans)
    passages = _Spans((fact.evidence.span, f"{fact.kind}\n{_values(fact)}") for fact in facts)
    numbers: list[Number] = []
    inside: list[Span] = []
    for paragraph, marked in enumerate(reading.marked):
        if marked.folded.at:
            inside.append(Span(min(marked.folded.at), max(marked.folded.at) + 1))
        for span, reason in _numbers(reading, figures, paragraph, marked):
            numbers.append(_number(document, span, reason, stated, passages))
    numbers += _outside(document, inside)
    return Coverage(document.source.name, document.source.text, tuple(sorted(numbers, key=lambda one: one.span)))


def _number(document: Document, span: Span, reason: str, stated: _Spans, passages: _Spans) -> Number:
    quote = document.source.text[span.start : span.end]
    if kind := stated.over(span):
        return Number(span, quote, "covered", kind)
    if reason:
        return Number(span, quote, "excluded", reason)
    kind = passages.over(span, set(_figures(quote)))
    return Number(span, quote, "covered" if kind else "orphan", kind)


def _values(fact: Fact) -> str:
    return "\n".join(fact.text(column) for column in fact.values)


def _figures(text: str) -> list[str]:
    """The figures in a text, as plain numbers."""
    return [digits.replace(",", "") for digits in _DIGITS.findall(fold(text).text)]


def _numbers(
    reading: Reading, figures: Sequence[QuantityReader], paragraph: int, marked: Marked
) -> Iterator[tuple[Span, str]]:
    """The numbers of a paragraph with the reason that excludes each, empty where none does."""
    for at, mention in marked.mentions.items():
        written = marked.plain(at, at + 1)
        if _HOLDS.search(written) or (mention.kind in ("number", "percent") and _HAN_FIGURE.search(written)):
            yield marked.folded.span(marked.at[at], marked.at[at + 1]), _reason(figures, paragraph, at, mention)
    for found in _DIGITS.finditer(marked.text):
        yield marked.folded.span(marked.at[found.start()], marked.at[found.end()]), ""


def _reason(figures: Sequence[QuantityReader], paragraph: int, at: int, mention: Mention) -> str:
    if mention.kind == "identifier":
        return mention.values[0]
    if mention.kind in _KINDS:
        return _KINDS[mention.kind]
    if mention.kind not in ("number", "percent", "duration"):
        return "name"
    told = next((why for reader in figures if (why := reader.excluded(paragraph, at))), "")
    return told or ("duration" if mention.kind == "duration" else "")


def _outside(document: Document, inside: Iterable[Span]) -> Iterator[Number]:
    """The numbers that stand in no paragraph: markers of items in front of one, else page numbers and the like."""
    paragraphs = sorted(inside)
    starts = [span.start for span in paragraphs]
    text = document.source.text
    for found in _IN_SOURCE.finditer(text):
        place = bisect_right(starts, found.start()) - 1
        if place >= 0 and found.start() < paragraphs[place].end:
            continue
        following = starts[place + 1] if place + 1 < len(starts) else len(text)
        marker = "\n" not in text[found.end() : following]
        span = Span(found.start(), found.end())
        yield Number(span, found[0], "excluded", "numbering" if marker else "layout")


class _Spans:
    """Looks up whether passages overlap a stretch."""

    def __init__(self, spans: Iterable[tuple[Span, str]]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span, _ in self._spans]
        self._reach: list[int] = []
        for span, _ in self._spans:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    def over(self, wanted: Span, figures: set[str] | None = None) -> str:
        """The kind of a fact whose passage overlaps a stretch, the one that begins last, and whose values hold all of
        the figures given; empty where there is none.
        """
        place = bisect_right(self._starts, wanted.end - 1) - 1
        while place >= 0 and self._reach[place] > wanted.start:
            span, told = self._spans[place]
            kind, _, values = told.partition("\n")
            if span.end > wanted.start and (figures is None or (figures and figures <= set(_figures(values)))):
                return kind
            place -= 1
        return ""
