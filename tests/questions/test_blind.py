"""Plain questions by those who had not seen the word lists: how many of them are understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agencygraph.questions.asking import understand
from agencygraph.stores import Memory

GRAPHS = Path(__file__).parents[2] / "graphs"
ASKED = yaml.safe_load(Path(__file__).with_name("blind.yaml").read_text("utf-8"))
TODAY = date(2022, 6, 1)
ANSWERED, REFUSED = 0.92, 0.98
"""What must be kept, now that they are known: the share of questions understood, and of those refused or doubted."""


def test_questions_of_a_stranger_are_understood() -> None:
    store = Memory()
    store.load(sorted(GRAPHS.glob("*.ttl")))
    answered = [one for one in ASKED if one["questions"] != ["none"]]
    refused = [one for one in ASKED if one["questions"] == ["none"]]
    wrong = [one["ask"] for one in answered if not _right(one, store)]
    assert len(wrong) <= (1 - ANSWERED) * len(answered), wrong
    told = [one["ask"] for one in refused if not _right(one, store)]
    assert len(told) <= (1 - REFUSED) * len(refused), told


def _right(one: dict[str, Any], store: Memory) -> bool:
    """Whether the right question is chosen; what has no answer must be refused or doubted."""
    understood = understand(store, one["ask"], TODAY)
    if one["questions"] == ["none"]:
        return understood is None or not understood.sure
    return understood is not None and understood.question.name in one["questions"]
