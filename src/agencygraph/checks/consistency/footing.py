"""TABLE and PCT in tables: totals of rows and columns, shares beside counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agencygraph.checks.consistency.grids import Grid, Line, Split, grids, pieces, splits, total_of
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.sums import adds_up, explained, suspect

_SHARE = re.compile("率|比|%|占|佔")
Judged = tuple[Line, Split, Figure, list[Figure]]


def check(subject: Subject) -> Iterator[Result]:
    """TABLE: each total of a row or column against the figures that it closes."""
    if subject.document is None:
        return
    for grid in grids(subject.document):
        wrong: list[Judged] = []
        for across in (True, False):
            for ways in splits(grid, across):
                results, failed = _judge(grid.lines(across), ways)
                yield from results
                wrong += failed
        for judged in wrong:
            yield _fired(judged, [other for other in wrong if other[1].across != judged[1].across])


def _judge(lines: Sequence[Line], ways: Sequence[Split]) -> tuple[list[Result], list[Judged]]:
    """The lines in which the likeliest parts make up the total hold; of the others it is said that they do not, where
    the parts are sure: in most lines they make up the total, or one slip explains the only line.
    """
    best: tuple[list[Judged], list[Judged]] = ([], [])
    for split in ways:
        found = [(line, split, *both) for line in lines if line.additive and (both := pieces(line, split))]
        good = [one for one in found if adds_up(one[2], one[3])]
        bad = [one for one in found if not adds_up(one[2], one[3]) and not _mean(one[2], one[3])]
        if not (best[0] or best[1]) or len(good) > len(best[0]):
            best = good, bad
    good, bad = best
    held: list[Result] = [Held("TABLE")] * len(good)
    if not bad:
        return held, []
    if len(good) >= len(bad) or (not good and len(bad) == 1 and explained(bad[0][2], bad[0][3])):
        return held, bad
    return [*held, *([Unable("TABLE", "structure")] * len(bad))], []


def _mean(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a figure in the place of a total lies among its parts: a mean, a rate, a median of all."""
    values = [part.value for part in parts]
    return min(values) <= whole.value <= max(values) and not explained(whole, parts)


def _fired(judged: Judged, crossing: Sequence[Judged]) -> Fired:
    line, _, whole, parts = judged
    total = total_of(parts)
    cells = {figure.span for figure in (whole, *parts)}
    off = whole.value - total
    cross = [
        f for _, _, w, ps in crossing for f in (w, *ps) if f.span in cells and abs(w.value - total_of(ps)) == abs(off)
    ]
    doubtful, kind = suspect(whole, parts)
    if cross:
        doubtful = cross[0]
        kind = ""
    right = total if doubtful.span == whole.span else doubtful.value + off
    if not kind:
        kind = slip(doubtful.value, right)
    words = {
        "line": line.head or "—",
        "whole": plain(whole.value),
        "unit": whole.unit,
        "parts": " + ".join(plain(part.value) for part in parts),
        "total": plain(total),
        "difference": plain(abs(off)),
        "doubtful": plain(doubtful.value),
        "right": plain(right),
        "slip": kind,
    }
    others = [figure for figure in (whole, *parts) if figure.span != doubtful.span]
    spans = (doubtful.span, *(figure.span for figure in others))
    return Fired("TABLE", "differs", spans, plain(whole.value), plain(total), words, spans)


def percents(subject: Subject) -> Iterator[Result]:
    """PCT in tables: a share beside a count, against the total of the counts."""
    if subject.document is None:
        return
    for grid in grids(subject.document):
        for across in (True, False):
            for counts, shares in _beside(grid, across):
                yield from _shares(counts, shares, grid.heads(not across if across else across))


def _beside(grid: Grid, across: bool) -> Iterator[tuple[Line, Line]]:
    """Lines of counts with the line of shares that follows."""
    lines = grid.lines(not across)
    for counts, shares in pairwise(lines):
        told = [figure.unit == "%" for figure in shares.figures.values()]
        percent = bool(told) and (
            all(told) or "%" in shares.head or bool(re.search("百分比|占比|佔比|比例", shares.head))
        )
        if percent and counts.additive and not any(f.unit == "%" for f in counts.figures.values()):
            yield counts, shares


def _shares(counts: Line, shares: Line, heads: dict[int, str]) -> Iterator[Result]:
    closing = [at for at, head in heads.items() if re.search("(?:合計|總計|總數)$", head) and at in counts.figures]
    if len(closing) != 1 or counts.figures[closing[0]].value <= 0:
        return
    whole = counts.figures[closing[0]]
    found: list[Result] = []
    full = sum(f.value for at, f in shares.figures.items() if at != closing[0]) == 100
    for at, percent in shares.figures.items():
        count = counts.figures.get(at)
        if count is None or at == closing[0]:
            continue
        said = (count.span, percent.span, whole.span)
        found.append(share(int(count.value), int(whole.value), percent.value, percent.one, said, full))
    if sum(isinstance(one, Held) for one in found) * 2 >= len(found):
        yield from found
    elif found:
        yield from [Unable("PCT", "denominator")] * len(found)
