"""PCT: differences told behind both figures, in percentage points and in brackets: 40.69%，較36.42%提高4.27個百分點."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_WAY = (
    "(?:大幅|再|共|計)?(?:增加|提[高升]|上升|成長|增|升|減少|降低|下降|降|減|衰退|高出?|低|多|少|落後|領先|進步|退步)"
    "(?:了|計|達|約)?"
)
_BEHIND = re.compile(rf"[)」]?[,、]?{_WAY}$")
_AGAINST = re.compile("較|比(?![率例重])|與|由|從")
_TO = re.compile("[至到為]")
_MORE = re.compile("(?:較|比)[^,。;:]{0,10}?" + _WAY + "$")
_THEN = re.compile(r"[(][^()]{0,12}(?:年|期|季|月)[^()]{0,8}$")
_PAIRS = re.compile("遷入.*遷出|出生.*死亡|收入.*支出|流入.*流出|進口.*出口|新增.*(?:減少|註銷)|入監.*出監")
_LEFT = re.compile(
    "[,、;](?:社會|自然|淨|收支|計|共|相抵後?|兩者)*(?:增加?|減少?|相差|差額|賸餘|結餘|[短剩]餘?|增減)數?(?:為|計|達)?"
)
_REACH = 40
_OTHER = re.compile("目標|平均|全國|其他")


def check(subject: Subject) -> Iterator[Result]:
    """Points between two percents, and differences whose earlier figure stands in brackets."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        percents = [figure for figure in figures if figure.unit == "%" and figure.exact]
        for at, mention in sorted(marked.mentions.items()):
            if mention.values[:1] == ("百分點",) and mention.number is not None and not mention.approximate:
                result = _points(marked, [f for f in percents if f.at < at], at, mention.number)
                yield from [result] if result else []
        for now, change, then in zip(figures, figures[1:], figures[2:], strict=False):
            if result := _balance(marked, now, change, then) or _bracketed(marked, now, change, then):
                yield result


def _points(marked: Marked, before: Sequence[Figure], at: int, told: Decimal) -> Result | None:
    """The difference of the last two percents before a number of points."""
    low = marked.sentence(at, at + 1)[0]
    near = [figure for figure in before if figure.at >= low]
    if len(near) < 2 or not _BEHIND.fullmatch(marked.text[near[-1].end : at]):
        return None
    now, then = near[-2:]
    between = marked.plain(now.end, then.at)
    from_to = _TO.search(between[-4:]) and re.search("[由從自][^,。;]*$", marked.plain(low, now.at))
    if len(between) > _REACH or not (_AGAINST.search(between) or from_to) or _OTHER.search(between):
        return None
    right = abs(now.value - then.value)
    fits = [abs(abs(one.value - then.value) - told) <= max(one.one, then.one) for one in near[:-1]]
    if any(fits):
        return Held("PCT")
    span = marked.span(at)
    return _fired(span, told, right, now, then, "%")


def _bracketed(marked: Marked, now: Figure, change: Figure, then: Figure) -> Result | None:
    """2,846件，較110年減少124件(110年為2,970件)."""
    if len({now.unit, change.unit, then.unit}) > 1 or not (now.exact and change.exact and then.exact):
        return None
    first, second = marked.plain(now.end, change.at), marked.plain(change.end, then.at)
    if len(first) > _REACH or not _MORE.search(first) or not _THEN.fullmatch(second):
        return None
    return _left(now, then, change)


def _balance(marked: Marked, more: Figure, less: Figure, rest: Figure) -> Result | None:
    """遷入3,218人、遷出2,954人，社會增加264人: what is left of two figures that are named as opposites."""
    if len({more.unit, less.unit, rest.unit}) > 1 or not (more.exact and less.exact and rest.exact):
        return None
    low = marked.sentence(more.at, more.end)[0]
    names = marked.plain(max(low, more.at - 6), more.at) + "|" + marked.plain(more.end, less.at)
    if not _PAIRS.search(names) or not _LEFT.fullmatch(marked.plain(less.end, rest.at)):
        return None
    return _left(more, less, rest)


def _left(one: Figure, other: Figure, rest: Figure) -> Result | None:
    """Whether a figure is the difference of two others; a contradiction only where a slip explains it."""
    right = abs(one.value - other.value)
    if right == rest.value:
        return Held("PCT")
    return _fired(rest.span, rest.value, right, one, other, one.unit) if slip(rest.value, right) else None


def _fired(span: Span, told: Decimal, right: Decimal, now: Figure, then: Figure, unit: str) -> Fired:
    words = {"now": plain(now.value), "then": plain(then.value), "unit": unit, "slip": slip(told, right)}
    spans = (span, now.span, then.span)
    return Fired("PCT", "change", spans, plain(told), plain(right), words, spans)
