"""The pages, from templates that escape whatever they are given."""

from __future__ import annotations

import functools
from pathlib import Path
from urllib.parse import quote

import jinja2

from agencygraph import __version__
from agencygraph.namespaces import BASE, CODES, PREFIXES
from agencygraph.questions import labels
from agencygraph.web.jobs import digest

_FOLDER = Path(__file__).parent / "templates"
STYLE = (_FOLDER / "page.css").read_bytes()
STYLE_PATH = f"/static/{digest(STYLE)}.css"

EXAMPLE = """\
# 派員進駐的機關，及其原文
SELECT ?agency ?host ?quote ?fact WHERE {
  ?fact a ag:Stationing ; ag:agencyName ?agency ; ag:hostName ?host ;
        prov:wasQuotedFrom/oa:hasSelector/oa:exact ?quote .
}
LIMIT 20"""
_PLACES = {BASE: "/doc/", CODES: "/code/"}
_BOOLEANS = {"true": "是", "false": "否"}


def render(template: str, **values: object) -> bytes:
    """The page that a template makes of these values."""
    return _templates().get_template(template).render(values).encode("utf-8", "replace")


def coded(value: str, column: str = "", question: str = "") -> str:
    """A value (of that column of a question) whose every part is a code or a time of day, in words; else as it is."""
    parts = value.split(";")
    called = [_BOOLEANS.get(part) or labels.value(part, column, "zh", question) for part in parts]
    called = [labels.hours(labels.code(one, "zh"), "zh") for one in called]
    return "、".join(called) if all(one != part for one, part in zip(called, parts, strict=True)) else value


def local(iri: str) -> str:
    """Where this server tells of an IRI under the base, or of a code; nothing for another IRI."""
    for base, path in _PLACES.items():
        if iri.startswith(base):
            return f"{path}{quote(iri.removeprefix(base), safe='/%:@!$&()*+,;=~')}.html"
    return ""


def outside(iri: str) -> str:
    """The address of an IRI elsewhere, if a browser may go there; nothing otherwise."""
    return iri if iri.startswith(("http://", "https://")) else ""


def short(iri: str) -> str:
    """An IRI with the prefix that the project has for it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE)


@functools.cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"local": local, "outside": outside, "short": short, "coded": coded}
    made.globals |= {"style": STYLE_PATH, "version": __version__, "column": labels.column, "code": labels.code}
    made.globals["example"] = EXAMPLE
    return made
