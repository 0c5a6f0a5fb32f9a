"""Where a query goes wrong, as people count: the line and column of the first token that does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

import pyoxigraph as ox

from agencygraph.errors import UsageError
from agencygraph.namespaces import PREFIXES
from agencygraph.stores.refusals import harmless
from agencygraph.stores.tokens import tokens

_NOWHERE = ox.Store()
_PLACE = re.compile(r"\bat (\d+):(\d+)(?:: expected (.*))?", re.DOTALL)
_KEYWORD = re.compile(r"\b[A-Z_]{2,}\b")
_SIGN = re.compile(r'"[^"\\w]|Prefix not found')
"""What is expected where the engine has looked no further than the place it names."""
_ROOM = " " * 32
_SHOWN = 30
_UNBOUND = "variable that is unbound"
_PARSES = "The query does not parse: "
_NO_NAME = frozenset("\"'<?$@")
_SOME = "urn:some:"


class MisreadError(UsageError):
    """A query that cannot be read or run; the line and column of the place where there is one."""

    def __init__(self, message: str, zh: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, zh)
        self.line, self.column = line, column


def misread(sparql: str, fault: Exception) -> MisreadError:
    """The error for a query that the engine cannot read or run, with the place where there is one."""
    said = _said(sparql, PREFIXES) or str(fault)
    if name := _undeclared(sparql, said):
        prefix = name[0].partition(":")[0]
        why = f"; the prefix {prefix}: is not declared", f"，前綴 {prefix}: 未宣告"
        return _at(sparql, name.start(), *why)
    found = _PLACE.search(said)
    if found:
        return _at(sparql, _offset(sparql, int(found[1]), int(found[2]), found[3] or ""), *_reasons(found[3] or ""))
    if isinstance(fault, MisreadError):
        return fault
    words = str(fault).partition(": expected")[0].strip().rstrip(".") or "it cannot be run"
    return MisreadError(f"The query cannot be answered: {words}.", "無法執行這個查詢。")


def told(words: str) -> MisreadError:
    """The error for a query that another engine cannot read, from what that says."""
    said = words.removeprefix(_PARSES).partition(": expected one of")[0].strip().rstrip(".")
    return MisreadError(f"{_PARSES}{said}.", f"查詢語法有誤：{said}。")


def _at(sparql: str, offset: int, why: str, zh: str) -> MisreadError:
    line, column = sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset)
    rest = sparql[offset:].partition("\n")[0].strip()
    there = f"at {rest[:_SHOWN]!r}" if rest else "where it ends"
    return MisreadError(
        f"{_PARSES}line {line}, column {column}, {there}{why}.",
        f"查詢語法有誤：第 {line} 行第 {column} 字{zh}。",
        line,
        column,
    )


def _said(sparql: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of the query once there is room behind it: it tries keywords by their length.

    The query is only parsed: nothing is asked of other servers. Nothing for one that parses.
    """
    try:
        _NOWHERE.query(harmless(sparql) + _ROOM, prefixes=dict(prefixes))
    except SyntaxError as again:
        return str(again)
    except (ValueError, RuntimeError, OSError):
        pass
    return ""


def _undeclared(sparql: str, said: str) -> re.Match[str] | None:
    """The first name whose prefix nobody declares, where the engine reads on, or further, once it is declared."""
    found = list(tokens(sparql))
    names = {one.start(): one[0].partition(":")[0] for one in found if ":" in one[0] and one[0][0] not in _NO_NAME}
    known = {*PREFIXES, "_"}
    known |= {names.get(name.start(), "") for word, name in pairwise(found) if word[0].upper() == "PREFIX"}
    strange = {place: prefix for place, prefix in names.items() if prefix not in known}
    if not strange or _said(sparql, {**PREFIXES, **dict.fromkeys(strange.values(), _SOME)}) == said:
        return None
    return next(one for one in found if one.start() in strange)


def _offset(sparql: str, line: int, column: int, expected: str) -> int:
    """The offset of the token that does not fit, or of the phrase that holds it.

    The engine names the place up to which it has looked: the end of the token, or so far behind its beginning as the
    keyword is long that it hoped for.
    """
    start = 0
    for _ in range(line - 1):
        start = sparql.find("\n", start) + 1
    reached = start + column - 1
    keywords = [] if _UNBOUND in expected else _KEYWORD.findall(expected)
    if keywords and not _SIGN.search(expected):
        reached -= min(map(len, keywords))
    end = len(sparql.rstrip())
    if reached >= end:
        return end
    if not _SIGN.search(expected):
        return reached
    return next((token.start() for token in tokens(sparql) if token.start() < reached <= token.end()), reached)


def _reasons(expected: str) -> tuple[str, str]:
    """What the engine knows beyond the place."""
    if _UNBOUND in expected:
        return "; SELECT has a variable that GROUP BY leaves out", "，SELECT 的變數不在 GROUP BY 之中"
    return "", ""
