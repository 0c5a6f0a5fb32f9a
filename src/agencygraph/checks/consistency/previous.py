"""PREVIOUS: what a report took over from last year's: figures, dates; and what vanished since without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agencygraph.checks.consistency.contexts import alike, bigrams
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Fact
from agencygraph.normalise import roc
from agencygraph.text import fold

_DATED = {"events": "name", "trainings": "topic", "meetings": "kind"}
_NAMED = {"forms": "form", "partners": "organisation", "services": "service"}
_LASTING = re.compile(
    r"起|迄今|以來|成立|創立|函|修正|公布|施行|累計|較|比|上年|去年|前年|歷年|同期|增加|減少|轄區|面積|人口|戶籍|編制|每|最"
)
_UNUSUAL, _SAME, _LIKE = 4, 0.6, 0.5
_AROUND = 24


def check(subject: Subject) -> Iterator[Result]:
    """This year's report against last year's, where that is given."""
    before = subject.previous
    if before is None:
        return
    if not (subject.start and before.end) or subject.start <= before.end[: len(subject.start)]:
        yield Unable("PREVIOUS", "period")
        return
    yield from _figures(subject, before)
    yield from _dates(subject, before)
    yield from _gone(subject, before)


def _figures(subject: Subject, before: Subject) -> Iterator[Result]:
    """Unusual figures of this year's period that are the same as last year's."""
    last: dict[tuple[str, str], list[Fact]] = {}
    for _, fact in before.of("statistics"):
        last.setdefault((fact.text("value"), fact.text("unit")), []).append(fact)
    for _, fact in subject.of("statistics"):
        if not _counted(subject, fact):
            continue
        words = bigrams(fact.text("measure") + fact.text("breakdown"))
        same = [
            one
            for one in last.get((fact.text("value"), fact.text("unit")), ())
            if alike(words, bigrams(one.text("measure") + one.text("breakdown"))) >= _SAME
        ]
        if not same:
            yield Held("PREVIOUS")
            continue
        spans = fact.evidence.where.get("value") or (fact.evidence.span,)
        told = {"measure": fact.text("measure"), "value": subject.quote(spans[0]), "report": before.name}
        if _of_last_year(fact, before):
            yield Fired("PREVIOUS", "date", spans[:1], fact.text("value"), None, told)
        else:
            yield Fired("PREVIOUS", "same", spans[:1], fact.text("value"), None, told)


def _counted(subject: Subject, fact: Fact) -> bool:
    """Whether a figure is so unusual that it hardly comes twice, and counts the work of a period."""
    digits = fact.text("value").replace(".", "").rstrip("0").lstrip("0")
    return len(digits) >= _UNUSUAL and fact.text("unit") != "%" and not _LASTING.search(_around(subject, fact))


def _of_last_year(fact: Fact, before: Subject) -> bool:
    start, end = fact.text("period_start"), fact.text("period_end")
    return bool(end) and end[:4] <= before.end[:4] and start[:4] <= before.end[:4]


def _around(subject: Subject, fact: Fact) -> str:
    span = fact.evidence.span
    return fold(subject.text, max(0, span.start - _AROUND), span.end).text


def _dates(subject: Subject, before: Subject) -> Iterator[Result]:
    """Events, trainings and meetings with last year's date and name."""
    for kind, column in _DATED.items():
        last = {(fact.text("date"), fact.text(column)) for _, fact in before.of(kind)}
        for _, fact in subject.of(kind):
            date, name = fact.text("date"), fact.text(column)
            if (
                (date, name) not in last
                or not date
                or date[:7] > before.end[:7]
                or _LASTING.search(_around(subject, fact))
            ):
                yield Held("PREVIOUS")
                continue
            spans = fact.evidence.where.get("date") or (fact.evidence.span,)
            told = {"measure": name, "value": "、".join(map(roc, date.split(";"))), "report": before.name}
            yield Fired("PREVIOUS", "date", spans[:1], told["value"], None, told)


def _gone(subject: Subject, before: Subject) -> Iterator[Result]:
    """Forms, partners and services of last year that this year's report does not name at all."""
    text = fold(subject.text).text
    for kind, column in _NAMED.items():
        now = [fact for _, fact in subject.of(kind)]
        if not now:
            continue
        keys = {key for fact in now for key in fact.keys.get(column, ())}
        known = [bigrams(fact.text(column)) for fact in now]
        for fact in _once([fact for _, fact in before.of(kind)], column):
            name, words = fact.text(column), bigrams(fact.text(column))
            there = bool(keys & set(fact.keys.get(column, ()))) or fold(name).text in text
            if there or any(alike(words, other) >= _LIKE for other in known):
                yield Held("PREVIOUS")
            else:
                yield Fired("PREVIOUS", kind, (), name, None, {"report": before.name})


def _once(facts: Sequence[Fact], column: str) -> list[Fact]:
    """The facts with different names."""
    return list({fact.text(column): fact for fact in reversed(facts)}.values())[::-1]
