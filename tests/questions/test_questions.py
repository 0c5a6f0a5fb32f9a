"""The ready-made questions: their heads, their columns, and values that stay values."""

from __future__ import annotations

import pytest

from agencygraph.errors import UsageError
from agencygraph.questions import Question, date, parse, question, questions, run, run_text, with_prefixes, year
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


@pytest.mark.parametrize("asked", questions().values(), ids=lambda asked: asked.name)
def test_question_says_what_it_is_for(asked: Question) -> None:
    assert set(asked.purpose) == {"zh", "en"}
    for parameter in asked.parameters:
        codes = [choice.code for choice in parameter.choices]
        assert len(set(codes)) == len(codes)
        assert all(all(choice.zh) and all(choice.en) for choice in parameter.choices)


@pytest.mark.parametrize("name", questions())
def test_question_runs_and_its_passages_are_never_empty(name: str, sample: Memory) -> None:
    """Silence alone has no passage."""
    rows = run(sample, name)
    assert len(rows)
    assert rows.columns == question(name).columns
    assert ("quote" in rows.columns) == (name != "silences")
    assert all(record["fact"] and record["source"] and record.get("quote", "-") for record in rows.records())


@pytest.mark.parametrize("room", load(), ids=lambda room: room.name)
def test_columns_are_those_of_the_contract(room: Room, sample: Memory) -> None:
    columns = [column.name for column in room.columns]
    want = [*columns, "report", "source", "start", "end", "quote", "section", "fact"]
    want += [f"{name}_iri" for name in columns if name in IRI]
    assert list(run(sample, room.name).columns) == want


VALUES = {"integer": "2021", "date": "2021-03", "text": "臨海", "iri": "urn:x"}


@pytest.mark.parametrize("name", questions())
def test_every_parameter_binds(name: str, sample: Memory) -> None:
    """A value leaves a part of the rows; the column of the same name then holds nothing but the choice."""
    every = len(run(sample, name))
    for parameter in question(name).parameters:
        for value in [choice.code for choice in parameter.choices] or [VALUES[parameter.type]]:
            rows = run(sample, name, {parameter.name: value})
            assert len(rows) <= every
            if parameter.choices and parameter.name in rows.columns:
                assert all(value in record[parameter.name].split(";") for record in rows.records())


@pytest.mark.parametrize(
    ("name", "values", "column", "found"),
    [
        ("payment-channels", {"means": "bank"}, "partner", ["海東縣農會"]),
        ("payment-channels", {"means": "行動支付", "host": "臨海"}, "since", ["2021-07-01"]),
        ("payment-channels", {"means": "store"}, "limit", ["未滿3萬元"]),
        ("forms-for-services", {}, "form", ["分期繳納申請書"]),
        ("trainings-by-theme", {"theme": "safety"}, "topic", ["廳舍防火管理", "地震避難演練"]),
        ("trainings-by-theme", {"month": "9"}, "theme", ["gender"]),
        ("trainings-by-theme", {"affiliation": "海東大學"}, "theme", ["privacy"]),
        ("attendance-over-time", {"kind": "event"}, "people", ["350", "64", "15"]),
        ("attendance-over-time", {"until": "110年5月"}, "people", ["68", "350", "102"]),
        ("satisfaction-by-dimension", {"opinion": "positive"}, "percent", ["95"]),
        ("satisfaction-by-dimension", {"opinion": "很滿意", "year": "110"}, "option", ["非常滿意", "很滿意"]),
        ("counted-most", {"unit": "張"}, "value", ["20110", "10240", "9870"]),
        ("partners-by-roles", {"role": "cooperation"}, "roles", ["2"]),
        ("services-begun", {"from": "2022-02", "until": "2022-04", "kind": "service"}, "what", ["就近服務白沙鎮居民"]),
        ("services-begun", {"until": "109", "kind": "measure"}, "since", ["2020-05-04"]),
        ("laws-cited-most", {"title": "強制"}, "article", ["第77條"]),
        ("silences", {"kind": "surveys"}, "agency", ["望洋縣嵐石戶政事務所"]),
        ("silences", {"report": "110年度"}, "kind", []),
        ("figures-told-again", {"standing": "differs"}, "value", ["9120", "9210"]),
        ("figures-told-again", {"standing": "again"}, "measure", ["各里巡迴宣導", "各里巡迴宣導"]),
        ("figures-told-again", {"standing": "once", "host": "嵐石"}, "value", ["3046"]),
        ("referrals-by-target", {"target": "社會處"}, "count", ["25", "4"]),
        ("where-for-district", {"district": "雲嶺"}, "name", ["", "雲嶺服務站"]),
        ("stationing", {"weekday": "五", "host": "新港"}, "agency", None),
        ("stationing", {"weekday": "星期五", "host": "新港"}, "agency", ["新港戶政事務所"]),
        ("milestones", {"change": "extend"}, "what", ["擴大至行動支付"]),
        ("trainings", {"mode": "e-learning"}, "topic", ["資通安全通識"]),
        ("partners", {"role": "payment", "organisation": "農會"}, "role", ["cooperation;payment"]),
        ("service-hours", {"weekday": "Sat"}, "start_time", ["09:00"]),
        ("services", {"channel": "行動支付", "host": "臨海"}, "since", ["2021-07-01"]),
        ("surveys", {"option": "普通"}, "percent", ["4", "4"]),
    ],
)
def test_answers_on_the_samples(
    name: str, values: dict[str, str], column: str, found: list[str] | None, sample: Memory
) -> None:
    if found is None:
        with pytest.raises(UsageError, match="choices"):
            run(sample, name, values)
        return
    assert [record[column] for record in run(sample, name, values).records()] == found


def test_bodies_across_reports(sample: Memory) -> None:
    found = {record["organisation"] for record in run(sample, "bodies-across-reports").records()}
    assert found == {"海東縣政府社會處", "海東縣政府稅務局"}


def test_year_in_either_count(sample: Memory) -> None:
    assert [*run(sample, "meetings", {"year": "110"}).texts()] == [*run(sample, "meetings", {"year": "2021"}).texts()]
    assert not len(run(sample, "meetings", {"year": "1999"}))


@pytest.mark.parametrize(("told", "meant"), [("108", 2019), ("民國108年", 2019), ("2019", 2019), ("108年度", 2019)])
def test_years(told: str, meant: int) -> None:
    assert year(told) == meant


@pytest.mark.parametrize(
    ("told", "meant"),
    [("110", "2021"), ("110年3月", "2021-03"), ("110-3-2", "2021-03-02"), ("2021-03", "2021-03"), ("2021", "2021")],
)
def test_dates(told: str, meant: str) -> None:
    assert date(told) == meant


@pytest.mark.parametrize("told", ["", "soon", "3月", "2021-", "2021/03"])
def test_no_dates(told: str) -> None:
    with pytest.raises(UsageError):
        date(told)


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


def test_choices_purpose_and_columns_of_a_question_file() -> None:
    head = "# purpose zh: 查甲\n# purpose en: looks up\n# parameter kind (text): 種類 | kind\n"
    asked = parse(head + "# choice kind a-b: 甲、乙 | first, second\nSELECT DISTINCT ?x ?y\n WHERE {}", "a")
    assert asked.purpose == {"zh": "查甲", "en": "looks up"}
    assert asked.columns == ("x", "y")
    found = [asked.parameters[0].choice(told) for told in ("a-b", "乙", "Second", "third")]
    assert [one.code if one else None for one in found] == ["a-b", "a-b", "a-b", None]
