"""Cuts a query into the tokens that matter for changing it; nothing in texts, IRIs and comments is taken for SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>|#[^\n]*|[{}()]'
    r"|[?$@]?\w[\w-]*(?::(?:[\w.%:-]|\\.)*)?|:(?:[\w.%:-]|\\.)*|\\.",
    re.DOTALL,
)


def tokens(sparql: str) -> Iterator[re.Match[str]]:
    """The tokens in their order: texts, IRIs, braces, words (a variable, a prefixed name: one each); no comments."""
    return (found for found in _TOKEN.finditer(sparql) if not found[0].startswith("#"))


def keywords(sparql: str) -> Iterator[str]:
    """The words that stand alone, in capitals: keywords and names of functions."""
    return (found[0].upper() for found in tokens(sparql) if found[0].isalpha())
