"""The stores that one suite is run over: in memory, on disk, on an Oxigraph server, on Virtuoso."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from agencygraph.cli import cli
from agencygraph.stores import Embedded, Memory, Rows, Store
from agencygraph.stores.endpoint import Endpoint
from agencygraph.stores.remote import Remote
from agencygraph.stores.transport import PASSWORD, TOKEN, USER, Transport
from agencygraph.stores.writing import Writer
from tests.stores import servers

Make = Callable[[Sequence[Path]], Store]

KINDS = ("memory", "embedded", "oxigraph", "virtuoso")


@pytest.fixture(scope="session", autouse=True)
def plain_network() -> Iterator[None]:
    """No proxy between the tests and their servers, and no credentials that they did not give."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        for name in (USER, PASSWORD, TOKEN):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[str]:
    """The address of an Oxigraph server."""
    with servers.oxigraph() as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso server, with credentials."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(scope="module", params=KINDS)
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """What makes a store that holds exactly some files; a store made later takes the place of it."""
    kind: str = request.param
    folder = Path(tempfile.mkdtemp())
    opened: list[Remote] = []
    url: str = request.getfixturevalue(kind) if kind in ("oxigraph", "virtuoso") else ""

    def filled(paths: Sequence[Path]) -> Store:
        if kind == "memory":
            return Memory(paths)
        if kind == "embedded":
            return Embedded(folder / "store", paths)
        wipe(url)
        remote = Remote(url)
        opened.append(remote)
        remote.load(paths)
        return remote

    yield filled
    for remote in opened:
        remote.close()
    if url:
        wipe(url)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The graphs of the sample reports."""
    out = tmp_path_factory.mktemp("built")
    result = CliRunner().invoke(cli, ["build", *map(str, sorted((root / "examples").glob("*.txt"))), "-o", str(out)])
    assert result.exit_code == 0, result.output
    return tuple(sorted(out.glob("*.ttl")))


def wipe(url: str) -> None:
    """Take all graphs that a test may have put there away."""
    transport = Transport(url)
    endpoint = Endpoint(transport)
    writer = Writer(transport, endpoint.url)
    named = endpoint.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(named, Rows)
    ours = ("urn:", "https://w3id.org/agencygraph/")
    for (graph,) in named.texts():
        if graph.startswith(ours):
            writer.update(f"DROP SILENT GRAPH <{graph}>")
    if not url.endswith("/sparql"):
        writer.update("DROP SILENT DEFAULT")
    transport.close()


def count(store: Store, pattern: str) -> int:
    """How many solutions a pattern has."""
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(answer, Rows)
    return int(next(answer.texts())[0])


def write(folder: Path, **turtle: str) -> list[Path]:
    """Turtle files by name."""
    for name, text in turtle.items():
        (folder / f"{name}.ttl").write_text(text, "utf-8")
    return [folder / f"{name}.ttl" for name in turtle]
