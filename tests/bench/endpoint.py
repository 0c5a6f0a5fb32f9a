"""The endpoint against `oxigraph serve`: the same data, the same queries, 32 clients at once, in the same run.

`make bench-endpoint` prints answers a second, the 50th and 95th percentile of the time they took, and ratios, for a few
queries; nothing is asserted. The data are the graphs of the sample reports, as often as `--copies` says, in memory or
with `--disk` on disk. Each query goes out as a text of its own, so that no answer is one that was kept; `agencygraph
again` shows what repeated queries gain. `--rdflib` adds rdflib-endpoint, which holds the data in rdflib; it
works on one query at a time, so one client asks it, until it has an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pyoxigraph as ox

from agencygraph import pipeline, questions
from agencygraph.stores import Memory, dialect
from tests.conftest import ROOT
from tests.stores.servers import oxigraph, served
from tests.web.serving import serving

CLIENTS, SECONDS = 32, 5.0
QUERIES = {
    "ask": "ASK { ?s ?p ?o }",
    "ten rows": "PREFIX ag: <https://w3id.org/agencygraph/ontology#> SELECT * { ?s a ag:Form ; ?p ?o } LIMIT 10",
    "stationing": questions.question("stationing").sparql,
    "statistics": questions.question("statistics").sparql,
    "count": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
}


def main() -> None:
    """Measure each query on each server, turn by turn."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    options.add_argument("--copies", type=int, default=20, help="how often the sample reports are in the data")
    options.add_argument("--seconds", type=float, default=SECONDS, help="how long each query is sent")
    options.add_argument("--disk", action="store_true", help="both servers keep the data on disk")
    options.add_argument("--rdflib", action="store_true", help="measure rdflib-endpoint too")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        graphs = copied(folder, told.copies)
        more = ["--store", str(folder / "store")] if told.disk else []
        ours = stack.enter_context(serving(graphs, "--deadline", "30", *more))
        theirs = stack.enter_context(_oxigraph(graphs, folder / "oxigraph" if told.disk else None))
        slow = stack.enter_context(_rdflib_endpoint(graphs, folder / "union.nt")) if told.rdflib else ""
        for what, sparql in QUERIES.items():
            them = _told(what, "oxigraph", measured(f"{theirs}/query", sparql, told.seconds))
            us = _told(what, "agencygraph", measured(f"{ours}/sparql", sparql, told.seconds))
            _told(what, "agencygraph again", measured(f"{ours}/sparql", sparql, told.seconds, fresh=False))
            sys.stdout.write(f"{what}: agencygraph/oxigraph {us / them:.2f}\n")
            if slow:
                plain = dialect.without_lateral(sparql)
                taken = measured(f"{slow}/", plain, told.seconds, clients=1)
                their = _told(what, "rdflib-endpoint", taken, clients=1)
                sys.stdout.write(f"{what}: agencygraph/rdflib-endpoint {us / their:.0f}\n")


def copied(folder: Path, copies: int) -> Path:
    """A folder of graphs: those of the sample reports, each as often as told, under other names."""
    graphs = folder / "graphs"
    graphs.mkdir()
    built = folder / "built"
    pipeline.build(sorted((ROOT / "examples").glob("*.txt")), built)
    for path in sorted(built.glob("*.ttl")):
        text = path.read_text("utf-8")
        for copy in range(copies):
            (graphs / f"{path.stem}-{copy}.ttl").write_text(text.replace("/id/report/", f"/id/report/{copy}-"), "utf-8")
    return graphs


@contextlib.contextmanager
def _oxigraph(graphs: Path, location: Path | None) -> Iterator[str]:
    data = ox.serialize(iter(Memory.folder(graphs).store), format=ox.RdfFormat.N_QUADS)
    assert data is not None
    if location is not None:
        file = location.with_suffix(".nq")
        file.write_bytes(data)
        program = str(Path(sys.executable).parent / "oxigraph")
        subprocess.run(
            [program, "load", "--location", str(location), "--file", str(file)], check=True, capture_output=True
        )
    with oxigraph(*(("--location", str(location)) if location else ())) as url:
        if location is None:
            httpx.post(f"{url}/store", content=data, headers={"content-type": "application/n-quads"}, timeout=600)
        yield url


@contextlib.contextmanager
def _rdflib_endpoint(graphs: Path, file: Path) -> Iterator[str]:
    """The address of rdflib-endpoint with the union of these graphs."""
    Memory.folder(graphs).store.dump(str(file), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    program = str(Path(sys.executable).parent / "rdflib-endpoint")
    with served([program, "serve", "--host", "127.0.0.1", "--port", "{port}", str(file)]) as url:
        yield url


def measured(url: str, sparql: str, seconds: float, *, fresh: bool = True, clients: int = CLIENTS) -> list[float]:
    """The seconds that each answer took. `fresh`: each query is a text of its own."""
    return asyncio.run(_clients(url, sparql, seconds, fresh, clients))


async def _clients(url: str, sparql: str, seconds: float, fresh: bool, clients: int) -> list[float]:
    end = time.perf_counter() + seconds
    numbers = iter(range(10**9)) if fresh else None
    taken: list[list[float]] = await asyncio.gather(*(_client(url, sparql, end, numbers) for _ in range(clients)))
    return [one for some in taken for one in some]


async def _client(url: str, sparql: str, end: float, numbers: Iterator[int] | None) -> list[float]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)
    taken: list[float] = []
    while (start := time.perf_counter()) < end:
        query = f"{sparql}\n# {next(numbers)} {start}" if numbers else sparql
        body = urlencode({"query": query})
        head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/sparql-results+json\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write((head + body).encode())
        await _answer(reader)
        taken.append(time.perf_counter() - start)
    writer.close()
    return taken


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read an answer, with a length or in chunks. Raises AssertionError for one that is no success."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200"), head
    if b"content-length: " in head:
        await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


def _told(what: str, who: str, taken: list[float], clients: int = CLIENTS) -> float:
    """Print what was measured; the answers a second."""
    rate = len(taken) * clients / sum(taken)
    p50, p95 = statistics.median(taken), statistics.quantiles([*taken, max(taken)], n=20)[-1]
    sys.stdout.write(f"  {what:<12} {who:<18} {rate:8.0f}/s  p50 {p50 * 1000:7.1f} ms  p95 {p95 * 1000:7.1f} ms\n")
    return rate


if __name__ == "__main__":
    main()
