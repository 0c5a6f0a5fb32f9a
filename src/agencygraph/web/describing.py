"""What the server says of itself and of its data: SPARQL service description, VoID, the catalogue of its interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from agencygraph import __version__
from agencygraph.namespaces import AG, BASE, DCT, PROV, RDF, RDFS, XSD
from agencygraph.web.settings import Settings

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
            "Turtle", "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip
_VOCABULARIES = (AG, DCT, PROV, "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/org#",
                 "http://www.w3.org/2004/02/skos/core#")  # fmt: skip
_UNION = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Report:
    """A report whose graph is here."""

    iri: str
    title: str
    agency: str
    start: str
    end: str
    source: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How much is here."""

    triples: int
    entities: int
    facts: int
    reports: tuple[Report, ...]


def _count(store: ox.Store, sparql: str) -> int:
    answered = store.query(sparql)
    assert isinstance(answered, ox.QuerySolutions)
    found = next(iter(answered))[0]
    return int(found.value) if isinstance(found, ox.Literal) else 0


def summary(store: ox.Store) -> Summary:
    """How many triples, things and facts there are, and the reports."""
    answered = store.query(
        f"""PREFIX ag: <{AG}> PREFIX rdfs: <{RDFS}>
        SELECT DISTINCT ?report ?title ?agency ?start ?end ?source {{
          ?report a ag:Report ; rdfs:label ?title ; ag:sourceName ?source .
          LATERAL {{ OPTIONAL {{ ?report ag:agencyName ?agency }} }}
          LATERAL {{ OPTIONAL {{ ?report ag:periodStart ?start }} }}
          LATERAL {{ OPTIONAL {{ ?report ag:periodEnd ?end }} }}
        }} ORDER BY ?agency ?start ?report"""
    )
    assert isinstance(answered, ox.QuerySolutions)
    reports = tuple(Report(*(getattr(term, "value", "") for term in row)) for row in answered)
    return Summary(
        _count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        _count(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        _count(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{AG}rule> ?o }}"),
        reports,
    )


def service(store: ox.Store, settings: Settings) -> Iterator[ox.Triple]:
    """The SPARQL 1.1 service description."""
    home = settings.address
    endpoint, data = _node(f"{home}/sparql"), _node(f"{home}/void#data")
    default = _node(f"{home}/void#union")
    yield _triple(endpoint, f"{RDF}type", f"{_SD}Service")
    yield _triple(endpoint, f"{_SD}endpoint", endpoint)
    yield _triple(endpoint, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    yield _triple(endpoint, f"{_SD}feature", f"{_SD}UnionDefaultGraph")
    for name in _RESULTS:
        yield _triple(endpoint, f"{_SD}resultFormat", f"{_FORMATS}{name}")
    yield _triple(endpoint, f"{RDFS}label", ox.Literal(f"agencygraph {__version__}"))
    for words in _caps(settings):
        yield _triple(endpoint, f"{RDFS}comment", words)
    yield _triple(endpoint, f"{_SD}defaultDataset", data)
    yield _triple(data, f"{RDF}type", f"{_SD}Dataset")
    yield _triple(data, f"{_SD}defaultGraph", default)
    yield _triple(default, f"{RDF}type", f"{_SD}Graph")
    yield _triple(default, f"{_VOID}triples", _number(_count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))
    graphs = sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode)), key=str)
    for place, graph in enumerate(graphs, 1):
        entry = _node(f"{home}/void#graph-{place}")
        yield _triple(data, f"{_SD}namedGraph", entry)
        yield _triple(entry, f"{RDF}type", f"{_SD}NamedGraph")
        yield _triple(entry, f"{_SD}name", graph)


def _caps(settings: Settings) -> tuple[ox.Literal, ...]:
    english = (
        f"Read-only. A query may take {settings.deadline:g} seconds; an answer has at most {settings.rows} rows "
        f"(X-SPARQL-MaxRows tells when some were left out) and {settings.size} bytes. SERVICE is refused, and FROM for "
        "graphs that are not here. The default graph is the union of the named graphs."
    )
    chinese = (
        f"唯讀。每個查詢最多 {settings.deadline:g} 秒；答案最多 {settings.rows} 列（有省略時標示 X-SPARQL-MaxRows）、"
        f"{settings.size} 位元組。不接受 SERVICE，也不接受此處沒有的圖。預設圖為所有具名圖的聯集。"
    )
    return ox.Literal(english, language="en"), ox.Literal(chinese, language="zh-hant")


def void(store: ox.Store, home: str) -> Iterator[ox.Triple]:
    """The description of the data in VoID: how much there is, of which classes, and where to ask."""
    data = _node(f"{home}/void#data")
    counted = summary(store)
    yield _triple(_node(f"{home}/void"), f"{RDF}type", f"{_VOID}DatasetDescription")
    yield _triple(_node(f"{home}/void"), "http://xmlns.com/foaf/0.1/primaryTopic", data)
    yield _triple(data, f"{RDF}type", f"{_VOID}Dataset")
    yield _triple(data, f"{DCT}title", ox.Literal("機關服務報告知識圖譜", language="zh-hant"))
    yield _triple(data, f"{DCT}title", ox.Literal("Knowledge graph of agencies' service reports", language="en"))
    yield _triple(data, f"{_VOID}sparqlEndpoint", _node(f"{home}/sparql"))
    yield _triple(data, f"{_VOID}uriSpace", ox.Literal(BASE))
    yield _triple(data, f"{_VOID}triples", _number(counted.triples))
    yield _triple(data, f"{_VOID}distinctSubjects", _number(counted.entities))
    for vocabulary_iri in _VOCABULARIES:
        yield _triple(data, f"{_VOID}vocabulary", vocabulary_iri)
    for report in counted.reports:
        yield _triple(data, f"{DCT}source", report.iri)
    answered = store.query("SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c")
    assert isinstance(answered, ox.QuerySolutions)
    for place, row in enumerate(answered, 1):
        part = _node(f"{home}/void#class-{place}")
        yield _triple(data, f"{_VOID}classPartition", part)
        yield ox.Triple(part, _node(f"{_VOID}class"), row[0])
        yield ox.Triple(part, _node(f"{_VOID}entities"), row[1])


def catalogue(home: str) -> dict[str, object]:
    """The interfaces of this server as a link set (RFC 9727)."""
    endpoint = {
        "anchor": f"{home}/sparql",
        "service-desc": [{"href": f"{home}/sparql", "type": "text/turtle"}],
        "service-doc": [{"href": f"{home}/", "type": "text/html"}],
        "service-meta": [{"href": f"{home}/void", "type": "text/turtle"}],
        "status": [{"href": f"{home}/health", "type": "text/plain"}],
    }
    return {"linkset": [endpoint]}


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node(f"{XSD}integer"))


def _triple(subject: ox.NamedNode, predicate: str, thing: str | ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, _node(predicate), _node(thing) if isinstance(thing, str) else thing)
