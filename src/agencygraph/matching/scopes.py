"""Where a rule is tried: clauses, sentences, dated stretches, paragraphs, and whether the words around them fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import patterns
from agencygraph.rules import SIGNS, Room, Where

_DATES = (SIGNS["date"], SIGNS["period"])
_QUOTED = re.compile("「[^」]*」|『[^』]*』|《[^》]*》")
_MONTH = len("2016-03")
FURTHER = "另|此外|同時|亦|且|並(?=另|亦|設|建|新增|增設|開[辦設]|推[出動行]|提供|發給)"
"""What a clause begins with that tells something further, a statement of its own."""
_FURTHER = re.compile(FURTHER)


def scopes(marked: Marked, kind: str) -> Iterator[tuple[int, int]]:
    """The stretches of a paragraph that a rule looks at, one after the other."""
    if kind == "paragraph":
        yield 0, len(marked.text)
        return
    cuts = marked.clauses if kind == "clause" else _statements(marked) if kind == "statement" else marked.sentences
    for low, high in pairwise(cuts):
        if kind != "dated":
            yield low, high
            continue
        yield from _dated(marked, low, high)


def _statements(marked: Marked) -> tuple[int, ...]:
    """Where sentences begin, and clauses that tell something further (另, 亦, 並提供 …)."""
    ends = set(marked.sentences)
    return tuple(cut for cut in marked.clauses if cut in ends or _FURTHER.match(marked.text, cut))


def _dated(marked: Marked, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut where a clause with a date of its own begins; what stands before the first date stays with it."""
    starts = [
        (start, finest)
        for start, end in pairwise(marked.clauses)
        if low <= start < high and (finest := _finest(marked, start, end))
    ]
    if not starts:
        return
    cuts, last = [low], starts[0][1]
    for start, finest in starts[1:]:
        if finest >= min(last, _MONTH):
            cuts.append(start)
            last = finest
    cuts.append(high)
    yield from pairwise(cuts)


def _finest(marked: Marked, start: int, end: int) -> int:
    """How fine the finest date of a clause is, titles in quotation marks left out: the length of its ISO form."""
    told = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), marked.text[start:end])
    places = [start + i for i, sign in enumerate(told) if sign in _DATES]
    found = [marked.mentions[at] for at in places if at in marked.mentions]
    return max((len(value) for mention in found for value in mention.values), default=0)


def within_quotes(text: str, low: int, at: int) -> bool:
    """Whether a place lies inside quotation marks that open after `low`: a date in a title dates nothing."""
    return any(text.rfind(opens, low, at) > text.rfind(closes, low, at) for opens, closes in ("「」", "『』"))


def fits(reading: Reading, room: Room, where: Where, paragraph: int, low: int, high: int) -> bool:
    """Whether the words in a stretch and above it are those that a rule asks for."""
    text = reading.marked[paragraph].text

    def here(words: tuple[str, ...]) -> bool:
        return any(p.search(text, low, high) for p in patterns(room, words))

    def above(words: tuple[str, ...]) -> bool:
        lines = reading.lines_above(paragraph)
        return any(p.search(line.text) for p in patterns(room, words) for line in lines)

    def around(words: tuple[str, ...]) -> bool:
        sentence = reading.marked[paragraph].sentence(low, high)
        return any(p.search(text, *sentence) for p in patterns(room, words))

    return (
        (not where.any or here(where.any))
        and all(here((word,)) for word in where.all)
        and not here(where.none)
        and (not where.above or above(where.above))
        and (not where.anywhere or here(where.anywhere) or above(where.anywhere))
        and not above(where.not_above)
        and not around(where.not_around)
        and not (where.leaf and _heads(reading, paragraph))
    )


def _heads(reading: Reading, paragraph: int) -> bool:
    """Whether a paragraph is the head of a section that holds others."""
    document = reading.document
    own = document.paragraphs[paragraph].section
    if not own or (paragraph and document.paragraphs[paragraph - 1].section == own):
        return False
    below = document.paragraphs[paragraph + 1 : paragraph + 2]
    return any(own in [section.index for section in document.chain(one.section)] for one in below)
