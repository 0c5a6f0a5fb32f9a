"""What a pattern needs of a text is there wherever the pattern matches, and is told where it can be."""

import pytest

from agencygraph import outline
from agencygraph.matching.examples import examples
from agencygraph.matching.reading import Head, read
from agencygraph.matching.rows import patterns, places
from agencygraph.model import Source
from agencygraph.rules import SIGNS, ListRule, PatternRule, Room, load, needs

TERMS = {"verbs": ("設置", "裝設", "設有?"), "any": ("免", "")}


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("設置.*開放", [{"設置"}, {"開放"}]),
        ("甲乙?丙", [{"甲"}, {"丙"}]),
        ("甲乙{0,2}丙+", [{"甲"}, {"丙"}]),
        ("甲乙{2}", [{"甲乙"}]),
        ("<verbs>{count=_:台|部}", [{"設置", "裝設", "設"}, {SIGNS["number"]}, {"台", "部"}]),
        ("<any>費", [{"費"}]),
        ("<unknown>費", [{"費"}]),
        ("(?:於|在)?{date}(?!前)(?<!逾)起", [{SIGNS["date"]}, {"起"}]),
        ("(?P<what>甲|乙丙)[丁戊]", [{"甲", "乙丙"}]),
        ("甲|[乙丙]", []),
        ("(?<=自)(?=民國)", [{"自"}, {"民國"}]),
        (r"\(甲\)", [{"甲"}]),
        ("[^(甲]乙", [{"乙"}]),
    ],
)
def test_needs(pattern: str, told: list[set[str]]) -> None:
    assert list(needs(pattern, TERMS)) == told


@pytest.mark.parametrize("room", load(), ids=lambda room: room.name)
def test_no_pattern_matches_where_its_needs_are_not(room: Room) -> None:
    text = "\n".join(example.text for example in examples(room))
    reading = read(outline.outline(Source("example.txt", text, "utf-8", "")), Head(roc_year="110"))
    for rule in room.rules:
        words = rule.pattern if isinstance(rule, PatternRule) else rule.cue if isinstance(rule, ListRule) else ()
        for pattern, held in zip(patterns(room, words), places(reading, room, words), strict=True):
            matching = {i for i, marked in enumerate(reading.marked) if pattern.search(marked.text)}
            assert matching <= held, f"{rule.id}: {pattern.pattern}"
