"""The automatic numbers of OpenDocument lists and headings: their styles, and what has been counted so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agencygraph.readers.archives import Element, local
from agencygraph.readers.numerals import bullet, numeral

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
        "一": "taiwaneseCountingThousand", "壹": "ideographLegalTraditional", "甲": "ideographTraditional",
        "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
        "㊀": "ideographEnclosedCircle", "⑴": "decimalEnclosedParen", "⒈": "decimalEnclosedFullstop",
    }
)  # fmt: skip
_PLACE = re.compile(r"%(\d{1,2})%")
OUTLINE = ""
"""The key of the numbering of headings among the list styles."""


def whole(element: Element, name: str, default: int = 1) -> int:
    """A count in an attribute; `default` when it is none."""
    try:
        return int(element.get(name) or "")
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    shown: int
    start: int
    sign: str
    pattern: str


Levels = Mapping[int, _Level]


def styles(roots: Iterable[Element]) -> dict[str, Levels]:
    """The levels of each list style by its name, those of headings under `OUTLINE`."""
    out: dict[str, Levels] = {}
    for root in roots:
        for style in root.iter(TEXT + "list-style", TEXT + "outline-style"):
            key = OUTLINE if local(style) == "outline-style" else style.get(STYLE + "name") or ""
            out[key] = {whole(level, TEXT + "level"): _level(level) for level in style if local(level)}
    return out


def raising(roots: Iterable[Element]) -> frozenset[str]:
    """The names of the character styles that raise text."""
    found = (style for root in roots for style in root.iter(STYLE + "style"))
    return frozenset(
        style.get(STYLE + "name") or ""
        for style in found
        for part in style
        if (part.get(STYLE + "text-position") or "").startswith("super")
    )


def _level(level: Element) -> _Level:
    written = level.get(STYLE + "num-format") or ""
    return _Level(
        form=_FORMS.get(written[:1], "decimal") if written else "none",
        prefix=level.get(STYLE + "num-prefix") or "",
        suffix=level.get(STYLE + "num-suffix") or "",
        shown=whole(level, TEXT + "display-levels"),
        start=whole(level, TEXT + "start-value"),
        sign=level.get(TEXT + "bullet-char") or "",
        pattern=level.get(_LOEXT + "num-list-format") or level.get(STYLE + "num-list-format") or "",
    )


class Counter:
    """Counts the items of one list, level by level."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def label(self, levels: Levels, level: int, start: int | None = None) -> str:
        """The number of the next item at a level; `start` sets it. Empty where the level has none."""
        own = levels.get(level)
        if own is None:
            return ""
        if own.sign:
            return f"{bullet(own.sign)} "
        last = self._counts.get(level)
        self._counts = {at: count for at, count in self._counts.items() if at < level}
        self._counts[level] = start if start is not None else own.start if last is None else last + 1
        return _written(own, levels, self._counts, level)


def _written(own: _Level, levels: Levels, counts: Mapping[int, int], level: int) -> str:
    def number(at: int) -> str:
        one = levels.get(at)
        return numeral(counts.get(at, one.start if one else 1), one.form if one else "decimal")

    if own.form == "none":
        return own.prefix + own.suffix if own.pattern == "" else ""
    if _PLACE.search(own.pattern):
        return _PLACE.sub(lambda match: number(int(match[1])), own.pattern)
    shown = [number(at) for at in range(max(1, level - own.shown + 1), level + 1)]
    return own.prefix + ".".join(one for one in shown if one) + own.suffix
