from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.errors import UnreadableError, UsageError
from agencygraph.mapping import names_of
from agencygraph.model import Document, Fact
from agencygraph.stores import Graph, Memory, Rows

BODY = "<urn:body> <urn:label> '海岸鄉公所' ."


@pytest.fixture
def two(tmp_path: Path) -> Memory:
    """Two files that state the same triple, one of them another too."""
    (tmp_path / "a.ttl").write_text(BODY, "utf-8")
    (tmp_path / "b.ttl").write_text(BODY + "<urn:body> <urn:label> '山腰鄉公所' .", "utf-8")
    return Memory.folder(tmp_path)


def count(store: Memory, pattern: str) -> str:
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(answer, Rows)
    return next(answer.texts())[0]


def test_the_default_graph_is_the_union_with_each_triple_once(two: Memory) -> None:
    assert count(two, "?s ?p ?o") == "2"


def test_each_file_is_a_named_graph(two: Memory) -> None:
    assert count(two, "GRAPH ?g { ?s ?p ?o }") == "3"
    assert count(two, "GRAPH <urn:graph:a> { ?s ?p ?o }") == "1"


def test_a_report_names_its_own_graph(store: Memory, report: Document, facts: tuple[Fact, ...]) -> None:
    assert count(store, f"GRAPH <{names_of(report, facts).report}> {{ ?r a <urn:none> }}") == "0"
    assert store.query(f"ASK {{ GRAPH <{names_of(report, facts).report}> {{ ?s ?p ?o }} }}") is True


def test_the_three_kinds_of_answer(two: Memory) -> None:
    rows = two.query("SELECT ?o ?none WHERE { <urn:body> <urn:label> ?o } ORDER BY ?o")
    assert isinstance(rows, Rows)
    assert list(rows.records()) == [{"o": "山腰鄉公所", "none": ""}, {"o": "海岸鄉公所", "none": ""}]
    graph = two.query("CONSTRUCT { ?s <urn:is> ?o } WHERE { ?s ?p ?o }")
    assert isinstance(graph, Graph)
    assert len(graph.triples) == 2
    assert two.query("ASK { <urn:nobody> ?p ?o }") is False


def test_errors_are_for_people(two: Memory, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        two.query("SELECT WHERE")
    broken = tmp_path / "broken.ttl"
    broken.write_text("這不是圖", "utf-8")
    with pytest.raises(UnreadableError):
        two.load([broken])
