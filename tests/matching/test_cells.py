"""Rules that read tables: columns by name, and columns that each give a fact."""

from __future__ import annotations

import pytest

from agencygraph import outline, tables
from agencygraph.matching.engine import match_room
from agencygraph.matching.reading import Head, read
from agencygraph.model import Source
from agencygraph.rules import load

HEAD = Head("年度報告", "臺東縣關山地政事務所", "110", "2021-01", "2021-12")
ROOMS = {room.name: room for room in load()}


def rows(room: str, text: str, *columns: str) -> list[tuple[str, ...]]:
    document = tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))
    return [tuple(fact.text(name) for name in columns) for fact in match_room(read(document, HEAD), ROOMS[room])]


@pytest.mark.parametrize("total", ["合計", "總計", "小計"])
def test_a_total_row_gives_no_fact(total: str) -> None:
    text = f"轉介機關\t件數\n臺東縣政府社會處\t4\n關山鎮公所\t2\n{total}\t6\n"
    assert rows("referrals", text, "target", "count") == [("臺東縣政府社會處", "4"), ("關山鎮公所", "2")]


def test_bodies_as_heads_and_no_fact_for_what_is_no_body() -> None:
    text = "轉介社會局\t轉介勞工局\t發票募集\t合計\n7件\t5件\t30件\t42件\n"
    assert rows("referrals", text, "target", "count") == [("社會局", "7"), ("勞工局", "5")]


def test_columns_in_another_order() -> None:
    text = "參訓人數\t主題\t日期\n18\t地籍測量實務\t5月4日\n21\t民眾應對技巧\t6月8日\n"
    assert rows("trainings", text, "date", "topic", "attendees") == [
        ("2021-05-04", "地籍測量實務", "18"),
        ("2021-06-08", "民眾應對技巧", "21"),
    ]
