"""SUM and UNIT over breakdowns that stand apart from their whole: 受理213件，另依內容分為甲82件、乙45件、其他86件.

A run of figures of one unit is a breakdown where words say so (依…分, …別為) or where it ends with 其他. Its whole is a
figure of that unit before it; where one is made up by the run all is well, else one must be near it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from agencygraph.checks.consistency.enumerations import Group, follows, groups, labels_of
from agencygraph.checks.consistency.grids import total_of
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.sums import adds_up, fired, judge, suspect
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_CUE = re.compile(
    r"(?:^|[,。;:(、])(?:[另再又若如並且倘]+|其中)?"
    r"(?:[依按就從以][^,。;:、\ue000-\uf8ff]{0,14}?(?:區分|劃分|分類|分析|統計|觀之|而言|來看|(?<!部)分)(?:[為計有是別]+|如下)?"
    r"|[^,。;:、\ue000-\uf8ff]{0,10}(?:類型|來源|性質|管道|項目|業務|族群|分布|內容|[^,。;:、\ue000-\uf8ff]別)(?:[為計有是以]|分[為別]|(?=:)))[,:]?"
    r"[^,。;:、\ue000-\uf8ff]{0,24}$"
)
_REST = re.compile("^(?:[及和與]?(?:其他|其餘|其它|餘為?|另外)).{0,8}$")
_NO_PART = re.compile(
    "較|相較|比(?![率例重賽])|增加|減少|成長|上年|去年|前年|同期|平均|每|目標|預算|預計|累計|歷年|達成|剩餘|結餘|未達|以上|"
    "最高|最低|共計|合計|總計|小計|各"
)
_BOUNDS = re.compile("以上|未滿|以下")
_NO_WHOLE = re.compile("(?:較|比(?![率例重賽])|平均|每|上年|去年|同期|增加|減少|成長|目標|預計|其中)[^,。;:]{0,10}$")
_MOST = re.compile("^(?:為?[最次居][多高大]?[多之次]?|為大宗|為主)+(?=[,、;])")
_FEW, _LARGE, _ABOVE = 3, 100, 3
_CASES = frozenset("件案通則封份張筆次人名位戶家場班") | {"人次", "場次", "梯次", "件次"}
_WORKS = frozenset("冊件卷片份種張套本")
"""Units of cases and people, and of books and discs, that are added up whatever each is called: 電話40通、信件56封."""

Strength = Literal["told", "rest", "none"]


@dataclass(frozen=True, slots=True)
class _Run:
    """Figures that follow each other in one enumeration, and how sure it is that they are all of something."""

    parts: tuple[Figure, ...]
    labels: tuple[str, ...]
    strength: Strength


def check(subject: Subject) -> Iterator[Result]:
    """SUM over the runs of each paragraph that no other form gives a whole."""
    done = {part.span for one in groups(subject) if _is_judged(one) for part in one.parts[1:]}
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        runs = list(_runs(marked, figures))
        inside = {part.span for run in runs for part in run.parts[1:]}
        for run in runs:
            if run.parts[-1].span in done or not all(part.exact for part in run.parts):
                continue
            before = [f for f in figures if f.at < run.parts[0].at and f.span not in inside]
            wholes = [f for f in before if _can_be(marked, f, run)]
            far = [] if wholes else [f for f in _above(subject, index) if f.unit == run.parts[0].unit and f.exact]
            if result := _judge(run, wholes, far):
                yield result


def _is_judged(group: Group) -> bool:
    return isinstance(judge(group), Fired) or adds_up(group.whole, group.parts)


def _runs(marked: Marked, figures: Sequence[Figure]) -> Iterator[_Run]:
    """The enumerations of a paragraph, unit by unit."""
    for unit in dict.fromkeys(figure.unit for figure in figures):
        same = [figure for figure in figures if figure.unit == unit and unit != "%"]
        gaps = [_MOST.sub("", marked.text[one.end : other.at]) for one, other in pairwise(same)]
        listed = any(gap.startswith("、") for gap in gaps)
        run = same[:1]
        for figure, gap in zip(same[1:], gaps, strict=True):
            parted = _CUE.search(gap) or _NO_PART.search(gap) or (listed and gap.lstrip(")").startswith(";"))
            if parted or not follows(gap):
                yield from [_run(marked, run)] if len(run) > 1 else []
                run = []
            run.append(figure)
        if len(run) > 1:
            yield _run(marked, run)


def _run(marked: Marked, parts: Sequence[Figure]) -> _Run:
    low = marked.text.rfind("。", 0, parts[0].at) + 1
    labels = labels_of(marked.text, low, parts)
    lead = marked.text[max(low, parts[0].at - 40) : parts[0].at]
    strength: Strength = "told" if _CUE.search(lead) else "rest" if _REST.search(labels[-1]) else "none"
    return _Run(tuple(parts), tuple(labels), strength)


def _can_be(marked: Marked, figure: Figure, run: _Run) -> bool:
    """Whether a figure before a run can be its whole."""
    if figure.unit != run.parts[0].unit or not figure.exact or figure.value <= max(p.value for p in run.parts):
        return False
    return not _NO_WHOLE.search(marked.plain(max(0, figure.at - 12), figure.at))


def _above(subject: Subject, index: int) -> list[Figure]:
    """The figures of the paragraphs right above one, in the same chapter."""
    document = subject.document
    if document is None:
        return []
    chapter = document.chain(document.paragraphs[index].section)[:1]
    near = [
        one
        for one in range(max(0, index - _ABOVE), index)
        if document.chain(document.paragraphs[one].section)[:1] == chapter
    ]
    return [figure for one in near for figure in subject.figures.get(one, ())]


def _judge(run: _Run, wholes: Sequence[Figure], far: Sequence[Figure]) -> Result | None:
    parts = run.parts
    first, rest = parts[0], parts[1:]
    if any(adds_up(whole, parts) for whole in (*wholes, *far)) or (len(rest) > 1 and adds_up(first, rest)):
        return Held("SUM")
    told = [_BOUNDS.sub("", label) if run.strength == "told" else label for label in run.labels]
    if any(_NO_PART.search(label) for label in told) or not all(run.labels):
        return None
    if run.strength == "none":
        near = _following(run)
        return _fired("nearly", first, rest, run.labels[1:]) if near else None
    if len(rest) > 1 and run.strength == "rest" and _off(first, rest) * 20 <= first.value:
        return _fired("nearly", first, rest, run.labels[1:])
    near_by = [whole for whole in wholes if _near(whole, run)]
    swapped = [
        whole
        for whole in far
        if len(parts) >= _FEW and suspect(whole, parts)[1] == "swapped" and _off(whole, parts) * 10 <= whole.value
    ]
    found = near_by[-1:] or (swapped if len({f.value for f in swapped}) == 1 else [])
    if not found:
        return None
    sure = bool(near_by) and run.strength == "told" and bool(suspect(found[0], parts)[1])
    return _fired("differs" if sure else "nearly", found[0], parts, run.labels)


def _following(run: _Run) -> bool:
    """Whether the first of a run is the whole of the others but for two digits that changed places."""
    whole, parts = run.parts[0], run.parts[1:]
    if len(parts) < _FEW or whole.value < 10 * _LARGE or any(part.value >= whole.value for part in parts):
        return False
    return suspect(whole, parts)[1] == "swapped" and _off(whole, parts) * 50 <= whole.value


def _near(whole: Figure, run: _Run) -> bool:
    """Whether a whole is so near its parts, or off by such a slip, that it must be meant as their total."""
    off, (_, kind) = _off(whole, run.parts), suspect(whole, run.parts)
    if run.strength == "told":
        return off * 6 <= whole.value or (kind == "swapped" and off * 2 <= whole.value)
    return len(run.parts) >= _FEW and (off * 50 <= whole.value or (kind == "swapped" and off * 8 <= whole.value))


def _off(whole: Figure, parts: Sequence[Figure]) -> Decimal:
    return abs(total_of(parts) - whole.value)


def _fired(case: str, whole: Figure, parts: Sequence[Figure], labels: Sequence[str]) -> Fired:
    return fired(case, Group("announced", whole, tuple(parts), tuple(labels), True))


def units(subject: Subject) -> Iterator[Result]:
    """UNIT: one item of an enumeration in another unit, where it is needed to make up the whole."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, whole in enumerate(figures):
            if whole.unit == "%" or not whole.exact:
                continue
            high = marked.text.find("。", whole.end)
            end = high if high >= 0 else len(marked.text)
            stop = marked.text.find(";", whole.end, end)
            parts = [f for f in figures[place + 1 :] if f.end <= (stop if stop >= 0 else end) and f.unit != "%"]
            if odd := _odd(whole, parts) or _odd_of_two(whole, parts[:2]):
                yield _unit(marked, odd, whole, parts)


def _odd(whole: Figure, parts: Sequence[Figure]) -> Figure | None:
    """The only part in another unit than the whole, if with it the parts are all."""
    odd = [part for part in parts if part.unit != whole.unit]
    enough = len(parts) > _FEW and whole.value >= _LARGE and all(part.exact for part in parts)
    if not enough or len(odd) != 1 or Counter(part.unit for part in parts)[whole.unit] != len(parts) - 1:
        return None
    return odd[0] if total_of(parts) == whole.value else None


def _odd_of_two(whole: Figure, parts: Sequence[Figure]) -> Figure | None:
    """The one of two parts whose unit no things share that are counted like the whole: 犬5,120隻、貓2,310件."""
    odd = [part for part in parts if part.unit != whole.unit]
    if len(parts) != 2 or len(odd) != 1 or whole.value < 10 * _LARGE or total_of(parts) != whole.value:
        return None
    kin = any({odd[0].unit, whole.unit} <= family for family in (_CASES, _WORKS))
    return odd[0] if not kin and all(part.exact for part in parts) else None


def _unit(marked: Marked, odd: Figure, whole: Figure, parts: Sequence[Figure]) -> Fired:
    value = plain(odd.value)
    line = re.split("[,。;:、]", marked.plain(max(0, odd.at - 12), odd.at))[-1] or "—"
    words = {"line": line, "unit": odd.unit, "usual": whole.unit, "value": value}
    spans: tuple[Span, ...] = (odd.span, whole.span, *(part.span for part in parts if part is not odd))
    return Fired("UNIT", "noun", spans, f"{value} {odd.unit}", f"{value} {whole.unit}", words, (odd.span,))
