"""What published reports cannot say: kinds of question that none answers, and words that no report speaks of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from agencygraph.questions.registry import Question
from agencygraph.questions.wordlists import CHINESE, base, left_over, masked, of, place, places, table

_SIGNS_OF_A_WORD = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no ready-made question answers a plain one, in both languages, and those that come nearest."""

    zh: str
    en: str
    near: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None
    zh: str
    en: str


def of_a_kind(asked: str) -> Refusal | None:
    """The refusal of a folded question of a kind that no report answers: reasons, opinions, wages …"""
    for kind in _kinds():
        if kind.pattern.search(asked) and not (kind.but and kind.but.search(asked)):
            return Refusal(kind.zh, kind.en)
    return None


def topic(rest: str, question: Question) -> tuple[tuple[str, ...], list[str]]:
    """What a question speaks of besides the words that led to it, in Chinese, and the English words left over."""
    words, more = of(question.name), base(question.name)
    found: list[str] = []
    for word, chinese in table("topics")["english"].items():
        if at := place(rest, word):
            found.append(chinese)
            rest = masked(rest, [at])
    at_topics = places(rest, (*words.topics, *more.topics))
    found += [rest[start:end] for start, end in at_topics]
    rest = masked(rest, at_topics)
    rest = masked(rest, places(rest, (word for word in (*words.led, *more.led) if len(word) > 1)))
    chinese, english = left_over(rest)
    return tuple(dict.fromkeys([*found, *chinese])), english


def speaks(text: str, word: str) -> bool:
    """Whether a text has a word, or another for the same thing, or both halves of a word of four characters."""
    alike = next((same for same in table("topics")["same"] if word in same), (word,))
    halves = (word[:2], word[2:]) if len(word) == 2 * _SIGNS_OF_A_WORD and CHINESE.search(word) else ()
    return any(one in text for one in alike) or (bool(halves) and all(speaks(text, half) for half in halves))


def unheard(spoken: Iterable[str], text: str) -> list[str]:
    """What of the words that a question speaks of stands nowhere in a text, not even by two signs of it."""
    found: list[str] = []
    for word in spoken:
        if not CHINESE.search(word):
            found += [] if word in text else [word]
            continue
        if speaks(text, word):
            continue
        known = [False] * len(word)
        for at in range(len(word) - 1):
            if word[at : at + _SIGNS_OF_A_WORD] in text:
                known[at] = known[at + 1] = True
        signs = "".join(" " if told else sign for sign, told in zip(word, known, strict=True))
        found += [piece for piece in signs.split() if len(piece) >= _SIGNS_OF_A_WORD]
    return found


@functools.cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            re.compile("|".join([*kind.get("zh", ()), *(rf"\b(?:{stem})" for stem in kind.get("en", ()))])),
            re.compile("|".join(kind["but"])) if kind.get("but") else None,
            *kind["say"],
        )
        for kind in table("refusals").values()
    )
