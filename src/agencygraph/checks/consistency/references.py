"""NUMBERING: 見表三 where the table spoken of is 表四, which nothing else in the report points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencygraph.checks.consistency.contexts import GENERAL, bigrams
from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Document, Span
from agencygraph.normalise import number

_CAPTION = re.compile(r"表(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2}(?![\d-]))[\s:、.]*(?P<title>[^。,;]{2,40})$")
_POINTS = re.compile(
    r"(?P<clause>[^。,;:()]{0,24}?)(?:[參詳]?見|詳?如|參[照閱]|詳)[附下上]?表(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2}(?![\d-]))"
)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A passage that points to a table, with the words of its clause."""

    n: int
    about: frozenset[str]
    span: Span


def check(subject: Subject) -> Iterator[Result]:
    """The pointers to tables that have a number, each against the words of the table's caption and heads."""
    document = subject.document
    if document is None:
        return
    tables = _tables(document)
    if len(tables) < 2 or any(not one for one in tables.values()):
        return
    pointers = list(_pointers(document))
    cited = {one.n for one in pointers}
    for one in pointers:
        mine, others = tables.get(one.n), [n for n in tables if n not in cited]
        if mine is None or sum(other.n == one.n for other in pointers) < 2:
            continue
        if one.about & mine:
            yield Held("NUMBERING")
            continue
        meant = [n for n in others if one.about & tables[n]]
        if len(meant) == 1 and not any(one.about & words for n, words in tables.items() if n != meant[0]):
            words = {"stated": f"表{one.n}", "computed": f"表{meant[0]}"}
            yield Fired("NUMBERING", "pointer", (one.span,), words["stated"], words["computed"], words)


def _tables(document: Document) -> dict[int, frozenset[str]]:
    """The words of each numbered table's caption and of its heads; none where a number stands twice."""
    found: dict[int, frozenset[str]] = {}
    for table in document.tables:
        place = table.caption if table.caption is not None else table.rows[0].paragraph - 1 if table.rows else -1
        caption = _CAPTION.match(document.paragraphs[place].text) if place >= 0 else None
        n = number(caption["n"]) if caption else None
        if caption is None or n is None:
            continue
        heads = [cell.text for cell in table.rows[0].cells] + [row.cells[0].text for row in table.rows[1:] if row.cells]
        words = bigrams("|".join((caption["title"], *heads))) - GENERAL
        found[int(n)] = frozenset() if int(n) in found else words
    return found


def _pointers(document: Document) -> Iterator[_Pointer]:
    for paragraph in document.paragraphs:
        if paragraph.role == "row" or "表" not in paragraph.text or _CAPTION.match(paragraph.text):
            continue
        for found in _POINTS.finditer(paragraph.text):
            n = number(found["n"])
            if n is not None:
                start = found.start("n") - 1
                span = paragraph.folded.span(start, found.end("n"))
                yield _Pointer(int(n), bigrams(found["clause"]) - GENERAL, span)
