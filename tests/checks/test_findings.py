"""Findings as values: their places, fingerprints that outlast edits, no report of what rests on a contradiction."""

from __future__ import annotations

from agencygraph import mapping, rules
from agencygraph.checks.consistency import consistency, load
from agencygraph.checks.graphs import subject_of
from tests.checks.reports import NAME, check, subject

WRONG = "（一）受理法律諮詢共計1,284件（現場912件、電話327件）。\n"
BEFORE = "（一）本年增設愛心鈴2處。\n"


def test_a_finding_quotes_each_passage_where_it_stands() -> None:
    report = subject(f"一、諮詢\n{WRONG}")
    found = consistency(report).findings
    assert [place.quote for place in found[0].spans] == ["327件", "1,284件", "912件"]
    assert "372" in found[0].message
    for place in found[0].spans:
        assert place.source == NAME
        assert report.text[place.start : place.end] == place.quote


def test_a_fingerprint_outlasts_edits_elsewhere() -> None:
    first = check(f"一、諮詢\n{WRONG}").findings[0]
    moved = check(f"一、設施\n{BEFORE}二、諮詢\n{WRONG}").findings[0]
    spaced = check(f"一、諮詢\n{WRONG}".replace("1,284件", "1, 284 件")).findings[0]
    assert first.fingerprint == moved.fingerprint == spaced.fingerprint
    assert first.spans != moved.spans


def test_a_fingerprint_changes_with_the_figures() -> None:
    other = WRONG.replace("912", "913")
    assert check(f"一、諮詢\n{WRONG}").findings[0].fingerprint != check(f"一、諮詢\n{other}").findings[0].fingerprint


def test_two_findings_alike_have_fingerprints_of_their_own() -> None:
    found = check(f"一、諮詢\n{WRONG}二、服務\n{WRONG}").findings
    assert len({one.fingerprint for one in found}) == len(found) >= 1


def test_what_rests_on_a_contradiction_is_not_reported_again() -> None:
    table = "季別\t上半年\t下半年\t合計\n件數\t1,204件\t1,310件\t2,541件\n"
    text = f"一、諮詢\n（一）本年受理法律諮詢案件如下表：\n{table}二、結語\n（一）本年受理法律諮詢案件共計2,514件。\n"
    assert [one.rule for one in check(text).findings if one.severity == "error"] == ["TABLE"]


def test_what_held_and_what_could_not_be_judged_is_counted() -> None:
    checked = check(
        "一、諮詢\n（一）受理諮詢共計30件，包括現場12件、電話9件。\n（二）受理申訴計5件（書面2件、電話3件）。\n"
    )
    assert checked.ran["SUM"] == checked.held["SUM"] == 1
    assert [rule for rule, _ in checked.skipped if rule == "SUM"] == ["SUM"]
    assert not checked.findings


def test_the_graph_gives_what_needs_no_text() -> None:
    report = subject("一、滿意度\n（一）服務態度滿意度調查，有效問卷400份，滿意者372份（95%）、不滿意者28份（7%）。\n")
    assert report.document is not None
    graph = mapping.turtle(mapping.quads(report.document, report.facts, rules.load()))
    found = consistency(subject_of(graph, rules.load()))
    told = [(one.rule, one.stated, one.computed) for one in found.findings]
    assert (
        told
        == [(one.rule, one.stated, one.computed) for one in consistency(report).findings]
        == [("PCT", "95%", "93%")]
    )
    assert "372" in found.findings[0].spans[0].quote
    skipped = {rule for rule, _ in found.skipped}
    assert {rule for rule, room in load().items() if room.needs == "text"} <= skipped


def test_an_empty_text_has_nothing_to_check() -> None:
    checked = check("")
    assert not checked.findings
