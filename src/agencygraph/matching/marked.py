"""Marked text: a paragraph in which each mention stands as one sign, and the ways back to the text."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from agencygraph.model import Folded, Mention, Span
from agencygraph.rules import SIGNS

_BRACKETS = {"「": "」", "『": "』", "(": ")", "《": "》", "【": "】", "〈": "〉"}
_CLAUSE = ",。;!?:\t"
_SENTENCE = "。;!?"
_LONGEST = 2000
"""No sentence has more signs: what goes on for longer is cut after a clause, lest time grow with its square."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded text with its mentions. `text[i]` is a sign where `mentions[i]` is known, else a character.

    `at[i]` is the offset in the folded text where sign or character `i` begins; `at[len(text)]` its length.
    """

    folded: Folded
    text: str
    at: tuple[int, ...]
    mentions: dict[int, Mention]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]

    def inside(self, start: int, end: int) -> list[Mention]:
        """The mentions between two positions of the marked text, in order."""
        return [self.mentions[i] for i in range(start, end) if i in self.mentions]

    def plain(self, start: int, end: int) -> str:
        """The folded text between two positions of the marked text."""
        return self.folded.text[self.at[start] : self.at[end]]

    def span(self, start: int, end: int | None = None) -> Span:
        """The place in the source of what stands between two positions, or of the one sign at `start`."""
        return self.folded.span(self.at[start], self.at[start + 1 if end is None else end])

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clauses that a stretch lies in, as positions; brackets and quotes are not cut."""
        return _around(self.clauses, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentences that a stretch lies in, as positions."""
        return _around(self.sentences, start, end)


def mark(folded: Folded, found: Iterable[Mention]) -> Marked:
    """Marked text of a folded one. Where mentions overlap the longer one stands, then the earlier, then a thing
    before a mere numeral (第一課)."""
    taken: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start, m.kind == "identifier")):
        place = bisect.bisect_left(taken, mention.start, key=lambda m: m.start)
        after = taken[place].start if place < len(taken) else mention.end
        before = taken[place - 1].end if place else mention.start
        if before <= mention.start and mention.end <= after:
            taken.insert(place, mention)
    text: list[str] = []
    at: list[int] = []
    mentions: dict[int, Mention] = {}
    place = 0
    for mention in taken:
        at.extend(range(place, mention.start))
        text.append(folded.text[place : mention.start])
        mentions[len(at)] = mention
        at.append(mention.start)
        text.append(SIGNS[sign_name(mention)])
        place = mention.end
    at.extend(range(place, len(folded.text) + 1))
    text.append(folded.text[place:])
    whole = "".join(text)
    clauses, sentences = _cuts(whole)
    return Marked(folded, whole, tuple(at), mentions, clauses, sentences)


def sign_name(mention: Mention) -> str:
    """The name of the sign that stands for a mention: its kind, but `unit` for a unit inside the host."""
    return "unit" if mention.kind == "organisation" and mention.values[1:] == ("unit",) else mention.kind


def _cuts(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    clauses, sentences, open_until = [0], [0], [len(text)]
    closing: list[str] = []
    for i, char in enumerate(text):
        if char in _BRACKETS and len(closing) < 8 and text.find(_BRACKETS[char], i) >= 0:
            closing.append(_BRACKETS[char])
        elif closing and char == closing[-1]:
            closing.pop()
        elif not closing and char in _CLAUSE:
            clauses.append(i + 1)
            if char in _SENTENCE or i - sentences[-1] > _LONGEST:
                sentences.append(i + 1)
    for cuts in (clauses, sentences):
        if cuts[-1] != open_until[0]:
            cuts.append(open_until[0])
    return tuple(clauses), tuple(sentences)


def _around(cuts: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    low = cuts[max(0, bisect.bisect_right(cuts, start) - 1)]
    high = cuts[min(len(cuts) - 1, bisect.bisect_left(cuts, max(end, start + 1)))]
    return low, max(high, end)
