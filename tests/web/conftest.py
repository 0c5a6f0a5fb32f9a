"""Servers for the tests: real ones, each with its workers, one for all tests that need no limits of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agencygraph import pipeline
from tests.web.serving import serving

DOCUMENTS = ("data1", "data2", "data3")
"""Graphs for the test cases of the protocol: each says of itself that it is a document."""


@pytest.fixture(scope="session")
def graphs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graphs of the sample reports, and three small ones."""
    folder = tmp_path_factory.mktemp("served")
    pipeline.build(sorted((root / "examples").glob("*.txt")), folder)
    for name in DOCUMENTS:
        iri = f"http://example.org/{name}"
        text = f"@prefix r: <{iri}/> .\n\n<{iri}> a <http://xmlns.com/foaf/0.1/Document> .\n"
        (folder / f"{name}.ttl").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def server(graphs: Path) -> Iterator[str]:
    """The address of a server with the usual limits."""
    with serving(graphs) as url:
        yield url


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """A client of that server, which follows no redirections."""
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client
