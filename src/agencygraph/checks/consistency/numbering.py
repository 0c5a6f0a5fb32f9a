"""NUMBERING: a list that leaves a number out or uses one twice, in the outline and inside paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Document, Paragraph, Section, Span
from agencygraph.outline.markers import Marker, read, told

_INLINE = (
    re.compile(r"(?<![\d.,A-Za-z$第/-])(?P<n>\d{1,2})\.(?![\d.])"),
    re.compile(r"(?<![\d.,A-Za-z第])(?<![、至及與~])(?P<n>\d{1,2})、(?=[\u4e00-\u9fff「])"),
    re.compile(r"(?<![條項款目點第])\((?P<n>\d{1,2})\)"),
    re.compile(r"(?<![條項款目點第])\((?P<n>[一二三四五六七八九十]{1,3})\)"),
    re.compile(r"(?:^|(?<=[。;:,]))(?P<n>[一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十]+[、及月日])"),
    re.compile(r"(?P<n>[①-⑳])"),
)
_LEAST, _FAR, _FIRST = 3, 3, 1
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE, _FORMAL, _STEMS = "一二三四五六七八九", "壹貳參肆伍陸柒捌玖", "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its number as written and what it counts, its passage, its place in the text, its first
    words; `alone` when nothing but itself stands before the next item, so that no unmarked head can begin another list.
    """

    number: str
    value: int
    span: Span
    place: int
    heading: str = ""
    alone: bool = False


Told = Callable[[Item, Item], bool]
"""Whether the text between two items of a list holds the number that is missing."""


def check(subject: Subject) -> Iterator[Result]:
    """The checks of all lists of at least three items."""
    document = subject.document
    if document is None:
        return
    for items in _outline_lists(document):
        yield from _judge(items, partial(_said_between, document))
    for paragraph in document.paragraphs:
        if paragraph.role != "row":
            for items in _inline_lists(subject, paragraph):
                yield from _judge(items, _never_told)


def _outline_lists(document: Document) -> Iterator[list[Item]]:
    """The lists of the outline: siblings in one style."""
    first = {p.section: p for p in reversed(document.paragraphs)}
    lists: dict[tuple[int | None, str, tuple[int, ...], bool], list[Item]] = {}
    for section in document.sections[1:]:
        marker, paragraph = _marker(section), first.get(section.index)
        if marker is None or not marker.value or paragraph is None or not paragraph.folded.at:
            continue
        span = _marker_span(document, paragraph)
        heading = document.source.text.startswith("#", span.start)  # `## 8.` is no item of the list 1. 2. 3. above it
        key = (section.parent, marker.style.family or marker.key, marker.value[:-1], heading)
        lists.setdefault(key, []).append(Item(section.number, marker.value[-1], span, section.index, section.heading))
    sections = [paragraph.section for paragraph in document.paragraphs]
    for items in lists.values():
        yield [_with_company(one, other, sections) for one, other in pairwise([*items, None]) if one]


def _with_company(item: Item, following: Item | None, sections: Sequence[int]) -> Item:
    if following is None:
        return item
    first = sections.index(item.place)
    between = sections[first : sections.index(following.place)]
    return replace(item, alone=between == [item.place])


def _marker(section: Section) -> Marker | None:
    found = read(section.number + "、") or read(section.number + " ")
    return found[0] if found else None


def _marker_span(document: Document, paragraph: Paragraph) -> Span:
    """The passage of a marker with the first words behind it."""
    text, start = document.source.text, paragraph.folded.at[0]
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    head = text[line:start]
    end = paragraph.folded.at[min(len(paragraph.folded.at), 12) - 1] + 1
    return Span(line + len(head) - len(head.lstrip()), end)


def _inline_lists(subject: Subject, paragraph: Paragraph) -> Iterator[list[Item]]:
    for pattern in _INLINE:
        items: list[Item] = []
        for found in pattern.finditer(paragraph.text):
            value = _value(found["n"])
            if value:
                items.append(Item(found[0].strip("、."), value, paragraph.folded.span(*found.span()), found.start()))
        if items and items[0].value == _FIRST + 1:
            items = _with_head(subject, paragraph, items)
        if items and items[0].value == 1:
            yield [_alone(paragraph.text, one, other) for one, other in pairwise([*items, None]) if one]


def _with_head(subject: Subject, paragraph: Paragraph, items: list[Item]) -> list[Item]:
    """The items 2, 3 … inside the paragraph of item 1 with that item, and with the one that the next line begins."""
    document = subject.document
    if document is None:
        return items
    sections = document.sections
    own = sections[paragraph.section]
    after = next((one for one in sections[own.index + 1 :] if one.parent == own.parent), None)
    head, last = _value(own.number.strip(".、()")), _value(after.number.strip(".、()")) if after else 0
    if head != _FIRST or len(items) < _LEAST - 1 or not own.number.isascii():
        return items
    span = items[0].span
    closing = (
        [Item(after.number, last, items[-1].span, len(paragraph.text))] if after and last > items[-2].value else []
    )
    return [Item(own.number, head, span, 0), *items, *closing]


def _alone(text: str, item: Item, following: Item | None) -> Item:
    between = text[item.place : following.place] if following else ""
    marks = sum(len(pattern.findall(between)) for pattern in _INLINE)
    return replace(item, alone=bool(between) and marks == 1 and ":" not in between)


def _value(number: str) -> int:
    if number.isdecimal() and number.isascii():
        return int(number)
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    found = read(f"({number})")
    return found[0].value[0] if found and found[0].value else 0


def _judge(items: Sequence[Item], known: Told) -> Iterator[Result]:
    """Each run of a list that counts on, but for slips between items that do."""
    for run in _runs(items):
        if len(run) >= _LEAST:
            fired: list[Result] = list(_slips(run, known))
            yield from fired or [Held("NUMBERING")]


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """A list cut where it begins anew; a 1 in the place of another number does not begin one."""
    run: list[Item] = []
    for at, item in enumerate(items):
        slip = run and at + 1 < len(items) and items[at + 1].value == run[-1].value + 2 != 3
        again = len(run) == 1 and run[0].alone and at + 1 < len(items) and items[at + 1].value == 2
        if item.value == 1 and run and not slip and not again:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _slips(run: Sequence[Item], known: Told) -> Iterator[Fired]:
    at = 1
    if run[0].value == run[1].value > 1 and run[2].value == run[1].value + 1:
        yield _fired("repeated", run[0], run[1], run[0], run[0].value - 1)
    while at < len(run):
        before, item = run[at - 1], run[at]
        after = run[at + 1] if at + 1 < len(run) else None
        step = item.value - before.value
        goes_on = after is None or after.value == item.value + 1
        at += 1
        if step == 1:
            continue
        if after and after.value == before.value + 2:
            yield _fired("wrong", before, item, after, before.value + 1)
            at += 1
        elif step == 0 and goes_on and (at > 2 or before.alone):
            if item.heading and ("續" in item.heading[-3:] or item.heading == before.heading):
                continue  # the head of a table or chapter that goes on over the page
            yield _fired("repeated", before, item, before, item.value + 1)
        elif 1 < step <= _FAR and goes_on:
            if not known(before, item):
                yield _fired("skipped", before, item, before, before.value + 1)
        else:
            return


def _fired(case: str, before: Item, item: Item, after: Item, right: int) -> Fired:
    missing = "、".join(_written(item.number, value) for value in range(before.value + 1, item.value))
    computed = _written(item.number, right)
    words = {"before": before.number, "after": after.number, "missing": missing}
    spans = (item.span, before.span) if after is before else (item.span, before.span, after.span)
    return Fired("NUMBERING", case, spans, item.number, computed, words)


def _written(number: str, value: int) -> str:
    """A number in the style of another: (五) after (四)."""
    if number in _CIRCLED:
        return _CIRCLED[value - 1] if value <= len(_CIRCLED) else str(value)
    if found := re.search(r"\d+(?=\D*$)", number):
        return number[: found.start()] + str(value) + number[found.end() :]
    for digits, ten in ((_CHINESE, "十"), (_FORMAL, "拾")):
        if found := re.search(f"[{digits}{ten}]+", number):
            tens, ones = divmod(value, 10)
            spelt = (digits[tens - 1] if tens > 1 else "") + ten * bool(tens) + (digits[ones - 1] if ones else "")
            return number[: found.start()] + spelt + number[found.end() :]
    for letters in (_STEMS, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"):
        if (found := re.search(f"[{letters}]", number)) and value <= len(letters):
            return number.replace(found[0], letters[value - 1])
    return str(value)


def _said_between(document: Document, before: Item, item: Item) -> bool:
    """Whether the number that is missing stands inside a paragraph between two items."""
    marker = _marker(document.sections[before.place])
    between = (p.text for p in document.paragraphs if before.place <= p.section < item.place)
    return marker is not None and any(told(f" {text}", marker, 1) for text in between)


def _never_told(_before: Item, _item: Item) -> bool:
    return False
