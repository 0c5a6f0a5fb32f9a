"""Every ready-made question gives the same rows from every store."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph import questions
from agencygraph.questions import asking
from agencygraph.stores import Graph, Memory, Store
from tests.stores.conftest import Make

VALUES = {
    "report": "110",
    "year": "110",
    "month": "3",
    "from": "109",
    "until": "110-06",
    "unit": "件",
    "host": "臨海",
    "agency": "國稅局",
    "organisation": "臨海",
    "partner": "會",
}
EVERY = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store(make: Make, built: tuple[Path, ...]) -> Store:
    return make(built)


@pytest.fixture(scope="module")
def memory(built: tuple[Path, ...]) -> Memory:
    return Memory(built)


def test_the_triples_are_the_same(store: Store, memory: Memory) -> None:
    found, wanted = store.query(EVERY), memory.query(EVERY)
    assert isinstance(found, Graph)
    assert isinstance(wanted, Graph)
    assert {str(triple) for triple in found.triples} == {str(triple) for triple in wanted.triples}


@pytest.mark.parametrize("name", questions.questions())
def test_the_rows_are_the_same(store: Store, memory: Memory, name: str) -> None:
    known = {key: value for key, value in VALUES.items() if questions.question(name).parameter(key)}
    chosen = [
        {parameter.name: parameter.choices[place].code}
        for parameter in questions.question(name).parameters
        for place in (0, -1)
        if parameter.choices
    ]
    for values in ({}, *({key: value} for key, value in known.items()), known, *chosen):
        found, wanted = questions.run(store, name, values), questions.run(memory, name, values)
        assert found.columns == wanted.columns
        assert list(found.texts()) == list(wanted.texts()), values


@pytest.mark.parametrize(
    "asked", ["哪些機關派員駐點在哪裡", "Which trainings were held in 2022?", "臨海分署有什麼設備"]
)
def test_a_plain_question_is_answered_alike(store: Store, memory: Memory, asked: str) -> None:
    understood = asking.understand(store, asked)
    assert understood is not None
    assert understood == asking.understand(memory, asked)
    found, wanted = asking.answer(store, understood), asking.answer(memory, understood)
    assert list(found[0].texts()) == list(wanted[0].texts())
    assert len(found[0]) > 0
