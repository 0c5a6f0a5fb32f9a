"""PDF files: page by page, letters by their places, so that lines, columns and tables come out as people read them.

Running heads and page numbers stay in the text as lines; a form feed stands between pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from agencygraph.errors import UnreadableError
from agencygraph.model import Note
from agencygraph.readers import pdf_bombs, pdf_letters, pdf_lines, pdf_tables
from agencygraph.readers.limits import Limits, damaged, locked, over
from agencygraph.readers.sheets import Block, Sheet
from agencygraph.readers.texts import Progress, Text

_WHAT = "PDF"
_UNKNOWN = 0.2
_ON_A_PAGE = 100_000
_NAMED = 10
_EDGE = 3


def read(data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
    """The text of a PDF, a page in memory at a time. Raises `UnreadableError`, also when it is a mere picture."""
    pdf_bombs.check(data, name, limits)
    added = _Pages(name, limits)
    known = unknown = 0
    empty: list[int] = []
    with _opened(data, name) as document:
        pages = len(document)
        if pages > limits.pages:
            raise over(name, "pages", "頁數", limits.pages)
        for index in range(pages):
            here, missing = added.add(document, index)
            known, unknown = known + here, unknown + missing
            if not here:
                empty.append(index + 1)
            if progress:
                progress(index + 1, pages)
    if unknown > _UNKNOWN * (known + unknown):
        raise UnreadableError(
            f"{name} uses fonts that do not say which characters they show.",
            f"{name} 的字型沒有文字對照表，無法讀出文字。",
            "Export it anew, or run text recognition (OCR). 請由原始檔重新匯出，或先做文字辨識（OCR）。",
        )
    if not known:
        raise UnreadableError(
            f"There is no text in {name}: it is a scan.",
            f"{name} 裡沒有文字，是掃描的影像。",
            "Run text recognition (OCR) first, or ask for the original. 請先做文字辨識（OCR），或取得原始檔。",
        )
    return Text(added.sheet.text, "pdf", added.sheet.pages, tuple(_notes(empty, unknown)))


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pypdfium.PdfDocument]:
    try:
        document = pypdfium.PdfDocument(data)
    except pypdfium.PdfiumError as fault:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "assword" in str(fault):
            raise locked(name) from fault
        raise damaged(name, _WHAT) from fault
    try:
        yield document
    finally:
        document.close()


class Heads:
    """Knows the head of the table that the last page ended with: where the next page goes on, it is said again."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []

    def once(self, blocks: list[Block]) -> list[Block]:
        """The blocks of a page, without the head of a table that was begun before it."""
        first = next((place for place, block in enumerate(blocks[:_EDGE]) if not isinstance(block, str)), None)
        again = 0
        if first is not None:
            grid = blocks[first]
            while again < min(len(self._rows), len(grid)) and _texts(grid[again : again + 1])[0] == self._rows[again]:
                again += 1
            if 0 < again < len(grid):
                blocks = [*blocks[:first], grid[again:], *blocks[first + 1 :]]
        last = next((place for place, block in reversed(list(enumerate(blocks))) if not isinstance(block, str)), None)
        if last is None or len(blocks) - last > _EDGE:
            self._rows = []
        elif not (again and first == last):
            self._rows = _texts(blocks[last])[:_EDGE]
        return blocks


def _texts(block: Block) -> list[list[str]]:
    return [] if isinstance(block, str) else [[cell.text for cell in row] for row in block]


class _Pages:
    """Reads page after page onto a sheet."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheet = Sheet(name, limits)
        self._name = name
        self._pen, self._heads = pdf_tables.Pen(limits.drawings), Heads()

    def add(self, document: pypdfium.PdfDocument, index: int) -> tuple[int, int]:
        """Adds a page; how many letters it has, and how many more that no character is known for."""
        self.sheet.page()
        try:
            page = document[index]
        except pypdfium.PdfiumError:
            return 0, 0
        try:
            text = page.get_textpage()
        except pypdfium.PdfiumError:
            page.close()
            return 0, 0
        try:
            return self._read(page, text)
        finally:
            text.close()
            page.close()

    def _read(self, page: pypdfium.PdfPage, text: pypdfium.PdfTextPage) -> tuple[int, int]:
        if text.count_chars() > _ON_A_PAGE:
            raise over(self._name, "letters on a page", "單頁字數", _ON_A_PAGE)
        letters = pdf_letters.letters(text.raw)
        tables, rest = pdf_tables.tables(page.raw, letters.along, letters.turn, self._pen)
        self.sheet.add(self._heads.once(list(pdf_lines.blocks(rest, tables))))
        self.sheet.add(pdf_lines.blocks(letters.across))
        return len(letters.along) + len(letters.across), letters.unknown


def _notes(empty: list[int], unknown: int) -> Iterator[Note]:
    if empty:
        pages = ", ".join(map(str, empty[:_NAMED])) + (" …" if len(empty) > _NAMED else "")
        yield Note("NO-TEXT", f"has no text on page {pages}.", f"第 {pages} 頁沒有文字（空白或影像）。")
    if unknown:
        yield Note("FONTS", f"has {unknown} letters that no character is known for.", f"有 {unknown} 個字無法辨認。")
