"""Facts to triples with their provenance, and triples to readable Turtle."""

from agencygraph.mapping.facts import names_of, prefixes, quads
from agencygraph.mapping.turtle import turtle

__all__ = ["names_of", "prefixes", "quads", "turtle"]
