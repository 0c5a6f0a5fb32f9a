"""Graphs that change are served anew; what has begun is finished with the old ones, and no connection is lost."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from agencygraph.stores import Embedded
from tests.web.serving import started
from tests.web.test_limits import RUNAWAY, _asked, _children

NEW = "@prefix r: <http://example.org/data4/> .\n\n<http://example.org/data4> a <urn:new> .\n"
ASK = "ASK { ?s a <urn:new> }"
PATIENCE = 60


@pytest.fixture
def folder(graphs: Path, tmp_path: Path) -> Path:
    """A folder of graphs that may be changed."""
    return Path(shutil.copytree(graphs, tmp_path / "graphs"))


class Line:
    """A connection that is never opened again by itself."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
        self.connection.connect()
        self.connection.auto_open = 0

    def ask(self, query: str) -> None:
        """Send a query."""
        self.connection.request("GET", "/sparql?" + urlencode({"query": query, "format": "csv"}))

    def asked(self, query: str) -> tuple[int, bytes]:
        """The status and the body of the answer to a query."""
        self.ask(query)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@contextlib.contextmanager
def _connected(url: str) -> Iterator[Line]:
    line = Line(url)
    with contextlib.closing(line.connection):
        yield line


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_new_graphs_are_served_without_a_restart(folder: Path, tmp_path: Path, place: str) -> None:
    more = ["--store", str(tmp_path / "store")] if place == "disk" else []
    with started(folder, "--workers", "1", "--deadline", "8", *more) as (url, process), _connected(url) as line:
        assert line.asked(ASK) == (200, b"false")
        tag = httpx.get(f"{url}/sparql", params={"query": ASK}).headers["etag"]
        with ThreadPoolExecutor(1) as pool:
            begun = pool.submit(_asked, url, RUNAWAY)
            (folder / "data4.ttl").write_text(NEW, "utf-8")
            _until(lambda: line.asked(ASK) == (200, b"true"))
            assert httpx.get(f"{url}/sparql", params={"query": ASK}, headers={"if-none-match": tag}).status_code == 200
            assert "data4" in httpx.get(f"{url}/sparql", headers={"accept": "text/turtle"}).text
            assert begun.result().status_code == 422
        _until(lambda: len(_children(process.pid)) == 1)


def test_a_store_that_another_process_built_anew_is_served(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    Embedded(store, sorted(folder.glob("*.ttl"))).close()
    with started(tmp_path / "none", "--workers", "1", "--store", str(store)) as (url, _):
        assert _asked(url, ASK).json()["boolean"] is False
        (folder / "data4.ttl").write_text(NEW, "utf-8")
        Embedded(store, sorted(folder.glob("*.ttl"))).close()
        _until(lambda: _asked(url, ASK).json()["boolean"] is True)


def test_what_waited_is_answered_from_the_new_graphs_and_not_kept(folder: Path) -> None:
    """Stopped workers make a query wait until the graphs are new: its tag would speak of the old ones."""
    with started(folder, "--workers", "1", "--deadline", "60") as (url, process), _connected(url) as slow:
        (nursery,) = _children(process.pid)
        (first,) = _children(nursery)
        os.kill(first, signal.SIGSTOP)
        slow.ask("ASK {}")
        _until(lambda: len(_children(nursery)) == 2)
        (second,) = {*_children(nursery)} - {first}
        os.kill(second, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_asked, url, ASK)
            _until(lambda: '{lane="fast",state="busy"} 1' in httpx.get(f"{url}/metrics").text)
            _until(lambda: _asked(url, "ASK { ?s ?p ?o }").status_code == 200 and second not in _children(nursery))
            (folder / "data4.ttl").write_text(NEW, "utf-8")
            _until(lambda: _asked(url, f"{ASK} #").json()["boolean"] is True)
            slow.connection.close()
            answer = waiting.result()
    assert answer.json()["boolean"] is True
    assert "etag" not in answer.headers and answer.headers["cache-control"] == "no-store"


def test_graphs_that_cannot_be_read_change_nothing(folder: Path) -> None:
    with started(folder, "--workers", "1") as (url, process):
        assert process.stderr is not None
        (folder / "data4.ttl").write_text("no turtle", "utf-8")
        said = process.stderr.readline()
        assert "data4" in said
        assert _asked(url, "ASK { ?s a ag:Report }").json()["boolean"] is True
        (folder / "data4.ttl").write_text(NEW, "utf-8")
        _until(lambda: _asked(url, ASK).json()["boolean"] is True)
        _until(lambda: len(_children(process.pid)) == 1)


def test_no_request_fails_meanwhile(folder: Path) -> None:
    with started(folder, "--workers", "2") as (url, _):

        def ask(number: int) -> set[int]:
            found: set[int] = set()
            with _connected(url) as line:
                end = time.monotonic() + 12
                while time.monotonic() < end:
                    found.add(line.asked(f"ASK {{ ?s{number} ?p ?o }}")[0])
                    time.sleep(0.01)
            return found

        with ThreadPoolExecutor(8) as pool:
            asking = [pool.submit(ask, number) for number in range(8)]
            for change in range(2):
                (folder / "data4.ttl").write_text(f"{NEW}# {change}\n", "utf-8")
                time.sleep(5)
            assert {status for one in asking for status in one.result()} == {200}
