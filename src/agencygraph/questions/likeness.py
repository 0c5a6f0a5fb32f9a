"""How much a plain question is like the words of each ready-made one, piece by piece.

Other words for a thing share pieces with those that are known: 講過一遍 has 講過 and 一遍 of 講過一次 and 說了兩遍.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter

from agencygraph.questions.registry import questions
from agencygraph.questions.wordlists import folded, of, table

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[a-z]+")
_STEM, _LONGEST = 6, 3
_UNSEEN, _FEWEST = 0.1, 0.5
_POINT, _FARTHEST = 0.6, 20.0


def likeness(rest: str) -> dict[str, float]:
    """Points for each question whose words share the pieces of a folded text, as naive Bayes weighs them.

    The one that is most alike has most, those that are far behind have none, and a text of unknown pieces gives none.
    """
    counts, known = _counts()
    pieces = sorted(_pieces(rest) & known)
    if not pieces:
        return {}
    scores = {
        name: sum(math.log((count[piece] + _UNSEEN) / (count.total() + _UNSEEN * len(known))) for piece in pieces)
        for name, count in counts.items()
    }
    best = max(scores.values())
    return {name: _POINT * max(0.0, _FARTHEST + score - best) for name, score in scores.items()}


def fit(rest: str, name: str) -> float:
    """What share of the pieces of a folded text a question's wordings have; what few questions have weighs more."""
    counts, _ = _counts()
    weights = {piece: _telling(piece) for piece in _pieces(rest)}
    held = sum(weight for piece, weight in weights.items() if piece in counts[name])
    return held / sum(weights.values()) if weights else 0.0


@functools.cache
def _telling(piece: str) -> float:
    """The fewer questions have a piece, the more it tells; most of all one that none has."""
    counts, _ = _counts()
    return math.log((len(counts) + 1) / (sum(piece in count for count in counts.values()) + _FEWEST))


@functools.cache
def _counts() -> tuple[dict[str, Counter[str]], frozenset[str]]:
    """In how many wordings of a question, and of its words that decide, each piece stands; and all pieces."""
    counts: dict[str, Counter[str]] = {}
    for question in questions().values():
        own = (*question.zh, *question.en, *question.purpose.values())
        told = (*own, *(said for every in table("wordings").get(question.name, {}).values() for said in every))
        pieces = (piece for said in (*map(folded, told), *of(question.name).strong) for piece in _pieces(said))
        counts[question.name] = Counter(pieces)
    return counts, frozenset().union(*counts.values())


def _pieces(text: str) -> set[str]:
    """One to three neighbouring Chinese signs, and stems of one or two English words; each once."""
    found = {
        run[at : at + length]
        for run in _CHINESE.findall(text)
        for length in range(1, _LONGEST + 1)
        for at in range(len(run) - length + 1)
    }
    stems = [word[:_STEM] for word in _ENGLISH.findall(text)]
    return {*found, *stems, *map(" ".join, itertools.pairwise(stems))}
