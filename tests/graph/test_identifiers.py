from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from agencygraph.identifiers import Names, Organisations, concept, slug
from agencygraph.namespaces import BASE

HEAD = ("北濱分署", "2023-01", "2023-12")


def test_an_organisation_is_known_by_its_oid_or_its_name() -> None:
    iris = Organisations()
    assert iris.iri("2.16.886.101.20003") == f"{BASE}organisation/2.16.886.101.20003"
    assert iris.iri("財團法人「海風」基金會") == f"{BASE}organisation/財團法人「海風」基金會"
    assert iris.iri("A/B 公司") == f"{BASE}organisation/A%2FB%20公司"


def test_another_base() -> None:
    assert Organisations("https://data.example.tw/").iri("甲") == "https://data.example.tw/organisation/甲"
    assert Names("a.txt", base="https://data.example.tw/").report.startswith("https://data.example.tw/report/a-")


def test_a_fact_keeps_its_iri_when_others_come_and_go() -> None:
    first, second = Names("a.txt", *HEAD), Names("a.txt", *HEAD)
    second.fact("forms", ["北濱分署", "閱卷聲請書"], ["閱卷聲請書"])
    key = ["北濱分署", "繳款申請書"]
    assert first.fact("forms", key, ["繳款申請書"]) == second.fact("forms", key, ["繳款申請書"])


def test_facts_with_the_same_key_are_numbered() -> None:
    names = Names("a.txt", *HEAD)
    one, two = (names.fact("forms", ["甲"], ["甲"]) for _ in range(2))
    assert two == f"{one}_2"


def test_copies_under_other_names_are_other_reports() -> None:
    assert Names("a.txt", *HEAD).report != Names("b.txt", *HEAD).report
    assert Names("a.txt", *HEAD).report == Names("a.pdf", *HEAD).report


def test_a_report_without_a_head_is_known_by_its_file() -> None:
    assert Names("海岸 報告.txt").stem.startswith("海岸-報告-")


def test_slugs_are_short_and_readable() -> None:
    assert slug("「溝通」的藝術", "", "112/06") == "溝通-的藝術-112-06"
    assert len(slug("長" * 99)) == 24


def test_concepts() -> None:
    assert concept("mode", "e-learning") == "https://w3id.org/agencygraph/code/mode/e-learning"


@given(st.text(min_size=1))
def test_any_name_gives_an_iri_that_parses(name: str) -> None:
    iri = Organisations().iri(name)
    (quad,) = parse(f"<{iri}> <urn:p> <{Names(name, name).report}> .".encode(), RdfFormat.N_TRIPLES)
    assert quad.subject == NamedNode(iri)


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_other_names_give_other_iris(names: list[str]) -> None:
    first, second = map(Organisations().iri, names)
    assert first != second
