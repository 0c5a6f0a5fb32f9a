"""LISTN where no 等 stands between list and number: 甲、乙、丙四鄉鎮; and days told beside how many they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span
from agencygraph.normalise import number
from agencygraph.rules import SIGNS

_HAN = "兩二三四五六七八九十"
_SIGNS = "".join(SIGNS.values())
_THING = (
    "(?:個?(?:鄉鎮市?區?|縣市|直轄市|行政區|區|鄉|鎮|市|縣|里|村|社區|部落|聚落|村里|校|所|站|處|院|館|局|處室|科室?|課室?|股|組|單位|機關|團體|學校|醫院|據點|櫃[檯臺台]"
    "|分局|分站|分隊|家(?!人)|大?類|大?項|種|語(?!言能)|國|大?面向|構面|階段|管道|步驟|系統|平[臺台]|業者|超商|者(?=[,。;均皆都合]))|大超商|[個位]?(?:協會|基金會))"
)
_ITEM = rf"[^、,。;:()「」及和與暨{_SIGNS}]{{1,14}}"
_LIST = re.compile(
    rf"(?P<first>{_ITEM})(?P<rest>(?:、{_ITEM})+?)(?:(?P<and>以及|及|和|與|暨){_ITEM}?)??(?P<n>{SIGNS['number']}|[{_HAN}])(?={_THING})"
)
_VERB = re.compile("[有設共計置辦為達第每各約近逾派增另滿等前後於至到逢週年月周期次餘多來上下再亦並]$|第$")
_SEPARATORS = re.compile("[、,。;:()]")
_AND = re.compile("以及|及|和|與|暨|或")

_DAY = SIGNS["date"]
_DAYS = rf"{_DAY}(?:[、及和與,]{_DAY})*"
_TIMES = "(?:次|場次?|梯次?|天|日|回|期)"
_AFTER = re.compile(
    rf"(?P<days>{_DAYS})[^,。;:{_SIGNS}]{{0,8}}(?:,?(?:共計|合計|總計|共|計|分)[^,。;:{_SIGNS}]{{0,5}}|(?:召開|連續?舉?辦|舉[行辦]|辦理|開辦|開了|分|一連)了?)(?P<n>[{_SIGNS}]|[{_HAN}](?=天|日|梯|場|次))(?P<unit>{_TIMES}?)"
)
_BEFORE = re.compile(
    rf"(?<!每)(?P<n>[{_SIGNS}])(?P<unit>{_TIMES}?)[^,。;:()、{_SIGNS}]{{0,8}}(?:[,:(]|[,]?分別(?:於|為|在|訂於)|於)(?:分別)?(?:於|為|在)?(?P<days>{_DAYS})(?=[^~至到{_SIGNS}-]|$)"
)


def check(subject: Subject) -> Iterator[Result]:
    """Lists that end in their number, and enumerations of days with how many they were."""
    for marked in subject.marked.values():
        for found in _LIST.finditer(marked.text):
            yield from _list(marked, found)
        for pattern in (_AFTER, _BEFORE):
            for found in pattern.finditer(marked.text):
                yield from _days(marked, found)


def _list(marked: Marked, found: re.Match[str]) -> Iterator[Result]:
    n = _value(marked, found.start("n"), found["n"])
    words = marked.text[found.start() : found.start("n")]
    parts = words.split("、")
    last = parts[-1]
    halves = _AND.split(last)
    middle = [len(part) for part in (*parts[1:-1], *halves[:-1])] or [len(last)]
    short = sum(len(part) < 2 for part in parts) > 1
    if any(sign in SIGNS.values() for sign in _SEPARATORS.split(marked.text[: found.start()])[-1]):  # counted items
        return
    if n is None or n < 2 or n > 12 or short or _VERB.search(words) or len(halves[-1]) > max(middle) + 1:
        return
    least = len(parts) + len(_AND.findall(last))
    most = len(parts) + len(_AND.findall(words))
    if least <= n <= most:
        yield Held("LISTN")
    elif abs(n - least) <= 2 and least > 1 and (n < least or least > 2):
        yield _fired("fewer" if n < least else "more", n, least, marked.span(found.start("n")))


def _days(marked: Marked, found: re.Match[str]) -> Iterator[Result]:
    place = found.start("n")
    mention = marked.mentions.get(place)
    if mention is not None and mention.kind not in ("number", "duration"):
        return
    written = marked.plain(place, place + 1)
    if mention is not None and mention.kind == "duration" and not written.endswith(("天", "日")):
        return
    if not found["unit"] and not (mention is not None and mention.kind == "duration"):
        return
    n = _value(marked, place, found["n"])
    days = [m for at, m in marked.mentions.items() if found.start("days") <= at < found.end("days")]
    if n is None or n < 2 or any(m.kind != "date" or len(m.values[0]) != 10 for m in days):
        return
    listed = sum(len(m.values) for m in days)
    plural = listed > 1
    if listed == n:
        yield Held("LISTN")
    elif plural and abs(listed - n) <= 2:
        yield _fired("days", n, listed, marked.span(place))


def _value(marked: Marked, place: int, written: str) -> int | None:
    mention = marked.mentions.get(place)
    if mention is None:
        told = number(written)
    else:
        told = mention.number
        if mention.approximate or mention.upper is not None:
            return None
    return int(told) if told is not None and told == int(told) else None


def _fired(case: str, n: int, listed: int, span: Span) -> Fired:
    words = {"n": str(n), "listed": str(listed)}
    return Fired("LISTN", case, (span,), plain(Decimal(n)), plain(Decimal(listed)), words, (span,))
