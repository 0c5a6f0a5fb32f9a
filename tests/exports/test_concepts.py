"""The code lists pass what qSKOS and Skosify look for, and graphs use only what is in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from agencygraph.exports import profiles
from agencygraph.namespaces import CODES, ZH
from agencygraph.resources import ontology

FILES = sorted((ontology() / "codes").glob("*.ttl"))
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def read(file: Path) -> Graph:
    return Graph().parse(file)


def scheme(graph: Graph) -> URIRef:
    (found,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    assert isinstance(found, URIRef)
    return found


def concepts(graph: Graph) -> list[Node]:
    return sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)


def languages(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(
        value.language for value in graph.objects(node, predicate) if isinstance(value, Literal) and value.language
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_concept_is_labelled_and_defined_in_both_languages(file: Path) -> None:
    graph = read(file)
    assert len(concepts(graph)) > 1
    for node in (scheme(graph), *concepts(graph)):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert languages(graph, node, predicate) == ["en", ZH], (node, predicate)
            assert all(str(value).strip() == str(value) != "" for value in graph.objects(node, predicate))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_label_or_notation_stands_for_two_concepts(file: Path) -> None:
    graph = read(file)
    for told in (LABELS, (SKOS.notation,)):
        labels = Counter(
            label for predicate in told for node in concepts(graph) for label in graph.objects(node, predicate)
        )
        assert [label for label, count in labels.items() if count > 1] == []
    assert all(len(list(graph.objects(node, SKOS.notation))) == 1 for node in concepts(graph))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_concept_is_outside_its_scheme_or_an_orphan(file: Path) -> None:
    graph = read(file)
    top, listed = scheme(graph), set(concepts(graph))
    assert all(list(graph.objects(node, SKOS.inScheme)) == [top] for node in listed)
    tops = set(graph.objects(top, SKOS.hasTopConcept))
    assert tops == set(graph.subjects(SKOS.topConceptOf, top))
    assert tops <= listed
    below = {node for node in listed if any(True for _ in graph.objects(node, SKOS.broader))}
    assert tops | below == listed and not tops & below
    assert all(str(node).startswith(f"{top}/") for node in listed)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_relations_are_two_way_and_without_circles(file: Path) -> None:
    graph = read(file)
    for one, other in graph.subject_objects(SKOS.broader):
        assert other in set(concepts(graph))
        assert one not in set(graph.transitive_objects(other, SKOS.broader))
    for one, other in graph.subject_objects(SKOS.narrower):
        assert (other, SKOS.broader, one) in graph


def test_graphs_use_concepts_of_the_lists_only(paths: list[Path], exported: Callable[[str], bytes]) -> None:
    known = Graph()
    for file in FILES:
        known.parse(file)
    built = Graph()
    for path in paths:
        built.parse(path)
    for name in profiles():
        built.parse(data=exported(name), format="turtle")
    used = {node for node in concepts(built) if isinstance(node, URIRef)}
    assert len(used) > 10
    assert used <= set(concepts(known))
    assert all(set(built.objects(node, SKOS.notation)) == set(known.objects(node, SKOS.notation)) for node in used)
    meant = {thing for thing in built.objects() if isinstance(thing, rdflib.URIRef) and thing.startswith(CODES)}
    schemes = {scheme(read(file)) for file in FILES}
    assert meant <= set(concepts(known)) | schemes
