"""Rules that read lists: where items begin and end, which numbers count them, lists that are told again."""

from __future__ import annotations

import pytest

from agencygraph import outline, tables
from agencygraph.matching.engine import match_room
from agencygraph.matching.reading import Head, read
from agencygraph.model import Fact, Source
from agencygraph.rules import Find, ListRule, PatternRule, Room, load

HEAD = Head("年度報告", "屏東縣恆春地政事務所", "110", "2021-01", "2021-12")
FORMS = next(room for room in load() if room.name == "forms")


def facts(room: Room, text: str) -> list[Fact]:
    document = tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))
    return match_room(read(document, HEAD), room)


def rows(room: Room, text: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(fact.text(name) for name in columns) for fact in facts(room, text)]


def room(*rules: ListRule | PatternRule) -> Room:
    return FORMS.model_copy(update={"rules": rules})


def a_list(**keys: object) -> ListRule:
    emit: dict[str, str | Find] = {"host": "$host", "form": "item", "position": "$position"}
    return ListRule.model_validate({"id": "a", "read": "list", "cue": ["備有"], "emit": emit, **keys})


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("備有甲書、乙書及丙書。", ["甲書", "乙書", "丙書"]),
        ("備有甲書和乙書，歡迎取用。", ["甲書", "乙書"]),
        ("備有甲及乙申報書、丙書。", ["甲及乙申報書", "丙書"]),
        ("備有甲書(含乙書及丙書)、丁書。", ["甲書(含乙書及丙書)", "丁書"]),
    ],
)
def test_and_parts_where_both_sides_are_items(text: str, items: list[str]) -> None:
    rule = a_list(item=["[^,。、]*書(?:[(][^)]*[)])?"])
    assert [row[0] for row in rows(room(rule), text, "form")] == items


def test_numbers_inside_names_and_brackets_part_nothing() -> None:
    rule = a_list(item=["[^。]+"], until=["等"], numbered=True)
    text = "備有1.同意書(第三人)、2.第二順位擔保書、3.甲、乙二人之切結書等。"
    assert rows(room(rule), text, "form", "position") == [
        ("同意書(第三人)", "1"),
        ("第二順位擔保書", "2"),
        ("甲、乙二人之切結書", "3"),
    ]


def test_a_list_told_again_counts_once_and_another_list_counts() -> None:
    rule = a_list(least=2)
    text = "備有甲書、乙書。\n\n備有甲書、乙書。\n\n備有乙書、甲書。\n"
    assert rows(room(rule), text, "form", "position") == [("甲書", "1"), ("乙書", "2"), ("乙書", "1"), ("甲書", "2")]


def test_what_is_said_of_each_goes_for_all() -> None:
    facilities = next(room for room in load() if room.name == "facilities")
    text = "二樓走廊設置飲水機、血壓計各3台。"
    assert rows(facilities, text, "facility", "count") == [("飲水機", "3"), ("血壓計", "3")]


def test_the_same_thing_at_another_place_is_another_thing() -> None:
    facilities = next(room for room in load() if room.name == "facilities")
    text = "一樓大廳設置飲水機1台，二樓走廊設置飲水機1台。"
    assert rows(facilities, text, "place", "count") == [("一樓大廳", "1"), ("二樓走廊", "1")]


def test_items_below_a_line_end_with_the_lines_below_it() -> None:
    rule = a_list(cue=["備用書表"], lines=True, scope="paragraph", item=["[^。]*書"])
    text = "一、備用書表：\n(一)甲書\n(二)乙書\n二、其他\n(一)丙書\n"
    assert [row[0] for row in rows(room(rule), text, "form")] == ["甲書", "乙書"]


def test_a_rule_that_stands_alone_is_silent_where_another_spoke() -> None:
    first = PatternRule.model_validate({"id": "a", "pattern": ["(?P<form>甲書)"], "emit": {"form": "form"}})
    second = PatternRule.model_validate(
        {"id": "b", "pattern": ["(?P<form>[乙丙]書)"], "alone": True, "emit": {"form": "form"}, "scope": "clause"}
    )
    assert [row[0] for row in rows(room(first, second), "甲書在此，乙書亦在此。丙書在彼。", "form")] == ["甲書", "丙書"]


def test_a_rule_that_stands_alone_may_speak_twice() -> None:
    rule = PatternRule.model_validate(
        {"id": "a", "pattern": ["(?P<form>[甲乙]書)"], "alone": True, "emit": {"form": "form"}, "cite": "match"}
    )
    assert [row[0] for row in rows(room(rule), "甲書在此，乙書亦在此。", "form")] == ["甲書", "乙書"]


def test_a_value_must_look_as_wanted() -> None:
    rule = a_list(want={"form": ["書$"]})
    assert [row[0] for row in rows(room(rule), "備有甲書、乙冊、丙書。", "form")] == ["甲書", "丙書"]
