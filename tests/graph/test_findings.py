"""Findings as triples: annotations of the report with every passage that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from agencygraph import questions
from agencygraph.namespaces import AG, OA, PROV, RDF, SH
from agencygraph.pipeline import build, checking
from agencygraph.stores import Memory

TEXT = """110年度服務成果報告
陳報機關：法務部行政執行署示範分署
資料時間：110年1月至12月

一、受理案件共計128件（電話61件、信函42件、親訪24件）。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("findings")
    (place / "report.txt").write_text(TEXT, "utf-8")
    build([place / "report.txt"], place / "graphs")
    checking.write_findings(checking.check([place / "report.txt"]), place / "graphs")
    return place / "graphs"


def test_a_finding_is_an_annotation_with_all_its_passages(folder: Path) -> None:
    file = next(folder.glob("*.findings.ttl"))
    quads = list(parse(file.read_bytes(), RdfFormat.TURTLE))
    node = next(q.subject for q in quads if q.predicate.value == f"{AG}rule" and '"SUM"' in str(q.object))
    about = [(q.predicate.value, q.object) for q in quads if q.subject == node]
    kinds = {thing.value for name, thing in about if name == f"{RDF}type" and isinstance(thing, NamedNode)}
    assert kinds == {f"{AG}Finding", f"{SH}ValidationResult", "http://www.w3.org/ns/dqv#QualityAnnotation"}
    assert sum(name == f"{OA}hasTarget" for name, _ in about) == 4
    assert sum(name == f"{PROV}wasQuotedFrom" for name, _ in about) == 1
    assert (f"{SH}resultSeverity", NamedNode(f"{SH}Violation")) in about


def test_the_question_over_many_reports_answers_with_quotes(folder: Path) -> None:
    rows = list(questions.run(Memory.folder(folder), "findings", {"rule": "SUM"}).records())
    assert len(rows) == 1
    assert "61件" in str(rows[0]["others"]) + str(rows[0]["quote"])


def test_findings_are_no_graph_to_check_and_the_same_bytes_again(folder: Path) -> None:
    file = next(folder.glob("*.findings.ttl"))
    before = file.read_bytes()
    checked = checking.check([folder.parent / "report.txt"])
    checking.write_findings(checked, folder)
    assert file.read_bytes() == before
    assert not [one for one in checking.check([folder]).findings if one.rule == "UNREADABLE"]
