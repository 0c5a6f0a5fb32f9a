"""How long the whole path from a file to Turtle takes, against jieba segmenting the same text in the same run.

`make bench` prints medians and ratios; nothing is asserted. The texts are the sample reports and, where they are, the
real ones next to the checkout.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jieba

from agencygraph import mapping, matching, outline, readers, rules, tables
from agencygraph.model import Document, Fact
from agencygraph.reconcile.settle import settle
from tests.conftest import REPORTS, ROOT

ROUNDS = 7


def main() -> None:
    """Measure each text and print one line for each step."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    rules.load()
    texts = sorted([*(ROOT / "examples").glob("*.txt"), *(ROOT / "tests/bench").glob("*/report.txt")])
    texts += sorted(REPORTS.glob("*.txt")) if REPORTS.is_dir() else []
    for path in texts:
        length, medians = measured(path)
        told = "  ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in medians.items())
        whole, cut = medians["whole"], medians["jieba"]
        line = f"{path.parent.name}/{path.name}: {length} characters  {told}  whole/jieba {whole / cut:.2f}"
        sys.stdout.write(f"{line}  ({whole / length * 1e6:.1f} µs a character)\n")


def measured(path: Path) -> tuple[int, dict[str, float]]:
    """The length of a text and the median seconds of each step, of the whole path and of jieba, turn by turn."""
    text = readers.read(path).text
    steps: dict[str, list[float]] = {}
    whole(path, steps)
    steps.clear()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        whole(path, steps)
        steps.setdefault("whole", []).append(time.perf_counter() - start)
        timed(steps, "jieba", lambda: sum(1 for _ in jieba.cut(text)))
    return len(text), {name: statistics.median(seconds) for name, seconds in steps.items()}


def whole(path: Path, steps: dict[str, list[float]]) -> bytes:
    """From the file to Turtle, each step timed."""
    source = timed(steps, "read", lambda: readers.read(path))
    document: Document = timed(steps, "outline", lambda: tables.fill(outline.outline(source)))
    rooms = rules.load()
    found: tuple[Fact, ...] = timed(steps, "match", lambda: matching.match(document, rooms))
    facts = timed(steps, "settle", lambda: settle(found))
    quads = timed(steps, "map", lambda: mapping.quads(document, facts, rooms))
    written: bytes = timed(steps, "write", lambda: mapping.turtle(quads, mapping.prefixes(document, facts)))
    return written


def timed(steps: dict[str, list[float]], name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; its time goes to the step of that name."""
    start = time.perf_counter()
    result = work()
    steps.setdefault(name, []).append(time.perf_counter() - start)
    return result


if __name__ == "__main__":
    main()
