"""The Python API: `import agencygraph as ag; g = ag.build([...]); g.query("stationing")`."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from agencygraph import pipeline, questions, readers
from agencygraph.errors import UsageError
from agencygraph.model import Fact, Finding
from agencygraph.pipeline import checking
from agencygraph.pipeline.checking import Checked
from agencygraph.questions import asking, explaining
from agencygraph.questions.explaining import Explanation
from agencygraph.questions.refusing import Refusal
from agencygraph.stores import Answer, Memory, Rows

Report = str | Path


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain texts with the names of their columns; iterating gives a dictionary a row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> Any:
        """The table as a pandas DataFrame; pandas must be installed."""
        try:
            pandas = importlib.import_module("pandas")
        except ImportError as fault:
            raise UsageError("pandas is not installed.", "未安裝 pandas。", "pip install pandas") from fault
        return pandas.DataFrame(self.rows, columns=list(self.columns))


class Graphs:
    """Graphs that were built; `findings` are what there was to say about the reports."""

    def __init__(self, store: Memory, findings: tuple[Finding, ...] = ()) -> None:
        self.store, self.findings = store, findings

    def query(self, what: str, **values: str | int) -> Table:
        """The answer to a ready-made question by name, or to SELECT in SPARQL; `values` narrow it (year=108)."""
        told = {name: str(value) for name, value in values.items()}
        sparql = "{" in what
        answer: Answer = (questions.run_text if sparql else questions.run)(self.store, what, told)
        if not isinstance(answer, Rows):
            raise UsageError("only SELECT gives a table.", "只有 SELECT 能得到表格。", "Use .store.query(…).")
        return _table(answer)

    def ask(self, question: str) -> Table:
        """The answer to a plain question, Chinese or English. Raises UsageError where no ready-made question fits."""
        understood = asking.consider(self.store, question)
        if isinstance(understood, Refusal):
            raise UsageError(
                f"no report answers {question!r}: {understood.en}.", f"沒有報告能回答「{question}」：{understood.zh}。"
            )
        return _table(asking.answer(self.store, understood)[0])

    def explain(self, iri: str) -> Explanation:
        """The chain behind a fact."""
        return explaining.explain(self.store, iri)


def build(reports: Iterable[Report] | Report, out: Report | None = None, jobs: int | None = None) -> Graphs:
    """Read reports and build their graphs: in memory only, or into the folder `out`, whose other graphs stay.

    A report that cannot be read is a finding of the result; the others are built.
    """
    paths = [Path(reports)] if isinstance(reports, str | Path) else [Path(report) for report in reports]
    if out is not None:
        built = pipeline.build(paths, Path(out), jobs)
        return Graphs(Memory.folder(Path(out)), built.findings)
    with tempfile.TemporaryDirectory() as folder:
        built = pipeline.build(paths, Path(folder), jobs)
        return Graphs(Memory.folder(Path(folder)), built.findings)


def open_graphs(folder: Report = "graphs") -> Graphs:
    """The graphs that `build` wrote into a folder."""
    return Graphs(Memory.folder(Path(folder)))


def read_text(report: Report) -> str:
    """What was read from a report; all offsets count its characters. Raises UnreadableError."""
    return readers.read(Path(report)).text


def extract(report: Report) -> tuple[Fact, ...]:
    """The facts of a report, each with its passage. Raises UnreadableError."""
    return pipeline.read(Path(report)).facts


def check(
    paths: Iterable[Report] | Report,
    language: Literal["zh", "en"] = "zh",
    baseline: Report | None = None,
    coverage: bool = False,
    previous: Report | None = None,
) -> Checked:
    """What reports, or built graphs, lack and where they contradict themselves.

    `baseline` is a file of accepted findings (default: the one next to each report), `coverage` asks for the numbers
    that no fact covers, `previous` is last year's report to compare with.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    return checking.check(
        (Path(path) for path in several),
        language,
        baseline=Path(baseline) if baseline is not None else None,
        coverage=coverage,
        previous=Path(previous) if previous is not None else None,
    )


def list_questions() -> Mapping[str, questions.Question]:
    """The ready-made questions by name."""
    return questions.questions()


def _table(rows: Rows) -> Table:
    return Table(rows.columns, tuple(rows.texts()))
