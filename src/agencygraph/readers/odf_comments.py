"""Writes comments into OpenDocument texts and spreadsheets: a copy with all parts as they were but for the comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from agencygraph.readers.archives import Archive, Element, local, parse
from agencygraph.readers.comments import Comment, Leaf, Mark, Places, backwards
from agencygraph.readers.limits import LIMITS, Limits, damaged
from agencygraph.readers.odf import DRAWN, LEFT_OUT, OFFICE, TABLE
from agencygraph.readers.odf_lists import TEXT

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_AUTHOR = "agencygraph"
_CONTENT = "content.xml"


def annotate(
    data: bytes, name: str, text: str, comments: Sequence[Comment], limits: Limits = LIMITS
) -> tuple[bytes, frozenset[int]]:
    """An ODT or ODS, packed or flat, with comments at passages of the text that was read from it, and the numbers of
    those that found a place. In a spreadsheet a comment belongs to the cell. Raises `UnreadableError`.
    """
    archive = Archive(data, name, "ODF", limits) if data.startswith(b"PK") else None
    root = archive.tree(_CONTENT) if archive else parse(data, name, "ODF", limits)
    body = root.find(OFFICE + "body") if root is not None else None
    if root is None or body is None or not len(body):
        raise damaged(name, "ODF", reason="no text in it")
    paragraphs = [list(_leaves(one)) for one in body.iter(TEXT + "p", TEXT + "h") if not _left_out(one)]
    pairs = list(Places(text, paragraphs).marks(comments))
    if local(body[0]) == "spreadsheet":
        for opening, _ in reversed(pairs):
            cell = next(opening.leaf.element.iterancestors(TABLE + "table-cell"))
            cell.insert(0, _annotation(comments[opening.comment].text))
    else:
        for mark in backwards(pairs, [leaf for leaves in paragraphs for leaf in leaves]):
            _put(mark, comments[mark.comment].text)
    placed = frozenset(opening.comment for opening, _ in pairs)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return archive.rewritten({_CONTENT: written}) if archive else written, placed


def _left_out(paragraph: Element) -> bool:
    return any(local(above) in LEFT_OUT for above in paragraph.iterancestors())


def _leaves(parent: Element) -> Iterator[Leaf]:
    """The words of a paragraph that a reader reads, those of frames left to their own paragraphs."""
    if parent.text:
        yield Leaf(parent)
    for child in parent:
        kind = local(child)
        if kind and kind not in LEFT_OUT and kind not in DRAWN:
            yield from _leaves(child)
        if child.tail:
            yield Leaf(child, "tail")


def _put(mark: Mark, text: str) -> None:
    """Part the words at the mark, and put the beginning or the end of a comment between."""
    key = f"{_AUTHOR}-{mark.comment + 1}"
    told = _annotation(text, key) if mark.opens else etree.Element(OFFICE + "annotation-end", {OFFICE + "name": key})
    element, words = mark.leaf.element, mark.leaf.words
    if mark.leaf.kind == "text":
        element.insert(0, told)
        element.text = words[: mark.at]
    else:
        parent = element.getparent()
        if parent is None:
            raise ValueError("words behind an element stand in another one")
        parent.insert(parent.index(element) + 1, told)
        element.tail = words[: mark.at]
    told.tail = words[mark.at :]


def _annotation(text: str, key: str = "") -> Element:
    told = etree.Element(OFFICE + "annotation", {OFFICE + "name": key} if key else {})
    etree.SubElement(told, _CREATOR, nsmap={"dc": "http://purl.org/dc/elements/1.1/"}).text = _AUTHOR
    for line in text.split("\n"):
        etree.SubElement(told, TEXT + "p").text = line
    return told
