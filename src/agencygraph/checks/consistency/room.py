"""The rooms of checks: `checks/rules/<id>/check.yaml`, what a rule is and what it says when it fires."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from agencygraph import resources
from agencygraph.errors import RuleError
from agencygraph.model.finding import Severity


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(_Strict):
    """A text in both languages."""

    zh: str
    en: str


class Case(_Strict):
    """One way in which a rule fires: how grave, and the message with its blanks."""

    severity: Severity
    zh: str
    en: str


class CheckRoom(_Strict):
    """A rule: what it looks at and why, where it comes from, what it needs, what it says."""

    id: str
    title: Both
    definition: Both
    source: str
    needs: Literal["facts", "text"]
    cases: Mapping[str, Case]
    unable: Mapping[str, Both] = {}


def load() -> Mapping[str, CheckRoom]:
    """All rules by id. Raises RuleError for a room that is not well made."""
    return _load(resources.tables("checks") / "rules")


@functools.cache
def _load(folder: Path) -> Mapping[str, CheckRoom]:
    rooms: dict[str, CheckRoom] = {}
    for path in sorted(folder.glob("*/check.yaml")):
        try:
            room = CheckRoom.model_validate(yaml.safe_load(path.read_text("utf-8")))
        except (yaml.YAMLError, ValidationError) as fault:
            raise RuleError(f"{path}: {fault}", "檢核規則檔格式不符") from fault
        if room.id.lower() != path.parent.name:
            raise RuleError(f"{path}: the rule is called {room.id}", "檢核規則名稱與資料夾不同")
        rooms[room.id] = room
    return rooms
