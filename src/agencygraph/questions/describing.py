"""The ready-made questions for other programs: plain values, and RDF in the manner of sib-swiss/sparql-examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.mapping import turtle
from agencygraph.namespaces import BASE, PREFIXES, RDF, RDFS, SH, XSD, ZH
from agencygraph.questions.registry import Parameter, Question
from agencygraph.stores.dialect import without_lateral

SCHEMA = "https://schema.org/"
_BASE = f"{BASE}question/"
_TYPES = {"text": "string", "integer": "integer", "date": "date", "iri": "anyURI"}
_COMMENT = re.compile(r"^#.*\n|^\s*\n", re.MULTILINE)
_Triples = Iterator[tuple[str, str, NamedNode | Literal]]


def record(question: Question) -> dict[str, Any]:
    """A question as JSON can hold it: wordings, purpose, parameters with type and choices, columns."""
    return {
        "name": question.name,
        "zh": question.zh,
        "en": question.en,
        "purpose": dict(question.purpose),
        "parameters": [_parameter(one) for one in question.parameters],
        "columns": question.columns,
    }


def rdf(asked: Iterable[Question], target: str) -> bytes:
    """Questions as Turtle: one sh:SPARQLSelectExecutable each, in standard SPARQL, for the endpoint `target`.

    A parameter is the variable `?p_NAME`: bind it by VALUES at the head of the pattern.
    """
    quads = [
        Quad(NamedNode(subject), NamedNode(predicate), thing)
        for question in asked
        for subject, predicate, thing in _triples(question, target)
    ]
    quads += [Quad(NamedNode(subject), NamedNode(predicate), thing) for subject, predicate, thing in _declared()]
    return turtle(quads, {**PREFIXES, "question": _BASE, "schema": SCHEMA, "sh": SH})


def _parameter(one: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "type": one.type, "zh": one.zh, "en": one.en}
    if one.choices:
        told["choices"] = [{"code": choice.code, "zh": choice.zh, "en": choice.en} for choice in one.choices]
    return told


def _triples(question: Question, target: str) -> _Triples:
    node = f"{_BASE}{question.name}"
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield node, f"{RDF}type", NamedNode(SH + kind)
    for language, wordings in ((ZH, question.zh), ("en", question.en)):
        for place, wording in enumerate(wordings):
            term = f"{RDFS}comment" if place == 0 else f"{SCHEMA}alternateName"
            yield node, term, Literal(wording, language=language)
        yield (
            node,
            f"{SCHEMA}description",
            Literal(question.purpose.get(language[:2], question.name), language=language),
        )
    yield node, f"{SH}prefixes", NamedNode(f"{_BASE}prefixes")
    yield node, f"{SH}select", Literal(_COMMENT.sub("", without_lateral(question.sparql)))
    for keyword in question.name.split("-"):
        yield node, f"{SCHEMA}keywords", Literal(keyword)
    yield node, f"{SCHEMA}target", NamedNode(target)
    for one in question.parameters:
        yield node, f"{SH}parameter", NamedNode(f"{node}/{one.name}")
        yield from _of_parameter(f"{node}/{one.name}", one)


def _declared() -> _Triples:
    """The prefixes that queries use, for tools that take them from there."""
    for prefix, namespace in PREFIXES.items():
        yield f"{_BASE}prefixes", f"{SH}declare", NamedNode(f"{_BASE}prefix-{prefix}")
        yield f"{_BASE}prefix-{prefix}", f"{SH}prefix", Literal(prefix)
        yield f"{_BASE}prefix-{prefix}", f"{SH}namespace", Literal(namespace, datatype=NamedNode(f"{XSD}anyURI"))


def _of_parameter(node: str, one: Parameter) -> _Triples:
    yield node, f"{RDF}type", NamedNode(f"{SH}Parameter")
    yield node, f"{SH}path", NamedNode(f"{_BASE}p_{one.name}")
    yield node, f"{SH}datatype", NamedNode(XSD + _TYPES[one.type])
    yield node, f"{SH}optional", Literal("true", datatype=NamedNode(f"{XSD}boolean"))
    yield node, f"{SH}description", Literal(one.zh, language=ZH)
    yield node, f"{SH}description", Literal(one.en, language="en")
    if one.choices:
        yield node, f"{SH}pattern", Literal(f"^({'|'.join(choice.code for choice in one.choices)})$")
