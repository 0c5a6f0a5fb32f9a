"""Word documents (DOCX): the body in its order, automatic numbers written out, tables, text boxes, footnotes.

Deleted and hidden text, field codes and comments are left out, inserted text is kept. Read from the XML itself, because
the text of runs inside insertions, content controls and text boxes is part of the report, and because nothing may
be unpacked before its size is known.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from agencygraph.readers.archives import MACROS, Archive, Element, local
from agencygraph.readers.docx_numbers import Numbers, W, number, styles, value
from agencygraph.readers.headings import headed
from agencygraph.readers.limits import Limits, damaged
from agencygraph.readers.numerals import raised
from agencygraph.readers.sheets import Block, Cell, Grid, Sheet
from agencygraph.readers.texts import Progress, Text

_WHAT = "DOCX"
LEFT_OUT = frozenset({
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "tcPr", "tblPr", "instrText", "delText", "delInstrText", "rt",
    "txbxContent",
})  # fmt: skip
"""Elements whose text is no part of the report."""
_OFF = frozenset({"0", "false", "off"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CONTENTS = re.compile(r"toc\s*\d|目錄|table of figures|圖表目錄", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)vba", re.IGNORECASE)


def read(data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
    """The text of a DOCX. Raises `UnreadableError`."""
    archive = Archive(data, name, _WHAT, limits)
    main = main_part(archive)
    root = archive.tree(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise damaged(name, _WHAT, reason="no text in it")
    parts = related(archive, main)
    known = styles(archive.tree(parts.get("styles", "")))
    numbers = Numbers(archive.tree(parts.get("numbering", "")), known)
    sheet = Sheet(name, limits)
    walk = _Walk(numbers)
    sheet.add(walk.blocks(body))
    for kind in ("footnotes", "endnotes"):
        notes = archive.tree(parts.get(kind, ""))
        if notes is not None and walk.cited[kind]:
            sheet.gap()
            sheet.add(_Walk(numbers).notes(notes, walk.cited[kind]))
    macros = any(_MACROS.search(part) for part in archive.names)
    return Text(sheet.text, "docx", notes=(MACROS,) if macros else ())


def main_part(archive: Archive) -> str:
    """The path of the document's main part."""
    for target in _targets(archive, "").get("officeDocument", ()):
        if target in archive.names:
            return target
    return "word/document.xml"


def related(archive: Archive, main: str) -> dict[str, str]:
    """The paths of the parts that the main part uses, by kind."""
    folder = posixpath.dirname(main)
    out = {kind: posixpath.join(folder, f"{kind}.xml") for kind in ("styles", "numbering", "footnotes", "endnotes")}
    return out | {kind: targets[0] for kind, targets in _targets(archive, main).items()}


def _targets(archive: Archive, part: str) -> dict[str, list[str]]:
    folder, base = posixpath.split(part)
    root = archive.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
    out: dict[str, list[str]] = {}
    for link in root if root is not None else ():
        if link.get("TargetMode") == "External":
            continue
        target = link.get("Target") or ""
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        out.setdefault((link.get("Type") or "").rpartition("/")[2], []).append(path)
    return out


class _Walk:
    """Goes through a document; `cited` holds the ids of the notes met, in their order."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.cited: dict[str, list[str]] = {"footnotes": [], "endnotes": []}

    def blocks(self, parent: Element, framed: bool = False) -> Iterator[Block]:
        """The paragraphs and tables below an element; headings are marked unless they stand in a table or box."""
        for child in parent:
            kind = local(child)
            if kind == "p":
                yield from self._paragraph(child, framed)
            elif kind == "tbl":
                yield self._table(child)
            elif kind == "AlternateContent":
                yield from self.blocks(choice(child), framed)
            elif kind == "sdt" and placeholder(child):
                continue
            elif kind not in LEFT_OUT:
                yield from self.blocks(child, framed)

    def notes(self, root: Element, cited: list[str]) -> Iterator[Block]:
        """The footnotes that the text cites, in its order."""
        known = {note.get(W + "id"): note for note in root}
        for key in cited:
            if key in known:
                yield from self.blocks(known[key], framed=True)

    def _paragraph(self, paragraph: Element, framed: bool) -> Iterator[Block]:
        properties = paragraph.find(W + "pPr")
        boxes: list[Element] = []
        text = "".join(self._inline(paragraph, boxes)).strip(" \t\n")
        name = "".join(style.name for style in self._numbers.chain(value(properties, "pStyle"))[:1])
        if _CONTENTS.match(name):
            text = re.sub(r"\t+(?=\S+$)", "......", text)
        label = self._numbers.label(properties) if text else ""
        level = None if framed or label else self._numbers.heading(properties)
        yield label + text if level is None else headed(text, level)
        for box in boxes:
            yield from self.blocks(box, framed=True)

    def _inline(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        for child in parent:
            kind = local(child)
            if kind == "t":
                yield child.text or ""
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind == "sym":
                yield _symbol(child)
            elif kind in ("drawing", "pict", "object"):
                boxes.extend(child.iter(W + "txbxContent"))
            elif kind == "AlternateContent":
                yield from self._inline(choice(child), boxes)
            elif kind in ("footnoteReference", "endnoteReference"):
                self.cited[kind.replace("Reference", "s")].append(child.get(W + "id") or "")
            elif kind == "r" and value(child, "rPr/vertAlign") == "superscript":
                yield raised("".join(self._inline(child, boxes)))
            elif (kind == "r" and hidden(child)) or (kind == "sdt" and placeholder(child)):
                continue
            elif kind not in LEFT_OUT:
                yield from self._inline(child, boxes)

    def _table(self, table: Element) -> Grid:
        grid: Grid = []
        above: dict[int, Cell] = {}
        for row in _through(table, "tr"):
            line: list[Cell] = []
            here: dict[int, Cell] = {}
            column = number(value(row, "trPr/gridBefore"), 0, 1000)
            if column > 0:
                line.append(Cell(columns=column))
            for element in _through(row, "tc"):
                merge = element.find(f"{W}tcPr/{W}vMerge")
                spans = max(1, number(value(element, "tcPr/gridSpan"), 1, 1000))
                upper = above.get(column) if merge is not None and merge.get(W + "val") != "restart" else None
                cell = upper or Cell(columns=spans)
                if upper:
                    upper.rows += 1
                else:
                    cell.blocks = list(self.blocks(element, framed=True))
                    line.append(cell)
                if merge is not None:
                    here[column] = cell
                column += spans
            above = here
            grid.append(line)
        return grid


def _through(parent: Element, kind: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, those inside content controls and insertions too."""
    for child in parent:
        name = local(child)
        if name == kind:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"):
            yield from _through(child, kind)


def choice(alternate: Element) -> Element:
    """Of the ways to draw the same thing, one."""
    return next((child for child in alternate if local(child) in ("Choice", "Fallback")), alternate)


def placeholder(control: Element) -> bool:
    """Whether a content control holds only what asks to be filled in."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def hidden(run: Element) -> bool:
    """Whether a run is not shown."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in _OFF


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x10000 else ""
