"""What a query asks for, and the same query without Oxigraph's LATERAL for servers that lack it."""

from __future__ import annotations

import re

from agencygraph.errors import UsageError
from agencygraph.stores import refusals
from agencygraph.stores.tokens import keywords, tokens


def form(sparql: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE. Raises UsageError for what is no query, as an update."""
    refusals.refuse_updates(sparql)
    found = refusals.form(sparql)
    if not found:
        raise UsageError("this is no SPARQL query.", "這不是 SPARQL 查詢。", "SELECT, ASK, CONSTRUCT, DESCRIBE.")
    return found


def uses(sparql: str, keyword: str) -> bool:
    """Whether the query has that keyword (in capitals)."""
    return keyword in keywords(sparql)


def without_lateral(sparql: str) -> str:
    """The query with `LATERAL { OPTIONAL { X } }` as `OPTIONAL { X }`, which gives the same rows for such a group.

    It does as long as X takes from outside only what it shares with its surroundings as an ordinary variable, which is
    what LATERAL is used for in questions: as a hint to the engine. Raises UsageError for any other use of LATERAL.
    """
    cuts: list[tuple[int, int]] = []
    found = list(tokens(sparql))
    for at, token in enumerate(found):
        if token[0].upper() != "LATERAL":
            continue
        words = [one[0].upper() for one in found[at + 1 : at + 4]]
        end = _closing(found, at + 1)
        if words != ["{", "OPTIONAL", "{"] or end is None or _closing(found, at + 3) != end - 1:
            raise UsageError("the server lacks LATERAL, which this query needs.", "伺服器不支援此查詢所需的 LATERAL。")
        cuts += [(token.start(), found[at + 2].start()), (found[end].start(), found[end].end())]
    return _without(sparql, sorted(cuts))


def _closing(found: list[re.Match[str]], start: int) -> int | None:
    """The index of the brace that closes the one at `start`."""
    depth = 0
    for at in range(start, len(found)):
        depth += {"{": 1, "}": -1}.get(found[at][0], 0)
        if depth == 0:
            return at
    return None


def _without(sparql: str, cuts: list[tuple[int, int]]) -> str:
    kept, last = "", 0
    for start, end in cuts:
        kept, last = kept + sparql[last:start], end
    return kept + sparql[last:]
