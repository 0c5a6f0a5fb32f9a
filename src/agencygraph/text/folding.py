"""Folding: white space out, widths and variants plain, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agencygraph.model import Folded
from agencygraph.text.letters import Letters

_LETTERS = Letters()
_RUN = re.compile(r"[^ \n\0]+")
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")


def level(text: str) -> str:
    """`text` with widths and variants folded and every character still in its place.

    White space becomes a blank, a line break a line feed, a character that `fold` leaves out a NUL.
    """
    return text.translate(_LETTERS)


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    """`text[start:end]` in the spelling that rules read, each character with its offset in `text`.

    NFKC where that gives one character (numbering like ㈠ and ① stays), look-alike punctuation and radicals plain,
    control and zero-width characters out. White space goes, but for one blank between two Latin words; a bare line
    break inside a number goes too.
    """
    stop = len(text) if end is None else min(end, len(text))
    flat = text[start:stop].translate(_LETTERS)
    out: list[str] = []
    at: list[int] = []
    last = 0
    for run in _RUN.finditer(flat):
        first, after = run.span()
        if out and last < first and _parted(flat[last - 1], flat[last:first], flat[first]):
            out.append(" ")
            at.append(start + last)
        out.append(run.group())
        at.extend(range(start + first, start + after))
        last = after
    return Folded("".join(out), tuple(at))


def join(pieces: Iterable[Folded]) -> Folded:
    """Folded lines as one text, with the blank that `fold` would have kept between two Latin words."""
    text: list[str] = []
    at: list[int] = []
    for piece in pieces:
        if not piece.text:
            continue
        if text and _parted(text[-1][-1], "\n", piece.text[0]):
            text.append(" ")
            at.append(at[-1] + 1)
        text.append(piece.text)
        at.extend(piece.at)
    return Folded("".join(text), tuple(at))


def _parted(before: str, gap: str, after: str) -> bool:
    """Whether the white space `gap` between two characters parts two Latin words."""
    if before not in _LATIN or after not in _LATIN:
        return False
    if " " in gap:
        return True
    return "\n" in gap and not (before in _DIGITS and after in _DIGITS)
