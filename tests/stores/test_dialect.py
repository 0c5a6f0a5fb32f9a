from __future__ import annotations

import pytest

from agencygraph import questions
from agencygraph.errors import UsageError
from agencygraph.stores import dialect, tokens


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("{ ?s a ?c LATERAL { OPTIONAL { ?s ?p ?o } } }", "{ ?s a ?c OPTIONAL { ?s ?p ?o }  }"),
        ("{ ?s a ?c lateral{optional{?s ?p ?o}} }", "{ ?s a ?c optional{?s ?p ?o} }"),
        (
            "{ LATERAL { OPTIONAL { SELECT ?s { { ?s ?p '}' } } } } LATERAL { OPTIONAL { ?s <urn:{> ?o } } }",
            "{ OPTIONAL { SELECT ?s { { ?s ?p '}' } } }  OPTIONAL { ?s <urn:{> ?o }  }",
        ),
        ("{ ?lateral a 'LATERAL { ?x }' } # LATERAL {", "{ ?lateral a 'LATERAL { ?x }' } # LATERAL {"),
        ("{ ?s ag:LATERAL ?o }", "{ ?s ag:LATERAL ?o }"),
    ],
)
def test_lateral_is_taken_out_around_optional(asked: str, plain: str) -> None:
    assert dialect.without_lateral("SELECT * " + asked).split() == ("SELECT * " + plain).split()


@pytest.mark.parametrize(
    "asked",
    [
        "{ ?s a ?c LATERAL { ?s ?p ?o } }",
        "{ ?s a ?c LATERAL { SELECT ?o { ?s ?p ?o } LIMIT 1 } }",
        "{ ?s a ?c LATERAL { OPTIONAL { ?s ?p ?o } ?s a ?d } }",
        "{ ?s a ?c LATERAL { ?s a ?d OPTIONAL { ?s ?p ?o } } }",
        "{ ?s a ?c LATERAL { OPTIONAL { ?s ?p ?o }",
    ],
)
def test_any_other_lateral_is_refused(asked: str) -> None:
    with pytest.raises(UsageError):
        dialect.without_lateral("SELECT * " + asked)


@pytest.mark.parametrize("name", questions.questions())
def test_every_question_can_do_without_lateral(name: str) -> None:
    assert not dialect.uses(dialect.without_lateral(questions.question(name).sparql), "LATERAL")


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("# ASK\nPREFIX select: <urn:ask> SELECT * {}", "SELECT"),
        ("BASE <urn:select> ask {}", "ASK"),
        ("CONSTRUCT WHERE { ?select ?p 'ASK' }", "CONSTRUCT"),
        ("describe <urn:x>", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query(asked: str, form: str) -> None:
    assert dialect.form(asked) == form


@pytest.mark.parametrize("asked", ["", "DROP ALL", "INSERT { ?s ?p ?o } WHERE { SELECT * {} }", "WITH <urn:g>"])
def test_what_is_no_query_is_refused(asked: str) -> None:
    with pytest.raises(UsageError):
        dialect.form(asked)


def test_words_in_texts_iris_comments_and_names_are_no_keywords() -> None:
    asked = "SELECT ?graph { <urn:GRAPH> ag:graph 'GRAPH', '''x' GRAPH''' . # GRAPH\n FILTER(?a < 3 && STR(?b) > 'é') }"
    assert list(tokens.keywords(asked)) == ["SELECT", "FILTER", "STR"]
