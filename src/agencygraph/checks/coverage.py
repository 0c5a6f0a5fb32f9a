"""How much of a report the facts cover: each number, date and body is covered, left out for a reason, or an orphan."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agencygraph.authority import short_form
from agencygraph.authority.words import words
from agencygraph.matching.engine import read_head
from agencygraph.matching.marked import Marked
from agencygraph.matching.quantities import QuantityReader
from agencygraph.matching.reading import Reading
from agencygraph.matching.reading import read as read_document
from agencygraph.model import Document, Fact, Mention, Span
from agencygraph.reconcile.organisations import key
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
    "rank": ("名次", "rank"),
    "indefinite": ("不定指", "indefinite"),
    "relative": ("本期、本年等", "this period, this year"),
    "compared": ("比較基期", "what is compared with"),
    "of a law": ("法令日期", "of a law or letter"),
    "title": ("名稱之中", "inside a title"),
    "planned": ("預定", "planned"),
    "agency": ("報告機關", "the agency itself"),
    "kind": ("機關類別", "a kind of body"),
    "actor": ("行為主體", "who acts in a fact"),
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
_COMPARED = re.compile("(?:較|比|與|相較於?|對照)[^,。;]{0,6}$")
_OF_A_LAW = re.compile(r"[^,。;]{0,8}(?:修正|公布|發布|函|令|核定|核備|訂定|施行|字第)")
_PLANNED = re.compile("(?:預定|預計|將於|擬於|訂於|目標)[^,。;]{0,6}$")
_BODIES = ("organisation", "agency", "target", "partner", "instructor_affiliation", "host")
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
    """The numbers of one report, its dates and the bodies that it names, each in the order of the text."""

    source: str
    text: str
    numbers: tuple[Number, ...]
    dates: tuple[Number, ...] = ()
    bodies: tuple[Number, ...] = ()

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
    def accounted(self) -> float:
        """The share of numbers, dates and bodies that facts cover or that need none; 1 where there are none."""
        every = (*self.numbers, *self.dates, *self.bodies)
        return sum(one.state != "orphan" for one in every) / len(every) if every else 1.0

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
    things = _Things(reading, stated, passages, facts)
    return Coverage(
        document.source.name,
        document.source.text,
        tuple(sorted(numbers, key=lambda one: one.span)),
        tuple(things.found("date", "period")),
        tuple(things.found("organisation")),
    )


class _Things:
    """Looks up what accounts for the dates of a report and the bodies that it names."""

    def __init__(self, reading: Reading, stated: _Spans, passages: _Spans, facts: Sequence[Fact]) -> None:
        self._reading, self._stated, self._passages = reading, stated, passages
        self._hosts = {key(host) for host in {*reading.hosts, reading.agency, *(f.text("host") for f in facts)} if host}
        bodies = (f.values.get(c, ()) for f in facts for c in _BODIES if f.kind != "reports")
        self._named = {key(one) for told in bodies for one in ((told,) if isinstance(told, str) else told)}

    def found(self, *kinds: str) -> Iterator[Number]:
        """The mentions of these kinds with what accounts for each."""
        for marked in self._reading.marked:
            for at, mention in sorted(marked.mentions.items()):
                if mention.kind not in kinds or "unit" in mention.values[1:]:
                    continue
                span = marked.span(at)
                quote = self._reading.document.source.text[span.start : span.end]
                covered = self._stated.over(span) or self._told(mention, span)
                why = covered or self._left_out(marked, at, mention)
                yield Number(span, quote, "covered" if covered else "excluded" if why else "orphan", why)

    def _told(self, mention: Mention, span: Span) -> str:
        if mention.kind == "organisation":
            return "partners" if mention.values and key(mention.values[0]) in self._named else ""
        return self._passages.over(span, {figure for value in mention.values for figure in _figures(value)} or None)

    def _left_out(self, marked: Marked, at: int, mention: Mention) -> str:
        before, after = marked.text[max(0, at - 12) : at], marked.text[at + 1 : at + 14]
        if before.count("「") > before.count("」"):
            return "title"
        if mention.kind == "organisation":
            name = mention.values[0] if mention.values else ""
            if key(name) in self._hosts or any(short_form(name, host) for host in self._reading.hosts if host):
                return "agency" if name == self._reading.agency else "actor"
            return "kind" if name in words()["city"] | words()["bound"] | words()["nothing"] else ""
        if not _HOLDS.search(marked.plain(at, at + 1)):
            return "relative"
        if _COMPARED.search(before) or after.startswith("同期"):
            return "compared"
        if _OF_A_LAW.match(after):
            return "of a law"
        return "planned" if _PLANNED.search(before) else ""


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
            yield marked.span(at), _reason(figures, paragraph, at, mention)
    for found in _DIGITS.finditer(marked.text):
        yield marked.span(found.start(), found.end()), ""


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
