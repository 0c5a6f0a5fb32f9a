"""What no query may do: change the graphs, or ask other servers."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from agencygraph.errors import UsageError
from agencygraph.stores.tokens import keywords

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_NOWHERE = ox.Store()


def form(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT, DESCRIBE, or the first word of an update; nothing where no such word stands."""
    return next((word for word in keywords(sparql) if word in FORMS | UPDATES), "")


def refuse_updates(sparql: str) -> None:
    """Raise UsageError for an update."""
    if form(sparql) in UPDATES:
        raise UsageError(
            "Updates are refused: a query changes nothing.",
            "不接受更新：查詢不改變圖譜。",
            "SELECT, ASK, CONSTRUCT, DESCRIBE.",
        )


def refuse_service(sparql: str, prefixes: Mapping[str, str] | None = None) -> None:
    """Raise UsageError for a query with SERVICE, SyntaxError for some that do not parse; nothing is asked anywhere.

    The engine's own parser decides: a query that no longer parses once another word of the same length stands in the
    place of each SERVICE had the keyword; in names, texts, IRIs and comments the change does no harm. Taking a query
    apart by other means than the engine's lets through what only the engine reads as SERVICE.
    """
    other = harmless(sparql)
    if other == sparql:
        return
    try:
        _NOWHERE.query(other, prefixes=dict(prefixes or {}))
    except SyntaxError:
        if "SERVICE" in keywords(sparql):
            raise UsageError(
                "SERVICE is refused: queries stay on this machine.", "不接受 SERVICE：查詢不連外。"
            ) from None
        raise


def harmless(sparql: str) -> str:
    """The query, of the same length, with another word in the place of each SERVICE."""
    return _SERVICE.sub("servicx", sparql)
