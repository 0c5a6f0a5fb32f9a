from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from agencygraph.checks.completeness import completeness, shape_names, shapes, violations_of
from agencygraph.mapping import turtle
from agencygraph.namespaces import AG, OA, ORG, PROV, RDF, SH, SHAPES, XSD, ZH
from agencygraph.resources import shapes as shapes_folder
from agencygraph.rules import load

EX = "https://example.tw/"
CLASSES = [room.class_ for room in load()]
TYPE = NamedNode(f"{RDF}type")


def text(value: str) -> Literal:
    return Literal(value, language=ZH)


def typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + kind))


def bare() -> list[Quad]:
    """One node of every kind that says nothing but what it is, and no report that says anything."""
    kinds = [*(AG + name for name in (*CLASSES, "Organisation", "Chapter"))]
    kinds += [f"{OA}SpecificResource", f"{OA}TextPositionSelector", f"{OA}TextQuoteSelector"]
    quads = [Quad(NamedNode(f"{EX}bare-{place}"), TYPE, NamedNode(kind)) for place, kind in enumerate(kinds)]
    report = NamedNode(f"{EX}hostless")
    for name in CLASSES:
        node = NamedNode(f"{EX}hostless-{name}")
        quads += [Quad(node, TYPE, NamedNode(AG + name)), Quad(node, NamedNode(f"{AG}report"), report)]
    return [*quads, Quad(report, NamedNode(f"{AG}agency"), NamedNode(f"{EX}agency"))]


def crowded() -> list[Quad]:
    """One node of every fact type whose every property has several values, of which none is of the right sort."""
    quads = []
    for room in load():
        node = NamedNode(f"{EX}crowded-{room.name}")
        quads.append(Quad(node, TYPE, NamedNode(AG + room.class_)))
        for column in room.columns:
            for value in (text("壞值"), Literal("x"), typed("-1", "integer"), NamedNode(f"{EX}nothing")):
                quads.append(Quad(node, NamedNode(AG + column.property), value))
        for passage in ("one", "two"):
            quads.append(Quad(node, NamedNode(f"{PROV}wasQuotedFrom"), NamedNode(EX + passage)))
    return quads


DISORDERED = f"""
@prefix ag: <{AG}> . @prefix oa: <{OA}> . @prefix xsd: <{XSD}> . @prefix ex: <{EX}> . @prefix org: <{ORG}> .
ex:r a ag:Report ; ag:periodStartEarliest "2023-12-01"^^xsd:date ; ag:periodEndLatest "2023-01-31"^^xsd:date .
ex:st a ag:Stationing ; ag:host ex:a ; ag:agency ex:a .
ex:re a ag:Referral ; ag:host ex:a ; ag:target ex:a ;
    ag:periodStartEarliest "2023-12-01"^^xsd:date ; ag:periodEndLatest "2023-01-31"^^xsd:date .
ex:ev a ag:Event ; ag:dateEarliest "2023-12-01"^^xsd:date ; ag:endDateLatest "2023-11-30"^^xsd:date .
ex:tr a ag:Training ; ag:startTime "15:00" ; ag:endTime "09:30" .
ex:ho a ag:ServiceHours ; ag:startTime "15:00" ; ag:endTime "09:30" .
ex:fi a ag:Statistic ; ag:value 7.5 ; ag:valueMax 5.25 ; ag:unit "件" ; ag:whole ex:total ; ag:report ex:r ;
    ag:periodStartEarliest "2023-12-01"^^xsd:date ; ag:periodEndLatest "2023-01-31"^^xsd:date .
ex:total a ag:Statistic ; ag:value 5.5 ; ag:unit "人" ; ag:report ex:r2 .
ex:su a ag:SurveyResult ; ag:percent 130.5 ; ag:n 10 ; ag:count 13 .
ex:ch a ag:Chapter ; ag:heading "附錄" ; ag:hasContent false .
ex:po a oa:TextPositionSelector ; oa:start 9 ; oa:end 3 .
"""


NOON = """
@prefix ag: <https://w3id.org/agencygraph/ontology#> .
@prefix ex: <https://example.tw/> .
ex:noon a ag:ServiceHours ; ag:what "中午不打烊服務"@zh-hant .
ex:evening a ag:ServiceHours ; ag:what "夜間服務"@zh-hant .
ex:unnamed a ag:ServiceHours .
"""


@pytest.fixture(scope="module")
def damaged() -> bytes:
    quads = [*bare(), *crowded(), *parse(DISORDERED, RdfFormat.TURTLE)]
    return turtle(quads)


def test_the_sample_lacks_one_chapter(written: bytes) -> None:
    found = completeness(written)
    assert [(finding.rule, finding.severity) for finding in found] == [("ChapterContent", "warning")]
    assert found[0].message == "肆 檢討：大綱所列的章節沒有內容。"


def test_every_shape_fires_on_the_damaged_graph(damaged: bytes) -> None:
    assert {violation.shape for violation in violations_of(damaged)} == shape_names()


def test_the_engines_agree(written: bytes, damaged: bytes) -> None:
    for data in (written, damaged):
        assert violations_of(data, "shacl") == violations_of(data, "pyshacl")


def test_what_is_open_over_noon_needs_no_clock() -> None:
    data = turtle([*parse(NOON, RdfFormat.TURTLE)])
    for found in (violations_of(data, "shacl"), violations_of(data, "pyshacl")):
        without = [one.focus for one in found if one.shape == "ServiceHoursWhen"]
        assert without == [f"<{EX}evening>", f"<{EX}unnamed>"]


def test_findings_point_to_the_text(written: bytes) -> None:
    cut = written.replace(b"    ag:headcount 2 ;\n", b"")
    assert cut != written
    (found,) = (finding for finding in completeness(cut, language="en") if finding.rule == "StationingHeadcount")
    assert found.severity == "note"
    assert found.message.endswith("The stationing has no headcount.")
    assert [(place.source, place.quote) for place in found.spans] == [("beibin-112.txt", "北濱國稅分局派2人")]


def test_every_constraint_has_its_own_sentence_in_both_languages() -> None:
    said: dict[str, set[str]] = {}
    sentences: list[str] = []
    kinds: dict[str, str] = {}
    for quad in parse(shapes(), RdfFormat.TURTLE):
        name, thing = str(quad.subject), quad.object
        if quad.predicate.value == f"{SH}message" and isinstance(thing, Literal):
            said.setdefault(name, set()).add(thing.language or "")
            sentences.append(thing.value)
        elif quad.predicate.value == f"{RDF}type" and isinstance(thing, NamedNode):
            kinds[name] = thing.value
    properties = {name for name, kind in kinds.items() if kind == f"{SH}PropertyShape"}
    assert properties <= said.keys()
    assert all(languages == {"en", ZH} for languages in said.values())
    assert all(name.startswith(f"<{SHAPES}") for name in said)
    assert len(sentences) == len(set(sentences))


def test_every_room_has_its_shapes() -> None:
    assert {path.stem for path in (shapes_folder() / "facts").glob("*.ttl")} == {room.name for room in load()}
    for room in load():
        file = (shapes_folder() / "facts" / f"{room.name}.ttl").read_text("utf-8")
        assert f"shape:{room.class_} a sh:NodeShape" in file
        assert f"sh:targetClass ag:{room.class_}" in file
