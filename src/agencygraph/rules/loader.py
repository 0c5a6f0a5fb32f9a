"""Finds the fact rooms by walking `facts/` and reads them."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml
from pydantic import ValidationError

from agencygraph.errors import RuleError
from agencygraph.rules.schema import Room

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]

FACTS = Path(__file__).parent.parent / "facts"
"""Where the rooms are: one folder a fact type."""


@functools.cache
def load() -> tuple[Room, ...]:
    """All rooms, sorted by name. Raises RuleError for a room that is not well made."""
    return tuple(load_room(folder) for folder in sorted(FACTS.iterdir()) if (folder / "fact.yaml").is_file())


def load_room(folder: Path) -> Room:
    """The room in `folder`. Raises RuleError where its `fact.yaml` does not fit the schema or the folder's name."""
    path = folder / "fact.yaml"
    try:
        room = Room.model_validate(yaml.load(path.read_text("utf-8"), YamlLoader))
    except (yaml.YAMLError, ValidationError) as fault:
        raise RuleError(f"{path}: {fault}", "規則檔格式不符") from fault
    if room.name != folder.name:
        raise RuleError(f"{path}: the room is called {room.name}", "規則檔名稱與資料夾不同")
    return room


@functools.cache
def phrases() -> dict[str, tuple[str, ...]]:
    """The word lists that all rooms may name, by name."""
    raw = yaml.load((Path(__file__).parent / "phrases.yaml").read_text("utf-8"), YamlLoader)
    return {name: tuple(words) for name, words in raw.items()}
