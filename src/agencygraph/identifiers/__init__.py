"""Stable IRIs from keys: the same key gives the same IRI, whatever else changes. No clock, no randomness."""

from agencygraph.identifiers.iris import Names, Organisations, concept, digest, law, place, slug

__all__ = ["Names", "Organisations", "concept", "digest", "law", "place", "slug"]
