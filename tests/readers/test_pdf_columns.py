"""Tables that only white strips part: broken cells, narrow gaps, merged cells; and what is no table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from agencygraph.readers import read
from tests.readers.pdfs import lines, pdf, words

pytestmark = pytest.mark.usefixtures("chinese_font")

Line = tuple[float, list[tuple[float, str]]]
"""How high a line stands, what begins where."""


def text(tmp_path: Path, *placed: Line, more: str = "", size: float = 10) -> str:
    path = tmp_path / "report.pdf"
    page = "".join(words(word, x, y, size) for y, line in placed for x, word in line)
    path.write_bytes(pdf([page + more]))
    return read(path).text


def placed(xs: Sequence[float], row: Sequence[str]) -> list[tuple[float, str]]:
    return list(zip(xs, row, strict=True))


def rows(found: str) -> list[list[str]]:
    return [line.split("\t") for line in found.splitlines() if "\t" in line]


POINTS = [
    ["據點", "地址", "件數"],
    ["東埔聯合辦公室", "東埔鄉中正路十二號", "1,240"],
    ["南灣服務站", "南灣鎮和平路六號", "86"],
]


def test_lines_of_broken_cells_that_stand_at_the_top(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(72, "據點"), (130, "地址"), (200, "件數")]),
        (676, [(72, "東埔聯合"), (130, "東埔鄉中正"), (200, "1,240")]),
        (662, [(72, "辦公室"), (130, "路十二號")]),
        (638, [(72, "南灣服務"), (130, "南灣鎮和平"), (200, "86")]),
        (624, [(72, "站"), (130, "路六號")]),
    )
    assert rows(found) == POINTS


def test_lines_of_broken_cells_that_stand_in_the_middle(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(72, "據點"), (130, "地址"), (200, "件數")]),
        (676, [(72, "東埔聯合"), (130, "東埔鄉中正")]),
        (669, [(200, "1,240")]),
        (662, [(72, "辦公室"), (130, "路十二號")]),
        (638, [(130, "南灣鎮和平")]),
        (631, [(72, "南灣服務站"), (200, "86")]),
        (624, [(130, "路六號")]),
    )
    assert rows(found) == POINTS


def test_rows_as_near_as_the_lines_of_their_cells(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(72, "據點"), (130, "地址"), (200, "件數")]),
        (686, [(72, "東埔聯合"), (130, "東埔鄉中正"), (200, "1,240")]),
        (672, [(72, "辦公室"), (130, "路十二號")]),
        (658, [(72, "南灣服務"), (130, "南灣鎮和平"), (200, "86")]),
        (644, [(72, "站"), (130, "路六號")]),
    )
    assert rows(found) == POINTS


def test_columns_that_nearly_touch(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(80, "項目"), (124, "上年"), (157, "本年")]),
        (680, [(72, "電話諮詢次"), (124.5, "1,040"), (152, "1,100")]),
        (660, [(72, "到府服務"), (124.5, "560"), (152, "78")]),
        (640, [(72, "預約件數"), (124.5, "2,310"), (152, "2,450")]),
    )
    assert rows(found) == [
        ["項目", "上年", "本年"],
        ["電話諮詢次", "1,040", "1,100"],
        ["到府服務", "560", "78"],
        ["預約件數", "2,310", "2,450"],
    ]


def test_a_head_of_two_rows(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(152, "辦理情形")]),
        (691, [(72, "類別"), (230, "備註")]),
        (682, [(130, "件數"), (190, "人次")]),
        (658, [(72, "甲類"), (132, "12"), (192, "34"), (230, "試辦")]),
        (634, [(72, "乙類"), (132, "56"), (192, "78")]),
    )
    assert rows(found) == [
        ["類別", "辦理情形", "", "備註"],
        ["", "件數", "人次", ""],
        ["甲類", "12", "34", "試辦"],
        ["乙類", "56", "78", ""],
    ]


def test_cells_that_stand_halfway_down_several_rows(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(72, "類別"), (130, "對象"), (230, "件數")]),
        (680, [(130, "東埔鄉公所"), (230, "12")]),
        (660, [(72, "轉介"), (130, "南灣鎮公所"), (230, "7")]),
        (640, [(130, "小計"), (230, "19")]),
        (620, [(130, "中港市公所"), (230, "3")]),
        (610, [(72, "移送")]),
        (600, [(130, "小計"), (230, "3")]),
    )
    assert [row[0] for row in rows(found)] == ["類別", "轉介", "", "", "移送", ""]


def test_the_head_of_a_column_beside_its_cells_and_a_total_over_two_columns(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(120, "單位"), (240, "電話"), (360, "件數")]),
        (680, [(72, "民政課"), (210, "1234567"), (330, "12")]),
        (660, [(72, "社會課"), (210, "1234568"), (330, "30")]),
        (640, [(72, "建設課"), (210, "1234569"), (330, "8")]),
        (620, [(190, "合計"), (330, "50")]),
    )
    assert rows(found) == [
        ["單位", "電話", "件數"],
        ["民政課", "1234567", "12"],
        ["社會課", "1234568", "30"],
        ["建設課", "1234569", "8"],
        ["合計", "", "50"],
    ]


def test_two_rows_and_a_long_cell(tmp_path: Path) -> None:
    long = "本項服務由志工隊輪值引導並協助民眾填寫各式申請書表及使用自助繳費機與叫號機等設備"
    found = text(
        tmp_path, (700, [(60, "服務"), (110, "件數"), (150, "說明")]), (680, [(60, "引導"), (110, "86"), (150, long)])
    )
    assert rows(found) == [["服務", "件數", "說明"], ["引導", "86", long]]


def test_a_web_address_torn_within_a_cell_is_one(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        (700, [(72, "系統"), (130, "網址"), (260, "說明")]),
        (680, [(72, "預約"), (130, "https://"), (260, "民眾")]),
        (668, [(130, "book.example.tw")]),
        (646, [(72, "查詢"), (130, "https://ask.example.tw"), (260, "同仁")]),
    )
    assert rows(found)[1] == ["預約", "https://book.example.tw", "民眾"]


def test_captions_and_notes_stay_outside(tmp_path: Path) -> None:
    cells = [(700 - 20 * at, placed((72, 160, 270), row)) for at, row in enumerate(POINTS)]
    found = text(
        tmp_path,
        (740, [(72, "表二　各據點情形")]),
        (720, [(240, "單位：件")]),
        *cells,
        (640, [(72, "註：以上不含巡迴服務。")]),
        (620, [(72, "其餘說明如後。")]),
    )
    assert rows(found) == POINTS
    assert found.split("\n\n")[-1].splitlines() == ["註：以上不含巡迴服務。", "其餘說明如後。"]


SENTENCE = "本所辦理說明會，計有民眾多人參加。"
LISTS: dict[str, list[list[tuple[float, str]]]] = {
    "a numbered list": [
        [(72, f"{at}."), (96, word)] for at, word in enumerate(("戶籍申請書", "遷徙證明書", "更正申請書"), 1)
    ],
    "items numbered by chapter": [
        [(72, f"3-{at}"), (108, f"本所辦理第{sign}場說明會並請各界參加踴躍")] for at, sign in enumerate("一二三", 1)
    ],
    "labels and values": [
        [(72, label), (140, value)]
        for label, value in (("受文者：", "東埔鄉公所"), ("速別：", "普通件"), ("附件：", "如文"))
    ],
    "contents": [[(72, word), (140, "." * 40), (400, str(at))] for at, word in enumerate(("前言", "人力", "設施"), 1)],
    "a poem": [[(72, "春風拂柳綠"), (200, "夜雨敲窗寒")], [(72, "遠岫含煙起"), (200, "清溪漱石流")]] * 2,
    "bullets": [[(72, "●"), (96, f"第{sign}組"), (200, "輪值")] for sign in "甲乙丙"],
    "dates before sentences": [
        [(72, "110"), (90, "年"), (102.5, f"{at}"), (110, "月"), (132, SENTENCE)] for at in range(1, 5)
    ],
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_no_tables(tmp_path: Path, name: str) -> None:
    assert rows(text(tmp_path, *((700 - 18 * at, line) for at, line in enumerate(LISTS[name])))) == []


def test_three_columns_of_running_text_are_no_table(tmp_path: Path) -> None:
    column = [
        "本所設置聯合服務，",
        "由志工引導民眾，並",
        "受理各項申請，全年",
        "計二千餘件。民眾反",
        "應良好，將持續檢討",
        "各項流程。",
    ]
    page = "".join(lines(column, x, 700, 14, 10) for x in (60, 180, 300))
    assert rows(text(tmp_path, more=page)) == []


def test_a_wide_table_is_not_read_as_two_columns_of_text(tmp_path: Path) -> None:
    body = [["民政課", f"辦理說明會{at}場", "承辦人員", "東埔鄉公所及各村辦公處"] for at in range(8)]
    table = [["單位", "說明", "聯絡人", "合作單位"], *body]
    found = text(tmp_path, *((700 - 20 * at, placed((60, 170, 300, 400), row)) for at, row in enumerate(table)))
    assert rows(found) == table


def test_a_page_full_of_short_lines_is_read(tmp_path: Path) -> None:
    placed_lines = [(840 - at * 0.4, [(50.0 + at % 7 * 9, "1"), (200.0 + at % 5 * 9, "2")]) for at in range(2_000)]
    assert text(tmp_path, *placed_lines, size=0.3).count("1") == 2_000
