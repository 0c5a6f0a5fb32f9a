"""One runner over all fact rooms: what each must hold, whether or not its rules fire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from agencygraph.errors import RuleError
from agencygraph.matching.examples import examples
from agencygraph.matching.values import OPERATORS
from agencygraph.namespaces import CODES, RDF, SH, SKOS
from agencygraph.pipeline import build
from agencygraph.questions import question, run
from agencygraph.rules import Find, Room, load, load_room
from agencygraph.rules.lint import lint
from agencygraph.stores import Memory
from tests.facts.conftest import ag

TYPE = NamedNode(f"{RDF}type")
OF_EVERY_ROW = ("report", "source", "start", "end", "quote", "section", "fact")
WITH_IRI = ("host", "agency", "partner", "organisation", "target")


def test_there_are_the_twenty_fact_types() -> None:
    assert len(load()) >= 20


def test_room_has_its_files_and_nothing_else(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"fact.yaml", "examples.yaml", "question.rq"}


def test_rules_are_sound(room: Room) -> None:
    faults = lint(room, OPERATORS)
    assert not faults, "\n".join(faults)


def test_examples_show_what_fires_and_what_does_not(room: Room) -> None:
    found = examples(room)
    assert any(example.facts for example in found)
    assert any(not example.facts for example in found)
    assert all(example.why for example in found if not example.facts)


def test_terms_are_in_the_ontology(room: Room, ontology: Store) -> None:
    words = [room.class_, *(column.property for column in room.columns)]
    words += [f"{column.property}Name" for column in room.columns if column.type == "organisation"]
    assert not [word for word in words if not any(ontology.quads_for_pattern(ag(word), TYPE, None))]


def test_codes_are_in_their_list(room: Room, ontology: Store) -> None:
    known = {
        str(quad.object.value)
        for quad in ontology.quads_for_pattern(None, NamedNode(f"{SKOS}notation"), None)
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
        if quad.subject.value.startswith(CODES)
    }
    codes = {column.name for column in room.columns if column.type == "code"}
    used: set[str] = set()
    for rule in room.rules:
        for column, expression in getattr(rule, "emit", {}).items():
            if column in codes and isinstance(expression, Find):
                used |= {code for code in (*expression.choose, expression.default) if code}
            elif column in codes and isinstance(expression, str) and expression.startswith("="):
                used.add(expression[1:])
        if "role" in codes:
            used |= set(getattr(rule, "roles", {}))
    assert not used - known


def test_shapes_speak_of_the_rooms_class(room: Room, twin: Store) -> None:
    assert any(twin.quads_for_pattern(None, NamedNode(f"{SH}targetClass"), ag(room.class_)))


def test_every_constraint_has_a_message_in_both_languages(twin: Store) -> None:
    def languages(quad: Quad) -> set[str | None]:
        messages = twin.quads_for_pattern(quad.subject, NamedNode(f"{SH}message"), None)
        return {m.object.language for m in messages if isinstance(m.object, Literal)}

    shapes = list(twin.quads_for_pattern(None, TYPE, NamedNode(f"{SH}PropertyShape")))
    assert shapes
    assert not [str(quad.subject) for quad in shapes if not {"zh-hant", "en"} <= languages(quad)]


def test_question_gives_the_columns_of_the_contract(room: Room) -> None:
    asked = question(room.name)
    assert asked.zh and asked.en
    select = re.search(r"SELECT(?: DISTINCT)?((?:\s+\?\w+)+)", asked.sparql)
    assert select
    columns = [column.name for column in room.columns]
    iris = [f"{name}_iri" for name in columns if name in WITH_IRI]
    head = [] if room.name == "reports" else ["report"]
    want = [*columns, *head, *OF_EVERY_ROW[1:], *iris]
    assert [name for name in select[1].replace("?", "").split() if room.name != "reports" or name != "report"] == want


@pytest.fixture(scope="session")
def sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """The graphs of the sample reports."""
    folder = tmp_path_factory.mktemp("graphs")
    build(sorted((root / "examples").glob("*.txt")), folder)
    return Memory.folder(folder)


def test_question_gives_rows_on_the_sample_reports(room: Room, sample: Memory) -> None:
    rows = run(sample, room.name)
    assert len(rows)
    assert all(record["quote"] for record in rows.records())


@pytest.mark.parametrize(
    "line",
    ["colour: red", "rules: [{id: a, pattern: [甲], emit: {}, colour: red}]", "label: {zh: 甲, en: a, fr: a}"],
)
def test_unknown_key_is_an_error(line: str, tmp_path: Path) -> None:
    head = {"label": "label: {zh: 甲, en: a}", "rules": "rules: []"}
    own = line.partition(":")[0]
    text = "\n".join(
        [
            "name: sample",
            "class: Sample",
            "definition: {zh: 甲, en: a}",
            "columns: []",
            "key: []",
            *(text for key, text in head.items() if key != own),
            line,
        ]
    )
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "fact.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match="Extra inputs"):
        load_room(folder)
