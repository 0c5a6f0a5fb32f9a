"""LISTN where the items are numbered in one line: 下列三項:①甲②乙③丙, and 上開三項 behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agencygraph.checks.consistency.lists import THING
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Subject
from agencygraph.normalise import number

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKER = re.compile(
    rf"[{_CIRCLED}]|[(](?P<bracket>[1-9]\d?|[一二三四五六七八九十]{{1,2}})[)]|(?<![\d.])(?P<bare>[1-9]\d?)[.、](?!\d)"
)
_N = r"(?P<n>\d{1,2}|[兩二三四五六七八九十]{1,3})"
_AHEAD = re.compile(rf"(?:下列|以下|如下列?|左列)(?:之|的)?{_N}(?:大|小)?{THING}[^。;]*$")
_BEHIND = re.compile(rf"[^。;]*[。;][()]?(?:上開|上述|以上|前述|前開|前揭|上揭)(?:之|的)?{_N}(?:大|小)?{THING}")
_LEAST = 3
_OFF = 2
"""How many items there may be more or less than was said, and still be meant as these."""


def check(subject: Subject) -> Iterator[Result]:
    """Each number of items said right before or behind a list that one line numbers."""
    for marked in subject.marked.values():
        text = marked.folded.text
        for start, end, count in _runs(text):
            ahead = _AHEAD.search(text, max(0, text.rfind("。", 0, start)), start)
            for found in (ahead, _BEHIND.match(text, end)):
                told = number(found["n"]) if found else None
                if found is None or told is None:
                    continue
                if told == count:
                    yield Held("LISTN")
                elif abs(told - count) <= _OFF:
                    span = marked.folded.span(*found.span("n"))
                    words = {"n": plain(told), "listed": str(count)}
                    case = "fewer" if told < count else "more"
                    yield Fired("LISTN", case, (span,), plain(told), plain(Decimal(count)), words, (span,))


def _runs(text: str) -> Iterator[tuple[int, int, int]]:
    """Where markers of one kind count 1, 2, 3 …: where the first begins and the last ends, and how many they are."""
    first = last = count = 0
    kind = ""
    for found in _MARKER.finditer(text):
        mine, place = _place(found)
        if count and mine == kind and place == count + 1:
            last, count = found.end(), place
        elif place == 1:
            if count >= _LEAST:
                yield first, last, count
            first, last, count, kind = found.start(), found.end(), 1, mine
    if count >= _LEAST:
        yield first, last, count


def _place(found: re.Match[str]) -> tuple[str, int]:
    """The kind of a marker and its number."""
    if found["bracket"]:
        told = found["bracket"]
        return ("(1)", int(told)) if told.isdecimal() else ("(一)", int(number(told) or 0))
    return ("1.", int(found["bare"])) if found["bare"] else ("①", _CIRCLED.index(found[0]) + 1)
