from __future__ import annotations

import pytest

from agencygraph.model import Source
from agencygraph.outline import markers, outline
from agencygraph.text import level


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("壹、前言", "壹"),
        ("貳拾、後記", "貳拾"),
        ("甲、對象", "甲"),
        ("子、範圍", "子"),
        ("第一章 緒論", "第一章"),
        ("第 二 節　方法", "第二節"),
        ("一、目的", "一"),
        ("十二 、其他", "十二"),
        ("一、112年度重點", "一"),
        ("（三）期程", "(三)"),
        ("(二一)附則", "(二一)"),
        ("１、人力", "1"),
        ("2 ．經費", "2"),
        ("（１）設備", "(1)"),
        ("(2.3) 地點", "(2.3)"),
        ("(4.1.12)方式", "(4.1.12)"),
        ("1.2 目標", "1.2"),
        ("1-1 背景", "1-1"),
        ("Ａ、流程", "A"),
        ("b. 步驟", "b"),
        ("(c)步驟", "(c)"),
        ("iv. 步驟", "iv"),
        ("①受理", "①"),
        ("○1 受理", "○1"),
        ("○10為加強", "○10"),
        ("㈡受理", "㈡"),
        ("⒊受理", "⒊"),
        ("⑷受理", "⑷"),
        ("※備註", "※"),
        ("◎備註", "◎"),
        ("■備註", "■"),
        ("- 備註", "-"),
        ("- (1.1) 備註", "(1.1)"),
        ("## 一、備註", "一"),
        ("3) 備註", "3)"),
        ("（ 五 ）備註", "(五)"),
        ("\uf0d8 備註", "\uf0d8"),
        ("**一、備註**", "一"),
        ("§2-1　窗口", "§2-1"),
        ("§ 3 窗口", "§3"),
        ("【二】窗口", "【二】"),
        ("〔12〕窗口", "〔12〕"),
        ("【丁】窗口", "【丁】"),
        ("〔第三〕窗口", "〔第三〕"),
        ("〈四〉窗口", "〈四〉"),
        ("[5] 窗口", "[5]"),
        ("第一，窗口", "第一"),
        ("其二、窗口", "其二"),
        ("六：窗口", "六"),
    ],
)
def test_a_marker_is_read(line: str, number: str) -> None:
    found = markers.read(level(line))
    assert [marker.number for marker in found] == [number]
    assert line[found[0].end :] and not line[found[0].end :].startswith(" ")


def test_two_markers_on_a_line_are_two_sections() -> None:
    assert [marker.number for marker in markers.read("一、(一) 業務")] == ["一", "(一)"]


@pytest.mark.parametrize(
    "line",
    [
        "92.87分",
        "105年度成果",
        "3 用飲水機",
        "165 專線",
        "2016年",
        "1.5公里",
        "110.03.05 完成驗收",
        "12月份辦理",
        "(108)年度",
        "(03)555-0100",
        "(2)款規定",
        "（二）款規定",
        "（二）所示",
        "甲、乙兩造",
        "二、三級古蹟",
        "5、6月間",
        "3.5%",
        "-5.2%",
        "第三章規定",
        "第一季",
        "E化服務",
        "一般設施",
        "A.I.應用",
    ],
)
def test_no_marker_or_only_in_sequence(line: str) -> None:
    assert all(marker.doubtful for marker in markers.read(level(line)))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("一、甲事\n1、乙事\n2.丙事\n二、丁事", [("一", 0), ("1", 1), ("2", 1), ("二", 0)]),
        ("(一)甲事\n二、乙事\n(一)丙事", [("(一)", 0), ("二", 1), ("(一)", 0)]),
        ("壹、甲事\n一、乙事\n貳、丙事\n一、丁事", [("壹", 0), ("一", 1), ("貳", 0), ("一", 1)]),
        ("一、甲事\n（一）乙事\n（三）丙事\n（三）丁事", [("一", 0), ("(一)", 1), ("(三)", 1), ("(三)", 1)]),
        (
            "1. 甲事\n1.1 乙事\n1.1.1 丙事\n1.2 丁事\n2. 戊事",
            [("1", 0), ("1.1", 1), ("1.1.1", 2), ("1.2", 1), ("2", 0)],
        ),
        ("- 甲事\n  - 乙事\n- 丙事", [("-", 0), ("-", 1), ("-", 0)]),
        ("I. 甲事\nII. 乙事\nA. 丙事\nB. 丁事\nIII. 戊事", [("I", 0), ("II", 0), ("A", 1), ("B", 1), ("III", 0)]),
        ("（一）甲事：\n1.109年3月乙事。\n2.109年4月丙事。\n以上2項均已完成。", [("(一)", 0), ("1", 1), ("2", 1)]),
        ("一、甲事：\n1.24小時服務。\n2.36小時服務。", [("一", 0), ("1", 1), ("2", 1)]),
        ("3.甲事。\n4.24小時服務\n5.105年啟用", [("3", 0), ("4", 0), ("5", 0)]),
    ],
)
def test_levels_follow_first_appearance(text: str, numbers: list[tuple[str, int]]) -> None:
    document = outline(Source("report.txt", text, "utf-8", ""))
    assert [(section.number, section.level) for section in document.sections[1:]] == numbers


def test_what_sums_a_list_up_stands_beside_it() -> None:
    document = outline(Source("report.txt", "一、書表\n1.借閱證\n2.退件單\n以上二種均可下載。\n", "utf-8", ""))
    last = document.paragraphs[-1]
    assert (last.text, document.path(last.section)) == ("以上二種均可下載。", "一 書表")
    assert [paragraph.role for paragraph in document.paragraphs] == ["heading", "text", "text", "text"]


def test_markdown_emphasis_is_no_text() -> None:
    document = outline(Source("report.txt", "**1.** **借閱** 全年三百件\n車號***-***停駛\n", "utf-8", ""))
    assert [paragraph.text for paragraph in document.paragraphs] == ["借閱全年三百件", "車號***-***停駛"]


def test_a_list_inside_a_broken_sentence_stays_inside() -> None:
    text = (
        "本館受理各界申請使用場地及設備，申請人應備妥下列各項文件，包括\n"
        "(1)申請書、(2)身分證影本及切結書、保證金繳納收據等，並依本館場地\n"
        "管理要點第三點第\n(2)項規定於使用前七日提出，逾期不予受理，使用後應恢復原狀並\n"
        "經館員點交無誤後，始得領回保證金，如有損壞照價賠償，如附件\n(三)所示。\n"
    )
    assert len(outline(Source("report.txt", text, "utf-8", "")).paragraphs) == 1


def test_nesting_has_an_end() -> None:
    text = "".join(" " * (2 * depth) + "- 項目\n" for depth in range(200))
    document = outline(Source("report.txt", text, "utf-8", ""))
    assert len(document.sections) == 201
    assert max(section.level for section in document.sections) <= 30
