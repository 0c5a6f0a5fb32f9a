"""What happens to a text on its way through a page: lines broken at a margin, page numbers, other newlines, widths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NO_START = "，。、；：！？」』）)》〉】%％,.;:"
_WIDE = str.maketrans("0123456789()%", "０１２３４５６７８９（）％")


@dataclass(frozen=True)
class Page:
    """How a text is set: columns a line, lines a page (0: no pages), hanging indent, double spacing, newline."""

    columns: int = 60
    rows: int = 0
    hang: int = 0
    double: bool = False
    newline: str = "\n"
    header: str = ""


def broken(paragraph: str, columns: int) -> Iterator[str]:
    """A paragraph broken where the margin is; closing signs and the inside of Latin words stay together."""
    line, width = "", 0
    for place, letter in enumerate(paragraph):
        size = 1 if letter.isascii() else 2
        inside = bool(line) and line[-1].isascii() and line[-1].isalnum() and letter.isascii() and letter.isalnum()
        if width + size > columns and letter not in _NO_START and not inside and place:
            yield line
            line, width = "", 0
        line, width = line + letter, width + size
    yield line


def printed(paragraphs: Iterable[str], page: Page) -> str:
    """The paragraphs as a PDF gives them back."""
    out: list[str] = []
    number = 1
    for paragraph in paragraphs:
        for place, line in enumerate(broken(paragraph, page.columns)):
            out.append(" " * (page.hang if place else 0) + line)
            if page.double:
                out.append("")
            if page.rows and len(out) % page.rows == 0:
                out.extend(["", f"- {number} -", *([page.header] if page.header else [])])
                number += 1
    return page.newline.join(out) + page.newline


def widened(text: str) -> str:
    """ASCII digits, brackets and per cent signs as full-width ones."""
    return text.translate(_WIDE)
