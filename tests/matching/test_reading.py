"""Who speaks, which year is in force, what stands above."""

from __future__ import annotations

from itertools import pairwise

import pytest

from agencygraph import outline, tables
from agencygraph.matching.reading import Head, Reading, read
from agencygraph.matching.years import own_year
from agencygraph.model import Source

HEAD = Head("年度報告", "法務部行政執行署北海分署", "110", "2021-01", "2021-12")


def reading(text: str, head: Head = HEAD) -> Reading:
    return read(tables.fill(outline.outline(Source("report.txt", text, "utf-8", ""))), head)


def dates(read_text: Reading) -> list[tuple[str, ...]]:
    return [m.values for marked in read_text.marked for m in marked.mentions.values() if m.kind in ("date", "period")]


def test_a_heading_that_is_a_body_changes_the_host() -> None:
    text = "一、派駐情形\n（一）本分署：\n1.甲機關2人。\n（二）花蓮監理站：\n1.乙機關1人。\n二、其他\n"
    found = reading(text)
    hosts = {marked.folded.text: host for marked, host in zip(found.marked, found.hosts, strict=True)}
    assert hosts["甲機關2人。"] == "法務部行政執行署北海分署"
    assert hosts["乙機關1人。"] == "花蓮監理站"
    assert hosts["其他"] == "法務部行政執行署北海分署"


def test_each_paragraph_starts_from_the_reports_own_year() -> None:
    text = "一、沿革\n本站於98年5月1日啟用。\n二、活動\n3月8日辦理健行。\n"
    assert dates(reading(text)) == [("2009-05-01",), ("2021-03-08",)]


def test_a_list_head_names_the_year_of_its_items() -> None:
    text = "一、109年辦理情形如下：\n（一）3月8日辦理健行。\n（二）4月9日辦理義剪。\n"
    assert dates(reading(text))[1:] == [("2020-03-08",), ("2020-04-09",)]


def test_without_a_year_of_its_own_the_one_named_last_runs_on() -> None:
    text = "一、99年3月8日召開籌備會。\n二、4月9日揭牌。\n"
    assert dates(reading(text, Head())) == [("2010-03-08",), ("2010-04-09",)]


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["本(103)年度新收3件。"], 2014),
        (["本期新收9件，較102年同期增加2件。", "本年核發3件。"], 2014),
        (["104年收件。"] * 12 + ["103年收件。"], 2015),
        (["104年收件。"] * 3, None),
        (["本年收件3件。"], None),
        (
            ["本年3月成立甲站。", "本年收件3件，本年核發2件。", "自102年起試辦。", "102年收件9件。", "102年5月啟用。"],
            2014,
        ),
        (["本年3月成立甲站。", "本年收件3件。", "本年增設。", "102年起試辦。", "98年設立。"], None),
        (["本年3月施行，本年5月修正，本年6月公告。", "於99年8月及99年9月試辦。"], 2011),
        (
            ["本年3月施行，本年4月修正，本年5月公告，本年6月開辦。", "傷病率較99年同期下降。", "100年10月底有9人。"],
            2012,
        ),
        (["本期較99年同期增加。", "100年3月核發，100年4月開辦，100年5月修正。"], 2011),
    ],
)
def test_the_year_that_an_excerpt_calls_its_own(texts: list[str], year: int | None) -> None:
    assert own_year(texts) == year


def test_a_year_named_for_something_past_says_nothing_of_dates_in_the_own_year() -> None:
    text = "一、自84年試辦以來，件數下降。\n二、於4月28日揭牌。\n三、本年5月9日開辦。\n"
    assert dates(reading(text, Head())) == [("1995",)]


def test_a_sentence_without_end_is_cut_after_a_clause() -> None:
    text = "一、" + "宣導活動參加者眾多，發送文宣三千份，" * 400 + "\n"
    marked = reading(text, Head()).marked[0]
    lengths = [b - a for a, b in pairwise(marked.sentences)]
    assert max(lengths) < 2100
    assert all(cut in marked.clauses for cut in marked.sentences)
