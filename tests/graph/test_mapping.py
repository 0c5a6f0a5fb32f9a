from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from agencygraph.mapping import authority, authority_keys, names_of, prefixes, quads, turtle
from agencygraph.mapping.contacts import contacts
from agencygraph.mapping.figures import written as spelling
from agencygraph.mapping.terms import decimal, integer, moment
from agencygraph.model import Document, Fact
from agencygraph.namespaces import AG, OA, ORG, PROV, RDFS, SKOS, XSD
from agencygraph.rules import load


def values(mapped: Iterable[Quad], subject: str, predicate: str) -> list[str]:
    """The values of a property of the subjects whose IRIs hold this text."""
    return sorted(
        quad.object.value
        for quad in mapped
        if isinstance(quad.subject, NamedNode) and subject in quad.subject.value
        if quad.predicate.value == predicate and isinstance(quad.object, NamedNode | Literal)
    )


def test_the_same_facts_give_the_same_bytes(report: Document, facts: tuple[Fact, ...], written: bytes) -> None:
    assert turtle(quads(report, facts, load()), prefixes(report, facts)) == written
    assert turtle(reversed(quads(report, facts, load())), prefixes(report, facts)) == written


def test_turtle_says_what_the_quads_say(mapped: list[Quad], written: bytes) -> None:
    assert {str(quad.triple) for quad in parse(written, RdfFormat.TURTLE)} == {str(quad.triple) for quad in mapped}


def test_engines_keep_every_literal_as_it_is_written(mapped: list[Quad]) -> None:
    store = Store()
    store.extend(mapped)
    assert {str(quad) for quad in store} == {str(quad) for quad in mapped}


def test_one_named_graph_and_no_blank_node(report: Document, facts: tuple[Fact, ...], mapped: list[Quad]) -> None:
    assert {quad.graph_name for quad in mapped} == {NamedNode(names_of(report, facts).report)}
    assert all(isinstance(quad.subject, NamedNode) for quad in mapped)
    assert all(isinstance(quad.object, NamedNode | Literal) for quad in mapped)


def test_every_fact_leads_to_its_words(report: Document, facts: tuple[Fact, ...], mapped: list[Quad]) -> None:
    passages = [quad.object for quad in mapped if quad.predicate.value == f"{PROV}wasQuotedFrom"]
    assert len(passages) == len(facts)
    for fact in facts:
        start, end = fact.evidence.span.start, fact.evidence.span.end
        at = f"/passage-{start}-{end}"
        assert values(mapped, f"{at}.quote", f"{OA}exact") == [report.source.text[start:end]]
        assert values(mapped, f"{at}.position", f"{OA}start") == [str(start)]
        assert values(mapped, f"{at}.position", f"{OA}end") == [str(end)]


def test_context_is_what_a_fact_is_derived_from(mapped: list[Quad]) -> None:
    (passage,) = values(mapped, "/stationing-", f"{PROV}wasDerivedFrom")
    assert values(mapped, f"{passage}.quote", f"{OA}exact") == ["每週二、四下午駐點"]
    assert f"{AG}host" in values(mapped, "/stationing-", f"{AG}derivedProperty")


def test_figures_keep_their_spelling(mapped: list[Quad]) -> None:
    assert values(mapped, "/surveys-問卷-很滿意", f"{AG}percent") == ["55"]
    assert values(mapped, "/surveys-問卷-很滿意", f"{AG}percentWritten") == ["55.00"]
    assert values(mapped, "/surveys-問卷-很滿意", f"{AG}percentDecimals") == ["2"]


@pytest.mark.parametrize(
    ("value", "quote", "expected"),
    [
        ("35000", "約3.5萬人次", ("3.5萬", -3)),
        ("1200", "共 1,200 件", ("1,200", 0)),
        ("0.5", "占０．５０％", ("0.50", 2)),
        ("300", "三百件", ("300", 0)),
        ("20000000", "2千萬元", ("2千萬", -7)),
        ("12", "112年受理12件", ("12", 0)),
    ],
)
def test_spelling_of_a_figure(value: str, quote: str, expected: tuple[str, int]) -> None:
    assert spelling(value, quote) == expected


def test_dates_are_as_fine_as_written_and_can_be_compared(mapped: list[Quad]) -> None:
    assert values(mapped, "/milestones-", f"{AG}date") == ["2023-05"]
    assert values(mapped, "/milestones-", f"{AG}dateEarliest") == ["2023-05-01"]
    assert values(mapped, "/milestones-", f"{AG}dateLatest") == ["2023-05-31"]
    assert values(mapped, "/trainings-", f"{AG}dateLatest") == ["2023-06-08"]


@pytest.mark.parametrize(
    ("literal", "value", "kind"),
    [
        (decimal("1.50"), "1.5", "decimal"),
        (decimal("-0"), "0", "decimal"),
        (decimal("1E3"), "1000", "decimal"),
        (decimal("3人"), "3人", "string"),
        (integer("007"), "7", "integer"),
        (integer("三"), "三", "string"),
        (moment("2019"), "2019", "gYear"),
        (moment("2019-04"), "2019-04", "gYearMonth"),
        (moment("2019-02-30"), "2019-02-30", "string"),
        (moment("2019-13"), "2019-13", "string"),
    ],
)
def test_literals_are_canonical(literal: Literal, value: str, kind: str) -> None:
    assert (literal.value, literal.datatype.value) == (value, XSD + kind)


def test_one_body_is_one_node_with_the_names_it_was_given(report: Document, facts: tuple[Fact, ...]) -> None:
    short = [replace(facts[3], values={**facts[3].values, "agency": "台北國稅局"})]
    full = [replace(facts[3], values={**facts[3].values, "agency": "財政部臺北國稅局"})]
    mapped = [*quads(report, short, load()), *quads(report, full, load())]
    (node,) = {quad.object for quad in mapped if quad.predicate.value == f"{AG}agency"}
    assert isinstance(node, NamedNode)
    assert set(values(mapped, node.value, f"{SKOS}altLabel")) == {"台北國稅局", "財政部臺北國稅局"}
    assert set(values(mapped, node.value, f"{RDFS}label")) == {"財政部臺北國稅局"}


def test_who_stations_staff_is_linked_to_the_host(mapped: list[Quad]) -> None:
    assert len(values(mapped, "/organisation/", f"{ORG}linkedTo")) == 2


def test_a_part_leads_to_its_total(report: Document, facts: tuple[Fact, ...], mapped: list[Quad]) -> None:
    (whole,) = values(mapped, "/statistics-", f"{AG}whole")
    assert values(mapped, whole, f"{AG}value") == ["1200"]


def test_a_fact_names_the_entries_it_used(mapped: list[Quad]) -> None:
    assert values(mapped, "/legal-references-", f"{AG}authorityEntry") == ["law:A0030023"]
    assert values(mapped, "/legal-references-", f"{AG}law") == ["https://w3id.org/agencygraph/id/law/A0030023"]
    assert "place:宜蘭縣" not in values(mapped, "/service-areas-", f"{AG}authorityEntry")


def test_a_chapter_that_holds_no_text_is_marked(mapped: list[Quad]) -> None:
    assert values(mapped, "/section-肆", f"{AG}hasContent") == ["false"]
    assert values(mapped, "/section-參", f"{AG}hasContent") == [
        "true",
    ]


def test_a_report_without_facts_still_has_its_node(report: Document) -> None:
    mapped = quads(report, (), load())
    assert values(mapped, "/report/beibin-112-", f"{AG}sourceName") == ["beibin-112.txt"]
    assert values(mapped, "/report/beibin-112-", f"{RDFS}label") == ["beibin-112"]


def test_what_is_on_file_comes_with_the_bodies_above(facts: tuple[Fact, ...]) -> None:
    keys = authority_keys(facts, load())
    assert "law:A0030023" in keys
    named = list(parse(authority(["財政部臺北國稅局", "law:A0030023", "place:宜蘭縣"]), RdfFormat.TURTLE))
    labels = {quad.object.value for quad in named if isinstance(quad.object, Literal) and quad.object.language}
    assert {"財政部臺北國稅局", "財政部", "行政院", "行政執行法", "宜蘭縣", "Yilan County"} <= labels


def test_ways_to_reach_an_agency() -> None:
    text = "地址：示範縣海口鎮中正路二段１２號，電話（０３）９１２－３４５６，"
    text += "信箱 help@beibin.example.tw，詳見 www.beibin.example.tw。"
    assert contacts(text) == {
        "telephone": "(03)912-3456",
        "email": "help@beibin.example.tw",
        "website": "www.beibin.example.tw",
        "address": "示範縣海口鎮中正路二段12號",
    }
    assert contacts("全年受理1,200件，第03條規定。") == {}


def test_turtle_spells_awkward_terms() -> None:
    awkward = Literal('引"號"\\與\n換行\t')
    data = turtle([Triple(NamedNode("urn:a/(b)%28"), NamedNode("urn:p"), awkward)])
    (quad,) = parse(data, RdfFormat.TURTLE)
    assert quad.object == awkward


def test_a_passage_of_a_file_with_pages_names_its_page(report: Document, facts: tuple[Fact, ...]) -> None:
    middle = sorted(fact.evidence.span.start for fact in facts)[len(facts) // 2]
    paged = replace(report, source=replace(report.source, pages=(0, middle)))
    found = {
        (quad.subject.value, quad.object.value)
        for quad in quads(paged, facts, load())
        if quad.predicate.value == f"{AG}page" and isinstance(quad.subject, NamedNode)
        if isinstance(quad.object, Literal)
    }
    assert {page for _, page in found} == {"1", "2"} and len(found) == len(dict(found))
    assert not values(quads(report, facts, load()), "", f"{AG}page")
