"""Where a query goes wrong: told the same way on the command line and by the endpoint."""

from __future__ import annotations

import pytest

from agencygraph.errors import UsageError
from agencygraph.questions import run_text
from agencygraph.stores import Memory
from agencygraph.stores.mistakes import MisreadError


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT * {?s x:y ?o}", 1, 14, "prefix x: is not declared"),
        ("SELECT * {\n  ?s a ag:Form ; x:y x:z ; y:z 1 }", 2, 18, "prefix x: is not declared"),
        ("PREFIX y: <urn:y>\nASK { ?s y:x [] . ?o :p '#x:y' }", 2, 22, "prefix : is not declared"),
        ("SELECT * { ?s ?p <urn:x:y> ; x:y 'z:z'@en ) }", 1, 30, "prefix x: is not declared"),
        ("SELECT * { ?s ) x:y }", 1, 12, "at '?s ) x:y }'"),
        ("SELECT * {?s ?p", 1, 16, "where it ends"),
        ("SELECT ?f { ?f a ag:Form . ) }", 1, 28, "at ') }'"),
    ],
)
def test_the_place_is_in_what_was_written(query: str, line: int, column: int, said: str) -> None:
    """Also where declarations of prefixes and values of parameters are put into the query."""
    for values in ({}, {"s": "x"} if "?s" in query else {"f": "x"}):
        with pytest.raises(MisreadError) as told:
            run_text(Memory(), query, values)
        assert (told.value.line, told.value.column) == (line, column)
        assert said in told.value.message


@pytest.mark.parametrize("update", ["INSERT DATA { <urn:s> <urn:p> 1 }", "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }"])
def test_updates_are_refused_as_such(update: str) -> None:
    with pytest.raises(UsageError, match="Updates are refused"):
        run_text(Memory(), update)
    with pytest.raises(UsageError, match="Updates are refused"):
        Memory().query(update)
