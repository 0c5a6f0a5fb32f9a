"""PCT in two lists that answer each other: 滿意302份、普通94份、不滿意25份，比率依序為71.73%、22.33%、5.94%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked

_NEXT = re.compile("[、,及和與]+")
_IN_TURN = re.compile(
    r"(?:依序|分別|各|依次)[^,。;:、\ue000-\uf8ff]{0,8}$|[占佔][^,。;:、\ue000-\uf8ff]{0,8}$|比[率例重]為?$"
)
_OTHER = re.compile("較|上年|去年|前年|同期|增加|減少|成長|目標|平均")
_LEAST = 2


def check(subject: Subject) -> Iterator[Result]:
    """Each run of bare percents against the run of counts before it that is as long."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for run in _runs(marked, figures):
            yield from _judge(marked, run, [f for f in figures if f.end <= run[0].at])


def _runs(marked: Marked, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The percents that follow each other with nothing but a comma between."""
    run: list[Figure] = []
    for figure in figures:
        if run and figure.unit == "%" and _NEXT.fullmatch(marked.text[run[-1].end : figure.at]):
            run.append(figure)
            continue
        if len(run) >= _LEAST:
            yield run
        run = [figure] if figure.unit == "%" else []
    if len(run) >= _LEAST:
        yield run


def _judge(marked: Marked, run: Sequence[Figure], before: Sequence[Figure]) -> Iterator[Result]:
    low = marked.sentence(run[0].at, run[0].end)[0]
    near = [figure for figure in before if figure.at >= low]
    counts = near[-len(run) :]
    units = {figure.unit for figure in counts}
    if len(counts) < len(run) or len(units) != 1 or "%" in units:
        return
    if not _IN_TURN.search(marked.text[: run[0].at]) or _OTHER.search(marked.plain(counts[0].at, run[0].at)):
        return
    if not all(f.exact and f.value == int(f.value) for f in counts) or not all(f.exact for f in run):
        return
    unit = counts[0].unit
    wholes = [f.value for f in before if f.unit == unit and f not in counts and f.exact and f.value == int(f.value)]
    total = sum((figure.value for figure in counts), Decimal(0))
    judged = [_against(counts, run, whole) for whole in (total, *wholes) if whole > 0]
    best = max(judged, key=lambda found: sum(isinstance(one, Held) for one in found))
    held = sum(isinstance(one, Held) for one in best)
    yield from best if held * 2 > len(best) else [Unable("PCT", "denominator")] * len(best)


def _against(counts: Sequence[Figure], run: Sequence[Figure], whole: Decimal) -> list[Result]:
    full = sum((percent.value for percent in run), Decimal(0)) == 100
    found: list[Result] = []
    for count, percent in zip(counts, run, strict=True):
        said = (count.span, percent.span)
        one = share(int(count.value), int(whole), percent.value, percent.one, said, full)
        found.append(Held("PCT") if isinstance(one, Fired) and one.case != "differs" and one.case != "either" else one)
    return found
