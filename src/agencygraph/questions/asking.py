"""A plain question, in Chinese or English, matched to a ready-made one: by words, never by guessing beyond them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
_CHINESE_WORD = re.compile(r"[\u3400-\u9fff]+")
_DAY = re.compile(r"(?:週|周|星期|禮拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*days?\b")
_DAYS = dict(zip("一二三四五六日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
_DAYS |= {"天": "sun", **{day: day for day in _DAYS.values()}}
_SMALL = frozenset({"which", "what", "where", "when", "that", "there", "does", "with", "from", "this", "have", "they"})
_HALF = 2
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
    """The words that point to a question, folded; `topics` also narrow its answer."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


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
    if not understood.topic:
        return rows, False
    told = [" ".join(row).replace("台", "臺").lower() for row in rows.texts()]
    kept = [row for row, text in zip(rows.rows, told, strict=True) if all(_speaks(text, w) for w in understood.topic)]
    if kept or understood.strict:
        return Rows(rows.columns, tuple(kept)), True
    return rows, False


def _speaks(text: str, word: str) -> bool:
    """Whether a text has a word, or another for the same thing, or both halves of a word of four characters."""
    alike = next((same for same in _topics()["same"] if word in same), (word,))
    halves = (word[:2], word[2:]) if len(word) == 2 * _HALF and _CHINESE.search(word) else ()
    return any(one in text for one in alike) or (bool(halves) and all(_speaks(text, half) for half in halves))


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
        words = _words().get(question.name, Words())
        score = _STRONG * _weight(rest, _sorted((*words.strong, *words.topics))) + _WEAK * _weight(rest, words.weak)
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
    words = set(re.findall(r"[a-z]{4,}", text)) - _SMALL
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
    words = _words().get(question.name, Words())
    found = [_DAYS[day[1] or day[2]] for day in _DAY.finditer(rest)] if "?weekdays" in question.sparql else []
    rest = _DAY.sub(_GAP, rest)
    found += [chinese for word, chinese in _topics()["english"].items() if _place(rest, word)]
    for word in words.topics:
        if at := _place(rest, word):
            found.append(word)
            rest = _masked(rest, [at])
    for word in (*words.strong, *(weak for weak in words.weak if len(weak) > 1)):
        while at := _place(rest, word):
            rest = _masked(rest, [at])
    for word in _stops():
        rest = rest.replace(word, _GAP)
    return tuple(dict.fromkeys([*found, *(word for word in _CHINESE_WORD.findall(rest) if len(word) > 1)]))


@functools.cache
def _words() -> dict[str, Words]:
    """The words of each question."""
    return {
        name: Words(*(_sorted(words.get(key, ())) for key in ("strong", "weak", "topics")))
        for name, words in _read("words").items()
    }


@functools.cache
def _stops() -> tuple[str, ...]:
    """The words that carry no topic."""
    return _sorted(_read("stops")["zh"])


@functools.cache
def _topics() -> dict[str, Any]:
    """Words for one thing, and English ones with the Chinese."""
    return _read("topics")


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((resources.tables("questions") / f"{name}.yaml").read_text("utf-8"))
    return loaded


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    """The words folded, longest first."""
    folded = {fold(str(word)).text.lower().replace("台", "臺") for word in words}
    return tuple(sorted(folded, key=lambda word: (-len(word), word)))
