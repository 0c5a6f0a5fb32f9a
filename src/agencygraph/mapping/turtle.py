"""Writes triples as Turtle that people can read and compare: sorted, grouped by subject, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from agencygraph.namespaces import PREFIXES, RDF, RDFS, XSD
from agencygraph.text import Expression

_LOCAL = Expression(
    r"[0-9A-Za-z_\u3001-\ud7ff\uf900-\ufdcf\U00010000-\U0003fffd]"
    r"(?:[0-9A-Za-z_.\u3001-\ud7ff\uf900-\ufdcf\U00010000-\U0003fffd-]*"
    r"[0-9A-Za-z_\u3001-\ud7ff\uf900-\ufdcf\U00010000-\U0003fffd-])?"
)
_ESCAPE = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_NAKED = {
    f"{XSD}integer": re.compile(r"[+-]?\d+"),
    f"{XSD}decimal": re.compile(r"[+-]?\d*\.\d+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
_FIRST = {f"{RDF}type": "0", f"{RDFS}label": "1"}


def turtle(quads: Iterable[Quad | Triple], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """The triples as Turtle, UTF-8; graph names are left out. Of the prefixes only those in use are declared."""
    spell = _Speller(prefixes)
    by_subject: dict[str, set[tuple[str, str, str]]] = {}
    for quad in quads:
        subject, predicate, thing = quad.subject, quad.predicate.value, quad.object
        name = subject.value if isinstance(subject, NamedNode) else str(subject)
        by_subject.setdefault(name, set()).add(
            (_FIRST.get(predicate, "2") + predicate, spell.predicate(predicate), spell.thing(thing))
        )
    blocks = [_block(spell.subject(name), by_subject[name]) for name in sorted(by_subject)]
    head = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(spell.used))
    return (head + "\n" + "\n".join(blocks)).encode()


def _block(subject: str, statements: set[tuple[str, str, str]]) -> str:
    lines: list[str] = []
    last = ""
    for _, predicate, thing in sorted(statements, key=itemgetter(0, 2)):
        if predicate == last:
            lines[-1] += f", {thing}"
        else:
            lines.append(f"{predicate} {thing}")
            last = predicate
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


class _Speller:
    """Spells terms, remembering those seen; `used` are the prefixes that were needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}
        self._seen: dict[str, str] = {}
        self.used: set[str] = set()

    def subject(self, name: str) -> str:
        return name if name.startswith("_:") else self.iri(name)

    def predicate(self, iri: str) -> str:
        return "a" if iri == f"{RDF}type" else self.iri(iri)

    def thing(self, term: NamedNode | BlankNode | Literal | Triple) -> str:
        if isinstance(term, Literal):
            return self._literal(term)
        return self.iri(term.value) if isinstance(term, NamedNode) else str(term)

    def iri(self, iri: str) -> str:
        known = self._seen.get(iri)
        if known is None:
            known = self._seen[iri] = self._shorten(iri)
        return known

    def _shorten(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefix.get(iri[:cut])
        if prefix is None or not _LOCAL.fullmatch(iri, cut):
            return f"<{iri}>"
        self.used.add(prefix)
        return f"{prefix}:{iri[cut:]}"

    def _literal(self, term: Literal) -> str:
        value, language = term.value, term.language
        quoted = f'"{value.translate(_ESCAPE)}"'
        if language:
            return f"{quoted}@{language}"
        kind = term.datatype.value
        if kind == f"{XSD}string":
            return quoted
        naked = _NAKED.get(kind)
        return value if naked and naked.fullmatch(value) else f"{quoted}^^{self.iri(kind)}"
