"""Each fact's passage stands where it says, whatever happened to the text on its way through a page."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencygraph import matching, normalise, outline, tables
from agencygraph.matching.rows import LONGEST
from agencygraph.model import Fact, Frame, Source
from agencygraph.reconcile.settle import settle
from agencygraph.rules import load
from agencygraph.text import fold
from tests.outline.damage import Page, printed, widened

SAMPLES = tuple(sorted((Path(__file__).parents[2] / "examples").glob("*.txt")))
PAGES = st.builds(
    Page,
    columns=st.integers(44, 90),
    rows=st.sampled_from([0, 25, 40]),
    hang=st.integers(0, 6),
    double=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)


def read(text: str) -> tuple[Fact, ...]:
    document = tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))
    return settle(matching.match(document, load()))


PAGE_NUMBER = re.compile(r"\s*- [0-9０-９]+ -\s*")


def prove(text: str, values: bool = True) -> tuple[Fact, ...]:
    """The facts of a text whose passages stand where they say and, with `values`, state the figures."""
    facts = read(text)
    for fact in facts:
        evidence = fact.evidence
        assert text[evidence.span.start : evidence.span.end] == evidence.quote
        assert 0 < len(fold(evidence.quote).text) <= LONGEST + 10
        for span in (*evidence.context, *(span for spans in evidence.where.values() for span in spans)):
            assert 0 <= span.start < span.end <= len(text)
        if values and fact.kind == "statistics" and fact.text("value") != "0":
            span = evidence.where["value"][0]
            assert states(PAGE_NUMBER.sub("", text[span.start : span.end]), Decimal(fact.text("value"))), fact
    return facts


def states(passage: str, value: Decimal) -> bool:
    """Whether a passage states a value, up to the thousands that a table's head may say."""
    numbers = [mention.number for mention in normalise.find(fold(passage).text + "件", Frame(2021)) if mention.number]
    return any(value % number == 0 and value / number in (1, 100, 1000, 10**4, 10**8) for number in numbers)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_passage_stands_where_it_says(sample: Path) -> None:
    assert len(prove(sample.read_text("utf-8"))) > 40


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), PAGES, st.booleans())
def test_passages_survive_broken_lines_page_numbers_and_wide_digits(sample: Path, page: Page, wide: bool) -> None:
    paragraphs = [line for line in sample.read_text("utf-8").splitlines() if line and "\t" not in line]
    text = printed(paragraphs, page)
    whole = read("\n".join(paragraphs))
    facts = prove(widened(text) if wide else text)
    assert len(facts) > 0.9 * len(whole)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.integers(0, 1000))
def test_passages_survive_line_breaks_anywhere(sample: Path, seed: int) -> None:
    random = Random(seed)
    text = "".join(letter + "\n" * (random.random() < 0.02) for letter in sample.read_text("utf-8"))
    prove(text, values=False)  # a digit alone on a line is a page number to any reader


@given(st.text(alphabet="一二（）(1)、。：|-\n\t 108年3月6日,至人次件元%「」本分署自起辦理", max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_without_an_error(text: str) -> None:
    prove(text)
