"""What every reader owes: one suite, all formats."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from agencygraph import outline, tables
from agencygraph.errors import UnreadableError
from agencygraph.readers import Limits, formats, read
from tests.readers.makers import AFTER, BEFORE, MAKERS, ROWS, write

BINARY = ("pdf", "docx", "odt", "ods")
TABLE = "\n".join("\t".join(row) for row in ROWS)


@pytest.fixture(params=MAKERS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_paragraphs_and_tables_come_in_their_order(form: str, tmp_path: Path) -> None:
    text = read(write(tmp_path, form)).text
    assert text == f"{BEFORE}\n\n{TABLE}\n\n{AFTER}\n"


def test_the_outline_finds_the_table(form: str, tmp_path: Path) -> None:
    document = tables.fill(outline.outline(read(write(tmp_path, form))))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [list(row) for row in ROWS]
    cells = tables.records(document.tables[0])
    assert [(cell.row_heads[0].text, cell.column_heads[0].text, cell.text.text) for cell in cells] == [
        (row[0], ROWS[0][column], row[column]) for row in ROWS[1:] for column in (1, 2)
    ]


def test_the_source_says_what_was_read(form: str, tmp_path: Path) -> None:
    path = write(tmp_path, form)
    source = read(path)
    assert source.name == path.name and source.encoding and not source.notes
    assert source.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(source.pages) == sorted(source.pages) and all(0 <= at <= len(source.text) for at in source.pages)
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]|\r", source.text)
    assert source == read(path)


def test_an_empty_file_is_refused(form: str, tmp_path: Path) -> None:
    for data in (MAKERS[form][1](True), b""):
        with pytest.raises(UnreadableError) as caught:
            read(write(tmp_path, form, data))
        assert caught.value.message and re.search(r"[一-鿿]", caught.value.zh) and caught.value.advice


@pytest.mark.parametrize("form", BINARY)
def test_a_file_cut_short_is_refused_or_read(form: str, tmp_path: Path) -> None:
    data = MAKERS[form][1](False)
    for end in range(1, len(data), len(data) // 40 + 1):
        path = write(tmp_path, form, data[:end])
        try:
            assert read(path).text.strip()
        except UnreadableError as fault:
            assert path.name in fault.message and path.name in fault.zh


@pytest.mark.parametrize("form", BINARY)
def test_a_wrong_extension_is_noted(form: str, tmp_path: Path) -> None:
    path = tmp_path / ("report.txt" if form != "text" else "report.pdf")
    path.write_bytes(MAKERS[form][1](False))
    source = read(path)
    assert AFTER in source.text
    assert [note.rule for note in source.notes] == ["EXTENSION"]


def test_limits_hold(form: str, tmp_path: Path) -> None:
    path = write(tmp_path, form)
    size = path.stat().st_size
    with pytest.raises(UnreadableError, match="limit"):
        read(path, limit=size - 1)
    if form not in ("text", "markdown"):
        with pytest.raises(UnreadableError, match="characters"):
            read(path, limits=Limits(characters=20))
        with pytest.raises(UnreadableError, match="cells"):
            read(path, limits=Limits(cells=3))


def test_every_format_has_its_extension() -> None:
    assert {ending for ending, _ in MAKERS.values()} <= set(formats())
    assert all(ending == ending.lower() and ending.startswith(".") for ending in formats())
