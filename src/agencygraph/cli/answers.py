"""Answers in the formats that programs read: CSV, TSV, SPARQL results in JSON and XML, Markdown; Turtle for graphs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode

from agencygraph.namespaces import PREFIXES, XSD
from agencygraph.stores import Answer, Graph, Rows, Term

_RESULTS = "http://www.w3.org/2005/sparql-results#"


def written(answer: Answer, form: str) -> str:
    """The answer as text: rows in one of FORMATS; a graph as Turtle; yes or no as `true` or `false`."""
    if isinstance(answer, Graph):
        triples = sorted(set(answer.triples), key=str)
        return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    if isinstance(answer, bool):
        return _verdict(answer, form)
    return FORMATS[form](answer)


def _verdict(answer: bool, form: str) -> str:
    told = "true" if answer else "false"
    if form == "json":
        return json.dumps({"head": {}, "boolean": answer}) + "\n"
    if form == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}"><head/><boolean>{told}</boolean></sparql>\n'
    return f"{told}\n"


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)  # a bare CR is a line end to readers of CSV
    writer.writerow(rows.columns)
    for row in rows.texts():
        (careful if any("\r" in cell for cell in row) else writer).writerow(row)
    return out.getvalue()


def _tsv(rows: Rows) -> str:
    lines = ["\t".join(rows.columns)]
    lines += ("\t".join(" ".join(cell.split()) for cell in row) for row in rows.texts())
    return "\n".join(lines) + "\n"


def _json(rows: Rows) -> str:
    bindings = [
        {column: _node(term) for column, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    content = {"head": {"vars": rows.columns}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _node(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "literal", "value": str(term)}
    node = {"type": "literal", "value": term.value}
    if term.language:
        return {**node, "xml:lang": term.language}
    return node if term.datatype.value == f"{XSD}string" else {**node, "datatype": term.datatype.value}


def _xml(rows: Rows) -> str:
    out = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_RESULTS}">']
    out.append("<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in rows.columns) + "</head>")
    out.append("<results>")
    for row in rows.rows:
        cells = (
            f"<binding name={quoteattr(column)}>{_element(term)}</binding>"
            for column, term in zip(rows.columns, row, strict=True)
            if term is not None
        )
        out.append(f"<result>{''.join(cells)}</result>")
    return "\n".join([*out, "</results>", "</sparql>"]) + "\n"


def _element(term: Term) -> str:
    node = _node(term)
    extra = "".join(f" {key}={quoteattr(node[key])}" for key in ("xml:lang", "datatype") if key in node)
    return f"<{node['type']}{extra}>{escape(node['value'])}</{node['type']}>"


def _markdown(rows: Rows) -> str:
    lines = ["| " + " | ".join(rows.columns) + " |", "|" + " --- |" * len(rows.columns)]
    for row in rows.texts():
        cells = (" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Rows], str]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "md": _markdown,
}
"""The formats of rows by their name on the command line."""
