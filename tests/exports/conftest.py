"""The graphs of the sample reports and of one that leaves out what it can."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from agencygraph.exports import export
from agencygraph.namespaces import AG, BASE, OA, PROV, RDFS, SKOS
from agencygraph.pipeline import build

SCANT = f"""@prefix ag: <{AG}> .
@prefix body: <{BASE}organisation/> .
@prefix oa: <{OA}> .
@prefix prov: <{PROV}> .
@prefix r: <{BASE}report/scant/> .
@prefix rdfs: <{RDFS}> .
@prefix skos: <{SKOS}> .

<{BASE}report/scant> a ag:Report ; rdfs:label "節錄"@zh-hant ; ag:sourceName "scant.txt" .
body:慈恩會 a ag:Organisation ; rdfs:label "慈恩會"@zh-hant .
r:service a ag:PublicService ; rdfs:label "公共服務：代書"@zh-hant ; ag:service "代書"@zh-hant ;
    ag:channel "「線上」 或電話"@zh-hant ; ag:partner body:慈恩會 ; ag:report <{BASE}report/scant> ;
    prov:wasQuotedFrom r:p1 .
r:app a ag:PublicService ; rdfs:label "公共服務：e-Tax" ; ag:service "e-Tax" ; ag:channel "APP" ;
    ag:report <{BASE}report/scant> ; prov:wasQuotedFrom r:p2 .
r:form a ag:Form ; rdfs:label "書表：W-8BEN" ; ag:form "W-8BEN" ; ag:report <{BASE}report/scant> ;
    prov:wasQuotedFrom r:p2 .
r:first a ag:Statistic ; rdfs:label "收件"@zh-hant ; ag:measure "收件"@zh-hant ; ag:value 12.0 ;
    ag:report <{BASE}report/scant> ; prov:wasQuotedFrom r:p1 .
r:again a ag:Statistic ; rdfs:label "收件"@zh-hant ; ag:measure "收件"@zh-hant ; ag:value 13.0 ;
    ag:report <{BASE}report/scant> ; prov:wasQuotedFrom r:p2 .
r:survey a ag:SurveyResult ; rdfs:label "整體，滿意"@zh-hant ; ag:dimension "整體"@zh-hant ; ag:option "滿意"@zh-hant ;
    ag:percent 55.0 ; ag:count 11 ; ag:n 20 ; ag:report <{BASE}report/scant> ; prov:wasQuotedFrom r:p2 .
r:p1 a oa:SpecificResource ; oa:hasSource <{BASE}report/scant> ; oa:hasSelector r:p1.position, r:p1.quote .
r:p1.position a oa:TextPositionSelector ; oa:start 9 ; oa:end 20 .
r:p1.quote a oa:TextQuoteSelector ; oa:exact "代書及收件12件" .
r:p2 a oa:SpecificResource ; oa:hasSource <{BASE}report/scant> ; oa:hasSelector r:p2.position, r:p2.quote .
r:p2.position a oa:TextPositionSelector ; oa:start 100 ; oa:end 120 .
r:p2.quote a oa:TextQuoteSelector ; oa:exact "收件13件，滿意11人（55%）" .
"""


@pytest.fixture(scope="session")
def paths(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("graphs")
    build([root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt"], folder)
    (folder / "scant.ttl").write_text(SCANT, "utf-8")
    return sorted(folder.glob("*.ttl"))


@pytest.fixture(scope="session")
def exported(paths: list[Path]) -> Callable[[str], bytes]:
    """The graphs in a format or profile; whoever publishes them is told to the catalogue."""

    def run(name: str) -> bytes:
        out = io.BytesIO()
        given = {"publisher": "https://example.org/agency", "licence": "https://example.org/licence"}
        export(paths, name, out, given if name == "dcat" else {})
        return out.getvalue()

    return run
