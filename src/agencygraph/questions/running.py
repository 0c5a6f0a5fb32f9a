"""Runs a question: its parameters become bound terms, never a piece of the query's text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from agencygraph.errors import UsageError
from agencygraph.namespaces import PREFIXES, XSD
from agencygraph.questions.registry import Parameter, Question, parse, question
from agencygraph.stores import Answer, Rows, Store, Term
from agencygraph.stores.mistakes import MisreadError, misread

_BRANCH = ("host", "agency", "organisation")
"""The parameters that `branch` is another word for, the first that a question has."""
_ROC = 1911
_LAST_ROC_YEAR = 999
_YEAR = re.compile(r"(?:民國)?\s*(\d{1,4})\s*年?度?")
_DATE = re.compile(r"(?:民國)?\s*(\d{2,4})(?:年度?|$|(?=-))(?:-?(\d{1,2})(?:月|$|(?=-)))?(?:-?(\d{1,2})日?)?")
_IRI = re.compile(r'<?([a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+)>?')
_COMMENT_OR_TERM = re.compile(r'"[^"\n]*"|<[^>\s]*>|#[^\n]*')
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)


def run(store: Store, name: str, values: Mapping[str, str] | None = None) -> Rows:
    """The rows that answer a ready-made question, narrowed by `values` (parameter name -> value as a person writes it).

    Raises UsageError for an unknown question or parameter and for a value that does not fit its parameter.
    """
    asked = question(name)
    answer = store.query(asked.sparql, bind(asked, values or {}))
    if not isinstance(answer, Rows):
        raise UsageError(f"{name} is no SELECT query.", f"「{name}」不是 SELECT 查詢。")
    return answer


def run_text(store: Store, sparql: str, values: Mapping[str, str] | None = None) -> Answer:
    """The answer to a query in SPARQL; prefixes of the project need no declaration.

    `values` binds `?p_<name>` where the query has it, else `?<name>`: a whole number, an IRI, else a plain text, or
    what a `# parameter` comment in the query says.
    """
    declared = parse(sparql, "query")
    bound: dict[str, Term] = {}
    for name, value in (values or {}).items():
        variable = next((v for v in (f"p_{name}", name) if re.search(rf"[?$]{re.escape(v)}\b", sparql)), None)
        if variable is None:
            raise UsageError(f"the query has no variable ?{name}.", f"查詢中沒有變數 ?{name}。")
        parameter = declared.parameter(name)
        bound[variable] = _term(parameter, value) if parameter else _guess(value)
    try:
        return store.query(with_prefixes(sparql), bound)
    except MisreadError as fault:
        raise misread(sparql, fault) from fault  # the place in what a person wrote


def bind(asked: Question, values: Mapping[str, str]) -> dict[str, Term]:
    """The terms for a question's variables. Raises UsageError for an unknown parameter or a value that does not fit.

    `branch` is another word for the host, or for the agency where a question asks for no host.
    """
    bound: dict[str, Term] = {}
    for name, value in values.items():
        parameter = asked.parameter(name)
        for role in _BRANCH if parameter is None and name == "branch" else ():
            parameter = parameter or asked.parameter(role)
        if parameter is None:
            known = "、".join(one.name for one in asked.parameters) or "none 無"
            raise UsageError(
                f"{asked.name} has no parameter {name!r}.",
                f"「{asked.name}」沒有參數 {name}。",
                f"It has 可用：{known}.",
            )
        bound[f"p_{parameter.name}"] = _term(parameter, value)
    return bound


def year(value: str) -> int:
    """The year of our era that a person means: 108, 民國108年 and 2019 are 2019. Raises UsageError otherwise."""
    found = _YEAR.fullmatch(value.strip())
    if not found:
        raise UsageError(f"{value!r} is no year.", f"「{value}」不是年份。", "Write 108 or 2019.")
    number = int(found[1])
    return number + _ROC if number <= _LAST_ROC_YEAR else number


def date(value: str) -> str:
    """The year, month or day that a person means, in ISO: 110年3月 is 2021-03. Raises UsageError."""
    found = _DATE.fullmatch(value.strip())
    if not found:
        raise UsageError(
            f"{value!r} is no date.", f"「{value}」不是日期。", "Write 2021, 2021-03, 2021-03-02, 110年3月."
        )
    return "-".join([str(year(found[1])), *(f"{int(part):02}" for part in (found[2], found[3]) if part)])


def with_prefixes(sparql: str) -> str:
    """The query with a declaration for each of the project's prefixes that it uses and does not declare."""
    bare = _COMMENT_OR_TERM.sub(" ", sparql)
    declared = {name.lower() for name in _DECLARED.findall(bare)}
    used = [name for name in PREFIXES if name.lower() not in declared and re.search(rf"(?<![\w:-]){name}:", bare)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used) + sparql


def _term(parameter: Parameter, value: str) -> Term:
    if parameter.choices:
        return Literal(_chosen(parameter, value))
    if parameter.type == "text":
        return Literal(value)
    if parameter.name == "year":
        return _integer(year(value))
    if parameter.type == "integer" and re.fullmatch(r"[+-]?\d+", value):
        return _integer(int(value))
    if parameter.type == "date":
        iso = date(value)
        return Literal(iso, datatype=NamedNode(XSD + ("gYear", "gYearMonth", "date")[iso.count("-")]))
    found = _IRI.fullmatch(value)
    if parameter.type == "iri" and found:
        return NamedNode(found[1])
    kind = {"integer": "a whole number 整數", "iri": "an IRI"}[parameter.type]
    raise UsageError(f"{parameter.name}={value!r} is not {kind}.", f"參數 {parameter.name} 的值「{value}」不符。")


def _chosen(parameter: Parameter, value: str) -> str:
    """The code of the choice that a value names. Raises UsageError, with all choices, where it names none."""
    chosen = parameter.choice(value)
    if chosen:
        return chosen.code
    known = ", ".join(f"{one.code} {one.zh[0]}" for one in parameter.choices)
    raise UsageError(
        f"{parameter.name}={value!r} is none of its choices.",
        f"參數 {parameter.name} 沒有「{value}」這個選項。",
        f"It takes 可用：{known}.",
    )


def _guess(value: str) -> Term:
    if re.fullmatch(r"[+-]?\d+", value):
        return _integer(int(value))
    found = _IRI.fullmatch(value)
    if found and (value.startswith("<") or value.startswith(("http:", "https:", "urn:"))):
        return NamedNode(found[1])
    return Literal(value)


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))
