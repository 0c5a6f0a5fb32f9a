"""Reads a text as a whole report and checks it."""

from __future__ import annotations

from agencygraph import matching, outline, rules, tables
from agencygraph.checks.consistency import Checked, Subject, consistency
from agencygraph.matching.examples import AGENCY
from agencygraph.model import Source
from agencygraph.reconcile.settle import settle

Head = dict[str, str | int]
HEAD: Head = {"title": "為民服務執行成果報告", "agency": AGENCY, "year": 110, "start": "2021-01", "end": "2021-12"}
NAME = "report.txt"


def subject(text: str, head: Head | None = None, previous: str | None = None) -> Subject:
    """The text below a head of its own, read the way a file is; `previous` is the text of the year before."""
    before = subject(previous, {"year": 109}) if previous is not None else None
    told = {**HEAD, **(head or {})}
    first, last = (int(str(told[name])[5:7] or 1) for name in ("start", "end"))
    head_lines = (
        f"{told['year']}年度{told['title']}",
        f"陳報機關：{told['agency']}",
        f"資料時間：{told['year']}年{first}月至{last}月",
    )
    top = "\n".join(head_lines) + "\n\n"
    document = tables.fill(outline.outline(Source(NAME, top + text, "utf-8", "")))
    return Subject(NAME, document, settle(matching.match(document, rules.load())), previous=before)


def check(text: str, head: Head | None = None, previous: str | None = None) -> Checked:
    """What the consistency checks find in the text."""
    return consistency(subject(text, head, previous))
