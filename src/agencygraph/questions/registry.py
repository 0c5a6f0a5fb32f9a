"""The ready-made questions: those of the fact rooms and those over several facts, with wordings and parameters."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from agencygraph import resources
from agencygraph.errors import UsageError

ParameterType = Literal["text", "integer", "date", "iri"]

_HEAD = re.compile(r"#\s*(question|purpose)\s+(zh|en):\s*(\S.*?)\s*")
_PARAMETER = re.compile(r"#\s*parameter\s+(\w+)\s*(?:\((text|integer|date|iri)\))?:\s*(.*?)\s*")
_CHOICE = re.compile(r"#\s*choice\s+(\w+)\s+([\w-]+):\s*(.*?)\s*")
_WORDS = re.compile(r"[、,]\s*")
_SELECT = re.compile(r"\bSELECT\b(?:\s+DISTINCT)?((?:\s+\?\w+)+)", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a parameter takes: its code, and words for it in both languages, its name first."""

    code: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question can be narrowed by; in the query it is the variable `?p_<name>`.

    Where it has choices it takes no other value.
    """

    name: str
    type: ParameterType = "text"
    zh: str = ""
    en: str = ""
    choices: tuple[Choice, ...] = ()

    def choice(self, told: str) -> Choice | None:
        """The choice with that code or one of whose words it is; None where there is none."""
        told = told.strip().casefold()
        by_code = (one for one in self.choices if one.code.casefold() == told)
        by_word = (one for one in self.choices if told in (word.casefold() for word in (*one.zh, *one.en)))
        return next(by_code, None) or next(by_word, None)


@dataclass(frozen=True, slots=True)
class Question:
    """A ready-made question: its wordings in both languages, its parameters and the query that answers it.

    `purpose` is what it is for, by language; `room` says whether it is that of a fact room.
    """

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str
    room: bool = False
    purpose: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its answer, as its SELECT names them."""
        found = _SELECT.search(self.sparql)
        return tuple(found[1].replace("?", " ").split()) if found else ()

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
    """A question from the text of its file: the comments above the query hold wordings, purpose and parameters."""
    wordings: dict[str, list[str]] = {"zh": [], "en": []}
    purpose: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    for line in text.splitlines():
        if _PREFIX.match(line):
            break
        if found := _HEAD.fullmatch(line.strip()):
            if found[1] == "purpose":
                purpose[found[2]] = found[3]
            else:
                wordings[found[2]].append(found[3])
        elif found := _PARAMETER.fullmatch(line.strip()):
            zh, _, en = (part.strip() for part in found[3].partition("|"))
            kinds: dict[str | None, ParameterType] = {"integer": "integer", "date": "date", "iri": "iri"}
            parameters[found[1]] = Parameter(found[1], kinds.get(found[2], "text"), zh, en)
        elif (found := _CHOICE.fullmatch(line.strip())) and found[1] in parameters:
            of = parameters[found[1]]
            zh, _, en = (part.strip() for part in found[3].partition("|"))
            choice = Choice(found[2], tuple(_WORDS.split(zh)), tuple(_WORDS.split(en)))
            parameters[of.name] = replace(of, choices=(*of.choices, choice))
    told = tuple(wordings["zh"]), tuple(wordings["en"])
    return Question(name, *told, tuple(parameters.values()), text, room, purpose)
