"""Plain questions by those who have not seen the word lists: how many of them are understood.

`blind*.yaml` have the form of `paraphrases.yaml`. Mending word lists by what
fails here would make it known.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from agencygraph.questions.asking import understand
from agencygraph.stores import Memory

HERE = Path(__file__).parent
TODAY = date(2022, 6, 1)
FLOOR = 0.9


@pytest.mark.parametrize("path", sorted(HERE.glob("blind*.yaml")), ids=lambda path: path.name)
def test_most_questions_of_strangers_are_understood(path: Path, sample: Memory) -> None:
    asked = [
        (name, one if isinstance(one, dict) else {"ask": one})
        for name, every in yaml.safe_load(path.read_text("utf-8")).items()
        for one in every
    ]
    wrong = [told["ask"] for name, told in asked if not _right(name, told, sample)]
    assert len(wrong) <= (1 - FLOOR) * len(asked), wrong


def _right(name: str, told: dict[str, str], store: Memory) -> bool:
    """Whether the question is chosen, with the parameters where some are given; one of `none` must be refused."""
    understood = understand(store, told["ask"], TODAY)
    values = {key: value for key, value in told.items() if key != "ask"}
    if understood is None:
        return name == "none"
    return understood.question.name == name and (not values or understood.values == values)
