"""The fact rooms, and the words that the ontology defines."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from agencygraph import namespaces, resources
from agencygraph.rules import Room, load


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a room runs once for each."""
    if "room" in metafunc.fixturenames:
        metafunc.parametrize("room", load(), ids=lambda room: room.name)


@pytest.fixture
def folder(room: Room) -> Path:
    return resources.facts() / room.name


@pytest.fixture(scope="session")
def ontology() -> Store:
    return _store(*resources.ontology().rglob("*.ttl"))


@pytest.fixture
def twin(room: Room) -> Store:
    """The room's shapes."""
    return _store(resources.shapes() / "facts" / f"{room.name}.ttl")


def _store(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def ag(name: str) -> NamedNode:
    """A term of the ontology."""
    return NamedNode(namespaces.AG + name)
