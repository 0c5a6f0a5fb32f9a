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
from agencygraph.questions.wordlists import folded, of

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[a-z]+")
_STEM, _LONGEST = 6, 3
_UNSEEN = 0.1
_POINT, _FARTHEST = 0.3, 15.0


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


@functools.cache
def _counts() -> tuple[dict[str, Counter[str]], frozenset[str]]:
    """How often each piece stands in the words of a question, strong ones and wordings twice; and all pieces."""
    counts: dict[str, Counter[str]] = {}
    for question in questions().values():
        words = of(question.name)
        wordings = map(folded, (*question.zh, *question.en, *question.purpose.values()))
        twice = [piece for word in (*words.strong, *wordings) for piece in _pieces(word)]
        once = [piece for word in (*words.weak, *words.topics) for piece in _pieces(word)]
        counts[question.name] = Counter((*twice, *twice, *once))
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
