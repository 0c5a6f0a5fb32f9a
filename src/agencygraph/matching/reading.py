"""A document on its way to facts: marked paragraphs, what stands above each, who speaks, which year is in force."""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from agencygraph import authority, normalise
from agencygraph.matching import references, speakers
from agencygraph.matching.marked import Marked, mark
from agencygraph.matching.years import own_year, says_this_year
from agencygraph.model import Document, Folded, Frame, Mention, Paragraph, Row, Span
from agencygraph.rules import Need

_INTRODUCES = re.compile(r"(?::|如下|如后|如後|如次|下列|分述)[。:]?$|^[^。;,:]{0,24}大事[記紀]要?$")

_TITLE = 30
"""The most characters of a title line, which stands over the whole report."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the whole report says of itself; empty where it does not."""

    title: str = ""
    agency: str = ""
    roc_year: str = ""
    period_start: str = ""
    period_end: str = ""

    @property
    def frame(self) -> Frame:
        """What relative dates refer to."""
        year = self.period_end[:4] or self.period_start[:4] or (str(int(self.roc_year) + 1911) if self.roc_year else "")
        return Frame(int(year) if year else None, None, self.period_start, self.period_end)


@dataclass(slots=True)
class Reading:
    """A document with all that rules may ask of it. `marked[i]` belongs to paragraph `i`.

    `agency` is the head's, else the one that the text itself shows; `hosts[i]` the body that paragraph `i` is about as
    a whole; `shared` the clauses about several bodies; `keys` those of names that the text introduces or changes.
    """

    document: Document
    head: Head
    agency: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    marked: list[Marked] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    turns: list[tuple[speakers.Turn, ...]] = field(default_factory=list)
    shared: list[speakers.Shared] = field(default_factory=list)
    above: list[tuple[int, ...]] = field(default_factory=list)
    periods: list[Mention | None] = field(default_factory=list)
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _held: dict[str, frozenset[int]] = field(default_factory=dict)

    def lines_above(self, paragraph: int) -> list[Marked]:
        """Headings, list heads and the introducing line over a paragraph, the nearest last."""
        return [self.marked[i] for i in self.above[paragraph]]

    def holding(self, all_of: tuple[Need, ...]) -> frozenset[int]:
        """The paragraphs whose marked text holds, of each need, one word at least."""
        found = frozenset(range(len(self.marked)))
        for need in all_of:
            found &= frozenset().union(*(self._with(word) for word in need))
        return found

    def _with(self, word: str) -> frozenset[int]:
        if word not in self._held:
            if not self._starts:
                self._text = "\n".join(marked.text for marked in self.marked)
                self._starts += itertools.accumulate((len(marked.text) + 1 for marked in self.marked), initial=0)
            found, at = [], self._text.find(word)
            while at >= 0:
                found.append(bisect.bisect_right(self._starts, at) - 1)
                at = self._text.find(word, self._starts[found[-1] + 1])
            self._held[word] = frozenset(found)
        return self._held[word]

    def host(self, paragraph: int, at: int) -> str:
        """The body that a statement at a position of a paragraph's marked text is about; empty where nothing tells."""
        return next(host for start, host in reversed(self.turns[paragraph]) if start <= at)

    def meant(self, paragraph: int, mention: Mention) -> str:
        """The body that a mention names, 本分署 by its full name; empty where nothing tells."""
        if mention.kind == "self":
            return references.own(mention.values[0], self.agency, self.hosts[paragraph])
        return mention.values[0]

    def passage(self, paragraph: int, start: int, end: int) -> Span:
        """The source passage of a stretch of a paragraph's marked text."""
        marked = self.marked[paragraph]
        return marked.span(start, end)


def read(document: Document, head: Head) -> Reading:
    """Marks all paragraphs. The year in force runs on from paragraph to paragraph."""
    reading = Reading(document, head)
    frame = head.frame
    if frame.year is None:
        own = own_year(paragraph.text for paragraph in document.paragraphs)
        frame = replace(frame, year=own, own=own)
    rows = {row.paragraph: row for table in document.tables for row in table.rows}
    lines = [_cells(rows[p.index]) if p.index in rows else p.folded for p in document.paragraphs]
    named = _named(reading, lines)
    frames = _Frames(document, frame)
    for paragraph, folded, bodies in zip(document.paragraphs, lines, named, strict=True):
        here = frames.before(paragraph)
        found = normalise.find(folded.text, here)
        frames.after(paragraph, normalise.frame_after(folded.text, here))
        reading.marked.append(mark(folded, found + bodies))
    _stand_above(reading)
    _speak(reading)
    return reading


def _named(reading: Reading, lines: list[Folded]) -> list[list[Mention]]:
    """The bodies, places and laws of each line, short names and 該局 … among them; finds out who reports."""
    authorities = authority.load()
    told = [(line.text, authorities.find(line.text)) for line in lines]
    reading.agency = reading.head.agency or speakers.agency_of(reading.document, told)
    told = references.governed(told, reading.agency)
    introduced = references.introduced(told)
    reading.keys = introduced.keys
    out: list[list[Mention]] = []
    before: list[references.Body] = []
    for text, found in told:
        mentions = references.pointing(text, found, before, reading.agency)
        before = references.bodies(found)
        out.append([*references.named_short(text, introduced), *references.with_acronyms(text, mentions)])
    return out


class _Frames:
    """The year in force. In a report with a year of its own each paragraph starts from that year, or from the year that
    the head of its list named; in an excerpt without one the year named last runs on, unless its dates are of 本年,
    whichever that is: then a year that was named for something past (自84年以來) says nothing of the next paragraph.
    """

    def __init__(self, document: Document, frame: Frame) -> None:
        self._document, self._frame = document, frame
        self._runs_on = frame.year is None and not says_this_year(p.text for p in document.paragraphs)
        self._heads: dict[int, Frame] = {}

    def before(self, paragraph: Paragraph) -> Frame:
        """What relative dates at the start of a paragraph refer to."""
        if not self._runs_on:
            for section in reversed(self._document.chain(paragraph.section)):
                if section.index in self._heads:
                    return self._heads[section.index]
        return self._frame

    def after(self, paragraph: Paragraph, frame: Frame) -> None:
        """Takes note of the year that a paragraph leaves in force."""
        if self._runs_on:
            self._frame = replace(frame, year=frame.year or self._frame.year)
        elif _introduces(paragraph) and frame.year != self._frame.year:
            self._heads[paragraph.section] = frame


def _cells(row: Row) -> Folded:
    """A row as one text, its cells parted by tabs, so that figures in neighbouring cells stay apart."""
    pieces: list[Folded] = []
    for cell in row.cells:
        if not cell.text:
            continue
        if pieces:
            pieces.append(Folded("\t", pieces[-1].at[-1:]))
        pieces.append(cell)
    return Folded.join(pieces)


def _stand_above(reading: Reading) -> None:
    document = reading.document
    first: dict[int, list[int]] = {}
    titles = [p.index for p in takewhile(lambda p: p.role == "title", document.paragraphs) if _entitles(p)]
    captions = {row.paragraph: table.caption for table in document.tables for row in table.rows}
    for paragraph in document.paragraphs:
        first.setdefault(paragraph.section, []).append(paragraph.index)
    for paragraph in document.paragraphs:
        lines = [i for i in titles if i < paragraph.index]
        for section in document.chain(paragraph.section):
            own = [i for i in first.get(section.index, []) if i < paragraph.index]
            if section.index != paragraph.section:
                lines += own[:1] + [i for i in own[1:][-1:] if _INTRODUCES.search(document.paragraphs[i].text)]
            else:
                lines += [i for i in own if _introduces(document.paragraphs[i])]
        caption = captions.get(paragraph.index)
        reading.above.append(tuple(dict.fromkeys(lines if caption is None else [*lines, caption])))


def _introduces(paragraph: Paragraph) -> bool:
    return paragraph.role == "heading" or bool(_INTRODUCES.search(paragraph.text))


def _entitles(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= _TITLE and not paragraph.text.endswith("。")


def _speak(reading: Reading) -> None:
    reading.hosts += speakers.hosts(reading)
    many = speakers.is_work_report(reading)
    offices = set(reading.hosts) - {reading.agency, ""}
    reading.turns += (speakers.turns(reading, p.index, offices, many) for p in reading.document.paragraphs)
    reading.shared += speakers.shared(reading, offices)


def raw(source_text: str, folded: Folded, start: int, end: int) -> str:
    """A stretch of folded text as the report writes it, white space taken out."""
    if start >= end:
        return ""
    return "".join(
        char if char.isspace() else source_text[at]
        for char, at in zip(folded.text[start:end], folded.at[start:end], strict=True)
    )
