"""Where a rule is tried: clauses, sentences, dated stretches, paragraphs, and whether the words around them fit."""

from __future__ import annotations

from collections.abc import Iterator

from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import patterns
from agencygraph.rules import SIGNS, Room, Where

_DATES = (SIGNS["date"], SIGNS["period"])


def scopes(marked: Marked, kind: str) -> Iterator[tuple[int, int]]:
    """The stretches of a paragraph that a rule looks at, one after the other."""
    if kind == "paragraph":
        yield 0, len(marked.text)
        return
    cuts = marked.clauses if kind == "clause" else marked.sentences
    for low, high in zip(cuts, cuts[1:], strict=False):
        if kind != "dated":
            yield low, high
            continue
        yield from _dated(marked, low, high)


def _dated(marked: Marked, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut where a clause with a date of its own begins; what stands before the first date stays with it."""
    starts = [
        start
        for start, end in zip(marked.clauses, marked.clauses[1:], strict=False)
        if low <= start < high and any(sign in marked.text[start:end] for sign in _DATES)
    ]
    if not starts:
        return
    bounds = [low, *starts[1:], high]
    yield from zip(bounds, bounds[1:], strict=False)


def fits(reading: Reading, room: Room, where: Where, paragraph: int, low: int, high: int) -> bool:
    """Whether the words in a stretch and above it are those that a rule asks for."""
    text = reading.marked[paragraph].text

    def here(words: tuple[str, ...]) -> bool:
        return any(p.search(text, low, high) for p in patterns(room, words))

    def above(words: tuple[str, ...]) -> bool:
        lines = reading.lines_above(paragraph)
        return any(p.search(line.text) for p in patterns(room, words) for line in lines)

    return (
        (not where.any or here(where.any))
        and all(here((word,)) for word in where.all)
        and not here(where.none)
        and (not where.above or above(where.above))
        and (not where.anywhere or here(where.anywhere) or above(where.anywhere))
        and not above(where.not_above)
    )
