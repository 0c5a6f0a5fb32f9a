"""PCT: a count, what it is a part of, and the share or rate that the sentence states behind them.

The whole is looked for among the figures of the same unit before the count. Where one of them gives the percent, all is
well; where none does, the percent is doubted only if one slip of the pen would make it fit, or if the words name the
rate after the count (成立217件，成立率…) and there is one whole only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from agencygraph.checks.consistency import rates_named
from agencygraph.checks.consistency.contexts import bigrams, same_start
from agencygraph.checks.consistency.links import bare, label, part_of_all, side_by_side, spoken_of
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_REACHES = r"(?:[僅約即更已共]|高?達|為|計|有|是|升至|提升至|占)*"
_RATE = re.compile(
    rf"[^,。;:(]{{0,14}}[,、(][^,。;:(]{{0,8}}?(?P<name>[^,。;較,、(]{{1,6}}率|比[率例重])(?P<base>){_REACHES}"
)
_SHARE = re.compile(
    rf"[^,。;:(]{{0,10}}[,、(]?[^,。;:(]{{0,6}}(?P<name>[占佔])(?P<base>[^,。;:(%]{{0,12}}?)[之的]?(?:比[率例重])?{_REACHES}"
)
_OF = re.compile(r"[^,。;:()]{0,10}?[之的中]?[占佔]?(?:比[率例重])?" + _REACHES)
_BETWEEN = re.compile(r"[^,。;:]{0,8}[,、(]?[^,。;:]{0,6}[占佔][^,。;:]{0,10}")
_TOGETHER = re.compile("(?P<n>[兩二三四])(?:者|項|類|處|所)|合[計占佔]|相加|加總|共[占佔]")
_COUNTS = {"兩": 2, "二": 2, "三": 3, "四": 4}
_LATER = re.compile("較|比(?![率例重])|上年|去年|前年|同期|增加|減少|成長|目標|降|升|多了|少了")
_OVERALL = re.compile("(?:總|整體|合計)[^,。;:、(占佔]{1,4}率")
_ASKED = re.compile("滿意|問卷|受訪|受測|答")
_THOSE = re.compile("其中(?P<who>[^,。;:其]{2,14})(?:者|案件|部分)中?(?:計|共|已|有)*$")
_LONGEST, _NAME = 20, 3
_NARROW = 12
"""The most whole numbers that a percent may stand for and still say something of a single one."""

_NEAR = 5
_FAR = 20
"""How many points a rate may be off and still be meant as that of the only whole before it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The count (or the last of several that are added) with its percent; `name` and `base` are the words between;
    `sure` where no other count than this is spoken of.
    """

    figures: tuple[Figure, ...]
    percent: Figure
    name: str
    base: str
    sure: bool = True

    @property
    def value(self) -> Decimal:
        return sum((figure.value for figure in self.figures), Decimal(0))


def check(subject: Subject, judged: set[Span]) -> Iterator[Result]:
    """Each percent behind a count of running text, but for those that were judged before."""
    asked = {span for _, fact in subject.of("surveys") for span in fact.evidence.where.get("percent", ())}
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, percent in enumerate(figures):
            if percent.unit != "%" or not percent.exact or percent.span in judged | asked:
                continue
            result: Result | None = None
            if stated := _stated(marked, percent, figures[:place]):
                result = _same_words(*stated)
            elif part := _part(marked, percent, figures[:place]):
                result = _judge(subject, marked, part, figures[:place])
            if result is None or isinstance(result, Unable):
                result = rates_named.judge(marked, percent, figures[:place]) or result
            if result is not None:
                yield result


def _stated(marked: Marked, percent: Figure, before: Sequence[Figure]) -> tuple[_Part, Figure] | None:
    """A part whose whole stands between it and the percent: 電話36件，占全部144件之25%."""
    if len(before) < 2:
        return None
    last, whole = before[-2:]
    text = marked.text
    gap = text[last.end : whole.at]
    if last.unit == "%" or not (_BETWEEN.fullmatch(gap) and _OF.fullmatch(text[whole.end : percent.at])):
        return None
    part = _Part(_added(gap, before[:-1]), percent, "占", "")
    sure = whole.exact and all(f.exact and f.unit == whole.unit and f.value > 0 for f in part.figures)
    return (part, whole) if sure and part.value <= whole.value else None


def _added(gap: str, before: Sequence[Figure]) -> tuple[Figure, ...]:
    """The last figure, or as many of its unit as the words behind it add: 兩者合計占…"""
    together = _TOGETHER.search(gap)
    if not together:
        return (before[-1],)
    return tuple([f for f in before if f.unit == before[-1].unit][-_COUNTS.get(together["n"] or "", 2) :])


def _part(marked: Marked, percent: Figure, before: Sequence[Figure]) -> _Part | None:
    """The count that a percent is a share of, by the words between them."""
    text = marked.text
    low = marked.sentence(percent.at, percent.end)[0]
    near = [figure for figure in before if figure.at >= low and figure.unit != "%"]
    if not near or before[-1].unit == "%":
        return None
    last = near[-1]
    gap = text[last.end : percent.at]
    found = _SHARE.fullmatch(gap) or _RATE.fullmatch(gap)
    if not found or _LATER.search(marked.plain(last.end, percent.at)) or _ASKED.search(gap) or _OVERALL.search(gap):
        return None
    figures, sure = _named(marked, found, near) if not _TOGETHER.search(gap) else (_added(gap, near), True)
    whole = all(f.exact and f.value == int(f.value) and f.value > 0 for f in figures)
    return _Part(figures, percent, found["name"], found["base"], sure) if whole else None


def _named(marked: Marked, found: re.Match[str], near: Sequence[Figure]) -> tuple[tuple[Figure, ...], bool]:
    """The count that the words before a share or a rate speak of, and whether they speak of it and no other: the last,
    or one that they name (中央補助300萬元、地方配合款100萬元，中央補助占75%).
    """
    last = near[-1]
    if len(found["name"]) > 1:
        stem = set(re.sub("比?[率例重]$", "", found["name"]))
        words = label(marked, last)[-8:] + marked.plain(last.end, last.end + found.start("name"))
        return (last,), not stem or bool(stem & set(words) - set("的數"))
    who = bare(re.split("[,、(]", found[0][: found.start("name")])[-1]) if re.search("[,、(]", found[0]) else ""
    if len(who) < 2:
        return (last,), True
    named = spoken_of(marked, who, near)
    return (named or last,), named is not None or bool(bigrams(who) & bigrams(label(marked, last)))


def _judge(subject: Subject, marked: Marked, part: _Part, before: Sequence[Figure]) -> Result:
    first = part.figures[0]
    wholes = [f for f in before if f.at < first.at and _can_hold(part, f)]
    low = marked.sentence(first.at, first.end)[0]
    beside = part_of_all(marked, first, [f for f in before if f.at >= low]) if len(part.figures) == 1 else []
    if any(_fits(part, f.value) for f in wholes) or any(_fits(part, all_of) for all_of in beside):
        return _of_these(marked, part, wholes) or Held("PCT")
    if (pair := _pair(marked, part, [f for f in before if f.at >= low])) is not None:
        return pair
    wholes = [f for f in wholes if not side_by_side(marked, f, first)]
    if not part.sure and not any(_swapped(part, f) for f in wholes):
        return Unable("PCT", "denominator")
    label = marked.plain(max((f.end for f in before if f.end <= first.at), default=0), first.at)
    wholes = [f for f in wholes if not _LATER.search(marked.plain(max(0, f.at - 8), f.at))]
    if _LATER.search(label[-10:]):
        return Unable("PCT", "denominator")
    named = len(part.name) > 1 and bool(set(part.name[:-1]) & set(label[-8:]) - set("的數")) and len(wholes) == 1
    for whole in reversed(wholes[-2:]):
        if _explained(part, whole, named) or (named and abs(_exact(part, whole) - part.percent.value) < _FAR):
            return _fired(part, whole)
    if not part.base:
        return _perhaps(marked, part, before, wholes) or Unable("PCT", "denominator")
    far = list(_elsewhere(subject, part))
    if any(_fits(part, whole.value) for whole in far):
        return Held("PCT")
    named_so = [whole for whole in far if slip(part.percent.value, _right(part, whole))]
    return _fired(part, named_so[0]) if len(named_so) == 1 else Unable("PCT", "denominator")


def _of_these(marked: Marked, part: _Part, wholes: Sequence[Figure]) -> Result | None:
    """A rate that is that of another count than the one that its words name: 就業服務46人；其中就業服務者有29人…"""
    first = part.figures[0]
    those = _THOSE.search(marked.plain(max(0, first.at - _LONGEST), first.at))
    if not those or len(part.name) < 2 or part.base or len(part.figures) > 1:
        return None
    low = marked.text.rfind("。", 0, first.at)
    who = those["who"]
    named = [(same_start(who[::-1], label(marked, f)[::-1]), f) for f in wholes if f.at > low]
    best = max((size for size, _ in named), default=0)
    meant = [f for size, f in named if size == best]
    if (best < _NAME and best < len(who)) or best < 2 or len(meant) != 1 or any(_fits(part, f.value) for f in meant):
        return None
    result = _fired(part, meant[0])
    return replace(result, case="perhaps") if isinstance(result, Fired) else None


def _pair(marked: Marked, part: _Part, near: Sequence[Figure]) -> Result | None:
    """One of the only two counts of a sentence, told side by side, out of both: 女性189人、男性127人，女性占58.91%."""
    first, percent = part.figures[0], part.percent
    kin = [figure for figure in near if figure.unit == first.unit]
    if len(kin) != 2 or first not in kin or not part.sure or not all(figure.exact for figure in kin):
        return None
    other = kin[0] if kin[1] is first else kin[1]
    if not side_by_side(marked, *kin):
        return None
    both = replace(other, value=first.value + other.value)
    kind = slip(percent.value, _right(part, both), percent.one)
    sure = kind == "swapped" or (kind == "digit" and percent.one < Decimal("0.1"))
    return _fired(part, both) if sure else None


def _perhaps(marked: Marked, part: _Part, before: Sequence[Figure], wholes: Sequence[Figure]) -> Result | None:
    """A percent that is a little off what the only larger count of its unit gives, where others are parts of that."""
    first = part.figures[0]
    if len({whole.value for whole in wholes}) != 1 or len(part.figures) > 1 or part.percent.one >= 1:
        return None
    whole = wholes[-1]
    split = [f.value for f in before if whole.at < f.at < first.at and f.unit == whole.unit]
    off = abs(_exact(part, whole) - part.percent.value)
    if not _adds(split, whole.value) or off > _NEAR or off * 10 > part.percent.value:
        return None
    result = _fired(part, whole)
    return replace(result, case="perhaps") if isinstance(result, Fired) else None


def _adds(values: Sequence[Decimal], total: Decimal) -> bool:
    """Whether neighbouring ones of some values make a total."""
    sums = (sum(values[a:b], Decimal(0)) for a in range(len(values)) for b in range(a + 2, len(values) + 1))
    return any(one == total for one in sums)


def _elsewhere(subject: Subject, part: _Part) -> Iterator[Figure]:
    """Figures of other paragraphs that can be the whole by the name that is given to it (占總收件量…)."""
    wanted = bigrams(part.base.strip("總全部的之"))
    document = subject.document
    if not wanted or document is None:
        return
    chapter = document.chain(document.paragraphs[part.percent.paragraph].section)[:1]
    for index, figures in subject.figures.items():
        if index == part.percent.paragraph or document.chain(document.paragraphs[index].section)[:1] != chapter:
            continue
        marked = subject.marked[index]
        for figure in figures:
            if _can_hold(part, figure):
                low, _ = marked.clause(figure.at, figure.end)
                headings = [section.heading for section in document.chain(document.paragraphs[index].section)]
                if any(wanted & bigrams(words) for words in (marked.text[low : figure.at], *headings)):
                    yield figure


def _can_hold(part: _Part, whole: Figure) -> bool:
    return whole.unit == part.figures[0].unit and whole.exact and whole.value > part.value


def _swapped(part: _Part, whole: Figure) -> bool:
    """Whether two digits of a percent with two decimals changed places, whatever is spoken of."""
    return (
        part.percent.one < Decimal("0.1")
        and slip(part.percent.value, _right(part, whole), part.percent.one) == "swapped"
    )


def _exact(part: _Part, whole: Figure) -> Decimal:
    return part.value * 100 / whole.value


def _right(part: _Part, whole: Figure) -> Decimal:
    return _exact(part, whole).quantize(part.percent.one)


def _fits(part: _Part, whole: Decimal) -> bool:
    """Whether the percent is that of the part out of the whole, rounded or cut off."""
    off, one = part.value * 100 / whole - part.percent.value, part.percent.one
    return abs(off) <= one / 2 or 0 <= off < one


def _explained(part: _Part, whole: Figure, named: bool) -> bool:
    """Whether one slip in the percent, the count or the whole makes the three fit."""
    told, half = part.percent.value, part.percent.one / 2
    if told <= half or told > 100:
        return False
    if part.percent.one < 1 and slip(told, _right(part, whole), part.percent.one) in ("swapped", "digit"):
        return True
    if not named and (part.value < 100 or part.percent.one == 1 or len(part.figures) > 1):
        return False
    counts = _between((told - half) * whole.value / 100, (told + half) * whole.value / 100)
    wholes = _between(part.value * 100 / (told + half), part.value * 100 / (told - half))
    return any(slip(part.value, one) in ("swapped", "digit") for one in counts) or any(
        slip(whole.value, one) in ("swapped", "digit") for one in wholes
    )


def _between(low: Decimal, high: Decimal) -> list[Decimal]:
    """The whole numbers in a range, none where they are many."""
    first, last = int(low.to_integral_value(ROUND_CEILING)), int(high.to_integral_value(ROUND_FLOOR))
    return [Decimal(one) for one in range(first, last + 1)] if last - first < _NARROW else []


def _same_words(part: _Part, whole: Figure) -> Result:
    """The judgement of a percent whose whole the words name."""
    if _fits(part, whole.value):
        return Held("PCT")
    near = abs(_exact(part, whole) - part.percent.value) < _FAR
    swapped = slip(part.percent.value, _right(part, whole), part.percent.one) == "swapped"
    return _fired(part, whole) if near or swapped or _explained(part, whole, True) else Unable("PCT", "denominator")


def _fired(part: _Part, whole: Figure) -> Result:
    percent = part.percent
    said = (part.figures[-1].span, percent.span, whole.span, *(figure.span for figure in part.figures[:-1]))
    result = share(int(part.value), int(whole.value), percent.value, percent.one, said, False)
    return Held("PCT") if isinstance(result, Fired) and result.case == "truncated" else result
