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
from agencygraph.questions.moments import GAP, Moment
from agencygraph.questions.moments import find as find_moment
from agencygraph.questions.registry import Choice, Parameter, Question, questions
from agencygraph.questions.running import run
from agencygraph.stores import Rows, Store
from agencygraph.text import fold

_STRONG, _WEAK, _LIKE = 3.0, 1.0, 6.0
_VERBATIM = 100.0
_LEAST = 1.5
_CLOSE = 0.75
_FITS = 1.5
_QUOTED = re.compile(r"[「『“\"']([^「」『』“”\"']{2,40})[」』”\"']")
_CHINESE_WORD = re.compile(r"[\u3400-\u9fff]+")
_SMALL = frozenset({"which", "what", "where", "when", "that", "there", "does", "with", "from", "this", "have", "they"})
_HALF = 2
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HOSTED = ("host", "agency", "organisation", "target", "partner", "affiliation")
_DATED = frozenset({"date", "since", "period_start"})


@dataclass(frozen=True, slots=True)
class Understood:
    """How a plain question was understood.

    `values` are the parameters; `agency` is a body that the question's query has no parameter for: rows are kept where
    it published the report; `topic` are words that rows must speak of, all of them where `strict`, else only when some
    row does; `others` the questions that come next, `sure` False where one of them comes close; `unused` what it
    says of time that the question has no use for.
    """

    question: Question
    values: Mapping[str, str]
    agency: str
    topic: tuple[str, ...]
    strict: bool
    others: tuple[Question, ...]
    sure: bool
    unused: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that point to a question, folded; `topics` also narrow its answer.

    `refines` is the question that this one asks more of: where a strong word of its own stands, that one's count too.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    refines: str = ""


def understand(store: Store, text: str) -> Understood | None:
    """The ready-made question that a plain one means, with its parameters; None where no word points to any."""
    asked = fold(text).text.lower().replace("台", "臺")
    quoted = tuple(found[1] for found in _QUOTED.finditer(asked))
    rest, moment = find_moment(_QUOTED.sub(GAP, asked))
    bodies = Bodies(store)
    named = tuple(one for one in bodies.find(rest) if rest[one.start : one.end] not in _choice_words())
    rest = _masked(rest, ((one.start, one.end) for one in named))
    ranked = _ranked(rest, asked, bool(named), moment)
    ranked = _fitting(ranked, named, bodies)
    if not ranked or ranked[0][0] < _LEAST:
        return None
    best, question = ranked[0]
    values, unused = _timed(question, moment)
    values, agency = _placed(question, named, bodies, values)
    rest, chosen = _chosen(rest, question)
    close = [other for score, other in ranked[1:4] if score >= _LEAST]
    sure = len(ranked) < 2 or ranked[1][0] < _CLOSE * best
    topic = quoted or _topic(rest, question)
    if unused and moment and moment.in_month and not quoted and _DATED & set(question.columns):
        topic, unused = (*topic, unused), ""
    return Understood(question, {**values, **chosen}, agency, topic, bool(quoted), tuple(close), sure, unused)


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


def _timed(question: Question, moment: Moment | None) -> tuple[dict[str, str], str]:
    """When a question is about, as its parameters; and what they cannot say of it."""
    if moment is None:
        return {}, ""
    if moment.month:
        return ({"month": str(moment.month)}, "") if question.parameter("month") else ({}, str(moment))
    if question.parameter("from"):
        return {name: told for name, told in (("from", moment.start), ("until", moment.end)) if told}, ""
    if moment.span or not question.parameter("year"):
        return {}, str(moment)
    year, _, month = moment.start.partition("-")
    if month and question.parameter("month"):
        return {"year": year, "month": str(int(month))}, ""
    return {"year": year}, moment.start if month else ""


def _chosen(rest: str, question: Question) -> tuple[str, dict[str, str]]:
    """What is left of a question without the choices that it names, and these; none where it names two of one kind.

    What is but a piece of the words that led to the question names no choice: 合作 in 合作對象.
    """
    words = _words().get(question.name, Words())
    base = _words().get(words.refines, Words())
    led = _places(rest, (*words.strong, *words.weak))
    more = _places(rest, (*base.strong, *base.weak))
    chosen: dict[str, str] = {}
    masked = rest
    for parameter in question.parameters:
        found = [(at, choice) for choice, word in _by_length(parameter) for at in _places(masked, [word])]
        found = [
            (at, choice)
            for at, choice in found
            if not any(a <= at[0] and at[1] <= b for a, b in led)
            and not any(a <= at[0] and at[1] <= b and (a, b) != at for a, b in more)
        ]
        if len({choice.code for _, choice in found if not _within(found, choice)}) == 1:
            chosen[parameter.name] = next(choice.code for _, choice in found if not _within(found, choice))
            masked = _masked(masked, [at for at, _ in found])
    return masked, chosen


def _places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the words stand, the longest first; no two overlap."""
    found: list[tuple[int, int]] = []
    for word in _sorted(words):
        while at := _place(text, word):
            found.append(at)
            text = _masked(text, [at])
    return found


def _within(found: list[tuple[tuple[int, int], Choice]], choice: Choice) -> bool:
    """Whether each word for a choice lies within one for another: 滿意 in 不滿意."""
    own = [at for at, one in found if one is choice]
    other = [at for at, one in found if one is not choice]
    return all(any(a <= start and end <= b and (a, b) != (start, end) for a, b in other) for start, end in own)


def _by_length(parameter: Parameter) -> list[tuple[Choice, str]]:
    """The choices of a parameter by their words, folded, the longest first."""
    told = [
        (choice, fold(word).text.lower().replace("台", "臺"))
        for choice in parameter.choices
        for word in (*choice.zh, *choice.en)
    ]
    return sorted(told, key=lambda pair: -len(pair[1]))


def _masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in places:
        signs[start:end] = [GAP] * (end - start)
    return "".join(signs)


def _ranked(rest: str, asked: str, named: bool, moment: Moment | None) -> list[tuple[float, Question]]:
    """The questions with their scores, best first; that about an organisation only where one is named."""
    found: list[tuple[float, Question]] = []
    for question in questions().values():
        words = _words().get(question.name, Words())
        own, weak = _lexical(rest, words)
        score = own + weak
        if own and words.refines:
            score += sum(_lexical(rest, _words()[words.refines]))
        if score and moment and moment.start != moment.end and question.parameter("from"):
            score += _STRONG
        score += _WEAK * min(2.0, sum(_weight(rest, (w for _, w in _by_length(one))) for one in question.parameters))
        like = max((_alike(asked, wording) for wording in (*question.zh, *question.en)), default=0.0)
        score += _VERBATIM if like == 1 else _LIKE * like
        if question.name == "about-organisation" and not named:
            score = 0.0
        found.append((score, question))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].name))


def _fitting(
    ranked: list[tuple[float, Question]], named: Iterable[Named], bodies: Bodies
) -> list[tuple[float, Question]]:
    """The same with more for a question that asks of such bodies as are named, where they are not those that report."""
    told = {role for one in named for role in _HOSTED[1:] if any(bodies.role(text, [role]) for text in one.texts)}
    raised = [(score + _FITS * (score > 0 and any(map(q.parameter, told))), q) for score, q in ranked]
    return sorted(raised, key=lambda pair: (-pair[0], pair[1].name))


def _lexical(rest: str, words: Words) -> tuple[float, float]:
    """What the strong words (and topics) of a question found in another text weigh, and what the weak ones do."""
    return _STRONG * _weight(rest, _sorted((*words.strong, *words.topics))), _WEAK * _weight(rest, words.weak)


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
    base = _words().get(words.refines, Words())
    found: list[str] = []
    found += [chinese for word, chinese in _topics()["english"].items() if _place(rest, word)]
    for word in _sorted((*words.topics, *base.topics)):
        if at := _place(rest, word):
            found.append(word)
            rest = _masked(rest, [at])
    for word in _sorted(word for word in (*words.strong, *words.weak, *base.strong, *base.weak) if len(word) > 1):
        while at := _place(rest, word):
            rest = _masked(rest, [at])
    for word in _stops():
        rest = rest.replace(word, GAP)
    return tuple(dict.fromkeys([*found, *(word for word in _CHINESE_WORD.findall(rest) if len(word) > 1)]))


@functools.cache
def _words() -> dict[str, Words]:
    """The words of each question."""
    return {
        name: Words(
            strong=_sorted(words.get("strong", ())),
            weak=_sorted(words.get("weak", ())),
            topics=_sorted(words.get("topics", ())),
            refines=words.get("refines", ""),
        )
        for name, words in _read("words").items()
    }


@functools.cache
def _choice_words() -> frozenset[str]:
    """The words for choices of all questions: 便利商店 is a means of payment, and no body that a question names."""
    every = (parameter for question in questions().values() for parameter in question.parameters)
    return frozenset(word for parameter in every for _, word in _by_length(parameter))


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
