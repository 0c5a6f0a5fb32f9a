"""Files that mean harm, or were harmed: refused in words, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from agencygraph.errors import UnreadableError
from agencygraph.readers import Limits, read
from tests.readers import pdfs
from tests.readers.makers import SHEET, packed, word_table
from tests.readers.samples import _W, docx_parts, odf_parts, word_paragraph

BASE = docx_parts(word_paragraph("本所設置服務檯。"))
_LOCKED_ODF = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'


def _main(text: str | bytes) -> bytes:
    return packed(BASE | {"word/document.xml": text})


def _entity() -> bytes:
    chain = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return _main(
        f'<!DOCTYPE x [<!ENTITY e0 "ha">{chain}]><w:document {_W}><w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )


def _outside() -> bytes:
    return _main(
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {_W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )


def _nested(depth: int) -> bytes:
    return packed(docx_parts("<w:tbl><w:tr><w:tc>" * depth + word_paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth))


def _endless_sheet() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    body = f'<table:table table:name="a">{row}</table:table>'
    return packed(odf_parts(body, kind="spreadsheet", mime=SHEET))


def _locked_pdf() -> bytes:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>] /Root"
    return pdfs.pdf([pdfs.words("本所", 72, 700)]).replace(b"/Root", lock.encode())


def _first_page(content: bytes, *more: bytes) -> bytes:
    known = "/Resources << /XObject << /X 5 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {known} >>"
    pages = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    return pdfs.assembled([*pages, content, *more])


def _unpacking() -> bytes:
    return _first_page(
        pdfs.stream(zlib.compress(zlib.compress(b" " * 100_000_000)), "/Filter [/FlateDecode /FlateDecode]")
    )


def _forms_in_forms() -> bytes:
    draw = b"/X Do " * 10
    return _first_page(pdfs.stream(draw), *(pdfs.form(draw, number) for number in range(6, 14)), pdfs.form(b"0 0 m"))


def _macros() -> bytes:
    return packed(BASE | {"word/vbaProject.bin": b"\xd0\xcf"})


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip bomb": (".docx", lambda: _main("<a>" + " " * 60_000_000), "more than"),
    "a bomb in a part": (".docx", lambda: packed(BASE | {"word/styles.xml": "<a>" + " " * 60_000_000}), "more than"),
    "too many entries": (".docx", lambda: packed(BASE | {f"x{n}": "" for n in range(6000)}), "entries"),
    "entities that multiply": (".docx", _entity, "document type"),
    "an entity from outside": (".docx", _outside, "document type"),
    "a document type in UTF-16": (".docx", lambda: _main("<!DOCTYPE x><x/>".encode("utf-16")), "document type"),
    "nested tables": (".docx", lambda: _nested(1000), "damaged|nesting"),
    "nested elements of a page": (".html", lambda: b"<table><tr><td>" * 1000 + "深".encode(), "nesting"),
    "a hundred thousand elements deep": (".html", lambda: b"<div>" * 100_000 + "深".encode(), "nesting"),
    "an endless sheet": (".ods", _endless_sheet, "cells"),
    "spans without end": (".html", lambda: b"<table>" + b"<tr><td colspan=999 rowspan=999>a<td>b" * 9000, "cells"),
    "ten thousand pages": (".pdf", lambda: pdfs.pdf([""] * 10_000), "pages"),
    "a locked PDF": (".pdf", _locked_pdf, "password"),
    "a locked Word document": (
        ".docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a locked OpenDocument": (
        ".odt",
        lambda: packed(odf_parts("<text:p>a</text:p>") | {"META-INF/manifest.xml": f"<m>{_LOCKED_ODF}</m>"}),
        "password",
    ),
    "a stream that unpacks without end": (".pdf", _unpacking, "bytes of drawing"),
    "forms that draw forms": (".pdf", _forms_in_forms, "bytes of drawing"),
    "a page that is all letters": (
        ".pdf",
        lambda: pdfs.pdf([pdfs.lines(["一" * 1_000] * 101, 0, 800, 5)]),
        "letters on a page",
    ),
    "a PDF in name only": (".pdf", lambda: b"%PDF-1.7 and no more", "damaged"),
    "a Word document without text": (".docx", lambda: packed({"word/styles.xml": "<a/>"}), "damaged"),
    "XML that breaks off": (".odt", lambda: packed(odf_parts("<text:p>")), "damaged"),
    "an old Word document": (".doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Word"),
    "a spreadsheet that has no reader": (".xlsx", lambda: packed({"xl/workbook.xml": "<a/>"}), "no reader"),
    "a scan": (".pdf", lambda: pdfs.pdf(["q 500 0 0 700 40 40 cm Q", ""]), "scan"),
}


@pytest.mark.usefixtures("chinese_font")
@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_words(case: str, tmp_path: Path) -> None:
    ending, make, said = REFUSED[case]
    path = tmp_path / f"report{ending}"
    path.write_bytes(make())
    begun = time.monotonic()
    with pytest.raises(UnreadableError, match=said) as caught:
        read(path)
    assert time.monotonic() - begun < 20
    assert path.name in caught.value.message and path.name in caught.value.zh and caught.value.advice


def test_tables_in_tables_are_read_as_far_as_people_nest_them(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(_nested(12))
    assert read(path).text == "深\n"


def test_macros_are_ignored_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "report.docm"
    path.write_bytes(_macros())
    assert [note.rule for note in read(path).notes] == ["MACROS"]


def test_fonts_that_name_no_characters_are_refused(tmp_path: Path) -> None:
    font = pdfs.FONT.replace("UniCNS-UTF16-H", "Identity-H").replace("(CNS1)", "(Identity)")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdfs.pdf([pdfs.lines(["本所設置服務檯提供各項諮詢"] * 4)], font=font))
    with pytest.raises(UnreadableError, match="fonts"):
        read(path)


def test_pages_over_a_limit_of_the_caller_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdfs.pdf([pdfs.words("本所", 72, 700)] * 3))
    assert len(read(path).pages) == 3
    with pytest.raises(UnreadableError, match="more than 2 pages"):
        read(path, limits=Limits(pages=2))


@pytest.mark.usefixtures("chinese_font")
def test_a_page_full_of_lines_and_letters_takes_bounded_time(tmp_path: Path) -> None:
    strokes = "".join(f"{n % 500} 0 m {n % 500} 800 l S 0 {n % 800} m 500 {n % 800} l S\n" for n in range(20_000))
    letters = "".join(pdfs.words("一", n * 37 % 590, n * 91 % 840, 3) for n in range(5_000))
    path = tmp_path / "report.pdf"
    path.write_bytes(pdfs.pdf([strokes + letters]))
    begun = time.monotonic()
    assert read(path).text
    assert time.monotonic() - begun < 30


_BIG = """
import resource, sys
from pathlib import Path
from agencygraph.readers import read
seen = []
small = read(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
big = read(Path(sys.argv[2]), progress=lambda done, pages: seen.append((done, pages)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, len(big.pages), seen[0], seen[-1])
"""


def test_three_hundred_pages_are_read_page_by_page(tmp_path: Path) -> None:
    page = pdfs.lines(["本所於一樓設置服務檯，由志工引導民眾申辦各項業務，全年受理案件。"] * 9)
    for name, count in (("small", 3), ("big", 300)):
        (tmp_path / f"{name}.pdf").write_bytes(pdfs.pdf([page] * count))
    command = [sys.executable, "-c", _BIG, str(tmp_path / "small.pdf"), str(tmp_path / "big.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"})
    grown, rest = done.stdout.split(maxsplit=1)
    assert rest.strip() == "300 (1, 300) (300, 300)"
    assert int(grown) < 60, "megabytes for 297 more pages"


def test_libraries_are_loaded_when_they_are_needed() -> None:
    code = "import sys, agencygraph.readers; print(sorted({'lxml', 'pypdfium2', 'yaml.reader'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "src"}
    )
    assert "lxml" not in done.stdout and "pypdfium2" not in done.stdout


def test_tables_of_nothing_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(packed(docx_parts(word_table([["", ""], ["", ""]]) + word_paragraph("本所"))))
    assert read(path).text == "本所\n"
