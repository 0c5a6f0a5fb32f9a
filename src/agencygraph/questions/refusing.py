"""What published reports cannot say: kinds of question that none answers, and words that no report speaks of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from agencygraph.questions.moments import GAP
from agencygraph.questions.registry import Question
from agencygraph.questions.wordlists import (
    CHINESE,
    base,
    covered,
    folded,
    left_over,
    masked,
    of,
    place,
    places,
    table,
    uncut,
)
from agencygraph.stores import Rows

_SIGNS_OF_A_WORD = 2
_THINGS = ("facility", "dimension", "measure", "form")
"""The columns with names of unlike things; titles of trainings or meetings end in what they all are."""
_FEW = 1 / 3
_BRACKETS = re.compile(r"[()\[\]〔〕【】「」『』]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕")
_WHICH = "哪|誰|什麼|何[人者處地]|幾|多少"
_NO = r"(?<!有)(?<!還是)沒(?!關係|問題)|未曾|從未|並未|不曾|從不|從來不|不(?:能|可以|提供|收|接受|派|開放|受理|參加)"
_DENIED = re.compile(
    rf"(?:{_WHICH})[^?,。;]*?(?:{_NO})(?!有?[嗎呢]?[?。\s]*$)|(?:{_NO})[^?,。;]*(?:哪些|哪個|哪幾|什麼|誰)"
    r"|\b(?:which|who|whose|what|where|when|how (?:many|often))\b[^?,.;]*?"
    r"(?:n't\b|\b(?:not|never|without|ha(?:ve|s|d) no)\b)"
)


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


def topic(rest: str, question: Question, rows: Rows) -> tuple[tuple[str, ...], list[str], list[str]]:
    """What a question speaks of besides the words that led to it, in Chinese, and the English words left over.

    The last are parts of the names of things in few of its rows, also where they led to it: 停車, 態度.
    """
    words, more = of(question.name), base(question.name)
    found: list[str] = []
    for word, chinese in table("topics")["english"].items():
        if at := place(rest, word):
            found.append(chinese)
            rest = masked(rest, [at])
    at_topics = places(rest, (*words.topics, *more.topics, *_alike(question)))
    found += [rest[start:end] for start, end in at_topics]
    rest = masked(rest, at_topics)
    at_led = covered(rest, (word for word in (*words.led, *more.led) if len(word) > 1))
    chinese, english = left_over(masked(rest, at_led))
    things = _things((*(rest[start:end] for start, end in at_led), *uncut(masked(rest, at_led))), question, rows)
    left = [piece for word in chinese for piece in _without(word, things)]
    return tuple(dict.fromkeys([*found, *left])), english, things


def things_named(rest: str, question: Question) -> list[str]:
    """The strong words of a question in a text that are names of single things: 血壓計, but not 設備."""
    words = of(question.name)
    kinds = folded(" ".join((*question.zh, *question.en)))
    if not words.things:
        return []
    english = [word for word in table("topics")["english"] if place(rest, word)]
    at_things = places(rest, (word for word in words.strong if word not in words.plain and word not in kinds))
    chinese, left = left_over(GAP.join(rest[start:end] for start, end in at_things))
    return [*chinese, *(thing for thing in left if not any(place(thing, word) for word in english))]


def _without(word: str, things: Iterable[str]) -> list[str]:
    """What is left of a word besides the things in it; all of it where none is."""
    pieces = masked(word, covered(word, things)).split(GAP)
    return [piece for piece in pieces if len(piece) >= _SIGNS_OF_A_WORD]


def _alike(question: Question) -> list[str]:
    """The longer words for a topic of the question: 性別平等 for 性別."""
    topics = {*of(question.name).topics, *base(question.name).topics}
    return [word for same in table("topics")["same"] if topics & {*same} for word in same]


def _things(words: Iterable[str], question: Question, rows: Rows) -> list[str]:
    """The longest parts of words that names of things in few of a question's rows hold."""
    names = [as_read(name) for record in rows.records() for column in _THINGS if (name := record.get(column, ""))]
    plain = {*of(question.name).plain, *base(question.name).plain}
    told = folded(" ".join((*question.zh, *question.purpose.values())))
    found: list[str] = []
    for word in words:
        pieces = (word[a:b] for a in range(len(word)) for b in range(len(word), a + 1, -1))
        held = [
            piece
            for piece in pieces
            if CHINESE.search(piece)
            and piece not in told
            and piece not in plain
            and 0 < sum(piece in name for name in names) <= _FEW * len(names)
        ]
        found += [max(held, key=len)] if held else []
    return [word for word in dict.fromkeys(found) if not any(word != other and word in other for other in found)]


def as_read(*texts: str) -> str:
    """Texts as words are looked for in them: folded, also without brackets and without what stands in them."""
    told = folded(f"|{'|'.join(texts)}|")
    return " ".join(dict.fromkeys((told, _BRACKETS.sub("", told), _BRACKETED.sub("", told))))


def denied(rest: str) -> bool:
    """Whether what is left of a folded question asks for those that did not, or where something is not."""
    return bool(_DENIED.search(rest))


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
            found += [] if speaks(text, word) else [word]
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
