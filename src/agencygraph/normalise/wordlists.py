"""Word lists that stand beside the code, as quick regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def lines(name: str) -> list[list[str]]:
    """The words of a data file beside this module, line by line; lines that begin with # are remarks."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> list[str]:
    """All words of a data file beside this module."""
    return [word for line in lines(name) for word in line]


def longest(choice: Iterable[str]) -> str:
    """A pattern for the longest of the words that stands at a place."""
    ranked = sorted(set(choice), key=lambda word: (-len(word), word))
    heads = "".join(sorted({re.escape(word[0]) for word in ranked}))
    return f"(?=[{heads}])(?:{'|'.join(map(re.escape, ranked))})"


def any_of(choice: Iterable[str]) -> str:
    """A pattern, for looking ahead only, that holds where one of the words begins: words behind a shorter one go."""
    kept: list[str] = []
    for word in sorted(set(choice), key=lambda word: (len(word), word)):
        if not any(word.startswith(short) for short in kept):
            kept.append(word)
    single = "".join(re.escape(word) for word in kept if len(word) == 1)
    longer = [word for word in kept if len(word) > 1]
    return f"(?:[{single}]|{longest(longer)})" if longer else f"[{single}]"
