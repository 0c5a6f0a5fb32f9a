"""Each rule's room: the schema, and its examples with exactly the findings that they list."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from agencygraph import resources
from agencygraph.checks.consistency import consistency, load
from agencygraph.checks.consistency.registry import CHECKS
from tests.checks.reports import Head, check, subject

ROOMS = resources.tables("checks") / "rules"


class Example(BaseModel):
    """A short report with all its findings; those keys of a finding that are given are compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    head: Head | None = None
    previous: str | None = None
    findings: list[dict[str, str | None]]
    why: str = ""


def _examples(rule: str) -> list[Example]:
    raw = yaml.safe_load((ROOMS / rule.lower() / "examples.yaml").read_text("utf-8"))
    return [Example.model_validate(one) for one in raw]


CASES = [(rule, example) for rule in sorted(load()) for example in _examples(rule)]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule}-{i}" for i, (rule, _) in enumerate(CASES)])
def test_an_example_gives_exactly_its_findings(rule: str, example: Example) -> None:
    found = check(example.text, example.head, example.previous).findings
    keys = [list(one) for one in example.findings] + [["rule", "severity", "stated", "computed"]] * len(found)
    told = [{key: getattr(one, key) for key in wanted} for one, wanted in zip(found, keys, strict=False)]
    assert told == example.findings, [one.message for one in found]


@pytest.mark.parametrize("rule", sorted(load()))
def test_a_rule_has_examples_that_fire_and_some_that_do_not(rule: str) -> None:
    examples = _examples(rule)
    assert any(one["rule"] == rule for example in examples for one in example.findings)
    quiet = [example for example in examples if not example.findings]
    assert quiet and all(example.why for example in quiet)


@pytest.mark.parametrize("rule", sorted(load()))
def test_every_message_can_be_told_in_both_languages(rule: str) -> None:
    for example in _examples(rule):
        if example.findings:
            english = consistency(subject(example.text, example.head, example.previous), "en").findings
            assert [one.fingerprint for one in english] == [
                one.fingerprint for one in check(example.text, example.head, example.previous).findings
            ]


def test_every_rule_is_run_by_one_check_and_each_check_has_its_rooms() -> None:
    assert {rule for one in CHECKS for rule in one.rules} == set(load())
    assert {path.parent.name for path in ROOMS.glob("*/check.yaml")} == {
        path.name for path in Path(ROOMS).iterdir() if path.is_dir()
    }
