"""What the graphs say about one organisation: the facts that name it, and who stands at their other end."""

from __future__ import annotations

from pyoxigraph import NamedNode

from agencygraph.errors import UsageError
from agencygraph.questions.running import with_prefixes
from agencygraph.stores import Rows, Store

_QUERY = """
SELECT ?host ?name ?report ?source ?start ?end ?quote ?section ?fact ?host_iri WHERE {
  VALUES ?role { ag:host ag:agency ag:partner ag:organisation ag:target ag:instructorAffiliation }
  ?fact ?role ?body ; ag:report ?in ; rdfs:label ?name ; prov:wasQuotedFrom ?passage .
  ?in rdfs:label ?report ; ag:sourceName ?source .
  ?passage oa:hasSelector ?offsets, ?words .
  ?offsets oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .
  LATERAL { OPTIONAL { ?fact ag:section/ag:path ?section } }
  LATERAL { OPTIONAL { ?fact ag:host ?host_iri ; ag:hostName ?hosted } }
  BIND (COALESCE(?hosted, ?report) AS ?host)
} ORDER BY ?report ?start ?fact
"""


def neighbours(store: Store, iri: str) -> tuple[str, Rows]:
    """The name of an organisation and the facts that name it, as rows with a host and a name.

    Raises UsageError where no graph knows the IRI.
    """
    try:
        node = NamedNode(iri.strip("<>"))
    except ValueError as fault:
        raise UsageError(f"{iri!r} is no IRI.", f"「{iri}」不是 IRI。") from fault
    named = store.query(
        with_prefixes(f"SELECT ?l WHERE {{ {node} rdfs:label ?l }} ORDER BY DESC(STRLEN(?l)) ?l LIMIT 1")
    )
    names = [row[0] for row in named.texts()] if isinstance(named, Rows) else []
    if not names:
        raise UsageError(f"no graph knows {iri}.", f"圖譜中沒有 {iri}。")
    rows = store.query(with_prefixes(_QUERY), {"body": node})
    assert isinstance(rows, Rows)
    return names[0], rows
