"""The reference of the rule language names every kind of rule, key, placeholder, operator and phrase."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from agencygraph.matching.values import OPERATORS
from agencygraph.rules import BLOCKS, phrases
from agencygraph.rules.lint import CONTEXT
from agencygraph.rules.schema import (
    AnswerRule,
    CellRule,
    Column,
    Find,
    HeadRule,
    ListRule,
    MentionRule,
    PatternRule,
    QuantityRule,
    Room,
    Where,
)

EVERY = {"id", "read", "says"}
PARTS = {
    "## The room": (Room, Column),
    "### `where`": (Where,),
    "Found near the match:": (Find,),
    "## `read: pattern`": (PatternRule,),
    "## `read: list`": (ListRule,),
    "## `read: mention`": (MentionRule,),
    "## `read: quantity`": (QuantityRule,),
    "## `read: answer`": (AnswerRule,),
    "## `read: cell`": (CellRule,),
    "## `read: head`": (HeadRule,),
}


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs/rule-language.md").read_text("utf-8")


def _part(page: str, title: str) -> str:
    _, _, rest = page.partition(f"\n{title}\n")
    assert rest, f"no part {title}"
    return re.split(r"\n#+ |\nOperators:|\nFound near the match:", rest)[0]


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _choices(hint: Any) -> set[str]:
    return {hint} if isinstance(hint, str) else {text for part in get_args(hint) for text in _choices(part)}


@pytest.mark.parametrize("title", PARTS)
def test_every_key_is_in_its_part_and_no_other(page: str, title: str) -> None:
    wanted = set().union(*(_keys(model) for model in PARTS[title])) - (EVERY if "read:" in title else set())
    text = _part(page, title)
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert not wanted - named, "not documented"
    if "read:" in title:
        others = set().union(*(_keys(model) for models in PARTS.values() for model in models)) - EVERY
        listed = re.findall(r"Keys: ([^\n]*(?:\n(?!\n)[^\n|]*)*)", text)
        shown = {key for line in listed for key in re.findall(r"`(\w+)`", line)}
        shown |= set(re.findall(r"^\| `([a-z_]+)`", text, re.MULTILINE))
        assert not (shown & others) - wanted, "documented, but the schema does not know it"


@pytest.mark.parametrize("model", [Column, Find, ListRule, MentionRule, PatternRule])
def test_every_choice_is_documented(page: str, model: type[BaseModel]) -> None:
    choices = set().union(*(_choices(field.annotation) for field in model.model_fields.values()))
    assert not {choice for choice in choices if f"`{choice}`" not in page}


def test_every_placeholder_is_documented(page: str) -> None:
    rows = set(re.findall(r"^\| `\{([a-z]+)(?::…)?\}`", _part(page, "## Placeholders"), re.MULTILINE))
    assert rows == {*BLOCKS, "count"}


def test_every_operator_phrase_and_context_is_documented(page: str) -> None:
    assert not {name for name in OPERATORS if f"`{name}`" not in _part(page, "Operators:")}
    assert set(re.findall(r"`<([a-z]+)>`", _part(page, "## Placeholders"))) == set(phrases())
    assert not {name for name in CONTEXT if f"`{name}`" not in page}
