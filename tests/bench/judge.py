"""Compares a report's facts with annotated ones: which agree, one to one.

A fact answers an annotated one where the columns that say what it is agree, and where both cite the same passage;
things that a report names once (a form, a partner, a person …) may be cited from anywhere.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """An annotated table: the room that answers it, the columns that must agree and how, whether place counts."""

    room: str
    columns: Mapping[str, str]
    placed: bool = True
    either: tuple[str, ...] = ()


TABLES = {
    "report": Table("reports", {"agency": "name", "period_start": "date", "period_end": "date"}, False),
    "stationing": Table("stationing", {"agency": "name", "host": "name"}),
    "form": Table("forms", {"form": "thing"}, False),
    "training": Table("trainings", {"date": "days", "topic": "words"}),
    "event": Table("events", {"date": "date"}),
    "meeting": Table("meetings", {"kind": "words", "when": "date"}),
    "milestone": Table("milestones", {"date": "date"}),
    "statistic": Table("statistics", {"value": "number", "unit": "words"}),
    "survey": Table("surveys", {"option": "words"}, either=("percent", "count")),
    "facility": Table("facilities", {"facility": "words"}),
    "legal": Table("legal-references", {"title": "thing"}, False),
    "system": Table("systems", {"name": "thing"}, False),
    "referral": Table("referrals", {"target": "name"}),
    "partner": Table("partners", {"organisation": "name"}, False),
    "area": Table("service-areas", {"what": "words"}, False),
    "person": Table("people", {"name": "name"}, False),
    "unit": Table("units", {"unit": "words"}, False),
    "service": Table("services", {}),
    "outlet": Table("outlets", {"name": "thing"}, False),
    "hours": Table("service-hours", {}),
}
"""What `../shared/eval/GUIDE.md` defines, in its order."""

_LONGER = 250
_ALIKE = 0.5
_LEAST, _END = 3, 2
_KEPT = 0.6


def bare(text: object) -> str:
    """Letters and digits alone, 臺 as 台, wide ones as narrow ones."""
    folded = unicodedata.normalize("NFKC", str(text)).replace("臺", "台").lower()
    return "".join(char for char in folded if char.isalnum())


class Source:
    """A text by its letters and digits, and where passages stand in it."""

    def __init__(self, text: str) -> None:
        """Takes the text as it was read."""
        self._at, pieces = [0], []
        for char in text:
            pieces.append(bare(char))
            self._at.append(self._at[-1] + len(pieces[-1]))
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the text among its letters and digits."""
        return self._at[start], self._at[end]

    def places(self, quote: str) -> Spans:
        """Where a quotation stands; several places where it stands several times."""
        words = bare(quote)
        return [(m.start(), m.start() + len(words)) for m in re.finditer(f"(?={re.escape(words)})", self.text)]


@dataclass(frozen=True, slots=True)
class Score:
    """How many annotated facts there are, how many were answered, how many answers agree with nothing."""

    wanted: int
    found: int
    false: int

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(self.wanted + other.wanted, self.found + other.found, self.false + other.false)

    @property
    def precision(self) -> float:
        """The share of answers that agree; one where there are none."""
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of annotated facts that were found; one where there are none."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact as the judge sees it: its columns, and its span among the letters and digits of the text."""

    values: Row
    span: tuple[int, int]


def judge(
    table: Table, wanted: list[Row], answers: list[Answer], source: Source
) -> tuple[Score, list[Row], list[Answer]]:
    """The score of one table, the annotated facts that nothing answers, and the answers that agree with none."""
    places = [source.places(str(row["quote"])) for row in wanted]
    pairs = sorted(_pairs(table, wanted, places, answers), reverse=True)
    by_wanted: dict[int, int] = {}
    taken: set[int] = set()
    for _, w, a in pairs:
        if w not in by_wanted and a not in taken:
            by_wanted[w] = a
            taken.add(a)
    again = {a for _, w, a in pairs if a not in taken and not _shared(answers[a].span, [answers[by_wanted[w]].span])}
    missed = [row for w, row in enumerate(wanted) if w not in by_wanted]
    false = [answer for a, answer in enumerate(answers) if a not in taken | again]
    return Score(len(wanted), len(by_wanted), len(false)), missed, false


def _pairs(
    table: Table, wanted: list[Row], places: list[Spans], answers: list[Answer]
) -> Iterator[tuple[tuple[float, float], int, int]]:
    """The pairs that agree, with how well: by all the columns, then by the passage."""
    for w, row in enumerate(wanted):
        longest = max((end - start for start, end in places[w]), default=0) + _LONGER
        for a, answer in enumerate(answers):
            shared, length = _shared(answer.span, places[w]), answer.span[1] - answer.span[0]
            if table.placed and not (shared and length <= longest):
                continue
            if not all(
                agree(kind, _value(row, name), _value(answer.values, name)) for name, kind in table.columns.items()
            ):
                continue
            if table.either and not any(
                row.get(n) and agree("number", row[n], answer.values.get(n)) for n in table.either
            ):
                continue
            told = [name for name in row if name not in ("table", "quote") and row[name] not in (None, "")]
            same = sum(agree("words", row[name], answer.values.get(name)) for name in told)
            yield (same, shared / max(length, 1)), w, a


def _shared(span: tuple[int, int], others: Spans) -> int:
    return max((max(0, min(span[1], end) - max(span[0], start)) for start, end in others), default=0)


def _value(row: Row, name: str) -> Any:
    if name == "when":
        return row.get("date") or row.get("count")
    if name == "what":
        return row.get("district") or row.get("area_km2") or row.get("population")
    if name == "date":
        return row.get("dates") or row.get("date")
    if name == "host" and str(row.get("host") or "")[:1] in ("本", "該", "各"):
        return None
    return row.get(name)


def agree(kind: str, wanted: Any, told: Any) -> bool:
    """Whether an answer's value agrees with the annotated one, by the kind of column; nothing wanted always agrees."""
    asked, given = _parts(wanted), _parts(told)
    if not asked:
        return True
    if kind == "days" and len(asked) != len(given):
        return False
    same = _KINDS[kind]
    return all(any(same(one, other) for other in given) for one in asked)


def _parts(value: Any) -> list[str]:
    values: Iterable[Any] = value if isinstance(value, list | tuple) else str("" if value is None else value).split(";")
    return [str(part).strip() for part in values if str(part).strip()]


def _number(a: str, b: str) -> bool:
    try:
        return abs(float(a) - float(b)) < 1e-6
    except ValueError:
        return False


def _date(a: str, b: str) -> bool:
    return b.startswith(a)


def _name(a: str, b: str) -> bool:
    short, full = sorted((bare(a), bare(b)), key=len)
    rest = iter(full)
    return short == full or (
        len(short) >= _LEAST and short[-_END:] == full[-_END:] and all(char in rest for char in short)
    )


def _thing(a: str, b: str) -> bool:
    short, full = sorted((bare(a), bare(b)), key=len)
    return _name(a, b) and len(short) >= _KEPT * len(full)


def _words(a: str, b: str) -> bool:
    one, two = bare(a), bare(b)
    if a == "%" or b == "%" or _number(a, b):
        return a == b or _number(a, b)
    if one == two or (min(len(one), len(two)) > 1 and (one in two or two in one)):
        return True
    return difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE


_KINDS: dict[str, Callable[[str, str], bool]] = {
    "number": _number,
    "date": _date,
    "days": _date,
    "name": _name,
    "thing": _thing,
    "words": _words,
}
