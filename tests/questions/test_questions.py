"""The ready-made questions: their heads, their columns, and values that stay values."""

from __future__ import annotations

import pytest

from agencygraph.errors import UsageError
from agencygraph.questions import Question, parse, question, questions, run, run_text, with_prefixes, year
from agencygraph.rules import Room, load
from agencygraph.stores import Memory, Rows

IRI = {"host", "agency", "partner", "organisation", "target"}


def test_every_room_and_every_question_over_several_is_there() -> None:
    assert {room.name for room in load()} <= set(questions())
    assert len(questions()) >= len(load()) + 3


@pytest.mark.parametrize("asked", questions().values(), ids=lambda asked: asked.name)
def test_question_has_wordings_and_described_parameters(asked: Question) -> None:
    assert asked.zh and asked.en
    assert all(one.zh and one.en for one in asked.parameters)


@pytest.mark.parametrize("name", questions())
def test_question_runs_and_its_passages_are_never_empty(name: str, sample: Memory) -> None:
    rows = run(sample, name)
    assert len(rows)
    assert all(record["quote"] for record in rows.records())


@pytest.mark.parametrize("room", load(), ids=lambda room: room.name)
def test_columns_are_those_of_the_contract(room: Room, sample: Memory) -> None:
    columns = [column.name for column in room.columns]
    want = [*columns, "report", "source", "start", "end", "quote", "section", "fact"]
    want += [f"{name}_iri" for name in columns if name in IRI]
    assert list(run(sample, room.name).columns) == want


@pytest.mark.parametrize("name", questions())
def test_every_parameter_binds(name: str, sample: Memory) -> None:
    for parameter in question(name).parameters:
        run(sample, name, {parameter.name: "2021" if parameter.type == "integer" else "臨海"})


def test_year_in_either_count(sample: Memory) -> None:
    assert [*run(sample, "meetings", {"year": "110"}).texts()] == [*run(sample, "meetings", {"year": "2021"}).texts()]
    assert not len(run(sample, "meetings", {"year": "1999"}))


@pytest.mark.parametrize(("told", "meant"), [("108", 2019), ("民國108年", 2019), ("2019", 2019), ("108年度", 2019)])
def test_years(told: str, meant: int) -> None:
    assert year(told) == meant


@pytest.mark.parametrize("value", ['x") . ?s ?p ?o #', 'a"b', "a\\", "\n", "'", "}", "臺「灣」"])
def test_a_value_is_never_read_as_query(value: str, sample: Memory) -> None:
    assert not len(run(sample, "stationing", {"host": value}))


def test_a_branch_is_the_host_or_the_agency(sample: Memory) -> None:
    for name, role in (("stationing", "host"), ("reports", "agency")):
        found = [*run(sample, name, {"branch": "臨海"}).texts()]
        assert found and found == [*run(sample, name, {role: "臨海"}).texts()]


def test_unknown_names_are_usage_errors(sample: Memory) -> None:
    with pytest.raises(UsageError, match="stationing"):
        question("stationin")
    with pytest.raises(UsageError, match="no parameter"):
        run(sample, "stationing", {"colour": "red"})
    with pytest.raises(UsageError, match="no year"):
        run(sample, "stationing", {"year": "soon"})


def test_own_queries_need_no_prefixes_and_take_values(sample: Memory) -> None:
    query = "SELECT ?n WHERE { ?f a ag:Stationing ; ag:agencyName ?n ; ag:headcount ?count }"
    every, two = run_text(sample, query), run_text(sample, query, {"count": "2"})
    assert isinstance(every, Rows) and isinstance(two, Rows)
    assert 0 < len(two) < len(every)
    with pytest.raises(UsageError, match="no variable"):
        run_text(sample, query, {"nothing": "1"})


def test_prefixes_are_added_only_where_they_are_missing() -> None:
    assert with_prefixes("SELECT * { ?s a ag:Form }").startswith("PREFIX ag:")
    declared = "PREFIX ag: <urn:x#> SELECT * { ?s a ag:Form }"
    assert with_prefixes(declared) == declared
    quiet = 'SELECT * { ?s ?p "skos:x" } # org:y'
    assert with_prefixes(quiet) == quiet


def test_header_of_a_question_file() -> None:
    asked = parse("# question zh: 甲？\n# question en: A?\n# parameter host (text): 機關 | agency\nSELECT * {}", "a")
    assert (asked.zh, asked.en, asked.parameters[0].en) == (("甲？",), ("A?",), "agency")
