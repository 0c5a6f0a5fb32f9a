"""The same small report made in every format: what the compliance suite reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.readers import pdfs
from tests.readers.samples import docx_parts, odf_parts, odf_table, pack, word_paragraph

ROWS = (("服務項目", "件數", "人次"), ("電話諮詢", "1,240", "1,240"), ("到府服務", "86", "97"))
BEFORE, AFTER = "本所各項服務辦理情形如下：", "以上各項均按月檢討。"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive as bytes."""
    held = io.BytesIO()
    pack(parts, held)
    return held.getvalue()


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Word."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(word_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def word_cell(text: str, properties: str = "") -> str:
    """A cell of a table of Word."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of a page."""
    return "<table>" + "".join("<tr><td>" + "<td>".join(row) for row in rows) + "</table>"


def _pdf(empty: bool) -> bytes:
    if empty:
        return pdfs.pdf([""])
    xs, ys = [72, 172, 272, 372], [700, 680, 660, 640]
    cells = "".join(
        pdfs.words(word, xs[column] + 4, ys[row] - 15, 10)
        for row, line in enumerate(ROWS)
        for column, word in enumerate(line)
    )
    return pdfs.pdf([pdfs.words(BEFORE, 72, 720) + pdfs.rules(xs, ys) + cells + pdfs.words(AFTER, 72, 600)])


def _docx(empty: bool) -> bytes:
    body = word_paragraph(BEFORE) + word_table(ROWS) + word_paragraph(AFTER)
    return packed(docx_parts("<w:p/>" if empty else body))


def _odt(empty: bool) -> bytes:
    body = f"<text:p>{BEFORE}</text:p>{odf_table(ROWS)}<text:p>{AFTER}</text:p>"
    return packed(odf_parts("<text:p/>" if empty else body))


def _ods(empty: bool) -> bytes:
    body = "".join(odf_table(rows, f"Sheet{n}") for n, rows in enumerate(([[BEFORE]], ROWS, [[AFTER]]), 1))
    return packed(odf_parts(odf_table([[""]]) if empty else body, kind="spreadsheet", mime=SHEET))


def _html(empty: bool) -> bytes:
    body = f"<p>{BEFORE}</p>{html_table(ROWS)}<p>{AFTER}</p>"
    return f"<!DOCTYPE html><meta charset=utf-8><body>{'' if empty else body}</body>".encode()


def _text(empty: bool) -> bytes:
    table = "\n".join("\t".join(row) for row in ROWS)
    return b" \n" if empty else f"{BEFORE}\n\n{table}\n\n{AFTER}\n".encode()


MAKERS: Mapping[str, tuple[str, Callable[[bool], bytes]]] = {
    "pdf": (".pdf", _pdf),
    "docx": (".docx", _docx),
    "odt": (".odt", _odt),
    "ods": (".ods", _ods),
    "html": (".html", _html),
    "text": (".txt", _text),
    "markdown": (".md", _text),
}
"""Per format: its extension, and what makes a file of it, full or empty."""


def write(folder: Path, form: str, data: bytes | None = None, name: str = "report") -> Path:
    """A file of a format in a folder."""
    path = folder / f"{name}{MAKERS[form][0]}"
    path.write_bytes(MAKERS[form][1](False) if data is None else data)
    return path
