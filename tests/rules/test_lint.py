"""The linter of fact rooms: each fault is told, a sound room is not."""

from __future__ import annotations

from typing import Any

import pytest

from agencygraph.errors import RuleError
from agencygraph.matching.examples import Example, examples, try_out
from agencygraph.rules import (
    SIGNS,
    AnswerRule,
    CellRule,
    HeadRule,
    ListRule,
    MentionRule,
    PatternRule,
    QuantityRule,
    Room,
    compile_pattern,
)
from agencygraph.rules.lint import NAMED_PATTERNS, PATTERNS, WORDS, lint

HEAD: dict[str, Any] = {
    "name": "visits",
    "class": "Visit",
    "label": {"zh": "參訪", "en": "Visit"},
    "definition": {"zh": "外賓參訪。", "en": "Guests visit."},
    "columns": [
        {"name": "host", "property": "host", "type": "organisation"},
        {"name": "date", "property": "date", "type": "date"},
    ],
    "key": ["host", "date"],
}
RULE: dict[str, Any] = {
    "id": "came",
    "pattern": ["{date}[^。]{0,20}?(?:<come>)"],
    "emit": {"host": "$host", "date": "date|start"},
}


def room(terms: dict[str, list[str]] | None = None, **rule: Any) -> Room:
    """A small room with one rule, altered."""
    words = {"come": ["參訪", "來訪"]} if terms is None else terms
    return Room.model_validate({**HEAD, "terms": words, "rules": [{**RULE, **rule}]})


def test_a_sound_room_has_no_fault() -> None:
    assert lint(room(), {"start"}) == []


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        (room(pattern=["{date}[0-9]人<come>"]), "digits"),
        (room(pattern=["{date}\\d人<come>"]), "digits"),
        (room(pattern=["{date}\ue001人<come>"]), "private-use"),
        (room(pattern=["{date}（<come>）"]), "folded text never has"),
        (room(pattern=["{date}(<come>"]), "no regular expression"),
        (room(pattern=["{date}{visitor}<come>"]), "unknown placeholder"),
        (room(pattern=["{date}<come><go>"]), "unknown list <go>"),
        (room(pattern=["(?:<come>)?"]), "can match nothing"),
        (room(where={"any": ["<come>*"]}), "can match nothing"),
        (room(terms={"come": ["參訪"], "go": ["離去"]}), "no pattern names <go>"),
        (room(terms={"come": []}), "empty"),
        (room(terms={"come": ["參訪", "參訪"]}), "2 times"),
        (room(terms={"come": ["3度來訪"]}), "digits"),
        (room(terms={"come": ["<guests>來訪"], "guests": ["師生"]}), "<guests>來訪 names a list"),
        (room(emit={"host": "$here"}), "$here is none of"),
        (room(emit={"guest": "date"}), "no such column"),
        (room(emit={"date": "day"}), "has a group day"),
        (room(emit={"date": "date|noon"}), "unknown operator noon"),
        (room(emit={"date": {"first": ["{date}"], "as": "noon"}}), "unknown operator noon"),
        (room(emit={"date": {"first": ["{date}9"]}}), "digits"),
        (room(need=["host"], emit={"date": "date"}), "needs host"),
        (room(each="host", emit={"date": "date"}), "needs host"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_told(altered: Room, told: str) -> None:
    faults = lint(altered, {"start"})
    assert any(told in fault for fault in faults), faults


def test_a_pattern_may_say_what_a_value_must_not_be() -> None:
    assert lint(room(want={"host": ["^(?!該)"]})) == []


def test_every_key_that_holds_words_is_looked_at() -> None:
    kinds = (PatternRule, ListRule, MentionRule, QuantityRule, AnswerRule, HeadRule, CellRule)
    fields = {name: field.annotation for kind in kinds for name, field in kind.model_fields.items()}
    lists = {name for name, hint in fields.items() if hint in (tuple[str, ...], dict[str, tuple[str, ...]])}
    assert lists - {"need"} == WORDS | PATTERNS | NAMED_PATTERNS


def test_two_rules_of_one_name_are_told() -> None:
    twice = Room.model_validate({**HEAD, "terms": {"come": ["參訪"]}, "rules": [RULE, RULE]})
    assert lint(twice) == ["two rules have the id came"]


def test_a_key_names_columns() -> None:
    assert lint(room().model_copy(update={"key": ("guest",)})) == ["key names the unknown column guest"]


def test_an_example_tells_missing_incomplete_and_wrong_rows() -> None:
    text = "本分署於3月5日接待來賓參訪，另於3月9日有外賓來訪。"
    row = {"date": "2021-03-05"}
    visits = room()
    assert try_out(visits, Example(text=text, facts=(row, {"date": "2021-03-09"}))).exact
    outcome = try_out(visits, Example(text=text, facts=({**row, "host": "別的機關"},)))
    assert outcome.missing and not outcome.incomplete and len(outcome.wrong) == 2
    assert [line.split()[0] for line in outcome.lines()] == ["missing", "wrong", "wrong"]


def test_examples_of_a_room_are_read_strictly(tmp_path: Any) -> None:
    (tmp_path / "examples.yaml").write_text("- {text: 甲, facts: [{guest: 乙}]}\n", "utf-8")
    with pytest.raises(Exception, match="no such column: guest"):
        examples(room(), tmp_path)


def test_a_placeholder_in_a_class_of_characters_is_its_sign() -> None:
    compiled = compile_pattern("[^,{date}{when}]+{date}", {})
    assert list(compiled.groupindex) == ["date"]
    assert compiled.fullmatch(f"甲乙{SIGNS['date']}")
    assert not compiled.fullmatch(f"甲{SIGNS['period']}{SIGNS['date']}")
    with pytest.raises(RuleError, match="no single sign"):
        compile_pattern("[{quoted}]", {})
