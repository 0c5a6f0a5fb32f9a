"""The automatic numbers of Word paragraphs: which list and level, and what has been counted so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agencygraph.readers.archives import Element
from agencygraph.readers.numerals import bullet, numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_HEADING = re.compile(r"(?:heading|標題)\s*([1-9])", re.IGNORECASE)
_CHAIN = 20


def value(element: Element | None, path: str, attribute: str = "val") -> str | None:
    """The attribute of a descendant by its path of names (`pPr/numPr/numId`), None where there is none."""
    if element is None:
        return None
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + attribute)


def number(text: str | None, default: int = 0, most: int = 10_000) -> int:
    """A count in an attribute; `default` when it is none, and never more than `most`."""
    try:
        return max(-1, min(int(text or ""), most))
    except ValueError:
        return default


@dataclass(slots=True)
class Style:
    """A paragraph style: what it builds on, its name, list, level in the list, level in the outline."""

    base: str | None
    name: str
    list: str | None
    level: str | None
    outline: str | None


def styles(root: Element | None) -> dict[str, Style]:
    """The paragraph styles by their id."""
    out = {}
    for style in root.iterfind(W + "style") if root is not None else ():
        out[style.get(W + "styleId") or ""] = Style(
            value(style, "basedOn"),
            value(style, "name") or "",
            value(style, "pPr/numPr/numId"),
            value(style, "pPr/numPr/ilvl"),
            value(style, "pPr/outlineLvl"),
        )
    return out


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list: its abstract definition and its levels, with starts of its own where it overrides them."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, numbering: Element | None, known: dict[str, Style]) -> None:
        self._styles = known
        self._lists = _lists(numbering)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def chain(self, style: str | None) -> list[Style]:
        """A style and those it builds on, nearest first."""
        out: list[Style] = []
        while style is not None and style in self._styles and len(out) < _CHAIN:
            out.append(self._styles[style])
            style = out[-1].base
        return out

    def heading(self, properties: Element | None) -> int | None:
        """The outline level of a paragraph, 0 for chapters; None for running text."""
        chain = self.chain(value(properties, "pStyle"))
        found = value(properties, "outlineLvl") or next((style.outline for style in chain if style.outline), None)
        named = next((match for style in chain if (match := _HEADING.match(style.name))), None)
        level = number(found, 9) if found else int(named[1]) - 1 if named else 9
        return level if 0 <= level < _LEVELS else None

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph, with the blank that follows it; empty where it has none."""
        found = self._place(properties)
        if found is None:
            return ""
        one, level = found
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        counts[level] = self._next(one, counts, level)
        for below in range(level + 1, _LEVELS):
            restart = one.levels[below].restart if below in one.levels else None
            if restart is None or (restart and level < restart):
                counts[below] = None
        return _written(one.levels, counts, level)

    def _place(self, properties: Element | None) -> tuple[_List, int] | None:
        style = value(properties, "pStyle")
        key, level = value(properties, "numPr/numId"), value(properties, "numPr/ilvl")
        if key is None:
            source = next((style for style in self.chain(style) if style.list is not None), None)
            if source is None:
                return None
            key, level = source.list, level or source.level
            by_style = self._by_style(key or "", style)
            level = by_style if by_style is not None else level
        one = self._lists.get(key or "")
        at = number(level)
        if key == "0" or one is None or not 0 <= at < _LEVELS or at not in one.levels:
            return None
        self._begin(key or "", one)
        return one, at

    def _by_style(self, key: str, style: str | None) -> str | None:
        one = self._lists.get(key)
        levels = one.levels.items() if one else ()
        return next((str(at) for at, level in levels if level.style is not None and level.style == style), None)

    def _begin(self, key: str, one: _List) -> None:
        """A list with starts of its own begins anew where it is used first."""
        if key in self._begun:
            return
        self._begun.add(key)
        counts = self._counts.setdefault(one.abstract, [None] * _LEVELS)
        for at in one.starts:
            if at < _LEVELS:
                counts[at] = None

    def _next(self, one: _List, counts: list[int | None], level: int) -> int:
        for above in range(level):
            if counts[above] is None and above in one.levels:
                counts[above] = one.starts.get(above, one.levels[above].start)
        last = counts[level]
        return one.starts.get(level, one.levels[level].start) if last is None else last + 1


def _written(levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
    one = levels[level]
    if one.form == "bullet":
        return f"{bullet(one.text)} " if one.text.strip() else ""

    def counted(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = levels[at].form if at in levels else "decimal"
        return numeral(counts[at] or 0, "decimal" if one.legal and at != level and form != "none" else form)

    text = _PLACE.sub(counted, one.text)
    return text + one.gap if text.strip() else ""


def _lists(root: Element | None) -> dict[str, _List]:
    if root is None:
        return {}
    abstracts: dict[str, Element] = {}
    linked: dict[str, str] = {}
    for element in root.iterfind(W + "abstractNum"):
        key = element.get(W + "abstractNumId") or ""
        abstracts[key] = element
        link = value(element, "styleLink")
        if link:
            linked[link] = key
    out: dict[str, _List] = {}
    for element in root.iterfind(W + "num"):
        key = value(element, "abstractNumId") or ""
        link = value(abstracts.get(key), "numStyleLink")
        key = linked.get(link, key) if link else key
        if key not in abstracts:
            continue
        one = _List(key, _levels(abstracts[key]))
        for override in element.iterfind(W + "lvlOverride"):
            at = number(override.get(W + "ilvl"))
            one.levels |= _levels(override)
            start = value(override, "startOverride")
            if start is not None:
                one.starts[at] = number(start, 1)
        out[element.get(W + "numId") or ""] = one
    return out


def _levels(element: Element) -> dict[int, _Level]:
    out = {}
    for level in element.iterfind(W + "lvl"):
        restart = value(level, "lvlRestart")
        form = value(level, "numFmt") or "decimal"
        out[number(level.get(W + "ilvl"))] = _Level(
            start=number(value(level, "start"), 1),
            form=form,
            text=value(level, "lvlText") or "",
            gap="" if value(level, "suff") == "nothing" else " ",
            restart=None if restart is None else number(restart),
            legal=level.find(W + "isLgl") is not None,
            style=value(level, "pStyle"),
        )
    return out
