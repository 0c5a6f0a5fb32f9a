"""Facts to triples with their provenance, and triples to readable Turtle."""

from agencygraph.mapping.authorities import authority, authority_keys
from agencygraph.mapping.facts import names_of, prefixes, quads
from agencygraph.mapping.findings import findings
from agencygraph.mapping.turtle import turtle

__all__ = ["authority", "authority_keys", "findings", "names_of", "prefixes", "quads", "turtle"]
