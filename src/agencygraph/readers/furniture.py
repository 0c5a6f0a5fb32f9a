"""What a page of the web holds beside its matter: menus, paths, links to share, the imprint.

Landmarks are told by their elements or ARIA roles (HTML 5, WAI-ARIA 1.2); where a page names none, by standing before
the first heading and being made of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from agencygraph.readers.archives import Element, local

_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})
_SECTIONS = frozenset({"article", "main", "section"})
_LISTS = frozenset({"ol", "ul", "menu"})
_LINES = frozenset({"div", "p"})
_HEADING = re.compile("h[1-6]")
_NO_WORD = re.compile(r"[\W_]+")
_FEW, _SHARE = 2, 3  # two links, and a third of the signs


def matter(root: Element) -> Element:
    """The part of a page that holds its matter: its `main`, where it has one, else all."""
    found = [item for item in root.iter() if local(item) == "main" or item.get("role") == "main"]
    return found[0] if len(found) == 1 and any(_length(str(text)) for text in found[0].itertext()) else root


def furniture(root: Element) -> frozenset[Element]:
    """The elements below `root` that hold no matter."""
    return frozenset(_found(root, _sums(root)))


@dataclass(slots=True)
class _Sum:
    """What an element holds: signs of words, signs of those that are links, links."""

    signs: int
    linked: int = 0
    links: int = 0

    @property
    def is_menu(self) -> bool:
        return self.links >= _FEW and _SHARE * self.linked >= self.signs


def _sums(root: Element) -> dict[Element, _Sum]:
    sums: dict[Element, _Sum] = {}
    for _, item in etree.iterwalk(root, events=("end",)):
        own = _Sum(_length(item.text))
        for part in item:
            inner = sums.get(part, _NOTHING)
            own.signs += inner.signs + _length(part.tail)
            own.linked, own.links = own.linked + inner.linked, own.links + inner.links
        if local(item) == "a" and item.get("href"):
            own = _Sum(own.signs, own.signs, 1)
        sums[item] = own
    return sums


def _found(root: Element, sums: dict[Element, _Sum]) -> Iterator[Element]:
    headings = [item for item in root.iter() if _HEADING.fullmatch(local(item)) and sums[item].signs]
    above = bool(headings)
    inside: set[Element] = set()
    for item in root.iter():
        kind = local(item)
        above = above and item is not headings[0]
        if item.getparent() in inside or not kind:
            inside.add(item)
        elif item is not root and (_is_landmark(item, kind, sums) or (above and _is_menu(item, kind, sums))):
            inside.add(item)
            yield item


def _is_landmark(item: Element, kind: str, sums: dict[Element, _Sum]) -> bool:
    if kind == "nav" or item.get("role") in _ROLES or item.get("accesskey") is not None:
        return True
    if kind == "footer":
        return not any(local(outer) in _SECTIONS for outer in item.iterancestors())
    return kind in ("header", "aside") and sums[item].is_menu


def _is_menu(item: Element, kind: str, sums: dict[Element, _Sum]) -> bool:
    """Whether a list or a line is made of links."""
    plain = kind in _LISTS or (kind in _LINES and not any(local(part) in _LINES for part in item))
    return plain and sums[item].is_menu


def _length(text: str | None) -> int:
    return len(_NO_WORD.sub("", text)) if text else 0


_NOTHING = _Sum(0)
