"""Graphs of any size for benchmarks: the sample reports' graphs under other names, in other years, with other figures.

The same seed gives the same graphs.
"""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path

import pyoxigraph as ox

from agencygraph import pipeline
from tests.conftest import ROOT

_YEAR = re.compile(r'(?<=")(20[0-2]\d)(?=-|")')
_NUMBER = re.compile(r"(?<= )(\d{2,6})(?= [;.]$)", re.MULTILINE)


def generated(folder: Path, triples: int, seed: int = 1) -> list[Path]:
    """Turtle files of about so many triples in all, in a new folder; their paths."""
    folder.mkdir()
    chance = random.Random(seed)
    samples = [(text, _count(text)) for text in _samples()]
    paths: list[Path] = []
    while triples > 0:
        text, size = chance.choice(samples)
        text = text.replace("/id/report/", f"/id/report/g{len(paths)}-")
        later = 4 * chance.randrange(-3, 2)  # leap years stay leap years
        text = _YEAR.sub(lambda year, later=later: str(int(year[0]) + later), text)  # type: ignore[misc]
        text = _NUMBER.sub(lambda _: str(chance.randrange(10, 10**6)), text)
        paths.append(folder / f"g{len(paths):05}.ttl")
        paths[-1].write_text(text, "utf-8")
        triples -= size
    return paths


def _samples() -> list[str]:
    with tempfile.TemporaryDirectory() as built:
        pipeline.build(sorted((ROOT / "examples").glob("*.txt")), Path(built))
        return [path.read_text("utf-8") for path in sorted(Path(built).glob("*.ttl"))]


def _count(turtle: str) -> int:
    return sum(1 for _ in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE))
