"""A room's examples: texts with the rows that the room must give for them, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from agencygraph import outline, resources, tables
from agencygraph.errors import RuleError
from agencygraph.matching.engine import match_room, read_head
from agencygraph.matching.reading import Head, read
from agencygraph.model import Fact, Source
from agencygraph.rules import HeadRule, Room

AGENCY = "法務部行政執行署示範分署"
ROC_YEAR = 110
_ROC = 1911


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExampleHead(_Strict):
    """What the report says of itself where the example's text does not."""

    title: str = ""
    agency: str = AGENCY
    year: int = ROC_YEAR
    start: str = ""
    end: str = ""

    def head(self) -> Head:
        """The head for the reading; the period is the whole year where the example gives none."""
        year = str(self.year + _ROC)
        return Head(self.title, self.agency, str(self.year), self.start or f"{year}-01", self.end or f"{year}-12")


class Example(_Strict):
    """A text and its rows; a column that a row leaves out is not compared.

    `why` says what looks alike but is not; `todo` marks a known gap: rows may be missing or say less, none is wrong.
    """

    text: str
    head: ExampleHead = ExampleHead()
    facts: tuple[dict[str, str], ...]
    why: str = ""
    todo: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an example went: the rows that are missing, and the facts that it does not list.

    A fact that says less than a missing row and nothing else is incomplete; any other is wrong.
    """

    missing: tuple[dict[str, str], ...]
    incomplete: tuple[Fact, ...]
    wrong: tuple[Fact, ...]

    @property
    def exact(self) -> bool:
        """Whether the room gives these rows, no more and no less."""
        return not self.missing and not self.incomplete and not self.wrong

    def lines(self) -> Iterator[str]:
        """The difference in words, one line a row."""
        for row in self.missing:
            yield "missing     " + _row(row)
        for mark, facts in (("incomplete  ", self.incomplete), ("wrong       ", self.wrong)):
            for fact in facts:
                row = {column: fact.text(column) for column in fact.values}
                yield f"{mark}{_row(row)}  by {fact.evidence.rule} from 「{fact.evidence.quote}」"


def examples(room: Room, folder: Path | None = None) -> tuple[Example, ...]:
    """The examples in a room's `examples.yaml`. Raises RuleError where the file does not fit or names no column."""
    path = (folder or resources.facts() / room.name) / "examples.yaml"
    if not path.is_file():
        raise RuleError(f"{path} is missing.", "缺少例句檔")
    try:
        found = tuple(Example.model_validate(one) for one in yaml.safe_load(path.read_text("utf-8")) or ())
    except (yaml.YAMLError, ValidationError) as fault:
        raise RuleError(f"{path}: {fault}", "例句檔格式不符") from fault
    columns = {column.name for column in room.columns}
    unknown = {name for example in found for row in example.facts for name in row if name not in columns}
    if unknown:
        raise RuleError(f"{path}: no such column: {', '.join(sorted(unknown))}", "例句檔有未知的欄位")
    return found


def try_out(room: Room, example: Example) -> Outcome:
    """Run a room on an example's text and compare the facts with its rows."""
    document = tables.fill(outline.outline(Source("example.txt", example.text, "utf-8", "")))
    if any(isinstance(rule, HeadRule) for rule in room.rules):
        facts = list(read_head(document, (room,))[1])
    else:
        facts = match_room(read(document, example.head.head()), room)
    missing: list[dict[str, str]] = []
    for row in example.facts:
        same = next((fact for fact in facts if all(fact.text(name) == text for name, text in row.items())), None)
        if same is None:
            missing.append(row)
        else:
            facts.remove(same)
    incomplete = tuple(fact for fact in facts if any(_says_less(fact, row) for row in missing))
    return Outcome(tuple(missing), incomplete, tuple(fact for fact in facts if fact not in incomplete))


def _says_less(fact: Fact, row: dict[str, str]) -> bool:
    """Whether a fact states some of a row's values, and of its columns none otherwise."""
    shared = [name for name in row if name in fact.values]
    return bool(shared) and all(fact.text(name) == row[name] for name in shared)


def _row(row: dict[str, str]) -> str:
    return ", ".join(f"{name}={text}" for name, text in row.items())
