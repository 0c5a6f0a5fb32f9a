"""UNIT: one item of a list in another unit than all others: 信用卡：1萬8,463元 among items in 件."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agencygraph.checks.consistency.grids import total_of
from agencygraph.checks.consistency.result import Fired, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject

_LEAST, _LARGE = 3, 100


def check(subject: Subject) -> Iterator[Result]:
    """The items below each outline place, each with the figures of its only paragraph."""
    document = subject.document
    if document is None:
        return
    texts: dict[int, list[int]] = {}
    for paragraph in document.paragraphs:
        texts.setdefault(paragraph.section, []).append(paragraph.index)
    lists: dict[int, list[int]] = {}
    for section in document.sections:
        if section.parent is not None:
            lists.setdefault(section.parent, []).append(section.index)
    for parent, items in lists.items():
        paragraphs = [texts.get(item, []) for item in items]
        if len(items) <= _LEAST or any(len(one) != 1 for one in paragraphs):
            continue
        told = [_told(subject, one[0]) for one in paragraphs]
        above = [f for index in texts.get(parent, ()) for f in subject.figures.get(index, ())]
        if all(told) and (result := _judge(told, above)):
            yield result


def _told(subject: Subject, index: int) -> tuple[Figure, ...]:
    return tuple(figure for figure in subject.figures.get(index, ()) if figure.exact)


def _judge(items: Sequence[Sequence[Figure]], above: Sequence[Figure]) -> Result | None:
    """The only figure whose unit is not that of its place in the other items, if with it the items make up a total
    above them, or if it repeats the unit of its neighbour.
    """
    forms = Counter(tuple(figure.unit for figure in item) for item in items)
    usual, times = forms.most_common(1)[0]
    odd = [item for item in items if tuple(figure.unit for figure in item) != usual]
    if times < _LEAST or len(odd) != 1 or len(odd[0]) != len(usual) or "%" in usual:
        return None
    places = [at for at, figure in enumerate(odd[0]) if figure.unit != usual[at]]
    if len(places) != 1 or odd[0][places[0]].unit == "%":
        return None
    at = places[0]
    figure, column = odd[0][at], [item[at] for item in items]
    whole = total_of(column)
    sums = [one for one in above if one.value == whole and one.unit == usual[at] and whole >= _LARGE]
    twice = figure.unit in usual and len(usual) > 1
    if not (sums or twice):
        return None
    words = {"usual": usual[at], "unit": figure.unit, "value": plain(figure.value)}
    spans = (figure.span, *(one.span for one in sums[:1]), *(one.span for one in column if one is not figure))
    stated, right = f"{words['value']} {figure.unit}", f"{words['value']} {usual[at]}"
    return Fired("UNIT", "item", spans, stated, right, words, spans[:1])
