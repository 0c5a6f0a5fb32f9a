"""Runs the rules over sections, items and cells: facts with evidence. Knows no RDF."""

from agencygraph.matching.engine import match
from agencygraph.matching.head import beside
from agencygraph.matching.reading import Head

__all__ = ["Head", "beside", "match"]
