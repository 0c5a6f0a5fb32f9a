"""Profiles: the graphs told in an outside vocabulary. Each is a folder of queries: a further one needs no Python.

A folder of `profiles/` holds `*.ttl`, written first as it is; `*.rq`, CONSTRUCT queries that run over one report after
the other, in the order of their names, each seeing what those before it made (it alone is in the graph
`urn:agencygraph:made`); `whole/*.rq`, that run at the end over all that was made. `profiles/*.rq` run in all profiles.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from agencygraph import resources
from agencygraph.errors import UsageError
from agencygraph.mapping import turtle
from agencygraph.namespaces import PREFIXES
from agencygraph.stores import graph_name

_FOLDER = resources.tables("exports") / "profiles"
_PREFIX = re.compile(r"^(?:@prefix|PREFIX) (\S*): <([^>]*)>", re.MULTILINE)
_PARAMETER = re.compile(r"^# parameter (\w+) \((iri|text)\):", re.MULTILINE)
_AUTHORITY = "authority.ttl"
_KNOWN, _MADE = ox.NamedNode("urn:agencygraph:known"), ox.NamedNode("urn:agencygraph:made")

Values = Mapping[str, str]
_Bound = Mapping[str, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile: what is written as it is, its queries, the prefixes of both.

    `parameters` are the variables that a caller may bind, each `iri` or `text`.
    """

    fixed: bytes
    each: tuple[str, ...]
    whole: tuple[str, ...]
    prefixes: Mapping[str, str]
    parameters: Mapping[str, str]


@functools.cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name."""
    return {folder.name: _read(folder) for folder in sorted(_FOLDER.iterdir()) if folder.is_dir()}


def _read(folder: Path) -> Profile:
    fixed, own, shared, whole = (
        tuple(file.read_text("utf-8") for file in sorted(folder.glob(pattern)))
        for pattern in ("*.ttl", "*.rq", "../*.rq", "whole/*.rq")
    )
    each = own + shared
    text = "\n".join((*fixed, *each, *whole))
    prefixes = {name: iri for name, iri in _PREFIX.findall(text) if name}
    return Profile("\n".join(fixed).encode(), each, whole, prefixes, dict(_PARAMETER.findall(text)))


def write(paths: Sequence[Path], name: str, out: BinaryIO, values: Values) -> None:
    """Write the graphs in these files as Turtle in the profile `name`, report by report; `values` binds its parameters.

    Only what `whole/` is asked about is held in memory for all reports. Raises UsageError for an unknown parameter and
    for a value that is no IRI where one is asked for.
    """
    bound = {key: _term(name, key, value) for key, value in values.items()}
    for place, block in enumerate(_blocks(paths, profiles()[name], bound)):
        out.write(b"\n" * bool(place) + block)


def _blocks(paths: Sequence[Path], profile: Profile, bound: _Bound) -> Iterator[bytes]:
    """The parts of the file, each Turtle of its own: what is fixed, the reports, what is said of all of them."""
    if profile.fixed:
        yield turtle(_parsed(profile.fixed), profile.prefixes)
    reports, made = _Reports(paths), ox.Store()
    for path in (path for path in paths if path.name != _AUTHORITY):
        triples, prefixes = reports.ask(path, profile.each, bound)
        if profile.whole:
            made.extend(_in(ox.DefaultGraph(), triples))
        if triples:
            yield turtle(triples, {**prefixes, **profile.prefixes})
    over_all = {triple for query in profile.whole for triple in _construct(made, query, bound)}
    if over_all:
        yield turtle(over_all, profile.prefixes)


class _Reports:
    """One report at a time, with the ontology and the authority file beside it."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._store = ox.Store()
        for file in (*resources.ontology().rglob("*.ttl"), *(path for path in paths if path.name == _AUTHORITY)):
            self._store.load(file.read_bytes(), ox.RdfFormat.TURTLE, to_graph=_KNOWN)

    def ask(self, path: Path, queries: Iterable[str], bound: _Bound) -> tuple[set[ox.Triple], dict[str, str]]:
        """What the queries make of the report in this file, and the file's prefixes."""
        data = path.read_bytes()
        report = ox.NamedNode(graph_name(data, path))
        self._store.load(data, ox.RdfFormat.TURTLE, to_graph=report)
        made: set[ox.Triple] = set()
        for query in queries:
            found = _construct(self._store, query, bound)
            self._store.extend(_in(_MADE, found))
            made |= found
        self._store.remove_graph(report)
        self._store.remove_graph(_MADE)
        return made, {**PREFIXES, **dict(_PREFIX.findall(data.partition(b"\n\n")[0].decode()))}


def _construct(store: ox.Store, query: str, bound: _Bound) -> set[ox.Triple]:
    asked: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(name): bound[name] for name, _ in _PARAMETER.findall(query) if name in bound
    }
    found = store.query(query, use_default_graph_as_union=True, substitutions=asked)
    assert isinstance(found, ox.QueryTriples)
    return set(found)


def _in(graph: ox.NamedNode | ox.DefaultGraph, triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    return (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _parsed(data: bytes) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE))


def _term(name: str, key: str, value: str) -> ox.NamedNode | ox.Literal:
    parameters = profiles()[name].parameters
    if key not in parameters:
        known = "、".join(sorted(parameters)) or "none 無"
        raise UsageError(f"{name} has no parameter {key!r}.", f"{name} 沒有參數「{key}」。", f"It has 可用：{known}")
    if parameters[key] == "text":
        return ox.Literal(value)
    try:
        return ox.NamedNode(value)
    except ValueError as fault:
        raise UsageError(
            f"{key} must be an IRI, not {value!r}.", f"參數「{key}」應為網址，不是「{value}」。"
        ) from fault
