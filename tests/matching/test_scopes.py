"""Dated stretches: where they are cut, and which dates count."""

from __future__ import annotations

from agencygraph import outline, tables
from agencygraph.matching.reading import Head, Reading, read
from agencygraph.matching.scopes import scopes, within_quotes
from agencygraph.model import Source

HEAD = Head("年度報告", "臺東縣關山地政事務所", "110", "2021-01", "2021-12")


def reading(text: str) -> Reading:
    return read(tables.fill(outline.outline(Source("report.txt", text, "utf-8", ""))), HEAD)


def dated(text: str) -> list[str]:
    marked = reading(text).marked[0]
    return [marked.plain(low, high) for low, high in scopes(marked, "dated")]


def test_a_clause_with_a_date_of_its_own_begins_a_stretch() -> None:
    assert dated("本所於3月8日辦理健行，4月9日辦理義剪。") == ["本所於3月8日辦理健行,", "4月9日辦理義剪。"]


def test_a_year_alone_does_not_cut_off_a_day() -> None:
    assert len(dated("3月8日邀請王課長到所，辦理110年法令講習。")) == 1


def test_a_date_in_a_title_does_not_cut() -> None:
    assert len(dated("3月8日與鄉公所合作，舉辦「6月6日斷電節」宣導。")) == 1


def test_a_sentence_without_a_date_is_no_dated_stretch() -> None:
    assert dated("賡續辦理簡政便民措施。") == []


def test_quotation_marks_count_from_where_the_stretch_begins() -> None:
    assert within_quotes("甲「乙」丙「丁", 0, 6)
    assert not within_quotes("甲「乙」丙「丁", 0, 4)
