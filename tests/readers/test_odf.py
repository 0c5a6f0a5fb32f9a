"""What OpenDocument files hold beside plain paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.readers import read
from tests.readers.makers import SHEET, packed
from tests.readers.samples import odf_parts, odf_table

FORMS = {
    "1": "1. 2. 11.",
    "一, 二, 三, ...": "一. 二. 十一.",
    "壹, 貳, 參, ...": "壹. 貳. 壹拾壹.",
    "甲, 乙, 丙, ...": "甲. 乙. 甲.",
    "a": "a. b. k.",
    "I": "I. II. XI.",
    "①, ②, ③, ...": "①. ②. ⑪.",
}


def style(*levels: str, name: str = "L") -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def level(place: int, form: str, prefix: str = "", suffix: str = ".", more: str = "") -> str:
    sides = f'style:num-prefix="{prefix}" style:num-suffix="{suffix}"'
    return f'<text:list-level-style-number text:level="{place}" style:num-format="{form}" {sides} {more}/>'


def item(words: str, more: str = "", inner: str = "") -> str:
    return f"<text:list-item {more}><text:p>{words}</text:p>{inner}</text:list-item>"


def listed(content: str, more: str = "", name: str = "L") -> str:
    return f'<text:list text:style-name="{name}" {more}>{content}</text:list>'


def text(tmp_path: Path, body: str, styles: str = "") -> str:
    path = tmp_path / "report.odt"
    path.write_bytes(packed(odf_parts(body, styles)))
    return read(path).text


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbers(form: str, tmp_path: Path) -> None:
    body = listed(item("x") + item("x") + item("x", 'text:start-value="11"'))
    assert text(tmp_path, body, style(level(1, form))).replace("x", " ").split() == FORMS[form].split()


def test_levels_restart_and_show_those_above(tmp_path: Path) -> None:
    styles = style(level(1, "一", suffix="、"), level(2, "1", suffix="", more='text:display-levels="2"'))
    inner = f"<text:list>{item('甲')}{item('乙')}</text:list>"
    body = listed(item("子", inner=inner) + item("丑", inner=inner))
    assert text(tmp_path, body, styles) == "一、子\n一.1甲\n一.2乙\n二、丑\n二.1甲\n二.2乙\n"


def test_lists_go_on_where_they_are_told_to(tmp_path: Path) -> None:
    body = listed(item("甲"), 'xml:id="one"') + listed(item("乙"))
    body += listed(item("丙"), 'text:continue-list="one"') + listed(item("丁"), 'text:continue-numbering="true"')
    assert text(tmp_path, body, style(level(1, "1"))) == "1.甲\n1.乙\n2.丙\n3.丁\n"


def test_headers_and_second_paragraphs_of_items_have_no_number(tmp_path: Path) -> None:
    header = "<text:list-header><text:p>標題</text:p></text:list-header>"
    two = "<text:list-item><text:p>甲</text:p><text:p>續</text:p></text:list-item>"
    assert text(tmp_path, listed(header + two + item("乙")), style(level(1, "1"))) == "標題\n1.甲\n續\n2.乙\n"


def test_bullets_and_unnumbered_headings(tmp_path: Path) -> None:
    styles = style('<text:list-level-style-bullet text:level="1" text:bullet-char="\uf06c"/>')
    body = '<text:h text:outline-level="2">服務據點</text:h>' + listed(item("甲"))
    assert text(tmp_path, body, styles) == "\n## 服務據點\n● 甲\n"


def test_blanks_tabs_breaks_notes_and_changes(tmp_path: Path) -> None:
    note = "<text:note><text:note-body><text:p>註</text:p></text:note-body></text:note>"
    gone = "<text:changed-region><text:deletion><text:p>刪</text:p></text:deletion></text:changed-region>"
    remark = "<office:annotation><text:p>批</text:p></office:annotation>"
    body = (
        f"<text:tracked-changes>{gone}</text:tracked-changes>"
        f'<text:p>甲<text:s text:c="2"/>乙<text:tab/>丙{note}<text:line-break/>丁\n   戊{remark}</text:p>'
    )
    assert text(tmp_path, body) == "甲  乙\t丙\n丁 戊\n\n註\n"


def test_raised_digits(tmp_path: Path) -> None:
    high = '<style:text-properties style:text-position="super 58%"/>'
    styles = f'<style:style style:name="T1" style:family="text">{high}</style:style>'
    assert text(tmp_path, '<text:p>5公尺<text:span text:style-name="T1">2</text:span></text:p>', styles) == "5公尺²\n"


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"

    gone = "<table:covered-table-cell/>"
    rows = [
        cell("機關", 'table:number-rows-spanned="2"') + cell("辦理情形", 'table:number-columns-spanned="2"') + gone,
        gone + cell("件數") + cell("人次"),
        cell("甲所") + cell("3", 'table:number-columns-repeated="2"'),
    ]
    body = "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    assert text(tmp_path, body) == "機關\t辦理情形\t\n\t件數\t人次\n甲所\t3\t3\n\n"


def test_sheets_stand_below_their_names(tmp_path: Path) -> None:
    rows = [["項目", "件數"], ["申請", "5"]]
    path = tmp_path / "report.ods"
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{wide}</table:table-row>'
    body = odf_table(rows, "110年統計").replace("</table:table>", f"{empty}</table:table>") + odf_table(rows, "工作表2")
    path.write_bytes(packed(odf_parts(body, kind="spreadsheet", mime=SHEET)))
    table = "項目\t件數\n申請\t5\n\n"
    assert read(path).text == f"110年統計\n\n{table}{table}"


def test_flat_files(tmp_path: Path) -> None:
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    mime = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    path = tmp_path / "report.fodt"
    body = "<office:body><office:text><text:p>本所</text:p></office:text></office:body>"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names} {mime}>{body}</office:document>', "utf-8"
    )
    assert (read(path).text, read(path).encoding, read(path).notes) == ("本所\n", "odt", ())
