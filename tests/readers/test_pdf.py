"""How pages are read: in which order, with which tables, turned which way."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.model import Source
from agencygraph.readers import read
from tests.readers import pdfs
from tests.readers.pdfs import lines, pdf, rules, words

pytestmark = pytest.mark.usefixtures("chinese_font")

CELLS = [["項目", "件數", "人次"], ["甲類", "1,200", "3,400"], ["乙類", "560", "78"]]
XS, YS = [72, 172, 272, 372], [700, 680, 660, 640]
LEFT = [
    "本所於一樓設置聯合服務櫃檯每日",
    "由志工輪流引導洽公民眾辦理各項",
    "業務並提供諮詢與填表之各項協助",
    "全年計受理各類申請案件逾二千件",
    "民眾反應良好將持續辦理各項服務",
    "以提升服務品質",
]
RIGHT = [
    "右欄說明各項便民措施辦理之情形",
    "包括網路申辦電話預約及到府服務",
    "一月起增設行動支付繳納之管道並",
    "由民眾以手機掃描條碼完成之繳費",
    "使用人次較去年同期增加許多本所",
    "將逐年檢討",
]


def source(tmp_path: Path, *pages: str, extra: str = "") -> Source:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(pages, extra))
    return read(path)


def cells(rows: list[list[str]], size: float = 10) -> str:
    return "".join(
        words(word, XS[column] + 4, YS[row] - 14, size)
        for row, line in enumerate(rows)
        for column, word in enumerate(line)
    )


def tabbed(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def test_lines_in_the_order_of_reading_whatever_the_file_s(tmp_path: Path) -> None:
    page = words("第三行", 72, 660) + words("第一行", 72, 700) + words("第二", 72, 680) + words("行", 96, 680)
    assert source(tmp_path, page).text == "第一行\n第二行\n第三行\n"


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    title = words("跨越兩欄的標題文字在上方說明全文之主旨與內容大要並列出重點", 72, 790, 14)
    foot = words("跨越兩欄的結語文字在下方說明全文之結論與後續辦理事項之規劃", 72, 620, 14)
    text = source(tmp_path, lines(RIGHT, 320, 759) + title + lines(LEFT, 60, 760) + foot).text
    assert [line for line in text.splitlines()[1:-1] if line] == [*LEFT, *RIGHT]


def test_ruled_tables(tmp_path: Path) -> None:
    page = words("表一 辦理情形", 72, 720) + rules(XS, YS) + cells(CELLS) + words("以上。", 72, 600)
    assert source(tmp_path, page).text == f"表一 辦理情形\n\n{tabbed(CELLS)}\n\n以上。\n"


def test_tables_whose_lines_are_thin_boxes(tmp_path: Path) -> None:
    level = "".join(f"{XS[0]} {y} {XS[-1] - XS[0]} 0.5 re f\n" for y in YS)
    upright = "".join(f"{x} {YS[-1]} 0.5 {YS[0] - YS[-1]} re f\n" for x in XS)
    assert source(tmp_path, level + upright + cells(CELLS)).text.strip() == tabbed(CELLS)


def test_tables_open_at_their_sides(tmp_path: Path) -> None:
    page = "".join(f"72 {y} m 372 {y} l S\n" for y in YS) + "172 700 m 172 640 l S 272 700 m 272 640 l S\n"
    assert source(tmp_path, page + cells(CELLS)).text.strip() == tabbed(CELLS)


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    level = "72 700 m 372 700 l S 172 680 m 372 680 l S 72 660 m 372 660 l S 72 640 m 372 640 l S\n"
    upright = "72 700 m 72 640 l S 172 700 m 172 640 l S 272 680 m 272 640 l S 372 700 m 372 640 l S\n"
    page = level + upright + words("項目", 76, 676, 10) + words("辦理情形", 240, 686, 10)
    page += words("件數", 176, 666, 10) + words("人次", 276, 666, 10)
    page += words("甲類", 76, 646, 10) + words("12", 176, 646, 10) + words("34", 276, 646, 10)
    assert source(tmp_path, page).text.strip() == "項目\t辦理情形\t\n\t件數\t人次\n甲類\t12\t34"


def test_the_head_of_a_table_that_goes_on_is_said_once(tmp_path: Path) -> None:
    pages = [CELLS, [CELLS[0], ["丙類", "1", "2"], ["丁類", "3", "4"]], [CELLS[0], CELLS[2], CELLS[1]]]
    made = [rules(XS, YS) + cells(rows) + words(f"第 {page} 頁", 250, 40) for page, rows in enumerate(pages, 1)]
    text = source(tmp_path, *made, words("另一表如下：", 72, 760) + lines(["說明。"] * 4, y=740) + made[0]).text
    assert [line for line in text.splitlines() if "\t" in line][:7] == tabbed(
        [*pages[0], *pages[1][1:], *pages[2][1:]]
    ).split("\n")
    assert text.count("項目\t件數") == 2


def test_lines_of_a_cell_are_one(tmp_path: Path) -> None:
    page = rules([72, 172, 272], [700, 660, 640]) + words("服務", 76, 686, 10) + words("項目", 76, 670, 10)
    page += words("件數", 176, 680, 10) + words("甲", 76, 646, 10) + words("5", 176, 646, 10)
    assert source(tmp_path, page).text.strip() == "服務項目\t件數\n甲\t5"


@pytest.mark.parametrize(
    ("above", "below", "told"),
    [
        ("30", "2（55.9%）", "302（55.9%）"),
        ("109.06.1", "2、109.06.19", "109.06.12、109.06.19"),
        ("12,34", "5", "12,345"),
        ("1,234", "56.7%", "1,234 56.7%"),
        ("110", "111", "110 111"),
        ("8:30", "13:30至17:00", "8:30 13:30至17:00"),
    ],
)
def test_a_number_torn_within_a_cell_is_one(tmp_path: Path, above: str, below: str, told: str) -> None:
    page = rules([72, 172, 272], [700, 660, 640]) + words(above, 76, 686, 10) + words(below, 76, 670, 10)
    page += words("件數", 176, 680, 10) + words("甲", 76, 646, 10) + words("5", 176, 646, 10)
    assert source(tmp_path, page).text.strip() == f"{told}\t件數\n甲\t5"


def test_tables_parted_by_gaps_only(tmp_path: Path) -> None:
    text = source(tmp_path, words("表一 辦理情形", 72, 720) + cells(CELLS) + words("以上。", 72, 600)).text
    assert text == f"表一 辦理情形\n\n{tabbed(CELLS)}\n\n以上。\n"


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    assert (
        source(tmp_path, "60 600 400 150 re S\n" + lines(["甲段文字。", "乙段文字。"], y=720)).text
        == "甲段文字。\n乙段文字。\n"
    )


def test_white_lines_part_nothing(tmp_path: Path) -> None:
    page = "1 1 1 RG\n" + rules([72, 120, 372], [700, 680, 660]) + words("本所各項服務辦理情形良好", 76, 686)
    assert source(tmp_path, page).text == "本所各項服務辦理情形良好\n"


def test_raised_digits_do_not_lengthen_a_figure(tmp_path: Path) -> None:
    page = words("受理 1,234", 72, 700) + words("2", 130, 706, 7) + words("件", 136, 700)
    assert source(tmp_path, page).text == "受理 1,234²件\n"


def test_a_gap_as_wide_as_a_blank_parts_words_and_a_narrow_one_does_not(tmp_path: Path) -> None:
    page = words("據點", 72, 700) + words("換照", 102, 700) + words("件", 127, 700)
    assert source(tmp_path, page).text == "據點 換照件\n"


def test_turned_pages(tmp_path: Path) -> None:
    for matrix, place in (("0 1 -1 0", (18, 0)), ("0 -1 1 0", (-18, 0)), ("-1 0 0 -1", (0, 18))):
        page = "".join(
            words(line, 300 + place[0] * at, 400 + place[1] * at, 12, matrix)
            for at, line in enumerate(["轉向頁面之第一行文字", "第二行文字"])
        )
        for extra in ("", "/Rotate 90"):
            assert source(tmp_path, page, extra=extra).text == "轉向頁面之第一行文字\n第二行文字\n"


def test_vertical_writing(tmp_path: Path) -> None:
    columns = ["本所自一月起設置服務站", "由志工輪流服務民眾辦理"]
    page = "".join(
        words(sign, 500 - 20 * at, 700 - 14 * row) for at, line in enumerate(columns) for row, sign in enumerate(line)
    )
    assert source(tmp_path, page).text == "\n".join(columns) + "\n"


def test_slanted_marks_are_left_out_and_letters_across_come_last(tmp_path: Path) -> None:
    mark = words("草稿", 200, 400, 60, "0.7 0.7 -0.7 0.7")
    side = words("側欄", 40, 300, 10, "0 1 -1 0")
    assert source(tmp_path, mark + side + lines(["本文第一行", "本文第二行"])).text == "本文第一行\n本文第二行\n側欄\n"


def test_radicals_are_read_as_the_characters_they_stand_for(tmp_path: Path) -> None:
    assert source(tmp_path, words("⼀⽉⼈⺠", 72, 700)).text == "一月人民\n"


def test_bold_that_is_drawn_twice_is_read_once(tmp_path: Path) -> None:
    page = "".join(words(sign, 72 + 12 * at + shift, 700) for at, sign in enumerate("服務") for shift in (0, 0.4))
    assert source(tmp_path, page).text == "服務\n"


def test_pages_and_those_without_text(tmp_path: Path) -> None:
    found = source(tmp_path, words("第一頁", 72, 700), "", words("第三頁", 72, 700))
    assert found.text == "第一頁\n\f\f第三頁\n"
    assert found.pages == (0, 5, 6)
    assert [found.page(found.text.index(sign)) for sign in ("第一", "第三")] == [1, 3]
    assert [note.rule for note in found.notes] == ["NO-TEXT"] and "2" in found.notes[0].zh


def test_page_numbers_stay_in_the_text(tmp_path: Path) -> None:
    found = source(tmp_path, words("本文", 72, 700) + words("第 1 頁，共 1 頁", 250, 40))
    assert found.text.split() == ["本文", "第", "1", "頁，共", "1", "頁"]


def test_larger_lines_that_the_margin_broke_are_one(tmp_path: Path) -> None:
    body = ["內文每行約為三十個字元左右並由頁面右側之邊界加以斷行處理之一段文字說明"] * 6
    page = words("一、較大字級之標題文字因超出邊界而折成為兩行者", 72, 780, 18) + words("仍為一行", 72, 755, 18)
    text = source(tmp_path, page + lines(body, y=720)).text
    assert text.startswith("一、較大字級之標題文字因超出邊界而折成為兩行者仍為一行\n")


def test_progress_tells_of_each_page(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = tmp_path / "report.pdf"
    path.write_bytes(pdfs.pdf([words("本所", 72, 700)] * 3))
    read(path, progress=lambda done, pages: seen.append((done, pages)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
