"""An expression says the same whichever of its two engines reads the text."""

import re

import pcre2
import pytest

from agencygraph import outline
from agencygraph.matching.examples import examples
from agencygraph.matching.reading import Head, read
from agencygraph.matching.rows import groups, patterns
from agencygraph.model import Source
from agencygraph.rules import ListRule, PatternRule, Room, load
from agencygraph.text import Expression
from agencygraph.text.expressions import LONG

NO_MEMORY = -48  # what PCRE2 says where it gets no memory for machine code
SAID = "民眾十二人、員工三人"


def spans(expression: Expression, text: str) -> list[tuple[int, int]]:
    return [match.span("count") for match in expression.finditer(text)]


def test_long_texts_are_read_like_short_ones() -> None:
    expression = Expression("(?P<count>[一二三十]+)人(?P<rest>、)?")
    filling = "。" * LONG
    assert spans(expression, SAID) == [(2, 4), (8, 9)]
    assert spans(expression, filling + SAID) == [(start + LONG, end + LONG) for start, end in spans(expression, SAID)]
    for text, start in ((SAID, 5), (SAID + filling, 5)):
        assert (found := expression.search(text, start, len(SAID))) is not None
        assert (found["count"], found["rest"]) == ("三", None)
        assert expression.match(text, start) is None
        assert expression.fullmatch(text, 8, 10) is not None


def test_groups_stand_in_one_order_whichever_engine_found_them() -> None:
    expression = Expression("(?P<place>[一-鿿]樓)設(?P<facility>[一-鿿]{3})(?P<count>一)?")
    found = [expression.search(text) for text in ("二樓設服務台", "二樓設服務台" + "。" * LONG)]
    assert [list(groups(match)) for match in found if match] == [["facility", "place"]] * 2


def test_where_no_process_may_make_code_expressions_are_interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = pcre2.compile

    def refusing(pattern: str, jit: bool = True) -> object:
        if jit:
            raise pcre2.LibraryError(NO_MEMORY, "")
        return compiled(pattern, jit=jit)

    monkeypatch.setattr(pcre2, "compile", refusing)
    assert spans(Expression("(?P<count>[一二三十]+)人"), SAID) == [(2, 4), (8, 9)]


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(re.error):
        Expression("(人")


@pytest.mark.parametrize("room", load(), ids=lambda room: room.name)
def test_both_engines_find_the_same(room: Room) -> None:
    text = "\n".join(example.text for example in examples(room))
    reading = read(outline.outline(Source("example.txt", text, "utf-8", "")), Head(roc_year="110"))
    texts = [marked.text for marked in reading.marked if len(marked.text) <= LONG]
    for rule in room.rules:
        words = rule.pattern if isinstance(rule, PatternRule) else rule.cue if isinstance(rule, ListRule) else ()
        for pattern in patterns(room, words):
            quick, lasting = pcre2.compile(pattern.pattern), re.compile(pattern.pattern)
            for text in texts:
                told = [(match.span(), match.groupdict()) for match in quick.finditer(text)]
                assert told == [(match.span(), match.groupdict()) for match in lasting.finditer(text)], pattern.pattern
