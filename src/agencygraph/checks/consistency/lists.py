"""LISTN: a stated number of items against the items listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from agencygraph import authority
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Document, Span
from agencygraph.normalise import number
from agencygraph.rules import SIGNS

_N = f"(?:{SIGNS['number']}|(?<![第一二三四五六七八九十百])[二三四五六七八九十])"
THING = (
    "(?:大|大?項|大?類|種|個|處|家|所|機關|單位|縣市?|直轄市|市|鄉鎮?|鎮|站|點|系統|部會|國|校|場|款|局|里|村|區|面向|構面|主題|課程"
    "|表單|科|課|室|組|隊|分隊|館|院|股|部落|社區|公司|團體|學校|大學|醫院|協會|據點|樣|層面|管道|措施|工作|功能|語言|語|展區|平[臺台]|網站|書表|園區|企業"
    "|廠商|獎項|方案|計[畫劃]|步驟|階段)"
)
"""What is counted in a list."""
_BEHIND = re.compile(rf"等(?:共計|合計|總計|共|計|約)?(?P<n>{_N})(?:{THING}|人(?![次員力份])|位|名)")
_AHEAD = re.compile(
    rf"(?P<n>{_N}){THING}[^,。;:、()\ue000-\uf8ff]{{0,14}}(?:(?P<open>[(])|,?(?:包括|包含|分別為|分別是|計有|即為?|即):?|:)"
)
_STARTS = re.compile(
    "(?:[,。;:]|包括|包含|計有|分別為|分別是|分為|設有|設置有?|提供|備有|訂有|辦理|如|即|有|為|於|含|與|對|由|至|以|就|將|並|及其|按|依|開辦|增設|完成|針對|涵蓋)"
)
_AND = re.compile("以及|及|和|與|暨|或")
_NUMBERED = re.compile(r"^[(]?(\d{1,2})[.、)]?")
_BRACKETS = re.compile(r"[(（【「『《][^()（）【】「」『』《》]*[)）】」』》]")
_COUNTED = re.compile(r"\d(?:場次?|次|件|項|梯次?|人|名|處|個|種|家)")
_LEADING = re.compile("^.{0,12}?(?:結合|會同|偕同|邀集|邀請|函請|協請|洽請|與|和|及)(?=.{2})")
_PAIR = re.compile("◆(?:以及|及|和|與|暨)◆")
_BODIES = 3
_MOST = 60
_LAST = re.compile(
    rf"(?P<n>{_N}){THING}[^,。;:、()\ue000-\uf8ff]{{0,10}}(?:,[^,。;:\ue000-\uf8ff]{{0,14}})?(?:如下|如后|如次)?:$"
)
_INLINE = re.compile(r"(?:^|[:、;。]|(?<=[^\d.]))[(]?(\d{1,2})[.、)](?!\d)")
_OFF = 2
"""How many items a numbered list may have more or less than was announced, and still be meant as that list."""


def check(subject: Subject) -> Iterator[Result]:
    """Each number of items that the text states beside the list."""
    for marked in subject.marked.values():
        for found in _BEHIND.finditer(marked.text):
            low = marked.sentence(found.start(), found.end())[0]
            words = _plain(marked, low, found.start())
            yield from _judge(marked, found, words, backwards=True, closed=False)
        for found in _AHEAD.finditer(marked.text):
            words = _ahead(marked, found)
            if "、" in words:
                closed = not re.search("等(?:$|[^候待級])", words)
                yield from _judge(marked, found, words, backwards=False, closed=closed)
    yield from _below(subject)


def _below(subject: Subject) -> Iterator[Result]:
    """Each number of items before a colon that ends a paragraph, with the numbered items in the lines below it."""
    document = subject.document
    if document is None:
        return
    children: dict[int, list[int]] = {}
    for section in document.sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section.index)
    for index, marked in subject.marked.items():
        found = _LAST.search(marked.text)
        low = marked.sentence(found.start(), found.end())[0] if found else 0
        if not found or _COUNTED.search(marked.plain(low, found.start())):
            continue
        paragraph, behind = document.paragraphs[index], document.paragraphs[index + 1 :]
        items = [one for one in children.get(paragraph.section, ()) if behind and one >= behind[0].section]
        rows = "".join(row.text for row in takewhile(lambda one: one.role == "row", behind))
        counts = {len(items), sum(_leaves(document, children, item) for item in items)} if items else {_inline(rows)}
        mention = marked.mentions.get(found.start("n"))
        told = number(found["n"]) if mention is None else mention.number
        if told is None or min(counts) < _OFF or max(counts) <= _OFF or told <= _OFF:
            continue
        span = marked.span(found.start("n"))
        n, listed = int(told), max(counts)
        if n in counts:
            yield Held("LISTN")
        elif abs(n - listed) <= _OFF:
            yield _fired("fewer" if n < listed else "more", n, listed, span)
        else:
            yield Unable("LISTN", "open")


def _leaves(document: Document, children: Mapping[int, Sequence[int]], section: int) -> int:
    """How many items an item of a list holds: those below it, those numbered in its line, else itself."""
    if below := children.get(section):
        return sum(_leaves(document, children, one) for one in below)
    return max(1, *(_inline(one.text) for one in document.paragraphs if one.section == section))


def _inline(text: str) -> int:
    """The last of the numbers 1, 2, 3 … that a line writes before its items; 0 where it writes none."""
    numbers = [int(one) for one in _INLINE.findall(text)]
    return len(numbers) if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) else 0


def _plain(marked: Marked, low: int, high: int) -> str:
    """A stretch with brackets emptied, so that only the separators of the list itself remain."""
    text = marked.plain(low, high)
    while (shorter := _BRACKETS.sub("□", text)) != text:
        text = shorter
    return text


def _ahead(marked: Marked, found: re.Match[str]) -> str:
    """The list behind a number: in the bracket that opens there, else up to the end of the sentence's thought."""
    text, start = marked.text, found.end()
    if found["open"]:
        depth, end = 1, start
        while end < len(text) and depth:
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        return _plain(marked, start, end - 1) if not depth else ""
    end = marked.sentence(found.start(), start)[1]
    return re.split("[,。;]", _plain(marked, start, end))[0]


def _judge(marked: Marked, found: re.Match[str], words: str, *, backwards: bool, closed: bool) -> Iterator[Result]:
    mention = marked.mentions.get(found.start("n"))
    told = number(found["n"]) if mention is None else mention.number
    if told is None or told > _MOST or (mention and (mention.approximate or mention.upper is not None)):
        return
    n = int(told)
    counts = _counts(words, backwards)
    if counts is not None and counts[0] != counts[1] and (named := _names(words, backwards)):
        counts = named
    span = marked.span(found.start("n"))
    if counts is None or n < 2:
        return
    if _COUNTED.search(re.split("[,。;:]", words)[-1]):
        yield Unable("LISTN", "counted")
        return
    least, most = counts
    if least <= n <= most:
        yield Held("LISTN")
    elif n < least:
        yield _fired("fewer", n, least, span)
    elif n <= most + 2 and most > 2 and (closed or n == most + 1):
        yield _fired("more", n, most, span)
    elif n * 3 <= most * 5 and most > 2:
        yield _fired("open", n, most, span)
    else:
        yield Unable("LISTN", "open")


def _names(words: str, backwards: bool) -> tuple[int, int] | None:
    """How many items a list of bodies has, where 及 and 與 in their names do not count; None for other lists."""
    told = _LEADING.sub("", re.split("[,。;:]", words)[-1] if backwards else words)
    found = [one for one in authority.find(told) if one.kind == "organisation"]
    if len(found) < _BODIES:
        return None
    for one in reversed(found):
        told = told[: one.start] + "◆" + told[one.end :]
    return _counts(_PAIR.sub("◆、◆", told), False)


def _counts(words: str, backwards: bool) -> tuple[int, int] | None:
    """How many items a list has at least and at most; None where no list stands there.

    Behind a list, its first item begins at the last comma, colon or verb before the first 、 that belongs to it.
    """
    numbers = [
        int(one) for one in re.findall(r"(?:^|[、,:供有括])[(]?(\d{1,2})(?:[.)]|(?=[^\d,.、年月日%個項種]))", words)
    ]
    if numbers[:1] == [1] and len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1)):
        return len(numbers), len(numbers)
    if backwards:
        words = re.split("[,。;:]", words)[-1]
    words = words.strip("、").removesuffix("等")
    if "、" not in words:
        return None
    items = words.split("、")
    joined = [len(_AND.findall(item)) for item in items]
    halves = _AND.split(items[-1])
    parted = len(halves) == 2 and halves[0][-1:] == halves[1][-1:] == items[0][-1:]
    return len(items) + parted, len(items) + sum(joined)


def _fired(case: str, n: int, listed: int, span: Span) -> Fired:
    words = {"n": str(n), "listed": str(listed)}
    return Fired("LISTN", case, (span,), plain(Decimal(n)), plain(Decimal(listed)), words, (span,))
