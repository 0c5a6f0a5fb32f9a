"""How well the rules read the project's own annotated reports.

`make score` prints a table room by report; `--write` raises the floors in `floors.yaml` below which no report may
fall; `--verbose NAME …` tells what is missed and what is false in the reports named. Reports that `floors.yaml` calls
blind are kept for the end: rules are not fitted to them, so only their totals are told.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from agencygraph.pipeline import reading
from tests.bench.judge import TABLES, Answer, Row, Score, Source, judge
from tests.conftest import ROOT

FLOORS = Path(__file__).parent / "floors.yaml"
MARGIN = 0.01
_NOTHING = Score(0, 0, 0)


@dataclass(slots=True)
class Result:
    """A report's scores, table by table, with what was missed and what is false."""

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    missed: list[Row] = field(default_factory=list)
    false: list[tuple[str, Answer]] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All tables together."""
        return sum(self.scores.values(), _NOTHING)


def reports() -> dict[str, tuple[Path, Path]]:
    """The annotated reports by name: the report, in whichever format it is, and its annotations."""
    samples = {
        path.name.removesuffix(".gold.jsonl"): (path.with_name(path.name.replace(".gold.jsonl", ".txt")), path)
        for path in sorted((ROOT / "examples").glob("*.gold.jsonl"))
    }
    folders = sorted(path.parent for path in Path(__file__).parent.glob("*/gold.jsonl"))
    return samples | {folder.name: (next(folder.glob("report.*")), folder / "gold.jsonl") for folder in folders}


def scored(name: str) -> Result:
    """The report of that name, read and compared with its annotations."""
    path, gold = reports()[name]
    read = reading.read(path)
    source = Source(read.document.source.text)
    wanted: dict[str, list[Row]] = defaultdict(list)
    for line in gold.read_text("utf-8").splitlines():
        if line.strip():
            row: dict[str, Any] = json.loads(line)
            wanted[row["table"]].append(row)
    answers: dict[str, list[Answer]] = defaultdict(list)
    for fact in read.facts:
        span = source.span(fact.evidence.span.start, fact.evidence.span.end)
        answers[fact.kind].append(Answer(fact.values, span))
    result = Result(name)
    for table_name, table in TABLES.items():
        score, missed, false = judge(table, wanted[table_name], answers[table.room], source)
        result.scores[table_name] = score
        result.missed += missed
        result.false += ((table_name, answer) for answer in false)
    return result


def floors() -> dict[str, float]:
    """The least F1 of each report."""
    kept: dict[str, float] = yaml.safe_load(FLOORS.read_text("utf-8"))["floors"]
    return kept


def blind() -> tuple[str, ...]:
    """The names of the reports that rules are not fitted to."""
    return tuple(yaml.safe_load(FLOORS.read_text("utf-8"))["blind"])


def raised(results: list[Result]) -> str:
    """The floors file with each floor where the report stands now, less a margin, never lower than it was."""
    held = floors()
    lines = [f"  {r.name}: {max(held.get(r.name, 0.0), round(r.total.f1 - MARGIN, 3))}" for r in results]
    head = [line for line in FLOORS.read_text("utf-8").splitlines() if line.startswith(("#", "blind:"))]
    return "\n".join([*head, "floors:", *lines]) + "\n"


def table(results: list[Result]) -> Iterator[str]:
    """The lines to print: a line a table and report, then the totals."""
    hidden = blind()
    yield f"{'report':20}{'room':18}{'wanted':>8}{'found':>7}{'false':>7}{'precision':>11}{'recall':>8}{'F1':>7}"
    for result in results:
        for name, score in () if result.name in hidden else result.scores.items():
            if score.wanted or score.false:
                yield _line(result.name, TABLES[name].room, score)
        yield _line(result.name, "all", result.total)
    yield _line("all reports", "all", sum((result.total for result in results), _NOTHING))
    of_reports = fmean(result.total.f1 for result in results)
    of_tables = fmean(score.f1 for result in results for score in result.scores.values() if score.wanted)
    yield f"mean F1 of the reports {of_reports:.3f}, of their tables {of_tables:.3f}"


def _line(report: str, room: str, score: Score) -> str:
    counts = f"{score.wanted:8}{score.found:7}{score.false:7}"
    return f"{report:20}{room:18}{counts}{score.precision:11.3f}{score.recall:8.3f}{score.f1:7.3f}"


def told(result: Result) -> Iterator[str]:
    """What is missed and what is false in a report."""
    for row in result.missed:
        yield f"missed  {json.dumps(row, ensure_ascii=False)}"
    for name, answer in result.false:
        yield f"false   {name} {json.dumps(dict(answer.values), ensure_ascii=False)}"


def main() -> None:
    """Score all reports and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="raise the floors to what is reached now")
    parser.add_argument("--verbose", nargs="*", default=[], metavar="NAME", choices=list(reports()))
    options = parser.parse_args()
    results = [scored(name) for name in reports()]
    lines = [*table(results), *(line for r in results if r.name in options.verbose for line in told(r))]
    sys.stdout.write("\n".join(lines) + "\n")
    if options.write:
        FLOORS.write_text(raised(results), "utf-8")


if __name__ == "__main__":
    main()
