"""How the IRIs of reports, organisations, facts, passages, sections and concepts are put together.

Chinese characters stay as they are (they are legal in an IRI and people can read them); only what an IRI or a Turtle
name cannot hold is percent-encoded in organisations' names and left out of slugs. A short hash of the whole key makes
a slug unique.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import quote

from agencygraph.namespaces import BASE, CODES

_OID = re.compile(r"\d+(?:\.\d+)+")
_UNREADABLE = re.compile(r"[^0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]+")
_ENCODED = re.compile(r"[^0-9A-Za-z_\u3001-\ud7ff\uf900-\ufdcf\U00010000-\U0003fffd-]")


def slug(*parts: str, longest: int = 24) -> str:
    """The letters, digits and Chinese characters of the parts that are not empty, joined by `-` and cut."""
    words = (_UNREADABLE.sub("-", part).strip("-") for part in parts)
    return "-".join(word for word in words if word)[:longest].rstrip("-")


def digest(*parts: str) -> str:
    """Eight hexadecimal digits that stand for these parts in this order."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=4).hexdigest()


@functools.cache
def concept(scheme: str, notation: str) -> str:
    """The IRI of a code: the concept with this notation in the list of that name."""
    return f"{CODES}{scheme}/{_encode(notation)}"


def law(key: str, base: str = BASE) -> str:
    """The IRI of a law, from its code in the national database, else its title."""
    return f"{base}law/{_encode(key)}"


def place(code: str, base: str = BASE) -> str:
    """The IRI of a place, from its official code."""
    return f"{base}place/{_encode(code)}"


class Organisations:
    """The IRIs of organisations under a base; `prefix` is the namespace that all of them share."""

    def __init__(self, base: str = BASE) -> None:
        self.prefix = f"{base}organisation/"

    def iri(self, key: str) -> str:
        """The IRI for a key: an official OID, else a name."""
        return self.prefix + (key if _OID.fullmatch(key) else _encode(key))


class Names:
    """Hands out the IRIs of one report.

    The report's key is its agency, its period and the stem of its file's name: copies of one report under other names
    stay apart, an edited passage moves nothing. `report` is its IRI, `prefix` the namespace of what belongs to it, and
    `stem` the name to store its graph under. Facts with the same key are numbered in the order they are asked for.
    """

    def __init__(self, source: str, agency: str = "", start: str = "", end: str = "", base: str = BASE) -> None:
        file = source.rpartition(".")[0] or source
        self.base = base
        readable = slug(agency, start, end if end != start else "", longest=48) if agency else slug(file, longest=40)
        self.stem = f"{readable or 'report'}-{digest(agency, start, end, file)}"
        self.report = f"{base}report/{self.stem}"
        self.prefix = f"{self.report}/"
        self._given: dict[str, int] = {}

    def fact(self, room: str, key: Iterable[str], readable: Iterable[str]) -> str:
        """The IRI of a fact of this room with these key values; `readable` are the ones to show in it."""
        shown = slug(*readable)
        return self._once("-".join(part for part in (room, shown, digest(room, *key)) if part))

    def passage(self, start: int, end: int) -> str:
        """The IRI of a passage of the report's text."""
        return f"{self.prefix}passage-{start}-{end}"

    def section(self, numbers: Iterable[str]) -> str:
        """The IRI of an outline section from the markers of its chain; sections alike are numbered."""
        return self._once("section-" + (slug(*numbers, longest=60) or "0"))

    def _once(self, name: str) -> str:
        count = self._given[name] = self._given.get(name, 0) + 1
        return f"{self.prefix}{name}" if count == 1 else f"{self.prefix}{name}_{count}"


@functools.cache
def _encode(name: str) -> str:
    return _ENCODED.sub(lambda found: quote(found[0], safe=""), name)
