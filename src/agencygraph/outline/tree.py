"""The tree of sections: levels by order of first appearance, numbers that restart, skip or repeat tolerated."""

from __future__ import annotations

from dataclasses import dataclass, field

from agencygraph.outline.markers import Marker

_BULLETS = frozenset("-*+•·–")
_HASHES = -10
_DEEPEST = 30


@dataclass(slots=True)
class Node:
    """A section that is being built; `key`, `family`, `rank`, `value` are those of its marker."""

    index: int
    parent: int | None
    level: int
    number: str
    key: str = ""
    family: str = ""
    rank: int = 99
    value: tuple[int, ...] = ()
    indent: int = 0
    children: int = 0


@dataclass(slots=True)
class Tree:
    """The sections so far and the open ones (`stack`, from the report down to the last item)."""

    nodes: list[Node] = field(default_factory=lambda: [Node(0, None, 0, "")])
    stack: list[Node] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.stack = [self.nodes[0]]

    @property
    def here(self) -> int:
        """The section that a paragraph without a marker belongs to."""
        return self.stack[-1].index

    def counts_on(self, marker: Marker) -> bool:
        """Whether the marker goes on counting in a list that is open."""
        node = self._open(marker, 0)
        if node is None:
            return self._first_below(marker)
        return _next(node.value, marker.value)

    def is_open(self, marker: Marker) -> bool:
        """Whether a list in the marker's style is open."""
        return any(node.key == marker.key for node in self.stack[1:])

    def leave_item(self) -> None:
        """Closes the last item of a list of several, so that what sums the list up stands beside it."""
        last = self.stack[-1]
        if last.parent is not None and self.nodes[last.parent].children > 1:
            self.stack.pop()

    def close(self, marker: Marker) -> None:
        """Closes the open list in the marker's style, so that its parent is the open section."""
        for place, node in enumerate(self.stack):
            if node.key == marker.key:
                del self.stack[place:]
                return

    def _first_below(self, marker: Marker) -> bool:
        """Whether 2.1 follows an open 2, or 2.1.1 an open 2.1."""
        if len(marker.value) < 2 or marker.value[-1] != 1:
            return False
        return any(node.value == marker.value[:-1] for node in self.stack)

    def add(self, marker: Marker, indent: int) -> int:
        """Opens the section that a marker begins and gives its index."""
        place = min(self._place(marker, indent), _DEEPEST)
        del self.stack[place + 1 :]
        parent = self.stack[-1]
        node = Node(
            len(self.nodes),
            parent.index,
            parent.level + 1 if parent.parent is not None else 0,
            marker.number,
            marker.key,
            marker.style.family,
            _rank(marker),
            marker.value,
            indent,
        )
        parent.children += 1
        self.nodes.append(node)
        self.stack.append(node)
        self.seen.add(marker.key)
        return node.index

    def _open(self, marker: Marker, indent: int) -> Node | None:
        """The open section that the marker is a sibling of."""
        bullet = marker.key in _BULLETS
        for node in reversed(self.stack[1:]):
            if node.key != marker.key or (bullet and indent < node.indent - 1):
                continue
            if bullet and indent > node.indent + 1:
                break
            return node
        if marker.style.family:
            for node in reversed(self.stack[1:]):
                if node.family == marker.style.family and _next(node.value, marker.value):
                    return node
        return None

    def _place(self, marker: Marker, indent: int) -> int:
        """The place in the stack of the section that the new one goes under."""
        node = self._open(marker, indent)
        if node is not None:
            return self.stack.index(node) - 1
        rank = _rank(marker)
        top = len(self.stack) - 1
        if rank < 99:
            while top > 0 and self.stack[top].rank >= rank:
                top -= 1
        elif marker.style.numerals == "dotted":
            top = self._under_prefix(marker, top)
        return top

    def _under_prefix(self, marker: Marker, top: int) -> int:
        """2.1 goes under an open 2 (or (2), or 2 in another style), 2.1.1 under 2.1."""
        for place in range(top, 0, -1):
            if self.stack[place].value == marker.value[:-1]:
                return place
        return top


def _rank(marker: Marker) -> int:
    """How high a marker stands over those that have no rank of their own (99); a Markdown # stands over all."""
    if marker.style.name == "hash":
        return _HASHES + len(marker.number)
    return 99 if marker.style.rank is None else marker.style.rank


def _next(last: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Whether `value` counts on from `last`: 3 after 2, 2.4 after 2.3, 3.1 after 2.7."""
    if not last or len(last) != len(value):
        return False
    return any(
        value[:i] == last[:i] and value[i] == last[i] + 1 and all(part == 1 for part in value[i + 1 :])
        for i in range(len(value))
    )
