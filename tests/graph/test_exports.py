from __future__ import annotations

import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from agencygraph.exports import FORMATS, export
from agencygraph.mapping import authority
from agencygraph.namespaces import AG, SKOS, XSD
from agencygraph.stores import graph_name

pytestmark = pytest.mark.filterwarnings(
    "ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning"
)
"""rdflib's own parse calls what it deprecates."""

FOR_OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
FOR_RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.fixture
def paths(graphs: Path) -> list[Path]:
    (graphs / "authority.ttl").write_bytes(authority(["財政部國有財產署", "慈恩基金會"]))
    return sorted(graphs.glob("*.ttl"))


def written_as(paths: list[Path], name: str) -> bytes:
    out = io.BytesIO()
    export(paths, name, out)
    return out.getvalue()


def triples(paths: list[Path]) -> set[str]:
    return {str(quad.triple) for path in paths for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize("name", FORMATS)
def test_both_libraries_read_the_same_triples(paths: list[Path], name: str) -> None:
    data = written_as(paths, name)
    quads = list(ox.parse(data, FOR_OXIGRAPH[name]))
    assert {str(quad.triple) for quad in quads} == triples(paths)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=data, format=FOR_RDFLIB[name])
    again = dataset.serialize(format="nquads", encoding="utf-8")
    assert {str(quad.triple) for quad in ox.parse(again, ox.RdfFormat.N_QUADS)} == triples(paths)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_each_time(paths: list[Path], name: str) -> None:
    assert written_as(paths, name) == written_as(paths, name)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.named])
def test_named_formats_keep_the_reports_apart(paths: list[Path], name: str) -> None:
    found = {str(quad.graph_name) for quad in ox.parse(written_as(paths, name), FOR_OXIGRAPH[name])}
    assert found == {f"<{graph_name(path.read_bytes(), path)}>" for path in paths}


def test_turtle_of_one_report_is_its_file(graphs: Path, written: bytes) -> None:
    assert written_as([graphs / "sample.ttl"], "ttl") == written


def test_json_ld_reads_well(graphs: Path) -> None:
    document = json.loads(written_as([graphs / "sample.ttl"], "jsonld"))
    report = next(node for node in document["@graph"] if node["@type"] == "Report")
    assert report["rocYear"] == 112
    assert report["label"] == report["title"] == "112年度為民服務成果彙編"
    assert report["agency"].startswith("id:organisation/")
    assert report["periodStartEarliest"] == "2023-01-01"
    assert report["periodStart"] == {"@value": "2023-01", "@type": "xsd:gYearMonth"}


def test_json_ld_keeps_values_that_are_not_what_their_term_mostly_holds(tmp_path: Path) -> None:
    file = tmp_path / "odd.ttl"
    file.write_text(
        f"@prefix ag: <{AG}> . @prefix xsd: <{XSD}> . @prefix skos: <{SKOS}> ."
        '<urn:a> ag:host "nobody", 7, true, <urn:b>, ag:host, _:c ; ag:value 1, "x", "1"^^xsd:decimal, <urn:b> ;'
        '  ag:name "7-ELEVEN", "統一"@zh-hant, "Store"@en, 3, "3"^^xsd:date ; ag:rule "r"@en, "r", "r"^^xsd:token ;'
        '  ag:code "c", "c"@en ; ag:unheard "x", "y"@zh-hant, 2.5, <urn:b> ; ag:label "own" ; ag:date "112" ;'
        '  skos:altLabel "x" ; ag:rocYear 112, "112"^^xsd:gYear, "0112"^^xsd:integer ;'
        '  ag:approximate true, "1"^^xsd:boolean .'
        "_:c ag:whole _:c .",
        "utf-8",
    )
    data = written_as([file], "jsonld")
    want = rdflib.Graph().parse(file)
    assert isomorphic(want, rdflib.Graph().parse(data=data, format="json-ld"))
    here = ox.serialize(ox.parse(data, ox.RdfFormat.JSON_LD), format=ox.RdfFormat.N_QUADS)
    assert here is not None
    assert isomorphic(want, rdflib.Graph().parse(data=here, format="nt"))


def test_a_character_that_xml_cannot_hold_becomes_a_blank(tmp_path: Path) -> None:
    file = tmp_path / "page.ttl"
    file.write_text('<urn:a> <http://www.w3.org/ns/oa#exact> "第一頁\\u000C第二頁" .\n', "utf-8")
    (triple,) = rdflib.Graph().parse(data=written_as([file], "rdfxml"), format="xml")
    assert str(triple[2]) == "第一頁 第二頁"
