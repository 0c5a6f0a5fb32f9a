"""What is on file about the bodies, laws and places that reports name: the triples of `graphs/authority.ttl`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.authority import Law, Organisation, Place, load
from agencygraph.identifiers import Organisations, concept, law, place
from agencygraph.mapping import terms
from agencygraph.mapping.turtle import turtle
from agencygraph.model import Fact
from agencygraph.namespaces import AG, BASE, CODES, ORG, PREFIXES, RDF, RDFS, SKOS
from agencygraph.reconcile import organisations
from agencygraph.rules import Room

_LAW, _PLACE = "law:", "place:"


def _law(title: str, base: str) -> tuple[str, str] | None:
    found = load().law(title)
    return (_LAW + found.key, law(found.key, base)) if found else None


def _place(name: str, base: str) -> tuple[str, str] | None:
    found = load().place(name)
    return (_PLACE + found.full_name, place(found.code, base)) if found else None


_NAMED: dict[tuple[str, str], tuple[str, Callable[[str, str], tuple[str, str] | None]]] = {
    ("LegalReference", "title"): ("law", _law),
    ("ServiceArea", "district"): ("districtPlace", _place),
}
"""Columns whose words are looked up, by class and column: the property that leads to what is on file, the look-up."""


def key_of(fact: Fact, column: str, at: int, name: str) -> str:
    """The key of the organisation that a column names as its value number `at`."""
    keys = fact.keys.get(column, ())
    return keys[at] if at < len(keys) else organisations.key(name)


def named(fact: Fact, room: Room, base: str = BASE) -> Iterator[tuple[str, str, str]]:
    """The laws and places on file that a fact names: the property that leads to each, its key and its IRI."""
    for column in room.columns:
        rule, words = _NAMED.get((room.class_, column.name)), fact.text(column.name)
        found = rule[1](words, base) if rule and words else None
        if rule and found:
            yield rule[0], *found


def authority_keys(facts: Iterable[Fact], rooms: Sequence[Room]) -> tuple[str, ...]:
    """The keys of all bodies, laws and places that facts name, sorted: what `authority` takes."""
    by_name = {room.name: room for room in rooms}
    keys: set[str] = set()
    for fact in facts:
        room = by_name[fact.kind]
        for column in room.columns:
            value = fact.values.get(column.name, ())
            if column.type == "organisation":
                names = (value,) if isinstance(value, str) else value
                keys.update(key_of(fact, column.name, at, name) for at, name in enumerate(names) if name)
        keys.update(key for _, key, _ in named(fact, room))
    return tuple(sorted(keys))


def authority(keys: Iterable[str], base: str = BASE) -> bytes:
    """`authority.ttl`: what is on file about the bodies, laws and places with these keys, and the bodies above them."""
    wanted = set(keys)
    bodies = [key for key in wanted if not key.startswith((_LAW, _PLACE))]
    quads: list[Quad] = []
    for body in organisations.with_parents(bodies):
        quads.extend(_of_body(body, Organisations(base)))
    titles = {found.key: found for found in load().laws.values()} if len(bodies) < len(wanted) else {}
    for key in sorted(wanted.difference(bodies)):
        sort, _, name = key.partition(":")
        law_, place_ = titles.get(name), load().place(name) if sort == "place" else None
        if law_:
            quads.extend(_of_law(law_, base))
        elif place_:
            quads.extend(_of_place(place_, base))
    prefixes = {
        **PREFIXES,
        "body": Organisations(base).prefix,
        "law": f"{base}law/",
        "organisationKind": f"{CODES}organisationKind/",
        "place": f"{base}place/",
    }
    return turtle(quads, prefixes)


def _of_body(body: Organisation, iris: Organisations) -> Iterator[Quad]:
    node = NamedNode(iris.iri(body.key))
    yield _quad(node, f"{RDF}type", terms.vocabulary(f"{AG}Organisation"))
    yield _quad(node, f"{RDFS}label", terms.chinese(body.name))
    yield _quad(node, f"{AG}organisationKind", NamedNode(concept("organisationKind", body.kind)))
    for name in {other.text for other in load().names(body.key)} - {body.name, *body.former}:
        yield _quad(node, f"{SKOS}altLabel", terms.text(name))
    for name in body.former:
        yield _quad(node, f"{AG}formerName", terms.text(name))
        yield _quad(node, f"{SKOS}altLabel", terms.text(name))
    for property_, value in (("oid", body.oid), ("code", body.code)):
        if value:
            yield _quad(node, AG + property_, Literal(value))
    if body.url:
        yield _quad(node, f"{AG}website", Literal(body.url))
    if body.parent:
        yield _quad(node, f"{ORG}subOrganizationOf", NamedNode(iris.iri(body.parent)))


def _of_law(found: Law, base: str) -> Iterator[Quad]:
    node = NamedNode(law(found.key, base))
    yield _quad(node, f"{RDF}type", terms.vocabulary(f"{AG}Law"))
    yield _quad(node, f"{RDFS}label", terms.chinese(found.title))
    if found.code:
        yield _quad(node, f"{AG}code", Literal(found.code))
    for name in (*found.short, *found.former):
        yield _quad(node, f"{SKOS}altLabel", terms.text(name))


def _of_place(found: Place, base: str) -> Iterator[Quad]:
    node = NamedNode(place(found.code, base))
    yield _quad(node, f"{RDF}type", terms.vocabulary(f"{AG}Place"))
    yield _quad(node, f"{RDFS}label", terms.chinese(found.full_name))
    yield _quad(node, f"{AG}code", Literal(found.code))
    if found.english:
        yield _quad(node, f"{RDFS}label", Literal(found.english, language="en"))


def _quad(subject: NamedNode, predicate: str, thing: NamedNode | Literal) -> Quad:
    return Quad(subject, terms.vocabulary(predicate), thing)
