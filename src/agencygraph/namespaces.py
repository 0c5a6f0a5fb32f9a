"""The prefixes of the graph and the namespaces that they stand for."""

from __future__ import annotations

AG = "https://w3id.org/agencygraph/ontology#"
SHAPES = "https://w3id.org/agencygraph/shapes#"
CODES = "https://w3id.org/agencygraph/code/"
BASE = "https://w3id.org/agencygraph/id/"
"""Where the data's IRIs lie unless the caller sets another base."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
SH = "http://www.w3.org/ns/shacl#"

ZH = "zh-hant"
"""The language tag of Traditional Chinese as every engine writes it back."""

PREFIXES = {
    "ag": AG,
    "change": f"{CODES}change/",
    "dct": DCT,
    "mode": f"{CODES}mode/",
    "oa": OA,
    "org": ORG,
    "partnerRole": f"{CODES}partnerRole/",
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "weekday": f"{CODES}weekday/",
    "xsd": XSD,
}
"""The prefixes of a report's graph, by prefix; those of the report itself and of the organisations come to it."""
