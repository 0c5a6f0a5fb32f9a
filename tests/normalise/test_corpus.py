"""Every saying of the corpora beside the normalisers means what stands there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from agencygraph import normalise
from agencygraph.model import Frame, Mention

FRAME = Frame(2021, None, "2021-01", "2021-12")
CORPORA = sorted(Path(normalise.__file__).parent.glob("*.corpus.yaml"))


def _cases() -> Iterator[tuple[str, frozenset[str], str, list[str]]]:
    for path in CORPORA:
        corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
        kinds = frozenset(corpus["kinds"])
        subject = path.name.partition(".")[0]
        for text, means in corpus["sayings"].items():
            yield subject, kinds, str(text), list(means)
        for text in corpus["silent"]:
            yield subject, kinds, str(text), []


CASES = list(_cases())


def _plain(mention: Mention) -> str:
    if mention.number is None:
        return ("/" if mention.kind == "period" else ";").join(mention.values)
    bounds = [mention.number] if mention.upper is None else [mention.number, mention.upper]
    figure = "..".join(format(bound.normalize(), "f") for bound in bounds)
    return figure + "~" * mention.approximate + "".join(f" {value}" for value in mention.values)


@pytest.mark.parametrize(("subject", "kinds", "text", "means"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_a_saying_means_what_the_corpus_says(subject: str, kinds: frozenset[str], text: str, means: list[str]) -> None:
    found = [mention for mention in normalise.find(text, FRAME) if mention.kind in kinds]
    assert [f"{text[mention.start : mention.end]} = {_plain(mention)}" for mention in found] == means


@pytest.mark.parametrize("text", sorted({case[2] for case in CASES}))
def test_mentions_come_in_order_and_apart(text: str) -> None:
    found = normalise.find(text, FRAME)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


def test_each_normaliser_has_its_corpus() -> None:
    assert {path.name.partition(".")[0] for path in CORPORA} == {
        "codes",
        "dates",
        "durations",
        "numbers",
        "percents",
        "persons",
        "schedules",
    }
