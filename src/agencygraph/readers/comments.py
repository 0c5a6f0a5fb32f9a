"""Comments on passages of a report's text, and where these passages stand in the document that it was read from.

A reader lays out the text of a document with numbers, tabs and line breaks of its own; only letters are the same on
both sides. So each paragraph's letters are looked for in the text, one paragraph after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from agencygraph.readers.archives import Element

_FAR = 2_000
"""So many letters of the text may stand between two paragraphs: what a document holds outside them."""

Kind = Literal["text", "tail"]


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of a passage: offsets into the report's text, in code points from 0, the end not included."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words that a document holds: the text of an element, or what follows the element (its tail)."""

    element: Element
    kind: Kind = "text"

    @property
    def words(self) -> str:
        """The words as they stand there."""
        return (self.element.text if self.kind == "text" else self.element.tail) or ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a comment begins (`opens`) or ends in a document: before the letter at `at` of a leaf, or behind it."""

    comment: int
    opens: bool
    leaf: Leaf
    at: int


class Places:
    """Finds letters of a report's text in its document."""

    def __init__(self, text: str, paragraphs: Iterable[Sequence[Leaf]]) -> None:
        self._offsets = [at for at, sign in enumerate(text) if not sign.isspace()]
        letters = "".join(text[at] for at in self._offsets)
        self._leaves: dict[int, tuple[Leaf, int]] = {}
        cursor = 0
        for paragraph in paragraphs:
            spots = [(leaf, at) for leaf in paragraph for at, sign in enumerate(leaf.words) if not sign.isspace()]
            words = "".join(leaf.words[at] for leaf, at in spots)
            found = letters.find(words, cursor, cursor + len(words) + _FAR) if words else -1
            if found < 0:
                continue
            self._leaves.update({self._offsets[found + n]: spot for n, spot in enumerate(spots)})
            cursor = found + len(words)

    def marks(self, comments: Sequence[Comment]) -> Iterator[tuple[Mark, Mark]]:
        """Beginning and end of each comment whose passage stands in the document, in the order of the comments."""
        for number, comment in enumerate(comments):
            inside = [at for at in range(comment.start, comment.end) if at in self._leaves]
            if inside:
                (first, begin), (last, end) = self._leaves[inside[0]], self._leaves[inside[-1]]
                yield Mark(number, True, first, begin), Mark(number, False, last, end + 1)


def backwards(pairs: Iterable[tuple[Mark, Mark]], order: Sequence[Leaf]) -> list[Mark]:
    """All marks from the last place of the document to the first: what is put at one moves none before it.

    At one place what ends is met before what begins, so that it comes to stand in front.
    """
    rank = {(id(leaf.element), leaf.kind): place for place, leaf in enumerate(order)}
    marks = [mark for pair in pairs for mark in pair]
    return sorted(
        marks,
        key=lambda mark: (rank[id(mark.leaf.element), mark.leaf.kind], mark.at, mark.opens, -mark.comment),
        reverse=True,
    )
