"""Writes the sample report in every format: `python -m tests.readers.samples` makes examples/linhai-110.* anew.

Word and OpenDocument number their items automatically, as an office program would. The PDF is printed by LibreOffice,
which is needed (with a Chinese font) only here: the tests read what is committed.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EXAMPLES = Path(__file__).parents[2] / "examples"
STEM = "linhai-110"
TEXT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class Mark:
    """How a level is marked: in the text, in Word (form and text), in OpenDocument (form, prefix, suffix)."""

    written: str
    word: tuple[str, str]
    odf: tuple[str, str, str]


MARKS = (
    Mark("[壹貳參肆伍陸]、", ("ideographLegalTraditional", "%1、"), ("壹, 貳, 參, ...", "", "、")),
    Mark("[一二三四五六七八九十]、", ("taiwaneseCountingThousand", "%2、"), ("一, 二, 三, ...", "", "、")),
    Mark("（[一二三四五六七八九十]）", ("taiwaneseCountingThousand", "（%3）"), ("一, 二, 三, ...", "（", "）")),
    Mark(r"\d\.", ("decimal", "%4."), ("1", "", ".")),
    Mark(r"（\d）", ("decimal", "（%5）"), ("1", "（", "）")),
)


@dataclass(frozen=True)
class Item:
    """A line of the sample: its level, mark and words, or the rows of a table."""

    level: int | None
    mark: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def items(text: str) -> Iterator[Item]:
    """The lines and tables of a text whose items are marked as in `MARKS`."""
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        if rows:
            yield Item(None, "", "", tuple(rows))
            rows = []
        found = ((level, re.match(mark.written, line)) for level, mark in enumerate(MARKS))
        level, match = next(((level, match) for level, match in found if match), (None, None))
        if line:
            yield Item(level, match[0] if match else "", line[match.end() :] if match else line)


def pack(parts: Mapping[str, str | bytes], path: Path | IO[bytes]) -> None:
    """An archive without a clock in it; `mimetype` is stored as it is."""
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(info, data)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def docx_parts(body: str, numbering: str = "", styles: str = "", footer: str = "") -> dict[str, str]:
    """The parts of a Word document from what stands in its body, numbering, styles and footer."""
    kinds = {"numbering": numbering, "styles": styles, "footer": footer}
    roots = {"numbering": "numbering", "styles": "styles", "footer": "ftr"}
    used = [kind for kind, content in kinds.items() if content]
    types = (
        "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_MAIN}.{kind}+xml"/>' for kind in used)
        + f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    )
    links = "".join(f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in used)
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="main" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}</Relationships>",
        "word/document.xml": f'{_XML}<w:document {_W} xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>',
    } | {f"word/{kind}.xml": f"{_XML}<w:{roots[kind]} {_W}>{kinds[kind]}</w:{roots[kind]}>" for kind in used}


def word_paragraph(text: str, style: str = "", place: tuple[int, int] | None = None) -> str:
    """A paragraph of Word; `place` is its list and level."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if place:
        properties += f'<w:numPr><w:ilvl w:val="{place[1]}"/><w:numId w:val="{place[0]}"/></w:numPr>'
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _docx(found: Sequence[Item]) -> dict[str, str]:
    body = []
    for place, item in enumerate(found):
        if item.rows:
            body.append(_word_table(item.rows))
        elif item.level is None:
            body.append(word_paragraph(item.text, "" if place else "Title"))
        elif item.level < 2:
            body.append(word_paragraph(item.text, f"Heading{item.level + 1}"))
        else:
            body.append(word_paragraph(item.text, place=(1, item.level)))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{mark.word[0]}"/>'
        + (f'<w:pStyle w:val="Heading{level + 1}"/>' if level < 2 else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{mark.word[1]}"/></w:lvl>'
        for level, mark in enumerate(MARKS)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>' + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level + 1}"><w:name w:val="heading {level + 1}"/><w:pPr>'
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{level}"/>'
        "</w:pPr></w:style>"
        for level in range(2)
    )
    footer = f"<w:p>{_run('第')}{_field('PAGE')}{_run('頁，共')}{_field('NUMPAGES')}{_run('頁')}</w:p>"
    body.append('<w:sectPr><w:footerReference w:type="default" r:id="footer"/></w:sectPr>')
    return docx_parts("".join(body), numbering, styles, footer)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve"> {text} </w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _word_table(rows: Sequence[Sequence[str]]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    grid = '<w:gridCol w:w="2800"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)


def odf_parts(body: str, styles: str = "", kind: str = "text", mime: str = TEXT) -> dict[str, str]:
    """The parts of an OpenDocument file from what stands in its body and its styles."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", mime), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"'
    return {
        "mimetype": mime,
        "content.xml": f'{_XML}<office:document-content {_NAMES} office:version="1.3"><office:body><office:{kind}>'
        f"{body}</office:{kind}></office:body></office:document-content>",
        "styles.xml": f'{_XML}<office:document-styles {_NAMES} office:version="1.3"><office:styles>{styles}'
        "</office:styles></office:document-styles>",
        "META-INF/manifest.xml": f"{_XML}<manifest:manifest {manifest}>{entries}</manifest:manifest>",
    }


def _odt(found: Sequence[Item]) -> dict[str, str]:
    body = []
    for place, item in enumerate(found):
        words = escape(item.text)
        if item.rows:
            body.append(odf_table(item.rows))
        elif item.level is None:
            body.append(f'<text:p text:style-name="{"Standard" if place else "Title"}">{words}</text:p>')
        elif item.level < 2:
            body.append(f'<text:h text:outline-level="{item.level + 1}">{words}</text:h>')
        else:
            goes_on = (found[place - 1].level or 0) >= 2
            more = ' text:continue-numbering="true"' if goes_on else ""
            deep = item.level - 2
            body.append(
                f'<text:list text:style-name="L1"{more}>{"<text:list-item><text:list>" * deep}<text:list-item>'
                f"<text:p>{words}</text:p></text:list-item>{'</text:list></text:list-item>' * deep}</text:list>"
            )

    def level(kind: str, number: int, mark: Mark) -> str:
        form, prefix, suffix = (f'style:num-{name}="{value}"' for name, value in zip(
            ("format", "prefix", "suffix"), mark.odf, strict=True))  # fmt: skip
        return f'<text:{kind} text:level="{number}" {form} {prefix} {suffix}/>'

    outline = "".join(level("outline-level-style", number, mark) for number, mark in enumerate(MARKS[:2], 1))
    lists = "".join(level("list-level-style-number", number, mark) for number, mark in enumerate(MARKS[2:], 1))
    styles = f'<text:outline-style style:name="Outline">{outline}</text:outline-style>'
    return odf_parts("".join(body), f'{styles}<text:list-style style:name="L1">{lists}</text:list-style>')


def odf_table(rows: Sequence[Sequence[str]], name: str = "Table1") -> str:
    """A table of OpenDocument."""
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f'<table:table table:name="{name}">{columns}{lines}</table:table>'


def _heading(item: Item) -> int | None:
    """The level of a line that is a heading, not a numbered sentence."""
    return item.level if item.level is not None and item.level < 2 and not item.text.endswith("。") else None


def _page(found: Sequence[Item]) -> str:
    """The sample as a page of the web: headings with their marks, items numbered 1. as a list of the browser."""
    out: list[str] = []
    for place, item in enumerate(found):
        words = html.escape(item.text, quote=False)
        level = _heading(item)
        listed = item.level == 3
        before, after = (found[place - 1].level == 3, found[place + 1 : place + 2] and found[place + 1].level == 3)
        if item.rows:
            rows = (_html_row(row, "td" if number else "th") for number, row in enumerate(item.rows))
            out.append("<table>\n" + "\n".join(rows) + "\n</table>")
        elif listed:
            out.append(f"{'' if before else '<ol>'}<li>{words}</li>{'' if after else '</ol>'}")
        elif level is None:
            out.append(f"<p>{item.mark}{words}</p>" if place else f"<h1>{words}</h1>")
        else:
            out.append(f"<h{level + 2}>{item.mark}{words}</h{level + 2}>")
    title = html.escape(found[0].text)
    head = f'<meta charset="utf-8">\n<title>{title}</title>\n<style>td, th {{ border: 1px solid }}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="zh-Hant">\n<head>{head}</head>\n<body>\n'
        + "\n".join(out)
        + "\n</body>\n</html>\n"
    )


def _html_row(row: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"


def _markdown(found: Sequence[Item]) -> str:
    out: list[str] = []
    for place, item in enumerate(found):
        level = _heading(item) if place else -1
        if item.rows:
            head, *body = ("| " + " | ".join(row) + " |" for row in item.rows)
            out.append("\n".join(["", head, "|---" * len(item.rows[0]) + "|", *body, ""]))
        elif level is None:
            out.append(item.mark + item.text)
        else:
            out.append(f"{'#' * (level + 2)} {item.mark}{item.text}\n")
    return "\n".join(out) + "\n"


def _pdf(source: Path, folder: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        raise SystemExit("Printing the PDF needs LibreOffice (soffice).")
    with tempfile.TemporaryDirectory() as profile:
        options = [
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
        ]
        subprocess.run([office, *options, str(source)], check=True, capture_output=True)


def main(folder: Path) -> None:
    """Write all formats into `folder`."""
    found = list(items((EXAMPLES / f"{STEM}.txt").read_text("utf-8")))
    pack(_docx(found), folder / f"{STEM}.docx")
    pack(_odt(found), folder / f"{STEM}.odt")
    (folder / f"{STEM}.html").write_text(_page(found), "utf-8")
    (folder / f"{STEM}.md").write_text(_markdown(found), "utf-8")
    _pdf(folder / f"{STEM}.docx", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
