"""What one run of a check came to: it held, it fired, or it could not be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agencygraph.model import Span


@dataclass(frozen=True, slots=True)
class Held:
    """A check of a rule that ran and found nothing wrong."""

    rule: str


@dataclass(frozen=True, slots=True)
class Unable:
    """A check of a rule that could not be judged; `reason` is a key of the rule's `unable`."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A contradiction: `case` is a key of the rule's `cases`, `words` fill its message.

    `spans` are the passages involved, the doubtful one first. `figures` are the passages of the figures that the
    contradiction casts doubt on: what rests on them is not reported again.
    """

    rule: str
    case: str
    spans: Sequence[Span]
    stated: str | None = None
    computed: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    figures: Sequence[Span] = ()


Result = Held | Unable | Fired


def plain(number: Decimal) -> str:
    """A number as people write it: digits in groups of three, no trailing noughts."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
