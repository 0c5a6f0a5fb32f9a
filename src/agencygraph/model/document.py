"""A report as it was cut up: a tree of sections, and the paragraphs and tables that stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agencygraph.model.source import Folded, Source

Role = Literal["title", "heading", "text", "row"]
"""What a paragraph is: a line above the outline, a heading or list head, running text, a row of a flattened table."""


@dataclass(frozen=True, slots=True)
class Section:
    """One node of the outline: a chapter, a section, a list item. Section 0 is the report itself.

    `number` is the marker as written, folded ("壹", "(一)", "(2.1)", "※"), empty for section 0; `heading` the words
    that follow it up to the first colon or full stop, cut to 60 characters; `level` counts from 0; `parent` is None
    for section 0 only.
    """

    index: int
    parent: int | None
    level: int
    number: str
    heading: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that belongs together, broken lines joined; the marker of a list item is not part of it."""

    index: int
    section: int
    role: Role
    folded: Folded

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its paragraph and its cells, an empty cell with empty text."""

    paragraph: int
    cells: tuple[Folded, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows; `caption` is the index of the paragraph just above, if any."""

    section: int
    caption: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its outline. `sections[i].index == i` and `paragraphs[i].index == i`, in the order of the text."""

    source: Source
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]

    def chain(self, section: int) -> tuple[Section, ...]:
        """The section and those above it, from the top; section 0 left out."""
        out: list[Section] = []
        at: int | None = section
        while at is not None:
            node = self.sections[at]
            if node.parent is not None:
                out.append(node)
            at = node.parent
        return tuple(reversed(out))

    def path(self, section: int) -> str:
        """Number and heading as people cite them: numbers of the chain joined, then the last heading."""
        chain = self.chain(section)
        numbers = "".join(node.number for node in chain)
        return f"{numbers} {chain[-1].heading}".strip() if chain else ""
