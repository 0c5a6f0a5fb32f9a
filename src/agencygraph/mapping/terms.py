"""Values as literals: canonical spelling, the type of the column, dates as fine as the text states them."""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from agencygraph.namespaces import XSD, ZH

_CHINESE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PARTIAL = {1: "gYear", 2: "gYearMonth", 3: "date"}


@functools.cache
def vocabulary(iri: str) -> NamedNode:
    """The node of a term of a vocabulary; only for terms, of which there are few: every node is kept."""
    return NamedNode(iri)


def xsd(name: str) -> NamedNode:
    """The datatype of that name."""
    return vocabulary(XSD + name)


def text(value: str) -> Literal:
    """Words: tagged as Traditional Chinese where they hold a Chinese character, else plain."""
    return Literal(value, language=ZH) if _CHINESE.search(value) else Literal(value)


def chinese(value: str) -> Literal:
    """Words for people, always tagged: a label or a title."""
    return Literal(value, language=ZH)


def integer(value: str) -> Literal:
    """A whole number; what is none stays a plain text, for the shapes to report."""
    try:
        return Literal(str(int(value)), datatype=xsd("integer"))
    except ValueError:
        return Literal(value)


def number(value: str) -> Decimal | None:
    """The number that a plain spelling means, None where it means none."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def decimal(value: str) -> Literal:
    """A decimal in the spelling that engines write back: no zeros at the end, no exponent."""
    found = number(value)
    if found is None:
        return Literal(value)
    spelt = format(found, "f")
    if "." in spelt:
        spelt = spelt.rstrip("0").rstrip(".")
    return Literal("0" if spelt in ("-0", "") else spelt, datatype=xsd("decimal"))


def boolean(value: str) -> Literal:
    """True or false; anything else stays a plain text."""
    return Literal(value, datatype=xsd("boolean")) if value in ("true", "false") else Literal(value)


def url(value: str) -> Literal:
    """An address on the web, as written."""
    return Literal(value, datatype=xsd("anyURI"))


def moment(value: str) -> Literal:
    """A date typed as fine as it is; what is no date stays a plain text."""
    found = bounds(value)
    return Literal(value, datatype=xsd(_PARTIAL[value.count("-") + 1])) if found else Literal(value)


def day(value: date) -> Literal:
    """A whole day, for comparing."""
    return Literal(value.isoformat(), datatype=xsd("date"))


def bounds(value: str) -> tuple[date, date] | None:
    """The first and last day of a date given as `2016-03-01`, `2016-03` or `2016`; None for what is no date."""
    found = _DATE.fullmatch(value)
    if not found:
        return None
    year, month, on = (int(part) if part else None for part in found.groups())
    try:
        if year is None:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if on is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, on), date(year, month, on)
    except (ValueError, calendar.IllegalMonthError):
        return None
