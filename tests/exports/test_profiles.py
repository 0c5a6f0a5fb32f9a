"""Profiles: they conform to shapes written from their specifications, and each node leads to its passage."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH, URIRef

from agencygraph.checks import fast, reference
from agencygraph.errors import UsageError
from agencygraph.exports import export, profiles
from agencygraph.namespaces import OA, PROV

HERE = Path(__file__).parent
SHAPED = ["cpsv-ap", "dcat"]
COMPONENTS = {
    SH.minCount: "MinCountConstraintComponent",
    SH.maxCount: "MaxCountConstraintComponent",
    SH["class"]: "ClassConstraintComponent",
    SH.datatype: "DatatypeConstraintComponent",
    SH.nodeKind: "NodeKindConstraintComponent",
}


def shapes(name: str) -> str:
    return (HERE / f"{name}.ttl").read_text("utf-8")


def damaged(name: str) -> bytes:
    """A node of each class that says nothing, and one that says of each property two things that it cannot mean."""
    wanted, data = rdflib.Graph().parse(data=shapes(name), format="turtle"), rdflib.Graph()
    for shape, kind in wanted.subject_objects(SH.targetClass):
        bare, crowded = URIRef(f"{shape}-bare"), URIRef(f"{shape}-crowded")
        data += [(bare, RDF.type, kind), (crowded, RDF.type, kind)]
        for path in wanted.objects(shape, SH.property / SH.path):
            data += [(crowded, path, rdflib.Literal(value)) for value in ("x", "y")]
    return data.serialize(format="turtle", encoding="utf-8")


def constraints(name: str) -> set[tuple[str, str]]:
    wanted = rdflib.Graph().parse(data=shapes(name), format="turtle")
    return {
        (str(shape).rpartition("#")[2], component)
        for parameter, component in COMPONENTS.items()
        for shape in wanted.subjects(parameter)
    }


@pytest.mark.parametrize("name", SHAPED)
def test_conforms(exported: Callable[[str], bytes], name: str) -> None:
    data = exported(name)
    assert fast.validate(data, shapes(name)) == []
    assert reference.validate(data, shapes(name)) == []


@pytest.mark.parametrize("name", SHAPED)
def test_every_constraint_can_be_broken(name: str) -> None:
    data = damaged(name)
    found = reference.validate(data, shapes(name))
    assert {(violation.shape, violation.component) for violation in found} == constraints(name)
    assert fast.validate(data, shapes(name)) == found


@pytest.mark.parametrize("name", SHAPED)
def test_each_shape_has_something_to_look_at(exported: Callable[[str], bytes], name: str) -> None:
    data = rdflib.Graph().parse(data=exported(name), format="turtle")
    for kind in rdflib.Graph().parse(data=shapes(name), format="turtle").objects(None, SH.targetClass):
        assert (None, RDF.type, kind) in data, kind


@pytest.mark.parametrize("name", profiles())
def test_both_libraries_read_the_same_each_time(exported: Callable[[str], bytes], name: str) -> None:
    data = exported(name)
    assert data == exported(name)
    here = {str(quad.triple) for quad in ox.parse(data, ox.RdfFormat.TURTLE)}
    there = rdflib.Graph().parse(data=data, format="turtle").serialize(format="nt", encoding="utf-8")
    assert here == {str(quad.triple) for quad in ox.parse(there, ox.RdfFormat.N_TRIPLES)}
    assert b"_:" not in data


FACTS = {
    "cpsv-ap": (
        "http://purl.org/vocab/cpsv#PublicService",
        *(f"http://data.europa.eu/m8g/{name}" for name in ("Channel", "Participation", "ContactPoint", "EvidenceType")),
        "http://data.europa.eu/m8g/PublicOrganisation",
        "http://data.europa.eu/eli/ontology#LegalResource",
        "http://www.w3.org/2006/time#TemporalEntity",
        "http://xmlns.com/foaf/0.1/Agent",
    ),
    "dcat": ("http://www.w3.org/ns/dcat#Dataset",),
    "qb": ("http://purl.org/linked-data/cube#Observation",),
}


@pytest.mark.parametrize("name", profiles())
def test_what_is_said_leads_to_a_quote_or_to_the_report(exported: Callable[[str], bytes], name: str) -> None:
    data = rdflib.Graph().parse(data=exported(name), format="turtle")
    derived, quoted = URIRef(f"{PROV}wasDerivedFrom"), URIRef(f"{OA}hasSelector") / URIRef(f"{OA}exact")
    for kind in FACTS[name]:
        nodes = set(data.subjects(RDF.type, URIRef(kind)))
        assert nodes, kind
        for node in nodes - {URIRef("https://example.org/agency")}:
            sources = list(data.objects(node, derived))
            if str(node).endswith("/scant") or (str(node).endswith("contact") and sources):
                continue  # an excerpt without a head is quoted nowhere; telephone and site stand anywhere in a report
            assert sources and all((source, quoted, None) in data for source in sources), node


def test_parameters_are_bound(exported: Callable[[str], bytes]) -> None:
    assert profiles()["dcat"].parameters == {"publisher": "iri", "licence": "iri"}
    assert exported("dcat").count(b"<https://example.org/licence>") >= 3


@pytest.mark.parametrize("given", [{"editor": "https://example.org/"}, {"publisher": "somebody"}])
def test_what_is_no_parameter_is_refused(paths: list[Path], given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        export(paths, "dcat", io.BytesIO(), given)


def test_what_a_report_leaves_out_is_not_made_up(exported: Callable[[str], bytes]) -> None:
    text = exported("cpsv-ap").decode()
    service = next(block for block in text.split("\n\n") if block.startswith("r:service a "))
    assert "cv:hasCompetentAuthority r:agency" in service
    assert "報告未載明之機關" in text
    channels = {block.split()[0]: block for block in text.split("\n\n") if " a cv:Channel " in block}
    assert "dct:type" not in channels["r:service-channel--線上-或電話"]
    assert "dct:type channel:app" in channels["r:app-channel-APP"]
