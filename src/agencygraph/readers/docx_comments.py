"""Writes comments into Word documents: a copy with all parts as they were but for the comments."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterator, Sequence

from lxml import etree

from agencygraph.readers.archives import Archive, Element, local
from agencygraph.readers.comments import Comment, Leaf, Mark, Places, backwards
from agencygraph.readers.docx import LEFT_OUT, choice, hidden, main_part, placeholder, related
from agencygraph.readers.docx_numbers import W
from agencygraph.readers.limits import LIMITS, Limits, damaged

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AUTHOR, _INITIALS = "agencygraph", "ag"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def annotate(
    data: bytes, name: str, text: str, comments: Sequence[Comment], limits: Limits = LIMITS
) -> tuple[bytes, frozenset[int]]:
    """A DOCX with comments at passages of the text that was read from it, and the numbers of those that found a place.

    Raises `UnreadableError`.
    """
    archive = Archive(data, name, "DOCX", limits)
    main = main_part(archive)
    root = archive.tree(main)
    if root is None:
        raise damaged(name, "DOCX", reason="no text in it")
    paragraphs = [list(_leaves(paragraph)) for paragraph in root.iter(W + "p")]
    pairs = list(Places(text, paragraphs).marks(comments))
    part = related(archive, main).get("comments", "")
    told = archive.tree(part) if part else None
    told = told if told is not None else etree.Element(W + "comments", nsmap={"w": W.strip("{}")})
    first = 1 + max((int(one.get(W + "id") or 0) for one in told), default=-1)
    for mark in backwards(pairs, [leaf for leaves in paragraphs for leaf in leaves]):
        _put(mark, str(first + mark.comment))
    placed = frozenset(opening.comment for opening, _ in pairs)
    for number in sorted(placed):
        told.append(_comment(str(first + number), comments[number].text))
    changed = {main: root}
    if not part:
        part = posixpath.join(posixpath.dirname(main), "comments.xml")
        changed |= _linked(archive, main, part)
    changed[part] = told
    return archive.rewritten({path: _written(tree) for path, tree in changed.items()}), placed


def _leaves(parent: Element) -> Iterator[Leaf]:
    """The words of a paragraph that a reader reads, those of text boxes left to their own paragraphs."""
    for child in parent:
        kind = local(child)
        if kind == "t":
            yield Leaf(child)
        elif kind == "AlternateContent":
            yield from _leaves(choice(child))
        elif kind in ("drawing", "pict", "object") or (kind == "r" and hidden(child)):
            continue
        elif kind not in LEFT_OUT and not (kind == "sdt" and placeholder(child)):
            yield from _leaves(child)


def _put(mark: Mark, key: str) -> None:
    """Put the beginning or the end of a comment into a run, which is parted there."""
    after = _parted(mark.leaf.element, mark.at)
    elements = [etree.Element(W + ("commentRangeStart" if mark.opens else "commentRangeEnd"), {W + "id": key})]
    if not mark.opens:
        elements.append(etree.Element(W + "r"))
        etree.SubElement(elements[-1], W + "commentReference", {W + "id": key})
    if after is not None:
        for element in elements:
            after.addprevious(element)
        return
    run = next(above for above in mark.leaf.element.iterancestors(W + "r"))
    for element in reversed(elements):
        run.addnext(element)


def _parted(words: Element, at: int) -> Element | None:
    """The run that begins with the letter at `at` of its words, the rest of the run before it; None at its end."""
    run = next(above for above in words.iterancestors(W + "r"))
    text = words.text or ""
    rest = list(words.itersiblings())
    if at >= len(text) and not rest:
        return None
    if at <= 0 and all(local(one) == "rPr" for one in words.itersiblings(preceding=True)):
        return run
    after = etree.Element(W + "r")
    if (properties := run.find(W + "rPr")) is not None:
        after.append(copy.deepcopy(properties))
    if at < len(text):
        more = etree.SubElement(after, W + "t", {_SPACE: "preserve"})
        more.text, words.text = text[at:], text[:at]
        words.set(_SPACE, "preserve")
    for one in rest:
        after.append(one)
    run.addnext(after)
    return after


def _comment(key: str, text: str) -> Element:
    told = etree.Element(W + "comment", {W + "id": key, W + "author": _AUTHOR, W + "initials": _INITIALS})
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(told, W + "p"), W + "r")
        etree.SubElement(run, W + "t", {_SPACE: "preserve"}).text = line
    return told


def _linked(archive: Archive, main: str, part: str) -> dict[str, Element]:
    """The parts that must name a part for comments: links of the main part, and what kinds of parts there are."""
    folder, base = posixpath.split(main)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    links = archive.tree(path)
    links = links if links is not None else etree.Element(_LINKS + "Relationships")
    taken = {link.get("Id") for link in links}
    key = next(f"comments{n}" for n in range(len(taken) + 1) if f"comments{n}" not in taken)
    etree.SubElement(
        links, _LINKS + "Relationship", {"Id": key, "Type": f"{_OFFICE}/comments", "Target": posixpath.basename(part)}
    )
    kinds = archive.tree("[Content_Types].xml")
    if kinds is None:
        return {path: links}
    etree.SubElement(kinds, _TYPES + "Override", {"PartName": f"/{part}", "ContentType": _KIND})
    return {path: links, "[Content_Types].xml": kinds}


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
