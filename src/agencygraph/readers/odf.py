"""OpenDocument: texts (ODT) in their order with automatic numbers written out, spreadsheets (ODS) sheet by sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agencygraph.readers.archives import MACROS, Archive, Element, local, parse
from agencygraph.readers.headings import headed
from agencygraph.readers.limits import Limits, damaged, locked, over
from agencygraph.readers.numerals import raised
from agencygraph.readers.odf_lists import OUTLINE, TEXT, Counter, Levels, raising, styles, whole
from agencygraph.readers.sheets import Block, Cell, Grid, Sheet
from agencygraph.readers.texts import Progress, Text

_WHAT = "ODF"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SPACE = re.compile(r"[ \t\r\n]+")
LEFT_OUT = frozenset({
    "tracked-changes", "forms", "annotation", "annotation-end", "ruby-text", "note", "change-deletion", "title",
    "desc", "event-listeners",
})  # fmt: skip
DRAWN = frozenset({"frame", "custom-shape", "rect", "g", "line", "ellipse", "text-box"})
_UNNAMED = re.compile(r"(?:Sheet|工作表)\s?\d*", re.IGNORECASE)
_ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})


def read(data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
    """The text of an ODT or ODS, packed or flat. Raises `UnreadableError`."""
    macros = False
    if data.startswith(b"PK"):
        archive = Archive(data, name, _WHAT, limits)
        if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
            raise locked(name)
        roots = [root for root in map(archive.tree, ("styles.xml", "content.xml")) if root is not None]
        macros = any(part.startswith(("Basic/", "Scripts/")) and part.endswith(".xml") for part in archive.names)
    else:
        roots = [parse(data, name, _WHAT, limits)]
    body = roots[-1].find(OFFICE + "body") if roots else None
    if body is None or not len(body):
        raise damaged(name, _WHAT, reason="no text in it")
    sheet = Sheet(name, limits)
    walk = _Walk(styles(roots), raising(roots), name, limits)
    kind = "ods" if local(body[0]) == "spreadsheet" else "odt"
    sheet.add(walk.sheets(body[0]) if kind == "ods" else walk.blocks(body[0]))
    if walk.notes:
        sheet.gap()
    sheet.add(block for note in walk.notes for block in walk.blocks(note, framed=True))
    return Text(sheet.text, kind, notes=(MACROS,) if macros else ())


class _Walk:
    """Goes through a document; `notes` are the bodies of the footnotes met."""

    def __init__(self, known: dict[str, Levels], high: frozenset[str], name: str, limits: Limits) -> None:
        self._styles, self._raised, self._name, self._limits = known, high, name, limits
        self._headings = Counter()
        self._lists: dict[str, Counter] = {}
        self._latest: dict[str, Counter] = {}
        self._cells = 0
        self.notes: list[Element] = []

    def sheets(self, book: Element) -> Iterator[Block]:
        """The sheets of a spreadsheet that hold anything, each below its name if it was given one."""
        for table in book.iterchildren(TABLE + "table"):
            grid = self._table(table)
            if not any(cell.text for row in grid for cell in row):
                continue
            title = table.get(TABLE + "name") or ""
            yield "" if _UNNAMED.fullmatch(title) else title
            yield grid

    def blocks(self, parent: Iterable[Element], framed: bool = False, contents: bool = False) -> Iterator[Block]:
        """The paragraphs and tables below an element; headings are marked unless they stand in a table or box."""
        for child in parent:
            kind = local(child)
            if kind in ("p", "h"):
                yield from self._paragraph(child, self._heading(child) if kind == "h" else "", framed, contents)
            elif kind == "list":
                yield from self._list(child, "", 1, None, framed)
            elif kind == "numbered-paragraph":
                yield from self._numbered(child, framed)
            elif kind == "table":
                yield self._table(child)
            elif kind not in LEFT_OUT:
                yield from self.blocks(child, framed, contents or kind == "table-of-content")

    def _paragraph(
        self, paragraph: Element, label: str, framed: bool = False, contents: bool = False
    ) -> Iterator[Block]:
        boxes: list[Element] = []
        text = "".join(self._inline(paragraph, boxes)).strip(" \t\n")
        if contents:
            text = re.sub(r"\t+(?=\S+$)", "......", text)
        if local(paragraph) == "h" and not label and not framed:
            yield headed(text, whole(paragraph, TEXT + "outline-level") - 1)
        else:
            yield label + text if text else ""
        for box in boxes:
            yield from self.blocks(box, framed=True)

    def _heading(self, heading: Element) -> str:
        """The number of a heading that the outline's style counts."""
        levels = self._styles.get(OUTLINE, {})
        level = whole(heading, TEXT + "outline-level")
        own = levels.get(level)
        if own is None or own.form == "none" or heading.get(TEXT + "is-list-header") == "true":
            return ""
        if not _said(heading):
            return ""
        return self._headings.label(levels, level, _start(heading))

    def _list(self, element: Element, style: str, level: int, counter: Counter | None, framed: bool) -> Iterator[Block]:
        style = element.get(TEXT + "style-name") or style
        if counter is None:
            counter = self._counter(element, style)
        for item in element:
            labelled = local(item) == "list-item"
            start = _start(item)
            for child in item:
                kind = local(child)
                if kind == "list":
                    yield from self._list(child, style, level + 1, counter, framed)
                    continue
                if kind not in ("p", "h"):
                    yield from self.blocks([child], framed)
                    continue
                label = ""
                if labelled and _said(child):
                    label = counter.label(self._styles.get(style, {}), level, start)
                    labelled = False
                yield from self._paragraph(child, label, framed)

    def _counter(self, element: Element, style: str) -> Counter:
        """The count that a list goes on with, or a new one."""
        follows = element.get(TEXT + "continue-list") or ""
        counter = self._lists.get(follows) if follows else None
        if counter is None and element.get(TEXT + "continue-numbering") == "true":
            counter = self._latest.get(style)
        counter = counter or Counter()
        self._latest[style] = counter
        self._lists[element.get(_ID) or ""] = counter
        return counter

    def _numbered(self, element: Element, framed: bool) -> Iterator[Block]:
        style = element.get(TEXT + "style-name") or ""
        counter = self._lists.setdefault(element.get(TEXT + "list-id") or style, Counter())
        label = counter.label(self._styles.get(style, {}), whole(element, TEXT + "level"), _start(element))
        for child in element:
            yield from self._paragraph(child, label, framed)

    def _inline(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        yield _SPACE.sub(" ", parent.text or "")
        for child in parent:
            kind = local(child)
            if kind == "s":
                yield " " * min(whole(child, TEXT + "c"), 100)
            elif kind == "tab":
                yield "\t"
            elif kind == "line-break":
                yield "\n"
            elif kind == "note":
                self.notes.extend(child.iterchildren(TEXT + "note-body"))
            elif kind in DRAWN:
                boxes.append(child)
            elif kind == "span" and child.get(TEXT + "style-name") in self._raised:
                yield raised("".join(self._inline(child, boxes)))
            elif kind and kind not in LEFT_OUT:
                yield from self._inline(child, boxes)
            yield _SPACE.sub(" ", child.tail or "")

    def _table(self, table: Element) -> Grid:
        grid: Grid = []
        for row in _rows(table):
            line: list[Cell] = []
            for element in row:
                if local(element) == "table-cell":
                    times = max(1, whole(element, TABLE + "number-columns-repeated"))
                    line += self._cell(element, times, framed=True)
            while line and not line[-1].blocks and line[-1].rows == 1:
                line.pop()
            times = max(1, whole(row, TABLE + "number-rows-repeated")) if line else 1
            self._count(times * len(line))
            grid += [line] * times
        return grid

    def _cell(self, element: Element, times: int, framed: bool) -> list[Cell]:
        blocks = [block for block in self.blocks(element, framed) if block]
        columns = max(1, whole(element, TABLE + "number-columns-spanned"))
        rows = max(1, whole(element, TABLE + "number-rows-spanned"))
        if not blocks:
            return [Cell([], columns * times, rows)]
        self._count(times)
        return [Cell(blocks, columns, rows)] * times

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self._limits.cells:
            raise over(self._name, "cells", "表格儲存格數", self._limits.cells)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        kind = local(child)
        if kind == "table-row":
            yield child
        elif kind in _ROWS:
            yield from _rows(child)


def _start(item: Element) -> int | None:
    """The number that an item is told to begin with."""
    told = whole(item, TEXT + "start-value", -1)
    return told if told >= 0 else None


def _said(element: Element) -> bool:
    """Whether there is anything to read in an element."""
    return any(part.strip() for part in element.itertext() if isinstance(part, str))
