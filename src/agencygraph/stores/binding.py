"""Binds variables of a query to terms, for any engine: as VALUES at the head of the query's own pattern.

Each term is written in N-Triples spelling, which escapes it, so that a value stays a value whatever it holds. Engines'
own substitutions know only the variables that a SELECT projects.
"""

from __future__ import annotations

from collections.abc import Mapping

from agencygraph.errors import UsageError
from agencygraph.stores.protocol import Term
from agencygraph.stores.tokens import tokens


def bound(sparql: str, values: Mapping[str, Term] | None) -> str:
    """The query with these variables (names without `?`) bound. Raises UsageError where it has no pattern."""
    if not values:
        return sparql
    place = _pattern(sparql)
    if place is None:
        raise UsageError("the query has no pattern to bind values in.", "查詢沒有可綁定參數的樣式。")
    names = " ".join(f"?{name}" for name in values)
    terms = " ".join(str(term) for term in values.values())
    return f"{sparql[:place]} VALUES ({names}) {{ ({terms}) }} {sparql[place:]}"


def _pattern(sparql: str) -> int | None:
    """The offset just after the brace that opens the query's own pattern."""
    depth, template = 0, False
    for token in tokens(sparql):
        sign = token[0].upper()
        if sign == "CONSTRUCT":
            template = True
        elif sign == "WHERE" and depth == 0:
            template = False
        elif sign == "{" and depth == 0 and not template:
            return token.end()
        elif sign in ("(", "{"):
            depth += 1
        elif sign in (")", "}"):
            depth -= 1
            template = template and depth > 0
    return None
