"""Rules that are patterns: each place where one matches gives a fact."""

from __future__ import annotations

from collections.abc import Iterator

from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, groups, patterns, places, wanted
from agencygraph.matching.scopes import fits, scopes, within_quotes
from agencygraph.model import Fact
from agencygraph.rules import PatternRule, Room


def read(reading: Reading, room: Room, rule: PatternRule) -> Iterator[Fact]:
    """The facts that a pattern rule finds in a document, in the order of the text."""
    held = places(reading, room, rule.pattern)
    candidates = sorted(frozenset().union(*held))
    if not candidates:
        return
    anywhere = [p for p, word in zip(patterns(room, rule.where.any), rule.where.any, strict=True) if "$" not in word]
    told = len(anywhere) == len(rule.where.any) > 0
    for index in candidates:
        marked = reading.marked[index]
        if told and not any(p.search(marked.text) for p in anywhere):
            continue
        tried = [patterns(room, (word,))[0] for word, there in zip(rule.pattern, held, strict=True) if index in there]
        for low, high in scopes(marked, rule.scope):
            matches = [m for p in tried for m in p.finditer(marked.text, low, high) if m.end() > m.start()]
            if rule.scope == "dated":
                matches = [m for m in matches if not within_quotes(marked.text, low, m.start())]
            if not matches or not fits(reading, room, rule.where, index, low, high):
                continue
            taken: list[tuple[int, int]] = []
            for match in matches:
                start, end = match.span()
                if any(start < t[1] and t[0] < end for t in taken):
                    continue
                taken.append((start, end))
                hit = Hit(index, start, end, low, high, groups(match))
                made = facts(reading, room, rule.id, rule.emit, hit, rule.cite, rule.each, rule.need)
                kept = [fact for fact in made if wanted(room, rule.want, fact)]
                yield from kept
                if rule.once and (kept or not rule.want):
                    break
