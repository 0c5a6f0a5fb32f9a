"""A plain question, in Chinese or English, matched to a ready-made one: by words, never by guessing beyond them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

from agencygraph import resources
from agencygraph.questions.bodies import Bodies, Named
from agencygraph.questions.registry import Question, questions
from agencygraph.questions.running import run, year
from agencygraph.stores import Rows, Store
from agencygraph.text import fold

_STRONG, _WEAK, _LIKE = 3.0, 1.0, 6.0
_VERBATIM = 100.0
_LEAST = 1.5
_CLOSE = 0.75
_YEAR = re.compile(r"(?:民國|西元|\broc\s*)?(?<![\d])(\d{2,4})(?![\d])(?:年度?|會計年度)?|\b(?:year|in)\s+(\d{2,4})\b")
_YEARS = (range(80, 200), range(1991, 2111))
_QUOTED = re.compile(r"[「『“\"']([^「」『』“”\"']{2,40})[」』”\"']")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?|[\u3400-\u9fff]+|\d+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_GAP = "\0"
_HOSTED = ("host", "agency", "organisation", "target", "partner")


@dataclass(frozen=True, slots=True)
class Understood:
    """How a plain question was understood.

    `values` are the parameters; `agency` is a body that the question's query has no parameter for: rows are kept where
    it published the report; `topic` are words that rows must speak of, all of them where `strict`, else only when some
    row does; `others` the questions that come next, `sure` False where one of them comes close.
    """

    question: Question
    values: Mapping[str, str]
    agency: str
    topic: tuple[str, ...]
    strict: bool
    others: tuple[Question, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words that point to a question, folded."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


def understand(store: Store, text: str) -> Understood | None:
    """The ready-made question that a plain one means, with its parameters; None where no word points to any."""
    asked = fold(text).text.lower().replace("台", "臺")
    quoted = tuple(found[1] for found in _QUOTED.finditer(asked))
    rest, values = _without_year(_QUOTED.sub(_GAP, asked))
    bodies = Bodies(store)
    named = bodies.find(rest)
    rest = _masked(rest, ((one.start, one.end) for one in named))
    ranked = _ranked(rest, asked, bool(named))
    if not ranked or ranked[0][0] < _LEAST:
        return None
    best, question = ranked[0]
    values, agency = _placed(question, named, bodies, values)
    close = [other for score, other in ranked[1:4] if score >= _LEAST]
    sure = len(ranked) < 2 or ranked[1][0] < _CLOSE * best
    topic = quoted or _topic(rest, question)
    return Understood(question, values, agency, topic, bool(quoted), tuple(close), sure)


def answer(store: Store, understood: Understood) -> tuple[Rows, bool]:
    """The rows, and whether they were narrowed to the topic."""
    rows = run(store, understood.question.name, understood.values)
    if understood.agency:
        rows = _of_agency(store, rows, understood.agency)
    kept = [
        row
        for row in rows.texts()
        if all(word in " ".join(row).replace("台", "臺").lower() for word in understood.topic)
    ]
    if not understood.topic or not (kept or understood.strict):
        return rows, False
    chosen = set(kept)
    narrowed = tuple(row for row, told in zip(rows.rows, rows.texts(), strict=True) if told in chosen)
    return Rows(rows.columns, narrowed), True


def _of_agency(store: Store, rows: Rows, agency: str) -> Rows:
    """The rows from reports that an agency published."""
    reports = {(one["report"], one["source"]) for one in run(store, "reports", {"agency": agency}).records()}
    kept = zip(rows.rows, rows.records(), strict=True)
    return Rows(rows.columns, tuple(row for row, told in kept if (told["report"], told["source"]) in reports))


def _without_year(asked: str) -> tuple[str, dict[str, str]]:
    for found in _YEAR.finditer(asked):
        number = int(found[1] or found[2])
        if any(number in years for years in _YEARS):
            return asked[: found.start()] + _GAP + asked[found.end() :], {"year": str(year(str(number)))}
    return asked, {}


def _masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in places:
        signs[start:end] = [_GAP] * (end - start)
    return "".join(signs)


def _ranked(rest: str, asked: str, named: bool) -> list[tuple[float, Question]]:
    """The questions with their scores, best first; that about an organisation only where one is named."""
    found: list[tuple[float, Question]] = []
    for question in questions().values():
        words = _words().get(question.name, Words((), ()))
        score = _STRONG * _weight(rest, words.strong) + _WEAK * _weight(rest, words.weak)
        like = max((_alike(asked, wording) for wording in (*question.zh, *question.en)), default=0.0)
        score += _VERBATIM if like == 1 else _LIKE * like
        if question.name == "about-organisation" and not named:
            score = 0.0
        found.append((score, question))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].name))


def _weight(text: str, words: Iterable[str]) -> float:
    """One for each word found, a little more for longer ones; one within a longer one found is not counted."""
    total = 0.0
    for word in words:
        at = _place(text, word)
        if at:
            total += 1 + 0.1 * min(len(word), 6) * (1 if _CHINESE.search(word) else 0.5)
            text = _masked(text, [at])
    return total


def _place(text: str, word: str) -> tuple[int, int] | None:
    """Where a word stands: Chinese anywhere, English at the beginning of a word."""
    if _CHINESE.search(word):
        at = text.find(word)
        return (at, at + len(word)) if at >= 0 else None
    found = re.search(rf"\b{re.escape(word)}[a-z]*", text)
    return found.span() if found else None


def _alike(asked: str, wording: str) -> float:
    """The share of pairs of neighbouring characters (or of words) that two questions have in common."""
    a, b = _pairs(asked), _pairs(fold(wording).text.lower())
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _pairs(text: str) -> set[str]:
    chinese = "".join(_CHINESE.findall(text))
    words = set(re.findall(r"[a-z]{3,}", text)) - set(_stops()["en"])
    return {chinese[at : at + 2] for at in range(len(chinese) - 1)} | words


def _placed(
    question: Question, named: Iterable[Named], bodies: Bodies, values: dict[str, str]
) -> tuple[dict[str, str], str]:
    """Each body as the parameter whose names hold it; one that fits no parameter must have published the report."""
    values, agency = dict(values), ""
    offered = [role for role in _HOSTED if question.parameter(role)]
    for one in named:
        free = [role for role in offered if role not in values]
        fits = ((text, bodies.role(text, free)) for text in one.texts)
        text, role = next(((text, role) for text, role in fits if role), (one.texts[0], None))
        if role:
            values[role] = text
        elif free and not bodies.role(text, _HOSTED):
            values[free[0]] = text
        else:
            agency = agency or text
    return {name: value for name, value in values.items() if question.parameter(name)}, agency


def _topic(rest: str, question: Question) -> tuple[str, ...]:
    """What a question speaks of besides the words that led to it and those that say nothing."""
    words = _words().get(question.name, Words((), ()))
    for word in (*words.strong, *words.weak):
        while at := _place(rest, word):
            rest = _masked(rest, [at])
    for word in _stops()["zh"]:
        rest = rest.replace(word, _GAP)
    plain = set(_stops()["en"])
    return tuple(
        found for found in _WORD.findall(rest) if len(found) > 1 and found not in plain and not found.isdigit()
    )


@functools.cache
def _words() -> dict[str, Words]:
    raw = yaml.safe_load((resources.tables("questions") / "words.yaml").read_text("utf-8"))
    return {name: Words(_sorted(words["strong"]), _sorted(words["weak"])) for name, words in raw.items()}


@functools.cache
def _stops() -> dict[str, tuple[str, ...]]:
    raw = yaml.safe_load((resources.tables("questions") / "stops.yaml").read_text("utf-8"))
    return {language: _sorted(words) for language, words in raw.items()}


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    """The words folded, longest first."""
    folded = {fold(str(word)).text.lower().replace("台", "臺") for word in words}
    return tuple(sorted(folded, key=lambda word: (-len(word), word)))
