"""No query reaches out to another server."""

from __future__ import annotations

import pytest

from agencygraph.errors import UsageError
from agencygraph.stores import Memory, Rows


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent ?where { ?s ?p ?o } }",
        "SELECT * WHERE { # a comment\n SERVICE<http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(UsageError, match="SERVICE"):
        Memory().query(query)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX x: <urn:x> SELECT * { BIND(x:a\\# AS ?z) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }\n}",
        "PREFIX x: <urn:x> SELECT * { BIND(x:a\\' AS ?z) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } FILTER(?z != '') }",
        "SELECT * { BIND(<http://127.0.0.1:9/> AS ?x) FILTER(1<2)SERVICE?x#>\n{ ?s ?p ?o } }",
    ],
)
def test_service_cannot_be_hidden(query: str) -> None:
    with pytest.raises(UsageError):
        Memory().query(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * WHERE { ?service ?p "SERVICE" }',
        "PREFIX service: <http://example.org/SERVICE#> SELECT * WHERE { ?s service:of ?o } # no SERVICE",
    ],
)
def test_the_word_alone_is_no_service(query: str) -> None:
    assert isinstance(Memory().query(query), Rows)
