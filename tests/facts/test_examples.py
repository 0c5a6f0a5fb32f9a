"""Every example of every room gives exactly its rows; one marked `todo` may give fewer, never a wrong one."""

from __future__ import annotations

import pytest

from agencygraph.matching.examples import examples, try_out
from agencygraph.rules import load

CASES = {f"{room.name}-{place}": (room, example) for room in load() for place, example in enumerate(examples(room), 1)}


@pytest.mark.parametrize("case", CASES)
def test_example(case: str) -> None:
    room, example = CASES[case]
    outcome = try_out(room, example)
    told = "\n".join([example.text, *outcome.lines()])
    if not example.todo and not outcome.exact:
        pytest.fail(told, pytrace=False)
    if example.todo and outcome.wrong:
        pytest.fail(f"a known gap may not give a wrong row:\n{told}", pytrace=False)
    if example.todo and outcome.exact:
        pytest.fail(f"the gap is closed: take `todo` away from\n{example.text}", pytrace=False)
