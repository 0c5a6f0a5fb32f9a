from __future__ import annotations

import re
from itertools import pairwise

import pytest
from pyoxigraph import Literal, NamedNode

from agencygraph.model import Fact
from agencygraph.namespaces import XSD
from agencygraph.questions import questions
from agencygraph.resources import question
from agencygraph.rules import Room, load
from agencygraph.stores import Memory, Rows, Term

IDENTIFIED = ("host", "agency", "partner", "organisation", "target")
LAST = ("report", "source", "start", "end", "quote", "section", "fact")
ROOMS = {room.name: room for room in load()}
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def ask(store: Memory, room: str, **values: Term) -> list[dict[str, str]]:
    answer = store.query(question(room).read_text("utf-8"), {f"p_{name}": value for name, value in values.items()})
    assert isinstance(answer, Rows)
    return list(answer.records())


def columns(room: Room) -> list[str]:
    own = [column.name for column in room.columns]
    return [*own, *LAST, *(f"{name}_iri" for name in own if name in IDENTIFIED)]


@pytest.mark.parametrize("name", ROOMS)
def test_the_columns_are_those_of_the_contract(store: Memory, name: str) -> None:
    assert list(ask(store, name)[0]) == columns(ROOMS[name])


@pytest.mark.parametrize("name", ROOMS)
def test_every_fact_is_one_row_with_its_values(store: Memory, facts: tuple[Fact, ...], name: str) -> None:
    wanted = sorted((fact for fact in facts if fact.kind == name), key=lambda fact: fact.evidence.span)
    rows = ask(store, name)
    assert [(int(row["start"]), int(row["end"]), row["quote"]) for row in rows] == [
        (fact.evidence.span.start, fact.evidence.span.end, fact.evidence.quote) for fact in wanted
    ]
    for row, fact in zip(rows, wanted, strict=True):
        assert row["section"] == fact.evidence.section
        assert row["source"] == "beibin-112.txt"
        for column in ROOMS[name].columns:
            if column.type == "fact":
                continue
            stated = fact.text(column.name)
            if column.type == "decimal" and "." in stated:
                stated = stated.rstrip("0").rstrip(".")
            assert sorted(row[column.name].split(";")) == sorted(stated.split(";"))


def test_several_values_stand_in_a_stable_order(store: Memory) -> None:
    for row in [*ask(store, "stationing"), *ask(store, "service-hours")]:
        places = [WEEK.index(day) for day in row["weekdays"].split(";")]
        assert all(before < after for before, after in pairwise(places))
    (event,) = ask(store, "events")
    names, iris = event["partner"].split(";"), event["partner_iri"].split(";")
    assert [iri.rpartition("/")[2] for iri in iris] == names


@pytest.mark.parametrize("name", ROOMS)
def test_rows_are_narrowed_by_every_parameter(store: Memory, name: str) -> None:
    text = question(name).read_text("utf-8")
    found = re.findall(r"^# parameter (\w+) \((text|integer)\): .+ \| .+$", text, re.MULTILINE)
    assert ("report", "text") in found
    assert ("year", "integer") in found
    every = len(ask(store, name))
    for parameter, kind in found:
        wrong: Term = Literal("沒有這個名字")
        right: Term = Literal("112年度") if parameter == "report" else Literal("")
        known = questions()[name].parameter(parameter)
        assert known is not None
        for choice in known.choices:
            column = "weekdays" if parameter == "weekday" else parameter
            told = [row for row in ask(store, name) if choice.code in re.split("[;+]", row[column])]
            assert ask(store, name, **{parameter: Literal(choice.code)}) == told
        if parameter == "option":
            for row in ask(store, name):
                assert row in ask(store, name, option=Literal(row["option"]))
            assert not ask(store, name, option=Literal("沒有這個答項"))
        if known.choices or parameter == "option":
            continue
        if kind == "integer":
            wrong, right = (Literal(year, datatype=NamedNode(f"{XSD}integer")) for year in ("1999", "2023"))
        assert ask(store, name, **{parameter: wrong}) == []
        assert len(ask(store, name, **{parameter: right})) == every


@pytest.mark.parametrize("name", ROOMS)
def test_every_question_is_worded_several_times_in_both_languages(name: str) -> None:
    text = question(name).read_text("utf-8")
    for language in ("zh", "en"):
        worded = re.findall(rf"^# question {language}: (.+)$", text, re.MULTILINE)
        assert len(worded) == len(set(worded)) > 2
