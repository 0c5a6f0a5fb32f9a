"""Writes built graphs in the RDF formats, file by file: memory does not grow with their number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from agencygraph.exports import jsonld, profile
from agencygraph.mapping import turtle
from agencygraph.namespaces import PREFIXES
from agencygraph.stores import graph_name

_DECLARED = re.compile(r"^@prefix (\S*): <([^>]*)> \.$", re.MULTILINE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format: the ending of its files, its media type, and whether it keeps the graphs apart."""

    ending: str
    media_type: str
    named: bool
    write: Callable[[Sequence[Path], BinaryIO], None]


def export(paths: Iterable[Path], name: str, out: BinaryIO, values: Mapping[str, str] | None = None) -> None:
    """Write the graphs in these Turtle files to `out`, in a format of `FORMATS` or a profile; a KeyError for another.

    The order of the files is kept and each file's triples are sorted, so that the same graphs give the same bytes.
    `values` are those of a profile's parameters.
    """
    if name in profile.profiles():
        profile.write(list(paths), name, out, values or {})
    else:
        FORMATS[name].write(list(paths), out)


def _ttl(paths: Sequence[Path], out: BinaryIO) -> None:
    for place, path in enumerate(paths):
        data = path.read_bytes()
        out.write(b"\n" * bool(place) + turtle(_triples(data), _prefixes(data)))


def _nt(paths: Sequence[Path], out: BinaryIO) -> None:
    for path in paths:
        out.writelines(sorted(f"{triple} .\n".encode() for triple in _triples(path.read_bytes())))


def _nq(paths: Sequence[Path], out: BinaryIO) -> None:
    for path in paths:
        data = path.read_bytes()
        graph = ox.NamedNode(graph_name(data, path))
        out.writelines(sorted(f"{triple} {graph} .\n".encode() for triple in _triples(data)))


def _trig(paths: Sequence[Path], out: BinaryIO) -> None:
    for place, path in enumerate(paths):
        data = path.read_bytes()
        head, _, body = turtle(_triples(data), _prefixes(data)).partition(b"\n\n")
        graph = str(ox.NamedNode(graph_name(data, path))).encode()
        out.write(b"\n" * bool(place) + head + b"\n\n" + graph + b" {\n" + body + b"}\n")


def _jsonld(paths: Sequence[Path], out: BinaryIO) -> None:
    jsonld.write((_triples(path.read_bytes()) for path in paths), out)


def _rdfxml(paths: Sequence[Path], out: BinaryIO) -> None:
    """RDF/XML; characters that XML cannot hold (a form feed in a quoted passage) become blanks."""

    def every() -> Iterator[ox.Triple]:
        for path in paths:
            yield from sorted(map(_for_xml, _triples(path.read_bytes())), key=str)

    prefixes = {name: iri for name, iri in PREFIXES.items() if iri.endswith(("#", "/"))}
    ox.serialize(every(), out, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    thing = triple.object
    if not isinstance(thing, ox.Literal) or not _NO_XML.search(thing.value):
        return triple
    value = _NO_XML.sub(" ", thing.value)
    plain = ox.Literal(value, language=thing.language) if thing.language else ox.Literal(value, datatype=thing.datatype)
    return ox.Triple(triple.subject, triple.predicate, plain)


def _triples(data: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE))


def _prefixes(data: bytes) -> dict[str, str]:
    head = data.partition(b"\n\n")[0].decode()
    return dict(_DECLARED.findall(head))


FORMATS: Mapping[str, Format] = {
    "ttl": Format("ttl", "text/turtle", False, _ttl),
    "nt": Format("nt", "application/n-triples", False, _nt),
    "nq": Format("nq", "application/n-quads", True, _nq),
    "trig": Format("trig", "application/trig", True, _trig),
    "jsonld": Format("jsonld", "application/ld+json", False, _jsonld),
    "rdfxml": Format("rdf", "application/rdf+xml", False, _rdfxml),
}
