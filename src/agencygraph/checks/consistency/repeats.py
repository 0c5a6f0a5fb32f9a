"""NEARDUP: two sentences alike but for one number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from agencygraph.checks.consistency.contexts import same_start
from agencygraph.checks.consistency.enumerations import items_of_one_list, parted
from agencygraph.checks.consistency.interval import Interval, around, step
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Span
from agencygraph.normalise.numbers import COUNTER_WORD
from agencygraph.rules import SIGNS

_COUNTED = (SIGNS["number"], SIGNS["duration"])
_LEFT, _RIGHT, _LEAST, _SAME = 34, 30, 4, 22
_FILLED = re.compile("(?:^|[,。;:()])(?:本(?:分署|中心|機關|年度|[所局處署部府院會館年期])|並|且|另|亦|現|目前)*$")
_MOST = 100
"""The most numbers between the same words that are compared with each other."""

_ALIKE = 0.92
_ASKED = re.compile("滿意|問卷|受訪|受測")
_COMPARED = re.compile("同期|上年|去年|較|預算")
_TIMED = re.compile(r"\d年|[上下]半年|全年|截至|月底")
_LONG, _FIVE = 8, 5
"""How many characters before two numbers must be the same, a period among them, and how many digits the numbers have,
so that one slip between them is no chance.
"""

_COUNTER = re.compile(COUNTER_WORD)
_UNLIKE = re.compile("[未不無非收發男女增減]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in running text with the words on both sides."""

    paragraph: int
    section: int
    value: Decimal
    interval: Interval
    left: str
    right: str
    span: Span


def check(subject: Subject) -> Iterator[Result]:
    """Numbers that stand between the same words in two places and differ."""
    shelves: dict[str, list[_Place]] = {}
    for place in _places(subject):
        shelves.setdefault(place.left[-5:] + place.right[:2], []).append(place)
    for shelf in shelves.values():
        done: set[Span] = set()
        for a, b in combinations(shelf[:_MOST], 2):
            slipped = _slipped(a, b)
            if a.paragraph == b.paragraph or b.span in done or not (slipped or _alike(a, b)):
                continue
            if a.interval.meets(b.interval):
                done.add(b.span)
                yield Held("NEARDUP")
            elif not (parted if slipped == "swapped" else items_of_one_list)(subject, a.section, b.section):
                done.add(b.span)
                words = {
                    "one": plain(a.value),
                    "other": plain(b.value),
                    "words": a.left[-12:],
                    "slip": slip(a.value, b.value),
                }
                yield Fired(
                    "NEARDUP", "differs", (a.span, b.span), plain(a.value), plain(b.value), words, (a.span, b.span)
                )


def _places(subject: Subject) -> Iterator[_Place]:
    document = subject.document
    if document is None:
        return
    for index, marked in subject.marked.items():
        paragraph, folded = document.paragraphs[index], marked.folded
        for at, mention in marked.mentions.items():
            if marked.text[at] not in _COUNTED or mention.number is None or mention.upper is not None:
                continue
            if _ASKED.search(_sentence(folded.text, mention.start)):
                continue
            left = folded.text[max(0, mention.start - _LEFT) : mention.start]
            right = folded.text[mention.end : mention.end + _RIGHT]
            if len(left) < _LEAST or _COMPARED.search(left):
                continue
            counter = _COUNTER.match(marked.text, at + 1)
            unit = counter[0] if counter else ""
            value, written = mention.number, marked.plain(at, at + 1)
            span = folded.span(mention.start, mention.end + len(unit))
            yield _Place(index, paragraph.section, value, around(value, step(written), unit), left, right, span)


def _sentence(text: str, at: int) -> str:
    end = text.find("。", at)
    return text[text.rfind("。", 0, at) + 1 : end if end >= 0 else len(text)]


def _slipped(a: _Place, b: _Place) -> str:
    """How two long numbers are one slip apart, where the same words with a period stand before both: 上半年觀眾累計."""
    same = same_start(a.left[::-1], b.left[::-1])
    words = a.left[len(a.left) - same :]
    if same < _LONG or not _TIMED.search(words) or len(plain(a.value).replace(",", "").strip("0")) < _FIVE:
        return ""
    kind = slip(a.value, b.value)
    return kind if kind in ("swapped", "digit") else ""


def _alike(a: _Place, b: _Place) -> bool:
    left, right = min(len(a.left), len(b.left)), min(len(a.right), len(b.right), _RIGHT // 2)
    same = same_start(a.left[::-1], b.left[::-1])
    begins = all(_FILLED.search(one.left[: len(one.left) - same]) for one in (a, b))
    if same >= _LEAST and begins and same + same_start(a.right, b.right) >= _SAME:
        return True
    if left < _SAME - 6:
        return False
    one, other = f"{a.left[-left:]}#{a.right[:right]}", f"{b.left[-left:]}#{b.right[:right]}"
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        return False
    changed = "".join(one[i:j] + other[k:m] for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal")
    return not _UNLIKE.search(changed) and not re.search(r"\d", changed)
