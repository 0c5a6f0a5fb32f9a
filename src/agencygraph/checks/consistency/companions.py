"""TIE: two figures told together twice, one the same and the other a slip off: 18場次、612人次 and 18場次621人次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from agencygraph.checks.consistency import retold, tellings
from agencygraph.checks.consistency.contexts import GENERAL, bigrams
from agencygraph.checks.consistency.result import Fired, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.model import Span

_GAP, _WORDS, _MOST = 10, 18, 40
_OTHER = re.compile("較|比(?![率例重])|上年|去年|同期|增加|減少|成長|目標|平均|每|累計|預[計定估]|[至到]$")


_BACK = re.compile("[,、(]?(?:較|比)[^,。;:]{0,10}")
_ON = re.compile("(?:大幅)?(?:增加?|提[高升]|上升|成長|降|減少?|下降|降低|縮[減短])[至到為]")
_FROM = re.compile("[由自從][^,。;]{0,8}$")


@dataclass(frozen=True, slots=True)
class _Couple:
    """Two figures side by side, with the words before them."""

    one: Figure
    other: Figure
    words: str


def check(subject: Subject) -> Iterator[Result]:
    """The results of the other checks of retold figures, then couples that have one figure in common."""
    couples = list(_couples(subject))
    done: set[Span] = set()
    for module in (tellings, retold):
        for result in module.check(subject):
            done.update(result.spans if isinstance(result, Fired) else ())
            yield result
    for a, b in _changes(subject):
        if done & {a.other.span, b.other.span}:
            continue
        done |= {a.other.span, b.other.span}
        yield _fired("likely", a.other, b.other, a.words)
    for first in (True, False):
        shelves: dict[tuple[object, ...], list[_Couple]] = {}
        for couple in couples:
            same, odd = (couple.one, couple.other) if first else (couple.other, couple.one)
            shelves.setdefault((same.value, same.unit, odd.unit), []).append(couple)
        for shelf in shelves.values():
            for a, b in combinations(shelf[:_MOST], 2):
                one, other = (a.other, b.other) if first else (a.one, b.one)
                if _differ(one, other) and _alike(a, b) and not done & {one.span, other.span}:
                    done |= {one.span, other.span}
                    yield _fired("differs", one, other, a.words)


def _couples(subject: Subject) -> Iterator[_Couple]:
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for one, other in pairwise(figures):
            low, high = marked.sentence(one.at, one.end)
            between = marked.plain(one.end, other.at)
            if other.at >= high or len(between) > _GAP or "%" in (one.unit, other.unit) or one.unit == other.unit:
                continue
            words = marked.plain(max(low, one.at - _WORDS), one.at)
            if one.exact and other.exact and one.value > 1 and not _OTHER.search(words[-8:] + "|" + between):
                yield _Couple(one, other, words)


def _changes(subject: Subject) -> Iterator[tuple[_Couple, _Couple]]:
    """A figure and the earlier one it is compared with, told twice with two earlier figures: 由24人降至19人."""
    told: dict[tuple[object, str], list[_Couple]] = {}
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for one, other in pairwise(figures):
            if one.unit != other.unit or not (one.exact and other.exact) or one.unit == "%":
                continue
            low, high = marked.sentence(one.at, one.end)
            between, words = marked.plain(one.end, other.at), marked.plain(max(low, one.at - _WORDS), one.at)
            if other.at >= high:
                continue
            if _BACK.fullmatch(between):
                told.setdefault((one.value, one.unit), []).append(_Couple(one, other, words))
            elif _ON.fullmatch(between) and _FROM.search(words):
                told.setdefault((other.value, one.unit), []).append(_Couple(other, one, words))
    for couples in told.values():
        for a, b in combinations(couples[:_MOST], 2):
            if a.other.paragraph != b.other.paragraph and slip(a.other.value, b.other.value) and _alike(a, b):
                yield a, b


def _differ(one: Figure, other: Figure) -> bool:
    """Whether two figures of different paragraphs are one slip apart, in enough digits to be no chance."""
    if one.paragraph == other.paragraph or one.value == other.value:
        return False
    digits = len(f"{one.value.normalize():f}".replace(".", "").strip("0"))
    kind = slip(one.value, other.value)
    return (kind == "swapped" and digits > 2) or (kind == "digit" and digits > 3)


def _alike(a: _Couple, b: _Couple) -> bool:
    return bool((bigrams(a.words) - GENERAL) & (bigrams(b.words) - GENERAL))


def _fired(case: str, one: Figure, other: Figure, words: str) -> Fired:
    first, second = sorted((one, other), key=lambda figure: figure.span)
    values = "、".join(f"{plain(each.value)}{each.unit} ×1" for each in (first, second))
    name = re.split("[,;:、]", words)[-1] or "—"
    told = {"measure": name, "values": values, "slip": slip(first.value, second.value)}
    spans = (first.span, second.span)
    return Fired("TIE", case, spans, plain(first.value), plain(second.value), told, spans)
