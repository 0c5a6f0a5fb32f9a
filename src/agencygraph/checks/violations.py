"""What a SHACL engine reports, in the same words whichever engine it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One validation result.

    `focus` and `value` are terms in N-Triples, `value` empty where the constraint names none; `path` is the property
    path in SPARQL's syntax, empty for a constraint on the node itself; `component`, `severity` and `shape` are local
    names.
    """

    focus: str
    path: str
    component: str
    severity: str
    value: str
    shape: str
