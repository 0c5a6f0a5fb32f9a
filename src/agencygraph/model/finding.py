"""What a check found: a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in a named source: offsets in code points from 0, the end not included."""

    source: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a rule.

    `stated` and `computed` are what the text says and what follows from its other figures, None where there is no
    such thing; `fingerprint` stays the same while the finding does; `accepted` when a baseline lists it.
    """

    rule: str
    severity: Severity
    message: str
    spans: tuple[Place, ...] = ()
    stated: str | None = None
    computed: str | None = None
    fingerprint: str = ""
    accepted: bool = False
