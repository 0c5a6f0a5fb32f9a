"""The figures of a report as statements to compare: value, unit, what is measured, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agencygraph.checks.consistency.contexts import Contexts, bigrams
from agencygraph.checks.consistency.interval import Interval, around, bounds, step
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Fact, Span
from agencygraph.reconcile import organisations

_TOTAL = re.compile("合計|總計|總數|共計|總")
_WINDOW = 36
_MONTHS = ("-01", "-12")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statistic as stated. `about` are the bigrams of measure and breakdown, `near` those of the words before it.

    `section` is the outline place, -1 where only facts are known; `row` says that it stands in a table,
    `total` that it is called one there; `paragraph` is then the one above the table.
    """

    place: int
    value: Decimal
    interval: Interval
    unit: str
    measure: str
    breakdown: str
    host: str
    period: tuple[str, str]
    about: frozenset[str]
    near: frozenset[str]
    paragraph: int
    section: int
    row: bool
    total: bool
    span: Span
    whole: int


def statements(subject: Subject) -> list[Statement]:
    """The statistics of a report that state one value in one place."""
    if "statements" not in subject.kept:
        subject.kept["statements"] = tuple(_statements(subject))
    return [one for one in subject.kept["statements"] if isinstance(one, Statement)]


def _statements(subject: Subject) -> list[Statement]:
    contexts = Contexts(subject)
    found = []
    for place, fact in subject.of("statistics"):
        spans = fact.evidence.where.get("value", ())
        if len(spans) == 1 and "value" in fact.values and "value_max" not in fact.values and fact.text("unit"):
            found.append(_statement(subject, contexts, place, fact, spans[0]))
    return found


def _statement(subject: Subject, contexts: Contexts, place: int, fact: Fact, span: Span) -> Statement:
    value, unit = Decimal(fact.text("value")), fact.text("unit")
    breakdown = _TOTAL.sub("", fact.text("breakdown"))
    paragraph = contexts.above(span)
    section = subject.document.paragraphs[paragraph].section if subject.document and paragraph >= 0 else -1
    before, after = contexts.before(span), contexts.after(span, 4)
    return Statement(
        place,
        value,
        _interval(subject, value, unit, span, before, after),
        unit,
        fact.text("measure"),
        breakdown,
        organisations.key(fact.text("host")) if fact.text("host") else "",
        (_month(fact.text("period_start"), 0), _month(fact.text("period_end"), 1)),
        bigrams(fact.text("measure") + breakdown),
        bigrams(
            (_heading(subject, section) + (_caption(subject, paragraph) if contexts.row(span) else before))[-_WINDOW:]
        ),
        paragraph,
        section,
        contexts.row(span),
        bool(_TOTAL.search(fact.text("breakdown"))),
        span,
        int(fact.text("whole")) if fact.text("whole").isdecimal() else -1,
    )


def _interval(subject: Subject, value: Decimal, unit: str, span: Span, before: str, after: str) -> Interval:
    written = subject.quote(span)
    one = step(written) if written else Decimal(1)
    return bounds(value, written, before, after.removeprefix(unit)) or around(value, one, unit)


def _caption(subject: Subject, paragraph: int) -> str:
    """The last words above a table."""
    return subject.document.paragraphs[paragraph].text[-_WINDOW:] if subject.document and paragraph >= 0 else ""


def _heading(subject: Subject, section: int) -> str:
    return subject.document.sections[section].heading if subject.document and section > 0 else ""


def _month(date: str, end: int) -> str:
    return date + _MONTHS[end] if len(date) == 4 else date[:7]


def passage(subject: Subject, statement: Statement) -> Span:
    """The passage of a figure with its unit, where the fact names it."""
    spans: Sequence[Span] = subject.facts[statement.place].evidence.where.get("unit", ())
    first = spans[0] if spans else statement.span
    return first if first.start == statement.span.start and first.end >= statement.span.end else statement.span
