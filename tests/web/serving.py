"""A real server for the tests: `agencygraph serve` in a process of its own, on a free port."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

_PATIENCE = 60
_ADDRESS = re.compile(r"(http://\S+?)/[（ ]")


@contextlib.contextmanager
def serving(graphs: Path, *options: str) -> Iterator[str]:
    """The address of a server of these graphs; it ends with the block, by SIGTERM, and must end well."""
    with started(graphs, *options) as (url, process):
        yield url
        process.send_signal(signal.SIGTERM)
        assert process.wait(_PATIENCE) == 0


@contextlib.contextmanager
def started(graphs: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server and its address; killed at the end of the block if it still runs then."""
    command = [sys.executable, "-m", "agencygraph", "serve", "--port", "0", "--graphs", str(graphs), *options]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = _ADDRESS.match(said)
            assert found, said + process.stderr.read()
            yield found[1], process
        finally:
            if process.poll() is None:
                process.kill()
