"""The ready-made questions: those of the fact rooms and those over several facts, with wordings and parameters."""

from __future__ import annotations

import difflib
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agencygraph import resources
from agencygraph.errors import UsageError

ParameterType = Literal["text", "integer", "date", "iri"]

_HEAD = re.compile(r"#\s*question\s+(zh|en):\s*(\S.*?)\s*")
_PARAMETER = re.compile(r"#\s*parameter\s+(\w+)\s*(?:\((text|integer|date|iri)\))?:\s*(.*?)\s*")
_PREFIX = re.compile(r"^\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question can be narrowed by; in the query it is the variable `?p_<name>`."""

    name: str
    type: ParameterType = "text"
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A ready-made question: its wordings in both languages, its parameters and the query that answers it."""

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str
    room: bool = False

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, None where the question has none."""
        return next((one for one in self.parameters if one.name == name), None)


def questions() -> dict[str, Question]:
    """All ready-made questions by name: the fact rooms' first, then those over several facts, each sorted by name."""
    return dict(_all(resources.facts(), resources.tables("questions")))


@functools.cache
def _all(rooms: Path, own: Path) -> tuple[tuple[str, Question], ...]:
    found = [
        parse(file.read_text("utf-8"), file.parent.name, room=True) for file in sorted(rooms.glob("*/question.rq"))
    ]
    found += [parse(file.read_text("utf-8"), file.stem) for file in sorted(own.glob("*.rq"))]
    return tuple((question.name, question) for question in found)


def question(name: str) -> Question:
    """The question of that name. Raises UsageError, with the names that are alike, where there is none."""
    known = questions()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    advice = f"Did you mean 是否要問 {', '.join(near)}?" if near else "agencygraph questions lists them 列出全部問題."
    raise UsageError(f"there is no question called {name!r}.", f"沒有名為「{name}」的問題。", advice)


def parse(text: str, name: str, *, room: bool = False) -> Question:
    """A question from the text of its file: the comments above the query hold wordings and parameters."""
    wordings: dict[str, list[str]] = {"zh": [], "en": []}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if _PREFIX.match(line):
            break
        if found := _HEAD.fullmatch(line.strip()):
            wordings[found[1]].append(found[2])
        elif found := _PARAMETER.fullmatch(line.strip()):
            zh, _, en = (part.strip() for part in found[3].partition("|"))
            kinds: dict[str | None, ParameterType] = {"integer": "integer", "date": "date", "iri": "iri"}
            parameters.append(Parameter(found[1], kinds.get(found[2], "text"), zh, en))
    return Question(name, tuple(wordings["zh"]), tuple(wordings["en"]), tuple(parameters), text, room)
