"""A report's text as it was read, places in it, and pieces of it in a folded spelling that know their way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A passage: offsets in Unicode code points into `Source.text`, from 0, the end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader noticed and left: `rule` is its stable name, the words are in both languages."""

    rule: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Source:
    """One report as read from its file.

    `name` is the base name of the file, `text` what `agencygraph text` prints, `encoding` the one it was decoded in
    (the name of the format for files that are no text), `digest` the SHA-256 of the file's bytes in hexadecimal.
    `pages[n]` is the offset where page n + 1 begins, for formats that have pages; `notes` is what the reader noticed.
    """

    name: str
    text: str
    encoding: str
    digest: str
    pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page, counted from 1, that the character at `offset` stands on; None where there are no pages."""
        return bisect_right(self.pages, offset) or None


@dataclass(frozen=True, slots=True)
class Folded:
    """Text in the spelling that rules read, each character with its offset in the source text.

    `text` is free of line breaks and of white space (one blank is kept between two Latin words); widths are folded
    (１→1, （→(, ，→,). `at[i]` is the offset in `Source.text` of the character that `text[i]` comes from.
    """

    text: str
    at: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.at):
            raise ValueError("each folded character needs its offset in the source")

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The passage of the source that `text[start:end]` comes from; a ValueError for an empty piece."""
        stop = len(self.text) if end is None else end
        if not 0 <= start < stop <= len(self.text):
            raise ValueError(f"no passage at {start}:{stop} of {len(self.text)} characters")
        return Span(self.at[start], self.at[stop - 1] + 1)

    def cut(self, start: int, end: int) -> Folded:
        """The piece `text[start:end]` with its offsets."""
        return Folded(self.text[start:end], self.at[start:end])

    @staticmethod
    def join(pieces: Iterable[Folded]) -> Folded:
        """Several pieces as one, in the order given."""
        kept = list(pieces)
        return Folded("".join(p.text for p in kept), tuple(offset for p in kept for offset in p.at))
