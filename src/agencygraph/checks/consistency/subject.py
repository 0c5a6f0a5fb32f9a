"""What is checked: a report's facts and, where the text is at hand, its paragraphs with their figures marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from agencygraph import normalise
from agencygraph.checks.consistency.interval import Interval, around, bounds, cut, step
from agencygraph.matching.marked import Marked, mark
from agencygraph.model import Document, Fact, Frame, Place, Span
from agencygraph.normalise.numbers import COUNTER_WORD
from agencygraph.rules import SIGNS

_SIGN = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}{SIGNS['duration']}]")
_HOURS = frozenset(("小時", "時", "分鐘", "天", "日", "工作天", "工作日", "個工作天", "個工作日"))
_COUNTER = re.compile(rf"(?P<unit>{COUNTER_WORD}(?:/{COUNTER_WORD})?|餘?{COUNTER_WORD})(?:\({COUNTER_WORD}\))?")
"""A unit, with another one that may stand for it in brackets: 冊(件), 場(次)."""

_HOLDS_FIGURE = re.compile(r"[\d一二兩三四五六七八九十百]")
_NEXT = re.compile("之(?=[,。;、)]|$)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in marked text: its sign at `at`, number and unit up to `end`; `interval` is what it may stand for,
    `floor` what it may stand for when cut off, `one` the worth of its last digit; `span` is its passage.
    """

    paragraph: int
    at: int
    end: int
    value: Decimal
    unit: str
    interval: Interval
    floor: Interval
    one: Decimal
    exact: bool
    span: Span


@dataclass(frozen=True)
class Subject:
    """A report to check. `document` is None where only facts are known; `quotes` are then the words of passages.

    `previous` is last year's report, where it is to be compared.
    """

    name: str
    document: Document | None
    facts: Sequence[Fact]
    quotes: Mapping[Span, str] = field(default_factory=dict)
    previous: Subject | None = None

    @cached_property
    def head(self) -> Fact | None:
        """The fact that describes the report itself."""
        return next((fact for fact in self.facts if fact.kind == "reports"), None)

    @property
    def start(self) -> str:
        """The first day or month of the report's period, empty where it states none."""
        return self.head.text("period_start") if self.head else ""

    @property
    def end(self) -> str:
        """The last day or month of the report's period, empty where it states none."""
        return self.head.text("period_end") if self.head else ""

    @property
    def text(self) -> str:
        """The source text, empty where only facts are known."""
        return self.document.source.text if self.document else ""

    def of(self, kind: str) -> list[tuple[int, Fact]]:
        """The facts of a kind with their places among all facts."""
        return [(place, fact) for place, fact in enumerate(self.facts) if fact.kind == kind]

    def place(self, span: Span) -> Place:
        """A passage as findings name it."""
        words = self.quotes.get(span, "") if self.document is None else self.text[span.start : span.end]
        return Place(self.name, span.start, span.end, words)

    def quote(self, span: Span) -> str:
        """The words of a passage without white space."""
        return _SPACES.sub("", self.text[span.start : span.end])

    @cached_property
    def kept(self) -> dict[str, tuple[object, ...]]:
        """What several checks look for, each kept after it was found once."""
        return {}

    @cached_property
    def headed(self) -> frozenset[int]:
        """The outline places that have a heading of their own above their text."""
        if self.document is None:
            return frozenset()
        return frozenset(one.section for one in self.document.paragraphs if one.role == "heading")

    @cached_property
    def marked(self) -> dict[int, Marked]:
        """The paragraphs of running text that hold a figure, by index, with numbers and dates marked."""
        if self.document is None:
            return {}
        year = self.end[:4] or self.start[:4]
        frame = Frame(int(year) if year else None, None, self.start, self.end)
        return {
            paragraph.index: mark(paragraph.folded, normalise.find(paragraph.text, frame))
            for paragraph in self.document.paragraphs
            if paragraph.role != "row" and _HOLDS_FIGURE.search(paragraph.text)
        }

    @cached_property
    def figures(self) -> dict[int, tuple[Figure, ...]]:
        """The figures of each marked paragraph that have a unit or are percents, in the order of the text."""
        return {index: tuple(_figures(index, marked)) for index, marked in self.marked.items()}


def _figures(index: int, marked: Marked) -> Iterator[Figure]:
    for found in _SIGN.finditer(marked.text):
        at = found.start()
        mention = marked.mentions[at]
        unit, end = "%", at + 1
        if mention.number is None or mention.upper is not None or mention.values[:1] == ("百分點",):
            continue
        if mention.kind == "number":
            counter = _COUNTER.match(marked.text, at + 1)
            if not counter:
                continue
            unit, end = counter["unit"].removeprefix("餘"), counter.end()
            if unit.endswith("件次") and _NEXT.match(marked.text, end):  # 2,163件次之: the second most
                unit, end = unit[:-1], end - 1
        elif mention.kind == "duration":
            unit = mention.values[0]
            if unit not in _HOURS:
                continue
        written = marked.plain(at, at + 1) + ("餘" if marked.text[at + 1 : at + 2] == "餘" else "")
        value = mention.number
        loose = bounds(value, written, marked.text[max(0, at - 6) : at], marked.text[end : end + 4])
        span = marked.span(at, end)
        one = step(written)
        yield Figure(
            index,
            at,
            end,
            value,
            unit,
            loose or around(value, one, unit),
            loose or cut(value, one, unit),
            one,
            loose is None,
            span,
        )
