"""Each case of cases.yaml: the names that the sentence holds, no more and no fewer, with the body that they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from agencygraph.authority import Authority, load
from agencygraph.model import Mention
from agencygraph.text import fold

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return load()


def _read(mention: Mention, wanted: str, authority: Authority) -> str:
    """The mention in the spelling of the case: name, +unit, and =key or official name where the case says one."""
    name = "/".join(mention.values) if mention.kind == "law" else "+".join(mention.values)
    if "=" not in wanted:
        return name
    body = authority.by_key(mention.key) if mention.kind == "organisation" else None
    return f"{name}={body.name if body else mention.key}"


def _found(case: dict[str, Any], authority: Authority) -> dict[str, list[str]]:
    text = fold(case["text"]).text
    mentions = authority.find(text)
    found: dict[str, list[str]] = {}
    for field, kind in (("organisations", "organisation"), ("laws", "law"), ("places", "place"), ("selfs", "self")):
        if field in case:
            of_kind = [m for m in mentions if m.kind == kind]
            wanted = [*case[field], *[""] * len(of_kind)]
            found[field] = [_read(m, w, authority) for m, w in zip(of_kind, wanted, strict=False)]
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_case(case: dict[str, Any], authority: Authority, request: pytest.FixtureRequest) -> None:
    wanted = {field: case[field] for field in ("organisations", "laws", "places", "selfs") if field in case}
    if "todo" in case:
        request.applymarker(pytest.mark.xfail(reason=case["todo"], strict=True))
        assert "todo" not in case or _found(case, authority) != wanted, "reached: drop the todo"
        pytest.fail("not reached yet")
    assert _found(case, authority) == wanted


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:20] for case in CASES])
def test_mentions_lie_in_the_text_and_do_not_overlap(case: dict[str, Any], authority: Authority) -> None:
    text = fold(case["text"]).text
    end = 0
    for mention in authority.find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
