from __future__ import annotations

import pytest

from agencygraph.model import Source
from agencygraph.outline import outline

_ABOVE = "本館為便利讀者借閱，自五月起延長夜間開放時間至九時，並增設自助借書機二臺，"
_BELOW = "供讀者於假日使用，全年借閱達三萬冊。"


def said(text: str) -> list[str]:
    return [paragraph.text for paragraph in outline(Source("report.txt", text, "utf-8", "")).paragraphs]


@pytest.mark.parametrize(
    "between",
    [
        "12",
        "- 3 -",
        "第 3 頁，共 12 頁",
        "第3頁",
        "第三頁",
        "第 3 頁（共 12 頁）",
        "Page 3 of 9",
        "～3～",
        "頁次：3",
        "共 12 頁，第 3 頁",
        "──────────",
        "https://www.example.gov.tw/\n\n 14 ",
        "\f7",
    ],
)
def test_page_furniture_parts_no_sentence(between: str) -> None:
    text = said(f"{_ABOVE}\n\n{between}\n\n{_BELOW}\n")
    assert text == [(_ABOVE + _BELOW).replace("，", ",")]


def test_fractions_count_pages_only_together() -> None:
    assert said("甲事已辦理完畢。\n1/9\n乙事已辦理完畢。\n2/9\n") == ["甲事已辦理完畢。", "乙事已辦理完畢。"]
    assert "3/12" in said("植樹活動。\n3/12\n供民眾參加。\n")


def test_a_running_head_is_left_out() -> None:
    pages = [f"{_ABOVE}第{n}次。\n-{n}-\n湖濱圖書館年報\n" for n in range(1, 4)]
    assert "湖濱圖書館年報" not in "".join(said("".join(pages)))


@pytest.mark.parametrize("page", ["第{n}頁", "第{n}頁，共4頁", "共4頁，第{n}頁", "- {n} -"])
def test_a_running_head_with_its_page_is_left_out(page: str) -> None:
    pages = [f"{_ABOVE}第{n}次。\n\f湖濱圖書館年報  {page.format(n=n)}\n" for n in range(1, 5)]
    assert "年報" not in "".join(said("".join(pages)))


def test_figures_of_a_column_stay() -> None:
    assert said("各月件數如下：\n110\n136\n133\n") == ["各月件數如下:", "110", "136", "133"]


def test_an_address_that_is_asked_for_stays() -> None:
    assert "https://www.example.gov.tw/" in "".join(said("詳見本館網站\nhttps://www.example.gov.tw/\n歡迎查詢。\n"))


def test_contents_with_leaders_are_left_out() -> None:
    text = "壹、前言……………………1\n貳、成果‧‧‧‧‧‧‧‧‧‧3\n一、館藏........ 12\n壹、前言\n本館設於湖濱。\n"
    assert said(text) == ["前言", "本館設於湖濱。"]


def test_contents_below_their_title_are_left_out() -> None:
    assert said("目　次\n壹、前言\t1\n貳、成果  3\n壹、前言\n本館藏書 12 萬冊。\n") == [
        "目次",
        "前言",
        "本館藏書12萬冊。",
    ]


def test_names_of_one_length_are_no_broken_text() -> None:
    names = ["財政部湖濱區國稅局東山分局", "勞動部勞工保險局湖濱辦事處", "湖濱縣政府地方稅務局東山所"]
    assert said("派駐機關如下：\n" + "\n".join(names) + "\n")[1:] == names


def test_justified_lines_are_no_table() -> None:
    text = (
        "本館  自五月起延長夜間開放時間，由  工讀生協助讀者借還書籍及\n"
        "影印  資料，並於假日增開親子共讀，  邀請志工擔任說書人，全年\n"
        "共計  辦理四十場次，參加之親子約  八百人次，回收問卷三百份，\n"
        "其中  表示滿意以上者占九成。\n"
    )
    assert len(said(text)) == 1


def test_a_marker_alone_on_its_line_keeps_its_words() -> None:
    document = outline(Source("report.txt", "一、\n服務項目\n(1)\n借閱證之申請。\n", "utf-8", ""))
    assert [(section.number, section.heading) for section in document.sections[1:]] == [
        ("一", "服務項目"),
        ("(1)", "借閱證之申請"),
    ]
