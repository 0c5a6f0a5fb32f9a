"""A statement taken from a report, with the passage that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agencygraph.model.source import Span

Value = str | tuple[str, ...]
"""A value in its canonical spelling: ISO date, plain number, name as written; a tuple where a column holds several."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and why: the passage (`quote == source.text[span.start:span.end]`), the outline place, the rule.

    `context` are further passages that the values rest on (a list head, a table's header and caption); `derived` the
    columns whose value the passage does not state itself; `authority` the keys of the authority entries used; `where`
    the passages that state each column's value.
    """

    span: Span
    quote: str
    section: str
    rule: str
    context: tuple[Span, ...] = ()
    derived: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    where: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a fact type: `kind` is the room's name, `values` its columns that are stated (others are left out)."""

    kind: str
    values: Mapping[str, Value]
    evidence: Evidence
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """The value of a column as one text, several joined by `;`; empty where not stated."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else ";".join(value)
