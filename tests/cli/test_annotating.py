"""`check --annotate`: findings as comments in a copy of the report."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.readers.makers import packed
from tests.readers.samples import docx_parts, word_paragraph

REFUSED = [(("a.docx",), "a.docx"), (("a.docx", "b.docx"), "c.docx"), (("a.txt",), "b.txt")]


def test_findings_are_written_as_comments_into_a_copy(ag: Run, tmp_path: Path) -> None:
    report, copy = tmp_path / "report.docx", tmp_path / "checked.docx"
    words = ("海東縣新港地政事務所110年度服務報告（110年1月至12月）", "一、全年受理案件共計100件：買賣60件、繼承30件。")
    report.write_bytes(packed(docx_parts("".join(map(word_paragraph, words)))))
    result = ag("check", report, "--annotate", copy)
    assert result.exit_code == 1 and "則註解" in result.stderr
    with zipfile.ZipFile(copy) as archive:
        told = archive.read("word/comments.xml").decode()
    assert "總數為 100件" in told and "參見「100件」" in told
    assert ag("text", copy).stdout == ag("text", report).stdout


@pytest.mark.parametrize(("names", "out"), REFUSED)
def test_a_copy_is_of_one_office_document(ag: Run, tmp_path: Path, names: tuple[str, ...], out: str) -> None:
    for name in names:
        made = packed(docx_parts(word_paragraph("一、全年受理案件100件。")))
        (tmp_path / name).write_bytes(made if name.endswith("docx") else "一、全年受理案件100件。".encode())
    before = (tmp_path / names[0]).read_bytes()
    assert ag("check", *(tmp_path / name for name in names), "--annotate", tmp_path / out).exit_code == 2
    assert (tmp_path / names[0]).read_bytes() == before
