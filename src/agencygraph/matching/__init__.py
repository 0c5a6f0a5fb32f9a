"""Runs the rules over sections, items and cells: facts with evidence. Knows no RDF."""

from agencygraph.matching.engine import match

__all__ = ["match"]
