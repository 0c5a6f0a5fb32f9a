"""What several fact types say of the same words is settled in one place."""

from __future__ import annotations

from agencygraph import matching, outline, tables
from agencygraph.model import Fact, Source
from agencygraph.reconcile.settle import settle
from agencygraph.rules import load

FRONT = "年度服務成果報告\n陳報機關：法務部行政執行署北海分署\n資料期間：110年1月至12月\n"


def facts(text: str, kind: str) -> list[Fact]:
    document = tables.fill(outline.outline(Source("report.txt", FRONT + text, "utf-8", "")))
    return [fact for fact in settle(matching.match(document, load())) if fact.kind == kind]


def test_a_headcount_is_no_statistic() -> None:
    text = "一、派駐\n基隆市稅務局派駐本分署2人，全年受理諮詢3,021件。\n"
    assert [fact.text("headcount") for fact in facts(text, "stationing")] == ["2"]
    assert [fact.text("value") for fact in facts(text, "statistics")] == ["3021"]


def test_one_date_in_one_passage_is_one_kind_of_happening() -> None:
    text = "一、在職訓練\n110年5月4日辦理「個人資料保護」教育訓練，計31人參加。\n"
    assert len(facts(text, "trainings")) == 1
    assert facts(text, "events") == []


def test_a_milestone_told_twice_is_one_with_both_passages() -> None:
    text = "一、便民\n自108年7月1日起開辦行動支付繳款服務。\n二、繳款\n本分署自108年7月1日起開辦行動支付繳款服務。\n"
    found = facts(text, "milestones")
    assert [fact.text("date") for fact in found] == ["2019-07-01"]
    assert len(found[0].evidence.context) == 1


def test_parts_name_their_total() -> None:
    text = "一、收件\n全年收件1,200件（臨櫃700件、郵寄500件）。\n"
    document = tables.fill(outline.outline(Source("report.txt", FRONT + text, "utf-8", "")))
    settled = settle(matching.match(document, load()))
    parts = [fact for fact in settled if fact.kind == "statistics" and "whole" in fact.values]
    assert [part.text("breakdown") for part in parts] == ["臨櫃", "郵寄"]
    assert {settled[int(part.text("whole"))].text("value") for part in parts} == {"1200"}


def test_a_stationed_body_is_a_partner_with_that_role() -> None:
    text = "一、派駐\n基隆市稅務局派駐本分署2人。\n"
    roles = {fact.text("organisation"): fact.text("role") for fact in facts(text, "partners")}
    assert "stationed" in roles["基隆市稅務局"]


def test_classes_listed_beside_each_other_are_not_one_told_twice() -> None:
    text = "一、進修\n本期辦理督察班第26期第1類、督察班第26期第2類、警監官等班、督察班第26期第3類等在職進修班期。\n"
    told = ["督察班第26期第1類", "督察班第26期第2類", "警監官等班", "督察班第26期第3類"]
    assert [fact.text("topic") for fact in facts(text, "trainings")] == told


def test_a_body_is_no_unit_of_itself() -> None:
    text = "法務部110年工作報告\n\n一、便民\n法務部行政執行署推廣民眾以手機掃碼繳清欠款。\n"
    document = tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))
    settled = settle(matching.match(document, load()))
    assert not [fact for fact in settled if fact.kind == "units" and fact.text("unit") == fact.text("host")]
