"""Ten ready-made questions put to our store, to pyoxigraph itself, to oxrdflib and to rdflib's own engine, in one run.

`make bench-stores` prints medians and ratios for 10 thousand and for 1 million generated triples, and how long the
graphs take to load, against pyoxigraph's bulk loader; nothing is asserted. Ours and pyoxigraph hold the triples the
same way: small graphs in memory, large ones on disk. rdflib gets the questions without LATERAL, which it does not know,
and `--patience` seconds for each.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import TypeVar

import oxrdflib
import pyoxigraph as ox
import rdflib

from agencygraph import questions, stores
from agencygraph.stores import Rows, dialect, engine
from agencygraph.stores.embedded import Embedded
from tests.bench.generated import generated

SIZES = (10_000, 1_000_000)
ROUNDS = 5
QUESTIONS = ("stationing", "statistics", "services", "outlets", "trainings", "forms", "bodies-across-reports",
             "laws-cited-most", "services-by-channel", "attendance-over-time")  # fmt: skip
OURS, RAW, OXRDFLIB, RDFLIB = "agencygraph", "pyoxigraph", "oxrdflib", "rdflib"

Ask = Callable[[str], int]
Value = TypeVar("Value")


def main() -> None:
    """Measure each size."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--triples", type=int, nargs="*", default=SIZES, help="sizes to measure")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often each question is put")
    options.add_argument("--patience", type=float, default=10.0, help="seconds that rdflib gets for a question")
    options.add_argument(
        "--without-rdflib", action="store_true", help="leave rdflib's engine out: it loads for minutes"
    )
    told = options.parse_args()
    for triples in told.triples:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), triples, told.rounds, 0 if told.without_rdflib else told.patience)


def _measure(folder: Path, triples: int, rounds: int, patience: float) -> None:
    paths = generated(folder / "graphs", triples)
    ours, loaded = _timed(lambda: stores.opened(paths))
    disk = isinstance(ours, Embedded)
    quads = folder / "all.nq"
    raw_seconds, raw = _bulk(paths, quads, folder / "raw" if disk else None)
    _tell(f"{len(raw) // 2} triples in {len(paths)} graphs, {'on disk' if disk else 'in memory'}")
    _tell(f"  load  {OURS} {loaded:.2f} s  {RAW} {raw_seconds:.2f} s  ratio {loaded / raw_seconds:.2f}")
    bridge = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=raw))
    peers: dict[str, Ask] = {
        RAW: lambda sparql: len([tuple(row) for row in _rows(raw.query(sparql))]),
        OURS: lambda sparql: len(_answered(ours, sparql)),
        OXRDFLIB: lambda sparql: sum(1 for _ in bridge.query(sparql)),
    }
    if patience:
        plain = _rdflib(raw, folder / "all.nt")
        peers[RDFLIB] = lambda sparql: sum(1 for _ in plain.query(dialect.without_lateral(sparql)))
    ratios: dict[str, list[float]] = {}
    for name in QUESTIONS:
        medians = _medians(questions.question(name).sparql, peers, rounds, patience)
        for peer, seconds in medians.items():
            ratios.setdefault(peer, []).append(seconds / medians[RAW])
        _tell(f"  {name:<22}" + "".join(f"  {peer} {_said(medians[peer], patience)}" for peer in peers))
    told = (f"{peer} {statistics.median(found):.2f}" for peer, found in ratios.items() if peer != RAW)
    _tell(f"  times pyoxigraph, median of {len(QUESTIONS)}: " + "  ".join(told))


def _medians(sparql: str, peers: Mapping[str, Ask], rounds: int, patience: float) -> dict[str, float]:
    """The median seconds of each peer, turn by turn; infinity for one that ran out of time, which is not asked again.

    Raises AssertionError where two peers do not find the same number of rows.
    """
    taken: dict[str, list[float]] = {peer: [] for peer in peers}
    found: set[int] = set()
    for _ in range(rounds):
        for peer, ask in peers.items():
            if peer == RDFLIB and taken[peer] and taken[peer][0] > 1:
                continue
            try:
                with _at_most(patience if peer == RDFLIB else 0):
                    rows, seconds = _timed(lambda ask=ask: ask(sparql))  # type: ignore[misc]
                found.add(rows)
            except TimeoutError:
                seconds = float("inf")
            taken[peer].append(seconds)
    assert len(found) == 1, found
    return {peer: statistics.median(seconds) for peer, seconds in taken.items()}


def _bulk(paths: list[Path], quads: Path, location: Path | None) -> tuple[float, ox.Store]:
    """What the bulk loader takes for the quads that our store holds, from one file; and the store."""
    with quads.open("wb") as file:
        for path in paths:
            turtle = path.read_bytes()
            lines = engine.lines(turtle, path.name)
            graph = f" <{engine.graph_name(turtle, path)}> .\n".encode()
            file.write(lines + lines.replace(b" .\n", graph))

    def load() -> ox.Store:
        store = ox.Store(str(location)) if location else ox.Store()
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        store.flush()
        return store

    store, seconds = _timed(load)
    return seconds, store


def _rdflib(raw: ox.Store, file: Path) -> rdflib.Graph:
    raw.dump(str(file), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return rdflib.Graph().parse(file, format="nt")


def _rows(answered: object) -> ox.QuerySolutions:
    assert isinstance(answered, ox.QuerySolutions)
    return answered


def _answered(store: stores.Store, sparql: str) -> Rows:
    answered = store.query(sparql)
    assert isinstance(answered, Rows)
    return answered


def _timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """What some work gives and the seconds that it took."""
    gc.collect()
    start = time.perf_counter()
    return work(), time.perf_counter() - start


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so many seconds of Python; 0: never."""

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _said(seconds: float, patience: float) -> str:
    return f"over {patience:g} s" if seconds == float("inf") else f"{seconds * 1000:9.2f} ms"


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
