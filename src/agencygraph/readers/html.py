"""HTML pages: what a browser shows, line by line; numbers of lists written out, tables with what they merge."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from agencygraph.readers import plain
from agencygraph.readers.archives import Element, check_depth, local
from agencygraph.readers.furniture import furniture, matter
from agencygraph.readers.headings import headed, marked
from agencygraph.readers.limits import Limits, damaged, over
from agencygraph.readers.numerals import numeral, raised
from agencygraph.readers.sheets import Block, Cell, Grid, Sheet
from agencygraph.readers.texts import Progress, Text

_WHAT = "HTML"
_HEAD = 4096
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_LEFT_OUT = frozenset({
    "title", "base", "link", "meta", "script", "style", "template", "noscript", "svg", "math", "object", "iframe",
    "select", "textarea", "button", "input", "rt", "rp", "datalist",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "main", "menu", "nav",
    "p", "pre", "section", "summary",
})  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\v"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z\-]+)", re.IGNORECASE)
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FORMS = {
    "decimal": ("decimal", ". "),
    "lower-alpha": ("lowerLetter", ". "),
    "lower-latin": ("lowerLetter", ". "),
    "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "),
    "lower-roman": ("lowerRoman", ". "),
    "upper-roman": ("upperRoman", ". "),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
    "none": ("none", ""),
}
_SPAN = 1000


def read(data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
    """The text of a page. Raises `UnreadableError`."""
    if len(data) > limits.unpacked:
        raise over(name, "bytes of HTML", "位元組數", limits.unpacked)
    text, encoding = _decoded(data, name)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as fault:
        raise damaged(name, _WHAT) from fault
    sheet = Sheet(name, limits)
    if root is not None:
        check_depth(root, name, limits)
        part = matter(root)
        sheet.add(_Walk(furniture(part)).blocks(part))
    return Text(sheet.text, encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The page as text: the encoding that it names is believed where its bytes bear it out."""
    told = _CHARSET.search(data[:_HEAD])
    try:
        codec = codecs.lookup(told[1].decode("ascii")).name if told else ""
    except LookupError:
        codec = ""
    if codec in ("", "utf-8", "big5", "utf-16"):
        return plain.decode(data, name)
    try:
        return data.decode(codec), codec
    except (UnicodeError, LookupError):
        return plain.decode(data, name)


class _Walk:
    """Goes through a page, gathering the words of the current line; elements `beside` its matter are left out."""

    def __init__(self, beside: frozenset[Element] = frozenset()) -> None:
        self._beside = beside
        self._words: list[str] = []
        self._label = ""
        self._deep = 0

    def blocks(self, element: Element) -> Iterator[Block]:
        """The lines and tables below an element."""
        yield from self._flow(element)
        yield from self._flush()

    def _flow(self, element: Element) -> Iterator[Block]:
        self._say(element.text, element)
        for child in element:
            kind = local(child)
            if kind and kind not in _LEFT_OUT and child not in self._beside and not _hidden(child):
                yield from self._element(child, kind)
            self._say(child.tail, element)

    def _element(self, element: Element, kind: str) -> Iterator[Block]:
        if kind == "br":
            self._words.append(_BREAK)
        elif kind == "table":
            yield from self._flush()
            caption = element.find("caption")
            if caption is not None:
                yield from self.blocks(caption)
            yield _table(element)
        elif kind in ("ol", "ul"):
            yield from self._flush()
            yield from self._list(element, kind)
        elif kind[0] == "h" and kind[1:] in tuple("123456"):
            yield from self._flush()
            yield from self._flow(element)
            for block in self._flush():
                yield headed(block, int(kind[1]) - 1) if isinstance(block, str) else block
        elif kind in _BLOCKS:
            yield from self._flush()
            yield from self.blocks(element)
        elif kind == "sup":
            self._words.append(raised("".join(map(str, element.itertext()))))
        else:
            yield from self._flow(element)

    def _say(self, text: str | None, inside: Element) -> None:
        if not text:
            return
        self._words.append(text.replace("\n", _BREAK) if local(inside) == "pre" else _SPACE.sub(" ", text))

    def _flush(self) -> Iterator[Block]:
        """The line gathered so far, with the label of its list item."""
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self._words).split(_BREAK)]
        self._words = []
        text = "\n".join(line for line in lines if line)
        if text:
            label, self._label = self._label, ""
            yield text if marked(text) else label + text

    def _list(self, element: Element, kind: str) -> Iterator[Block]:
        form, end = _form(element) if kind == "ol" else ("", "")
        indent = "  " * self._deep
        self._deep += 1
        count = _whole(element.get("start"), 1) - 1
        for item in element:
            if local(item) != "li":
                yield from self._element(item, local(item)) if local(item) and local(item) not in _LEFT_OUT else ()
                yield from self._flush()
                continue
            count = _whole(item.get("value"), count + 1)
            self._label = indent + ("• " if kind == "ul" else numeral(count, form) + end)
            yield from self.blocks(item)
            self._label = ""
        self._deep -= 1


def _form(element: Element) -> tuple[str, str]:
    styled = _LIST_STYLE.search(element.get("style") or "")
    return _FORMS.get(styled[1].lower() if styled else _TYPES.get(element.get("type") or "1", ""), _FORMS["decimal"])


def _hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _table(table: Element) -> Grid:
    grid: Grid = []
    for row in _rows(table):
        line: list[Cell] = []
        for cell in row:
            if local(cell) in ("td", "th") and not _hidden(cell):
                spans = max(1, min(_whole(cell.get("colspan"), 1), _SPAN)), _whole(cell.get("rowspan"), 1)
                line.append(Cell(list(_Walk().blocks(cell)), spans[0], spans[1] or _SPAN))
        grid.append(line)
    return grid


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        kind = local(child)
        if kind == "tr" and not _hidden(child):
            yield child
        elif kind in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _whole(text: str | None, default: int) -> int:
    found = re.match(r"\s*(\d{1,6})", text or "")
    return int(found[1]) if found else default
