from __future__ import annotations

import pytest

from agencygraph.model import Document, Source
from agencygraph.outline import outline
from agencygraph.tables import fill, records, unit


def filled(text: str) -> Document:
    return fill(outline(Source("report.txt", text, "utf-8", "")))


def cells(text: str, place: int = 0) -> list[tuple[str, str, str]]:
    """Row heads, column heads and words of each body cell."""
    return [
        ("/".join(h.text for h in c.row_heads), "/".join(h.text for h in c.column_heads), c.text.text)
        for c in records(filled(text).tables[place])
    ]


def test_tabs_with_a_head_row_and_column() -> None:
    text = "案件統計\n\n年度\t新收\t終結\n111年\t1,020 件\t980 件\n112年\t1,100 件\t1,090 件\n"
    assert cells(text) == [
        ("111年", "新收", "1,020件"),
        ("111年", "終結", "980件"),
        ("112年", "新收", "1,100件"),
        ("112年", "終結", "1,090件"),
    ]


def test_a_leading_tab_is_an_empty_cell_under_the_corner() -> None:
    assert cells("轉介件數\t社會局\t合計\n\n\t12 件\t12 件\n") == [
        ("轉介件數", "社會局", "12件"),
        ("轉介件數", "合計", "12件"),
    ]


def test_bare_years_head_columns() -> None:
    assert cells("項目\t110\t111\t112\n罰單\t30\t40\t50\n") == [
        ("罰單", "110", "30"),
        ("罰單", "111", "40"),
        ("罰單", "112", "50"),
    ]


def test_two_head_rows_and_serial_numbers() -> None:
    text = "|編號|課別|收件||\n|---|---|---|---|\n|||臨櫃|線上|\n|1|戶籍課|5|6|\n|2|行政課|7|8|\n"
    assert cells(text)[:2] == [("戶籍課", "收件/臨櫃", "5"), ("戶籍課", "收件/線上", "6")]


def test_a_head_over_several_columns() -> None:
    text = "年別　總數(件　%)　罰鍰(件　%)\n總計  1,200  100.0  300  25.0\n109年  600  100.0  150  25.0\n"
    assert ("109年", "罰鍰(件%)", "150") in cells(text)
    assert ("109年", "總數(件%)", "100.0") in cells(text)


def test_totals_are_told() -> None:
    table = filled("課別\t件數\t合計\n甲課\t1\t1\n總計\t2\t2\n").tables[0]
    assert [cell.total for cell in records(table)] == [False, True, True, True]


def test_html_rows() -> None:
    text = (
        "表二\n<table><tr><td ROWSPAN='2'><p>項目</p></td><td COLSPAN='2'>收件</td></tr>"
        "<tr><td>本期</td><td>上期</td></tr>"
        "<tr><td>地價稅</td><td><b>1</b>2</td><td>9</td></tr></table>\n"
    )
    assert cells(text) == [("地價稅", "收件/本期", "12"), ("地價稅", "收件/上期", "9")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("單位：件", "件"),
        ("新臺幣：百萬元", "百萬元"),
        ("（單位：新臺幣千元）", "千元"),
        ("單位：件、元", ""),
    ],
)
def test_the_unit_stands_over_the_table(line: str, expected: str) -> None:
    document = filled(f"收入情形表\n{line}\n課別\t金額\n甲課\t30\n")
    assert unit(document, document.tables[0]) == expected
    caption = document.tables[0].caption
    assert caption is not None and document.paragraphs[caption].text == "收入情形表"


def test_cells_know_their_passage() -> None:
    text = "甲\t乙\n１ ２\t３\n"
    for row in filled(text).tables[0].rows:
        for cell in row.cells:
            span = cell.span()
            assert text[span.start : span.end].translate(str.maketrans("１２３", "123")) == cell.text


@pytest.mark.parametrize(
    "text",
    [
        "本所經　縣政府核定後，提供各項服務。\n另經　議會同意，增設櫃檯。",
        "二、總　　務\n三、會　　計",
        "111.01.03　新任主任到職。\n111.02.05　辦理講習。",
        "一、\t服務項目\n二、\t服務時間",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert filled(text).tables == ()


@pytest.mark.parametrize("between", ["|---|---|", "| | |\n|---|---|\n| | |"])
def test_a_rule_without_cells_parts_two_paragraphs(between: str) -> None:
    document = outline(Source("report.txt", f"這一行說明文字還沒有結束\n{between}\n下面另起一段。", "utf-8", ""))
    assert [paragraph.text for paragraph in document.paragraphs] == ["這一行說明文字還沒有結束", "下面另起一段。"]


def test_a_total_below_blanks_stands_under_the_columns_of_its_figures() -> None:
    text = "日期      課程        講座      人數  時數\n3/5   公文寫作    本所秘書    40    2\n"
    text += "4/9   行政中立    外聘講師    52    3\n合計      2場                     92    5\n"
    assert cells(text)[-2:] == [("合計", "人數", "92"), ("合計", "時數", "5")]


def test_a_row_without_its_last_cell_keeps_its_places() -> None:
    text = (
        "項目    件數    金額    備註\n罰鍰    12    3,600    已繳\n規費    30    9,000    已繳\n合計    42    12,600\n"
    )
    assert cells(text)[-2:] == [("合計", "件數", "42"), ("合計", "金額", "12,600")]


def test_single_blanks_part_cells_below_a_line_of_heads() -> None:
    text = "各類案件收結表\n類別 新收 終結 未結率\n地 價 稅 1,250 -3 4.5%\n房屋稅 980 970 —\n合計 2,230 967 3.0%\n"
    assert cells(text)[:4] == [
        ("地價稅", "新收", "1,250"),
        ("地價稅", "終結", "-3"),
        ("地價稅", "未結率", "4.5%"),
        ("房屋稅", "新收", "980"),
    ]
    assert len(cells(text)) == 9


@pytest.mark.parametrize(
    "text",
    [
        "出席人員 主席 紀錄\n第一科 3 4\n本次會議共有兩案。\n",  # one line of figures is no table
        "開放時間如下 請洽櫃檯\n上午 8 12\n下午 13 17\n",  # heads and cells differ in number
        "類別 件數\n地價稅 1,250\n房屋稅 980\n",  # a single figure may end any line
    ],
)
def test_single_blanks_alone_make_no_table(text: str) -> None:
    assert not filled(text).tables


def test_one_bar_parts_two_cells_where_several_lines_have_it() -> None:
    assert cells("轉介單位 | 件數\n縣政府社會局 | 12\n創世基金會 | 3\n") == [
        ("縣政府社會局", "件數", "12"),
        ("創世基金會", "件數", "3"),
    ]
    assert not filled("備註：甲 | 乙\n以上。\n").tables


def test_a_bar_at_the_start_of_a_row_without_frame_follows_an_empty_cell() -> None:
    text = "題目 | 選項 | 份數\n態度 | 滿意 | 105\n | 普通 | 12\n環境 | 滿意 | 99\n"
    assert cells(text) == [("態度/滿意", "份數", "105"), ("態度/普通", "份數", "12"), ("環境/滿意", "份數", "99")]


def test_years_by_their_number_head_rows() -> None:
    assert cells("年度\t新收\n2019\t412\n2020\t388\n")[0] == ("2019", "新收", "412")
    assert cells("編號\t課別\t新收\n108\t登記課\t412\n109\t測量課\t388\n")[0] == ("登記課", "新收", "412")


def test_a_unit_may_stand_below_the_table() -> None:
    document = filled("收件情形\n課別\t第1季\t第2季\n登記課\t412\t405\n單位：件\n")
    assert unit(document, document.tables[0]) == "件"


def test_names_and_figures_that_take_turns_in_a_row_belong_together_in_pairs() -> None:
    assert cells("1月\t120人\t2月\t98人\n3月\t133人\t4月\t101人\n") == [
        ("1月", "", "120人"),
        ("2月", "", "98人"),
        ("3月", "", "133人"),
        ("4月", "", "101人"),
    ]


def test_what_stands_over_one_table_is_no_caption_of_the_next() -> None:
    document = filled("各月人數：\n\n月別\t人數\n1月\t12\n2月\t15\n\n月別\t電話\t信函\n1月\t120\t98\n2月\t133\t101\n")
    assert [table.caption for table in document.tables] == [0, None]


def test_a_single_digit_is_a_cell_of_two_columns_parted_by_blanks() -> None:
    text = "單位　　　　　　件數\n東山社會處　　　31\n西河勞動處　　　 5\n南灣就業中心　　12\n"
    assert [cell[2] for cell in cells(text)] == ["31", "5", "12"]
