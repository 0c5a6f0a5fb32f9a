"""One suite for every store: what it holds, what its default graph is, how it answers and complains."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from agencygraph.errors import UnreadableError, UsageError
from agencygraph.stores import Graph, Memory, Rows, Term
from tests.stores.conftest import Make, count, write

BODY = "<urn:body> <urn:label> '海岸鄉公所' ."
MORE = BODY + "<urn:body> <urn:label> '山腰鄉公所' ."
TEXTS = r"""
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:plain> <urn:is> "乙\"丙\\丁\n戊" . <urn:language> <urn:is> "分署"@zh-hant . <urn:identifier> <urn:is> "007" .
<urn:whole> <urn:is> 12 . <urn:decimal> <urn:is> 12.5 . <urn:boolean> <urn:is> true .
<urn:day> <urn:is> "2021-03-01"^^xsd:date . <urn:month> <urn:is> "2021-03"^^xsd:gYearMonth .
<urn:year> <urn:is> "2021"^^xsd:gYear . <urn:iri> <urn:is> <https://example.tw/機關/臨海> .
"""


def rows(answer: object) -> list[tuple[str, ...]]:
    assert isinstance(answer, Rows)
    return list(answer.texts())


def triples(answer: object) -> set[str]:
    assert isinstance(answer, Graph)
    return {str(triple) for triple in answer.triples}


def test_a_store_of_nothing_is_empty(make: Make) -> None:
    store = make([])
    assert count(store, "?s ?p ?o") == 0
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == 0
    assert rows(store.query("SELECT ?s WHERE { ?s ?p ?o }")) == []
    assert triples(store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == set()
    assert store.query("ASK { ?s ?p ?o }") is False


def test_the_default_graph_is_the_union_with_each_triple_once(make: Make, tmp_path: Path) -> None:
    store = make(write(tmp_path, a=BODY, b=MORE))
    assert count(store, "?s ?p ?o") == 2
    assert rows(store.query("SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s")) == [("urn:body", "2")]


def test_each_file_is_a_named_graph(make: Make, tmp_path: Path) -> None:
    store = make(write(tmp_path, a=BODY, b=MORE))
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == 3
    assert count(store, "GRAPH <urn:graph:a> { ?s ?p ?o }") == 1
    assert rows(store.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")) == [
        ("urn:graph:a",),
        ("urn:graph:b",),
    ]


def test_what_no_graph_states_any_more_leaves_the_union(make: Make, tmp_path: Path) -> None:
    make(write(tmp_path, a=BODY + TEXTS, b=MORE))
    store = make(write(tmp_path, a="<urn:body> <urn:label> '河邊鄉公所' .", b=MORE))
    assert sorted(rows(store.query("SELECT ?o WHERE { <urn:body> <urn:label> ?o }"))) == [
        ("山腰鄉公所",),
        ("河邊鄉公所",),
        ("海岸鄉公所",),
    ]
    assert count(store, "?s ?p ?o") == 3


@pytest.mark.parametrize("name", ["plain", "identifier", "whole", "decimal", "boolean", "day", "month", "year", "iri"])
def test_every_kind_of_term_comes_back(make: Make, tmp_path: Path, name: str) -> None:
    files = write(tmp_path, a=TEXTS)
    asked = f"SELECT ?o WHERE {{ <urn:{name}> <urn:is> ?o }}"
    answer = make(files).query(asked)
    assert answer == Memory(files).query(asked)


def test_a_text_keeps_its_language(make: Make, tmp_path: Path) -> None:
    answer = make(write(tmp_path, a=TEXTS)).query("SELECT ?o WHERE { <urn:language> <urn:is> ?o }")
    assert isinstance(answer, Rows)
    assert answer.rows == ((Literal("分署", language="zh-hant"),),)


def test_the_three_kinds_of_answer(make: Make, tmp_path: Path) -> None:
    store = make(write(tmp_path, a=MORE))
    answer = store.query("SELECT ?o ?none WHERE { ?s <urn:label> ?o OPTIONAL { ?o <urn:x> ?none } } ORDER BY ?o")
    assert isinstance(answer, Rows)
    assert answer.columns == ("o", "none")
    assert rows(answer) == [("山腰鄉公所", ""), ("海岸鄉公所", "")]
    assert triples(store.query("CONSTRUCT { ?o <urn:of> ?s } WHERE { ?s <urn:label> ?o FILTER (ISIRI(?o)) }")) == set()
    assert triples(store.query("CONSTRUCT { ?s <urn:named> ?o } WHERE { ?s <urn:label> ?o }")) == {
        '<urn:body> <urn:named> "山腰鄉公所"',
        '<urn:body> <urn:named> "海岸鄉公所"',
    }
    assert len(triples(store.query("DESCRIBE <urn:body>"))) == 2
    assert store.query("ASK { <urn:body> ?p ?o }") is True
    assert store.query("ASK { <urn:nobody> ?p ?o }") is False


@pytest.mark.parametrize(
    "value",
    [
        '"} UNION { ?s ?p ?o } #',
        "') } ; DROP ALL ; #",
        'a"^^<urn:x> ) } ?s ?p ?o . { VALUES ?x { "',
        "\\",
        '\\"',
        "一行\n兩行\t三",
        "?s",
        "%22}",
    ],
)
def test_a_value_is_a_value_whatever_it_says(make: Make, tmp_path: Path, value: str) -> None:
    store = make(write(tmp_path, a=MORE + f"<urn:odd> <urn:label> {Literal(value)} ."))
    asked = "SELECT ?s ?name WHERE { ?s <urn:label> ?name FILTER (?name = ?p_name) }"
    assert rows(store.query(asked, {"p_name": Literal(value)})) == [("urn:odd", value)]
    assert rows(store.query(asked, {"p_name": Literal(value + "x")})) == []
    assert count(store, "?s ?p ?o") == 3


def test_iris_and_several_values_are_bound(make: Make, tmp_path: Path) -> None:
    store = make(write(tmp_path, a=MORE))
    values: dict[str, Term] = {"s": NamedNode("urn:body"), "o": Literal("山腰鄉公所")}
    assert rows(store.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", values)) == [("urn:body", "urn:label", "山腰鄉公所")]


@pytest.mark.parametrize("asked", ["SELECT WHERE", "SELECT ?s { ?s ?p ?o", "這不是查詢", "DROP ALL", ""])
def test_a_bad_query_is_told(make: Make, tmp_path: Path, asked: str) -> None:
    store = make(write(tmp_path, a=BODY))
    with pytest.raises(UsageError) as met:
        store.query(asked)
    assert met.value.exit_code == 2
    assert met.value.zh
    assert count(store, "?s ?p ?o") == 1


def test_a_file_that_is_no_turtle_is_told_and_changes_nothing(make: Make, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as met:
        make(write(tmp_path, broken="這不是圖"))
    assert met.value.exit_code == 3


def test_lateral_optional_is_understood(make: Make, tmp_path: Path) -> None:
    store = make(write(tmp_path, a=MORE + "<urn:body> a <urn:Body> . <urn:other> a <urn:Body> ."))
    asked = "SELECT ?s ?o WHERE { ?s a <urn:Body> LATERAL { OPTIONAL { ?s <urn:label> ?o } } }"
    assert sorted(rows(store.query(asked))) == [
        ("urn:body", "山腰鄉公所"),
        ("urn:body", "海岸鄉公所"),
        ("urn:other", ""),
    ]
