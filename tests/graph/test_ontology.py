from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from agencygraph.identifiers import concept
from agencygraph.namespaces import AG, CODES, RDF, RDFS, SKOS, ZH
from agencygraph.resources import ontology
from agencygraph.rules import load

FILES = sorted(ontology().rglob("*.ttl"))
BOTH = {"en", ZH}


def triples(files: list[Path]) -> list[Quad]:
    return [quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]


def said(quads: list[Quad], predicate: str) -> dict[str, set[str]]:
    """The languages in which each subject has this property."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == predicate and isinstance(quad.object, Literal):
            found[quad.subject.value if isinstance(quad.subject, NamedNode) else ""].add(quad.object.language or "")
    return found


def described() -> set[str]:
    """The terms and codes that have a label and a definition in both languages."""
    quads = triples(FILES)
    labels, definitions = said(quads, f"{RDFS}label"), said(quads, f"{SKOS}definition")
    return {name for name, languages in labels.items() if languages >= BOTH and definitions[name] >= BOTH}


def test_every_class_and_property_of_the_rooms_is_defined() -> None:
    names = set()
    for room in load():
        names.add(room.class_)
        for column in room.columns:
            more = {"organisation": ("Name",), "date": ("Earliest", "Latest"), "decimal": ("Written", "Decimals")}
            names.update(column.property + ending for ending in ("", *more.get(column.type, ())))
    assert {AG + name for name in names} <= described()


def test_every_own_term_that_the_graph_uses_is_defined(mapped: list[Quad]) -> None:
    used = {quad.predicate.value for quad in mapped}
    used |= {q.object.value for q in mapped if q.predicate.value == f"{RDF}type" and isinstance(q.object, NamedNode)}
    assert {name for name in used if name.startswith(AG)} <= described()


def test_every_term_is_described_once_and_in_both_languages() -> None:
    defined = [
        quad.subject.value
        for quad in triples(FILES)
        if quad.predicate.value == f"{RDF}type" and isinstance(quad.subject, NamedNode)
    ]
    own = [name for name in defined if name.startswith((AG, CODES))]
    assert len(own) == len(set(own))
    assert set(own) <= described()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_alignments_start_from_own_terms(file: Path) -> None:
    for quad in triples([file]):
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value.startswith("https://w3id.org/agencygraph/")


def test_codes_are_found_by_their_notation() -> None:
    notations = {
        quad.subject.value: quad.object.value
        for quad in triples(sorted((ontology() / "codes").glob("*.ttl")))
        if quad.predicate.value == f"{SKOS}notation"
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
    }
    for name, notation in notations.items():
        assert name == concept(name.removeprefix(CODES).partition("/")[0], notation)
    assert concept("weekday", "Mon") in notations
    assert concept("mode", "e-learning") in notations


def test_aligned_terms_are_all_defined() -> None:
    aligned = {
        quad.subject.value for quad in triples([ontology() / "alignments.ttl"]) if isinstance(quad.subject, NamedNode)
    }
    assert aligned <= described()
    assert {AG + room.class_ for room in load()} <= aligned
