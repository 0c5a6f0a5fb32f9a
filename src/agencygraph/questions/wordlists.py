"""The words that point to the ready-made questions, and where they stand in a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # a PyYAML that was built without libyaml: slower, else the same
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]

from agencygraph import resources
from agencygraph.questions.moments import GAP
from agencygraph.questions.registry import Choice, Parameter, questions
from agencygraph.text import fold

CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_WORD = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH_WORD = re.compile(r"(?<![a-z])[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that point to a question, folded; `topics` also narrow its answer.

    `refines` is the question that this one asks more of: where a strong word of its own stands, that one's count too.
    Where it `needs` words, one of them must stand, or the others say nothing for it. `plain` ones are said so often of
    it that they choose nothing. Where it `names` what is asked for, what is left over is just that. One that `denies`
    asks for what is not. Where its strong words are `things`, all but the plain ones name single ones. One that
    `compares` is meant all the more where two that report are named, or 兩個分署.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    refines: str = ""
    needs: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    names: bool = False
    denies: bool = False
    things: bool = False
    compares: bool = False

    @property
    def led(self) -> tuple[str, ...]:
        """The words that lead to the question and narrow nothing."""
        return (*self.strong, *self.weak)


def folded(word: str) -> str:
    """A word as questions are read: width, case and 台 made one."""
    return fold(word).text.lower().replace("台", "臺")


def of(name: str) -> Words:
    """The words of a question."""
    return _words().get(name, Words())


def base(name: str) -> Words:
    """The words of the question that a question refines; none where it refines none."""
    return of(of(name).refines)


def place(text: str, word: str) -> tuple[int, int] | None:
    """Where a word stands: Chinese anywhere, English at the beginning of a word, or as the whole of one (act.)."""
    if CHINESE.search(word):
        at = text.find(word)
        while at > 0 and word[0] == "沒" and text[at - 1] == "有":  # 有沒有 asks; it denies nothing
            at = text.find(word, at + 1)
        return (at, at + len(word)) if at >= 0 else None
    found = _stem(word).search(text) if word.rstrip(".") in text else None
    return found.span() if found else None


def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the words stand, the longest first; no two overlap."""
    found: list[tuple[int, int]] = []
    for word in longest_first(words):
        while at := place(text, word):
            found.append(at)
            text = masked(text, [at])
    return found


def covered(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Every place of any of the words, also where two overlap: 民眾滿 and 滿意度."""
    return [at for word in longest_first(words) for at in places(text, [word])]


def masked(text: str, taken: Iterable[tuple[int, int]]) -> str:
    """The text with gaps instead of what stands at the places."""
    signs = list(text)
    for start, end in taken:
        signs[start:end] = [GAP] * (end - start)
    return "".join(signs)


def weight(text: str, words: Iterable[str]) -> float:
    """One for each word found, a little more for longer ones; one within a longer one found is not counted."""
    total = 0.0
    for word in words:
        at = place(text, word)
        if at:
            total += 1 + 0.1 * min(len(word), 6) * (1 if CHINESE.search(word) else 0.5)
            text = masked(text, [at])
    return total


def by_length(parameter: Parameter) -> list[tuple[Choice, str]]:
    """The choices of a parameter by their words and others for the same thing, folded, the longest first."""
    told = [(choice, word) for choice in parameter.choices for word in _alike(choice)]
    return sorted(told, key=lambda pair: -len(pair[1]))


@functools.cache
def _alike(choice: Choice) -> tuple[str, ...]:
    """The words of a choice, and of what has one of them among its words: 性平 for 性別平等."""
    own = {folded(word) for word in (*choice.zh, *choice.en)}
    return tuple(own.union(*(map(folded, same) for same in table("topics")["same"] if own & {*same})))


def left_over(text: str) -> tuple[list[str], list[str]]:
    """The Chinese pieces and the English words of a text that are left without those that carry no topic."""
    for word in _stops("zh"):
        text = text.replace(word, GAP)
    english = [word for word in _ENGLISH_WORD.findall(text) if word not in _stops("en")]
    pieces = (piece.strip("".join(_stops("edges"))) for piece in _CHINESE_WORD.findall(text))
    return [piece for piece in pieces if len(piece) > 1], english


def uncut(text: str) -> list[str]:
    """The Chinese pieces of a text between particles and longer stop words: 盲人 too, though 人 is no topic."""
    for word in _stops("zh"):
        text = text.replace(word, GAP) if len(word) > 1 else text
    pieces = (
        piece for run in _CHINESE_WORD.findall(text) for piece in re.split(f"[{''.join(_stops('particles'))}]", run)
    )
    return [piece for piece in pieces if len(piece) > 1]


@functools.cache
def vocabulary() -> str:
    """All words that point to any question, and all wordings."""
    words = (word for name in table("words") for one in [of(name)] for word in (*one.led, *one.topics))
    told = (said for question in questions().values() for said in (*question.zh, *question.en))
    return " ".join((*words, *choice_words(), *map(folded, told)))


@functools.cache
def strong_words() -> tuple[str, ...]:
    """All words that decide for some question, and topics of any."""
    return longest_first(word for name in table("words") for one in [of(name)] for word in (*one.strong, *one.topics))


@functools.cache
def known_words() -> tuple[str, ...]:
    """All words of more than one sign that point to any question."""
    every = (word for name in table("words") for one in [of(name)] for word in (*one.led, *one.topics))
    return longest_first(word for word in (*every, *choice_words()) if len(word) > 1)


@functools.cache
def choice_words() -> frozenset[str]:
    """The words for choices of all questions: 便利商店 is a means of payment, and no body that a question names."""
    every = (parameter for question in questions().values() for parameter in question.parameters)
    return frozenset(word for parameter in every for _, word in by_length(parameter))


@functools.cache
def table(name: str) -> dict[str, Any]:
    """One of the tables of words of this package."""
    text = (resources.tables("questions") / f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, YamlLoader)
    return loaded


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """The words folded, longest first."""
    return tuple(sorted({_folded(str(word)) for word in words}, key=lambda word: (-len(word), word)))


_folded = functools.lru_cache(maxsize=1 << 14)(folded)
"""The same for words, of which there are few thousand."""


@functools.cache
def _words() -> dict[str, Words]:
    return {
        name: Words(
            strong=longest_first(words.get("strong", ())),
            weak=longest_first(words.get("weak", ())),
            topics=longest_first(words.get("topics", ())),
            refines=words.get("refines", ""),
            needs=longest_first(words.get("needs", ())),
            plain=longest_first(words.get("plain", ())),
            names=words.get("names", False),
            denies=words.get("denies", False),
            things=words.get("things", False),
            compares=words.get("compares", False),
        )
        for name, words in table("words").items()
    }


@functools.cache
def _stops(language: str) -> tuple[str, ...]:
    """The words that carry no topic."""
    return longest_first(table("stops")[language])


@functools.cache
def _stem(word: str) -> re.Pattern[str]:
    whole = word.endswith(".")
    return re.compile(rf"(?<![a-z0-9]){re.escape(word.rstrip('.'))}" + (r"s?(?![a-z0-9])" if whole else "[a-z]*"))
