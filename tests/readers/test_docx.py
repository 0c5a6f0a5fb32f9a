"""What Word documents hold beside plain paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.readers import read
from tests.readers.makers import packed, word_cell, word_table
from tests.readers.samples import docx_parts, word_paragraph

FORMS = {
    "decimal": ("%1.", "1. 2. 3."),
    "decimalZero": ("%1.", "01. 02. 03."),
    "taiwaneseCountingThousand": ("%1、", "一、 二、 三、"),
    "chineseCountingThousand": ("（%1）", "（一） （二） （三）"),
    "ideographLegalTraditional": ("%1、", "壹、 貳、 參、"),
    "ideographTraditional": ("%1、", "甲、 乙、 丙、"),
    "ideographZodiac": ("%1、", "子、 丑、 寅、"),
    "upperLetter": ("%1.", "A. B. C."),
    "lowerLetter": ("(%1)", "(a) (b) (c)"),
    "upperRoman": ("%1.", "I. II. III."),
    "lowerRoman": ("%1.", "i. ii. iii."),
    "decimalEnclosedCircle": ("%1", "① ② ③"),
    "decimalFullWidth": ("%1、", "１、 ２、 ３、"),
    "none": ("※", "※ ※ ※"),
    "bullet": ("\uf06c", "● ● ●"),
}


def level(place: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{place}">{more}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def abstract(*levels: str, key: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def numbered(key: int, target: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{target}"/>{more}</w:num>'


def text(tmp_path: Path, body: str, numbering: str = "", styles: str = "", **parts: str) -> str:
    path = tmp_path / "report.docx"
    more = {f"word/{name}.xml": content for name, content in parts.items()}
    path.write_bytes(packed(docx_parts(body, numbering, styles) | more))
    return read(path).text


def items(*places: tuple[str, int, int]) -> str:
    return "".join(word_paragraph(words, place=(key, at)) for words, key, at in places)


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbers(form: str, tmp_path: Path) -> None:
    written, expected = FORMS[form]
    body = items(*[(words, 1, 0) for words in "甲乙丙"])
    found = text(tmp_path, body, abstract(level(0, form, written)) + numbered(1))
    assert [line.split()[0] for line in found.splitlines()] == expected.split()


def test_levels_restart_below_a_new_item(tmp_path: Path) -> None:
    levels = abstract(level(0, "taiwaneseCountingThousand", "%1、"), level(1, "decimal", "%1.%2"))
    body = items(("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 0), ("戊", 1, 1))
    assert text(tmp_path, body, levels + numbered(1)).split() == [
        "一、", "甲", "一.1", "乙", "一.2", "丙", "二、", "丁", "二.1", "戊",
    ]  # fmt: skip


def test_a_legal_level_writes_those_above_in_digits(tmp_path: Path) -> None:
    levels = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert text(tmp_path, items(("甲", 1, 0), ("乙", 1, 1)), levels + numbered(1)).split() == ["I.", "甲", "1.1", "乙"]


def test_a_level_may_go_on_counting(tmp_path: Path) -> None:
    levels = abstract(level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'))
    body = items(("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 0), ("丁", 1, 1))
    assert text(tmp_path, body, levels + numbered(1)).split()[-2:] == ["(2)", "丁"]


def test_lists_share_their_count_unless_they_start_anew(tmp_path: Path) -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = (
        abstract(level(0, "decimal", "%1.", '<w:start w:val="3"/>')) + numbered(1) + numbered(2) + numbered(3, 0, start)
    )
    body = items(("甲", 1, 0), ("乙", 2, 0), ("丙", 3, 0), ("丁", 3, 0))
    assert text(tmp_path, body, lists).split() == ["3.", "甲", "4.", "乙", "1.", "丙", "2.", "丁"]


def test_numbers_that_a_style_brings(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="項"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="b"><w:name w:val="項下"/><w:basedOn w:val="a"/></w:style>'
    )
    lists = abstract(level(0, "taiwaneseCountingThousand", "%1、")) + numbered(1)
    body = word_paragraph("甲", "a") + word_paragraph("乙", "b") + word_paragraph("丙", "b", (0, 0))
    assert text(tmp_path, body, lists, styles) == "一、 甲\n二、 乙\n丙\n"


def test_empty_paragraphs_are_not_counted(tmp_path: Path) -> None:
    body = items(("甲", 1, 0), ("", 1, 0), ("乙", 1, 0))
    assert text(tmp_path, body, abstract(level(0, "decimal", "%1.")) + numbered(1)) == "1. 甲\n\n2. 乙\n"


def test_headings_without_a_number_are_marked(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 2"/></w:style>'
    body = word_paragraph("服務據點", "h") + word_paragraph("內文。") + word_paragraph("二、服務時間", "h")
    assert text(tmp_path, body, styles=styles) == "\n## 服務據點\n內文。\n二、服務時間\n"


def test_runs_in_insertions_links_controls_and_fields_are_kept_deleted_and_hidden_ones_not(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>"
        + run.format("甲")
        + f"<w:ins>{run.format('乙')}</w:ins><w:del><w:r><w:delText>刪</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run.format('丙')}</w:hyperlink><w:sdt><w:sdtContent>{run.format('丁')}</w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隱</w:t></w:r>"
        f"<w:smartTag>{run.format('戊')}</w:smartTag><w:moveFrom>{run.format('移')}</w:moveFrom></w:p>"
    )
    assert text(tmp_path, body) == "甲乙丙丁戊\n"


def test_breaks_tabs_and_raised_digits(tmp_path: Path) -> None:
    high = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    body = f"<w:p><w:r><w:t>面積86公尺</w:t></w:r>{high}<w:r><w:br/><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>"
    assert text(tmp_path, body) == "面積86公尺²\n甲\t乙\n"


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    down, more, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = [
        [word_cell("機關", down), word_cell("辦理情形", wide)],
        [word_cell("", more), word_cell("件數"), word_cell("人次")],
        [word_cell("甲所", down), word_cell("120"), word_cell("3")],
        [word_cell("", more), word_cell("56"), word_cell("4")],
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    assert text(tmp_path, body) == "機關\t辦理情形\t\n\t件數\t人次\n甲所\t120\t3\n\t56\t4\n\n"


def test_a_merged_cell_is_repeated_where_its_row_would_hold_one_cell(tmp_path: Path) -> None:
    rows = [
        [word_cell("甲所", '<w:vMerge w:val="restart"/>'), word_cell("120件")],
        [word_cell("", "<w:vMerge/>"), word_cell("5人")],
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    assert text(tmp_path, body) == "甲所\t120件\n甲所\t5人\n\n"


def test_a_table_in_a_cell_follows_its_row(tmp_path: Path) -> None:
    inner = f"<w:tc>{word_paragraph('明細')}{word_table([['a', '1'], ['b', '2']])}</w:tc>"
    body = f"<w:tbl><w:tr>{word_cell('甲')}{inner}</w:tr><w:tr>{word_cell('乙')}{word_cell('3')}</w:tr></w:tbl>"
    assert text(tmp_path, body) == "甲\t明細\n\na\t1\nb\t2\n\n乙\t3\n\n"


def test_a_frame_of_one_cell_and_prose_in_cells_are_paragraphs(tmp_path: Path) -> None:
    frame = "<w:tbl><w:tr><w:tc>" + word_paragraph("甲。") + word_paragraph("乙。") + "</w:tc></w:tr></w:tbl>"
    long = [
        "一、本所設置服務檯，由志工引導洽公民眾，並備有老花眼鏡與飲水機。",
        "二、每月檢討各項服務之辦理情形，提報主管會議，並公布於網站供民眾閱覽。",
    ]
    cell = "<w:tc>" + "".join(map(word_paragraph, long)) + "</w:tc>"
    prose = f"<w:tbl><w:tr>{word_cell('服務措施')}{cell}</w:tr></w:tbl>"
    assert text(tmp_path, frame) == "甲。\n乙。\n"
    assert text(tmp_path, prose) == "\n".join(["服務措施", *long]) + "\n\n"


def test_text_boxes_follow_their_paragraph_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{word_paragraph('框內文字')}</w:txbxContent>"
    choice = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = f"<w:p><w:r><mc:AlternateContent {names}>{choice}</mc:AlternateContent><w:t>本文</w:t></w:r></w:p>"
    assert text(tmp_path, body) == "本文\n框內文字\n"


def test_footnotes_come_at_the_end(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f'<w:footnotes {w}><w:footnote w:id="2">{word_paragraph("註釋內容")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>本文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert text(tmp_path, body, footnotes=notes) == "本文\n\n註釋內容\n"


def test_contents_keep_their_leaders(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    body = '<w:p><w:pPr><w:pStyle w:val="t"/></w:pPr><w:r><w:t>壹、概況</w:t><w:tab/><w:t>3</w:t></w:r></w:p>'
    assert text(tmp_path, body, styles=styles) == "壹、概況......3\n"
