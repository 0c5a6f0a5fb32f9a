"""Progress is shown to people at a terminal, page by page, and to nobody else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.readers import pdfs


def _build(tmp_path: Path, pages: int, terminal: bool) -> bytes:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdfs.pdf([pdfs.words("本局本年受理案件12件。", 72, 720)] * pages))
    theirs, ours = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "agencygraph", "build", str(path), "-o", str(tmp_path / "graphs")],
            stdout=subprocess.DEVNULL,
            stderr=ours if terminal else subprocess.PIPE,
            env={**os.environ, "TERM": "xterm"},
            check=True,
        )
        return os.read(theirs, 65536) if terminal else done.stderr
    finally:
        os.close(theirs)
        os.close(ours)


def test_pages_of_a_long_document_are_counted_at_a_terminal(tmp_path: Path) -> None:
    assert b"100%" in _build(tmp_path, 30, terminal=True)


def test_short_documents_and_pipes_show_no_progress(tmp_path: Path) -> None:
    assert b"%" not in _build(tmp_path, 2, terminal=True)
    assert b"%" not in _build(tmp_path, 30, terminal=False)
