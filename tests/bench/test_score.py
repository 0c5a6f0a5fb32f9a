"""No annotated report may be read worse than it was; the judge that says so is fair."""

from __future__ import annotations

import pytest

from tests.bench.judge import TABLES, Answer, Score, Source, agree, judge
from tests.bench.score import floors, reports, scored


@pytest.mark.parametrize("name", sorted(reports()))
def test_no_report_falls_below_its_floor(name: str) -> None:
    assert scored(name).total.f1 >= floors()[name]


@pytest.mark.parametrize(
    ("kind", "wanted", "told", "same"),
    [
        ("name", "勞動部勞工保險局北海辦事處", "勞保局北海辦事處", True),
        ("name", "北海分署", "南海分署", False),
        ("thing", "申請書", "分期繳納申請書", False),
        ("date", "2021-03", "2021-03-08", True),
        ("date", "2021-03-08", "2021-03", False),
        ("days", ["2021-03-08", "2021-03-09"], "2021-03-08", False),
        ("number", 1200, "1200", True),
        ("words", "%", "件", False),
        ("words", None, "件", True),
    ],
)
def test_values_agree_by_their_kind(kind: str, wanted: object, told: str, same: bool) -> None:
    assert agree(kind, wanted, told) is same


def test_an_annotated_fact_is_answered_once() -> None:
    text = "新收12件，另有新收12件。"
    source = Source(text)
    row = {"table": "statistic", "quote": "另有新收12件", "value": 12, "unit": "件"}
    told = [Answer({"value": "12", "unit": "件"}, source.span(start, start + 8)) for start in (5, 6)]
    score, missed, false = judge(TABLES["statistic"], [row], told, source)
    assert (score, missed, len(false)) == (Score(1, 1, 1), [], 1)


def test_a_fact_cited_from_elsewhere_answers_nothing_unless_place_does_not_count() -> None:
    source = Source("甲合作社捐款。乙無關。")
    far = source.span(7, 10)
    row = {"quote": "甲合作社捐款", "organisation": "甲合作社", "target": "甲合作社"}
    assert judge(TABLES["partner"], [row], [Answer({"organisation": "甲合作社"}, far)], source)[0].found == 1
    assert judge(TABLES["referral"], [row], [Answer({"target": "甲合作社"}, far)], source)[0].found == 0
