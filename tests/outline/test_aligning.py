"""Tables whose cells only blanks part: where a cell stands tells its column."""

from __future__ import annotations

from agencygraph.model import Source
from agencygraph.outline import outline
from agencygraph.tables import fill, records


def grids(text: str) -> list[list[list[str]]]:
    document = fill(outline(Source("report.txt", text, "utf-8", "")))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_heads_stand_over_the_columns_below_them_and_the_last_one_over_none() -> None:
    text = (
        "　　　　　　　　　　汽　　車　　　　　　機　　車\n"
        "　　站　　別　　　自用　　　營業　　　自用　　　營業　　合計\n"
        "　　東山站　　　　 214　　　 136　　　 936　　　　12　　1,298\n"
        "　　西河站　　　　 131　　　　－　　　 405　　　 　8　　　544\n"
    )
    assert grids(text)[0][:2] == [["", "汽車", "", "機車", "", "合計"], ["站別", "自用", "營業", "自用", "營業", ""]]


def test_a_row_that_lacks_a_cell_keeps_the_others_under_their_heads() -> None:
    text = (
        "　日期　　　　課程　　　　　　　　講師　　　　　　　人數　　　地點\n"
        "　3/5　　　　 櫃檯禮儀　　　　　　王大明經理　　　　  42　　　大禮堂\n"
        "　4/7　　　　 資訊安全　　　　　　　　　　　　　　　  35　　　會議室\n"
    )
    assert grids(text)[0][2] == ["4/7", "資訊安全", "", "35", "會議室"]


def test_letters_of_a_stretched_head_are_one_and_narrow_columns_stay_apart() -> None:
    text = (
        "　日　　期　　　　課　程　名　稱　　　　　　講　座　　　　　男　　女\n"
        "　112.02.14　　　急救訓練　　　　　　　　　林小華護理師　　12　　30\n"
        "　112.03.22　　　公文寫作　　　　　　　　　陳大文教授　　　20　　15\n"
    )
    assert grids(text)[0][0] == ["日期", "課程名稱", "講座", "男", "女"]


def test_the_number_and_title_of_a_table_are_no_row() -> None:
    text = "表二　各站情形　　　單位：件\n　站別　　收件　　結案\n　東山站　　12　　10\n　西河站　　20　　18\n"
    assert grids(text) == [[["站別", "收件", "結案"], ["東山站", "12", "10"], ["西河站", "20", "18"]]]


def test_heads_that_come_again_begin_rows_of_their_own() -> None:
    text = "月別\t汽車\t機車\t月別\t汽車\t機車\n1月\t120\t98\t7月\t133\t101\n2月\t99\t80\t8月\t128\t97\n"
    (table,) = fill(outline(Source("report.txt", text, "utf-8", ""))).tables
    found = {(cell.row_heads[0].text, cell.column_heads[0].text): cell.text.text for cell in records(table)}
    assert found["7月", "汽車"] == "133"
    assert found["2月", "機車"] == "80"
    assert len(found) == 8


def test_years_over_figures_are_heads_and_leave_the_corner_empty() -> None:
    text = "               110年      111年\n規費收入    3,400萬元  3,500萬元\n罰鍰收入       20萬元     30萬元\n"
    assert grids(text)[0][:2] == [["", "110年", "111年"], ["規費收入", "3,400萬元", "3,500萬元"]]
