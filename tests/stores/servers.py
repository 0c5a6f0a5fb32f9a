"""Real SPARQL servers for the tests: each started in a folder and on a port of its own, and ended afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

_PATIENCE = 60
_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
"""
MOST_ROWS = 20000
"""The rows that Virtuoso gives at most here."""


def missing(reason: str) -> None:
    """Skip the test, saying why; in CI fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextlib.contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """The address of an Oxigraph server that holds nothing."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        missing("no Oxigraph server here: pip install oxigraph")
        return
    url = f"http://127.0.0.1:{_port()}"
    with _running([program, "serve", "--bind", url.removeprefix("http://"), *options], Path.cwd(), f"{url}/query"):
        yield url


@contextlib.contextmanager
def served(command: list[str]) -> Iterator[str]:
    """The address of a server that this command starts; `{port}` in it is the port to take."""
    port = _port()
    url = f"http://127.0.0.1:{port}"
    with _running([part.replace("{port}", str(port)) for part in command], Path.cwd(), f"{url}/"):
        yield url


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso server in an empty folder, with the credentials of its administrator."""
    program = shutil.which("virtuoso-t")
    if program is None:
        missing("no Virtuoso here: apt-get install virtuoso-opensource-7-bin")
        return
    port = _port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=_port(), http=port, rows=MOST_ROWS), "utf-8")
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql"):
        yield f"http://dba:dba@127.0.0.1:{port}/sparql"


@contextlib.contextmanager
def _running(command: list[str], folder: Path, query: str) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            _wait(process, query)
            yield
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], query: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended at once ({process.returncode})"
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(query, params={"query": "ASK {}"}, timeout=5).is_success:
                return
        time.sleep(0.1)
    raise AssertionError(f"no server at {query} after {_PATIENCE} seconds")


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
