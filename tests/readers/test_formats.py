"""One report, every format: the same facts come out."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from agencygraph import matching, outline, readers, rules, tables
from agencygraph.reconcile.settle import settle
from tests.readers.samples import EXAMPLES, STEM, items

Statement = tuple[str, tuple[tuple[str, str], ...]]


@cache
def _facts(ending: str) -> Counter[Statement]:
    """What is said, without the number of the fact that a part belongs to."""
    document = tables.fill(outline.outline(readers.read(EXAMPLES / f"{STEM}.{ending}")))
    facts = settle(matching.match(document, rules.load()))
    return Counter(
        (fact.kind, tuple(sorted((column, fact.text(column)) for column in fact.values if column != "whole")))
        for fact in facts
    )


@pytest.mark.parametrize("ending", ["docx", "odt", "html", "md", "pdf"])
def test_the_same_facts_come_out_of_every_format(ending: str) -> None:
    lost, invented = _facts("txt") - _facts(ending), _facts(ending) - _facts("txt")
    assert not lost, f"only in the text: {sorted(lost)}"
    assert not invented, f"only in {ending}: {sorted(invented)}"


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_automatic_numbers_are_written_out(ending: str) -> None:
    def lines(ending: str) -> list[str]:
        return [line for line in readers.read(EXAMPLES / f"{STEM}.{ending}").text.splitlines() if line]

    assert lines(ending) == lines("txt")


def test_the_samples_hold_the_numbers_only_in_their_lists() -> None:
    text = (EXAMPLES / f"{STEM}.txt").read_text("utf-8")
    words = {item.text for item in items(text) if item.level is not None}
    assert len(words) > 40 and not any(word.startswith(("（", "壹", "1.")) for word in words)


def test_a_fact_of_a_pdf_knows_its_page() -> None:
    source = readers.read(EXAMPLES / f"{STEM}.pdf")
    assert len(source.pages) == 3
    assert source.page(source.text.index("機關概況")) == 1
    assert source.page(source.text.index("陸、洽公環境")) == 3
    assert all(source.text[start - 1] == "\f" for start in source.pages[1:])
    assert readers.read(EXAMPLES / f"{STEM}.txt").page(3) is None
