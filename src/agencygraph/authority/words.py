"""The words that tell names of bodies from the text around them; data/words.tsv says what each role is."""

from __future__ import annotations

from functools import cache

from agencygraph.authority.files import rows


@cache
def words() -> dict[str, frozenset[str]]:
    """The words of each role."""
    found: dict[str, set[str]] = {}
    for role, word in rows("words"):
        found.setdefault(role, set()).add(word)
    return {role: frozenset(all_) for role, all_ in found.items()}
