"""Where a query goes wrong, as people count: the line and column of the first token that does not fit."""

from __future__ import annotations

import re

import pyoxigraph as ox

from agencygraph.namespaces import PREFIXES
from agencygraph.stores import engine
from agencygraph.stores.tokens import tokens
from agencygraph.web.problems import ProblemError

_NOWHERE = ox.Store()
_PLACE = re.compile(r"\bat (\d+):(\d+)(?:: expected (.*))?", re.DOTALL)
_KEYWORD = re.compile(r"\b[A-Z_]{2,}\b")
_SIGN = re.compile(r'"[^"\\w]|Prefix not found')
"""What is expected where the engine has looked no further than the place it names."""
_ROOM = " " * 32
_SHOWN = 30
_UNBOUND = "variable that is unbound"


def misread(sparql: str, fault: Exception) -> ProblemError:
    """The problem of a query that the engine cannot read or run, with the place where there is one."""
    found = _PLACE.search(_said(sparql, fault))
    if not found:
        said = str(fault).partition(": expected")[0].strip().rstrip(".") or "it cannot be run"
        return ProblemError(400, f"The query cannot be answered: {said}.", "無法執行這個查詢。")
    offset = _offset(sparql, int(found[1]), int(found[2]), found[3] or "")
    line, column = sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset)
    rest = sparql[offset:].partition("\n")[0].strip()
    there = f"at {rest[:_SHOWN]!r}" if rest else "where it ends"
    why, zh = _reasons(found[3] or "")
    return ProblemError(
        400,
        f"The query does not parse: line {line}, column {column}, {there}{why}.",
        f"查詢語法有誤：第 {line} 行第 {column} 字{zh}。",
        line=line,
        column=column,
    )


def _said(sparql: str, fault: Exception) -> str:
    """What the engine says of the query once there is room behind it: it tries keywords by their length.

    The query is only parsed: nothing is asked of other servers.
    """
    try:
        _NOWHERE.query(engine.harmless(sparql) + _ROOM, prefixes=PREFIXES)
    except SyntaxError as again:
        return str(again)
    except (ValueError, RuntimeError, OSError):
        pass
    return str(fault)


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
    if "Prefix not found" in expected:
        return "; a prefix there is not declared", "，所用的前綴未宣告"
    if _UNBOUND in expected:
        return "; SELECT has a variable that GROUP BY leaves out", "，SELECT 的變數不在 GROUP BY 之中"
    return "", ""
