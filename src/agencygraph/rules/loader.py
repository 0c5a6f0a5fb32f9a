"""Finds the fact rooms by walking `facts/` and reads them."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml
from pydantic import ValidationError

from agencygraph import resources
from agencygraph.errors import RuleError
from agencygraph.rules.schema import Room

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]


def load(folder: Path | None = None) -> tuple[Room, ...]:
    """All rooms of a folder (the project's own), sorted by name. Raises RuleError for a room that is not well made."""
    return _load(folder or resources.facts())


@functools.cache
def _load(folder: Path) -> tuple[Room, ...]:
    if not folder.is_dir():
        raise RuleError(f"{folder} is no folder of fact rooms.", "找不到事實類型的資料夾")
    return tuple(load_room(room) for room in sorted(folder.iterdir()) if (room / "fact.yaml").is_file())


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
