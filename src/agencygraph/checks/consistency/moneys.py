"""UNIT: one amount of a sentence in another scale than all others: 1,200千元、3,450千元、2,180萬元.

And one that its rate tells to be a power of ten off: 編列6,240千元，執行6,118萬元，執行率98.04%.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked

_WRITTEN = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>千|萬|百萬|億)元")
_OTHER = re.compile("總|合計|共計|總計|預算|較|上年|去年|目標|罰|單價|每|平均")
_LEAST = 3
_RATE = re.compile("[,、(]?[^,。;:、(]{0,6}(?:率|[占佔])[^,。;:、(]{0,4}")
_GAP = 12
_POWERS = tuple(Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def check(subject: Subject) -> Iterator[Result]:
    """The amounts of each sentence that stand side by side in it."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        yield from _rates(marked, figures)
        sentences: dict[int, list[Figure]] = {}
        for figure in figures:
            if figure.unit == "元":
                sentences.setdefault(marked.sentence(figure.at, figure.end)[0], []).append(figure)
        for amounts in sentences.values():
            if len(amounts) >= _LEAST and (result := _judge(marked, amounts)):
                yield result


def _rates(marked: Marked, figures: Sequence[Figure]) -> Iterator[Fired]:
    """Two amounts in different scales and their rate, whose digits are right and whose point is not."""
    for (whole, part), percent in zip(pairwise(figures), figures[2:], strict=False):
        if (whole.unit, part.unit, percent.unit) != ("元", "元", "%") or not (whole.value and percent.value):
            continue
        told = [_WRITTEN.fullmatch(marked.plain(figure.at, figure.end)) for figure in (whole, part)]
        if not (told[0] and told[1]) or told[0]["scale"] == told[1]["scale"] or percent.one >= 1:
            continue
        near = marked.sentence(whole.at, whole.end)[1] > percent.at and len(marked.plain(whole.end, part.at)) <= _GAP
        if not near or not _RATE.fullmatch(marked.plain(part.end, percent.at)):
            continue
        rate = part.value * 100 / whole.value
        if any(abs(rate * power - percent.value) <= percent.one / 2 for power in _POWERS):
            scale, number = told[1]["scale"], told[1]["number"]
            words = {"usual": told[0]["scale"] + "元", "unit": scale + "元", "value": number}
            stated, right = f"{number} {scale}元", f"{number} {words['usual']}"
            yield Fired("UNIT", "rated", (part.span, whole.span, percent.span), stated, right, words, (part.span,))


def _judge(marked: Marked, amounts: Sequence[Figure]) -> Result | None:
    """The one amount whose scale no other has, where its number alone is what the others' are."""
    told = [_WRITTEN.fullmatch(marked.plain(figure.at, figure.end)) for figure in amounts]
    scales = [found["scale"] for found in told if found]
    if len(scales) != len(amounts):
        return None
    usual, times = Counter(scales).most_common(1)[0]
    odd = [(figure, found) for figure, found in zip(amounts, told, strict=True) if found and found["scale"] != usual]
    if not odd:
        return Held("UNIT")
    if times < _LEAST - 1 or len(odd) != 1:
        return None
    figure, found = odd[0]
    if _OTHER.search(marked.plain(max(0, figure.at - 10), figure.at)) or len(found["number"].replace(",", "")) < _LEAST:
        return None
    words = {"usual": usual + "元", "unit": found["scale"] + "元", "value": found["number"]}
    others = tuple(other.span for other in amounts if other is not figure)
    stated, right = f"{found['number']} {found['scale']}元", f"{found['number']} {usual}元"
    return Fired("UNIT", "item", (figure.span, *others), stated, right, words, (figure.span,))
