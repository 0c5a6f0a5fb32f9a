"""Things by their passages in a text, found again by a passage that overlaps theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from agencygraph.model.source import Span

_T = TypeVar("_T")
_STRETCH = 512


class Overlaps(Generic[_T]):
    """Holds things with their passages; asking costs as much as there is near the place, not as there is in all."""

    def __init__(self) -> None:
        self._near: dict[int, list[tuple[Span, _T]]] = {}

    def add(self, span: Span, thing: _T) -> None:
        """Takes in a thing that stands at a passage."""
        for stretch in _stretches(span):
            self._near.setdefault(stretch, []).append((span, thing))

    def over(self, span: Span) -> Iterator[_T]:
        """The things whose passages share a character with this one, some perhaps twice."""
        for stretch in _stretches(span):
            near = self._near.get(stretch, ())
            yield from (thing for other, thing in near if span.start < other.end and other.start < span.end)


def _stretches(span: Span) -> range:
    return range(span.start // _STRETCH, span.end // _STRETCH + 1)
