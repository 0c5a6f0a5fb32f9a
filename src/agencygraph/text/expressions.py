"""Regular expressions that cost little to compile."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator
from typing import Any

import pcre2

LONG = 1_000
"""Texts of more characters are left to the standard library at once."""


class Expression:
    """A regular expression in what `re` and PCRE2 have in common, with the methods of `re.Pattern` that rules need.

    PCRE2 compiles in a tenth of the time that `re` takes, but a search costs more the longer the text is. Both say the
    same, and which of them reads a text depends on its length only.
    """

    def __init__(self, pattern: str) -> None:
        """Compile a pattern. Raises re.error where it is no regular expression."""
        self.pattern = pattern
        try:
            self._quick = _compiled(pattern)
        except pcre2.PatternError as fault:
            raise re.error(str(fault), pattern) from fault

    @functools.cached_property
    def _lasting(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def _for(self, text: str) -> Any:
        return self._quick if len(text) <= LONG else self._lasting

    @property
    def groupindex(self) -> dict[str, int]:
        """The named groups with their numbers."""
        return dict(self._quick.groupindex)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two places."""
        found: re.Match[str] | None = self._for(text).search(text, start, end)
        return found

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at a place."""
        found: re.Match[str] | None = self._for(text).match(text, start, end)
        return found

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that takes all between two places."""
        found: re.Match[str] | None = self._for(text).fullmatch(text, start, end)
        return found

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches between two places, in order, none over another."""
        found: Iterator[re.Match[str]] = self._for(text).finditer(text, start, end)
        return found


def _compiled(pattern: str) -> Any:
    """The pattern as machine code; interpreted where the system lets no process make code of its own."""
    try:
        return pcre2.compile(pattern)
    except pcre2.PatternError:
        raise
    except pcre2.LibraryError:
        return pcre2.compile(pattern, jit=False)
