"""The questions for other programs: JSON, and RDF in the manner of sib-swiss/sparql-examples."""

from __future__ import annotations

import json

import pyoxigraph as ox

from agencygraph.namespaces import RDFS, SH
from agencygraph.questions import describing, questions, run
from agencygraph.stores import Memory

TARGET = "https://graphs.example.org/sparql"
SCHEMA = "https://schema.org/"


def _objects(store: ox.Store, node: ox.NamedNode, term: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
    found = [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(term), None)]
    assert not [one for one in found if isinstance(one, ox.Triple)]
    return found  # type: ignore[return-value]


def test_each_question_is_an_executable_that_answers_as_the_question_does(sample: Memory) -> None:
    store = ox.Store()
    store.load(describing.rdf(questions().values(), TARGET), ox.RdfFormat.TURTLE)
    kind = ox.NamedNode(f"{SH}SPARQLSelectExecutable")
    nodes = [quad.subject for quad in store.quads_for_pattern(None, None, kind)]
    assert len(nodes) == len(questions())
    for node in nodes:
        assert isinstance(node, ox.NamedNode)
        question = questions()[node.value.rpartition("/")[2]]
        (query,) = _objects(store, node, f"{SH}select")
        assert "LATERAL" not in query.value
        answered = sample.query(query.value)
        assert len(answered) == len(run(sample, question.name))  # type: ignore[arg-type]
        told = {
            one.language: one.value for one in _objects(store, node, f"{RDFS}comment") if isinstance(one, ox.Literal)
        }
        assert told == {"zh-hant": question.zh[0], "en": question.en[0]}
        assert _objects(store, node, f"{SCHEMA}target") == [ox.NamedNode(TARGET)]
        assert _objects(store, node, f"{SCHEMA}keywords")
        assert len(_objects(store, node, f"{SH}parameter")) == len(question.parameters)
    assert not [
        quad for quad in store if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ]


def test_the_same_bytes_each_time() -> None:
    first, again = (describing.rdf(list(questions().values()), TARGET) for _ in range(2))
    assert first == again


def test_json_holds_choices_and_columns() -> None:
    told = json.loads(json.dumps(describing.record(questions()["silences"])))
    kinds = next(one for one in told["parameters"] if one["name"] == "kind")
    rooms = {question.name for question in questions().values() if question.room} - {"reports"}
    assert {choice["code"] for choice in kinds["choices"]} == rooms
    assert told["columns"][:2] == ["kind", "agency"]
    assert set(told["purpose"]) == {"zh", "en"}
