"""Which of the formats on offer a client likes best."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

HTML = "text/html"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, LINES = "text/turtle", "application/n-triples"
JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"

ROWS: Mapping[str, str] = {
    JSON: JSON,
    "application/json": JSON,
    XML: XML,
    "application/xml": XML,
    "text/xml": XML,
    CSV: CSV,
    TSV: TSV,
    HTML: HTML,
}
"""The media types on offer for rows, the preferred first, and the format that each stands for."""

TRIPLES: Mapping[str, str] = {
    TURTLE: TURTLE,
    "application/x-turtle": TURTLE,
    LINES: LINES,
    "text/plain": LINES,
    JSON_LD: JSON_LD,
    "application/json": JSON_LD,
    RDF_XML: RDF_XML,
    "application/xml": RDF_XML,
    HTML: HTML,
}
"""The media types on offer for triples."""

NAMES: Mapping[str, str] = {
    "html": HTML,
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": LINES,
    "jsonld": JSON_LD,
    "rdf": RDF_XML,
}
"""The formats by the endings of addresses, which are the values of the parameter `format` too."""

_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_MOST = 50


@functools.lru_cache(1000)
def best(accept: str, offered: tuple[str, ...]) -> str | None:
    """The one of the media types on offer that fits an `Accept` header best, None where none does.

    Of those liked equally the one first on offer wins; what is named exactly goes before `type/*`, that before `*/*`.
    """
    if not accept.strip():
        return offered[0]
    wishes = [_wish(part) for part in accept.split(",")[:_MOST]]
    liked: list[tuple[float, int, str]] = []
    for place, media_type in enumerate(offered):
        fits = [(len(name.rstrip("*")), quality) for name, quality in wishes if _fits(name, media_type)]
        quality = max(fits)[1] if fits else 0.0
        if quality > 0:
            liked.append((-quality, place, media_type))
    return min(liked)[2] if liked else None


@functools.lru_cache(1000)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether an `Accept-Encoding` header lets an answer be compressed."""
    wishes = dict(_wish(part) for part in accept_encoding.split(",")[:_MOST])
    return wishes.get("gzip", wishes.get("*", 0.0)) > 0


def _wish(part: str) -> tuple[str, float]:
    found = _QUALITY.search(part)
    return part.partition(";")[0].strip().lower(), float(found[1]) if found else 1.0


def _fits(wish: str, media_type: str) -> bool:
    return wish in (media_type, "*/*") or (wish.endswith("/*") and media_type.startswith(wish[:-1]))
