"""Pictures of answers: a graph of two sides, its layout, SVG, a page of one file, GraphML."""

from agencygraph.pictures.graph import Graph, graph_of
from agencygraph.pictures.page import page
from agencygraph.pictures.svg import Caption, svg

__all__ = ["Caption", "Graph", "graph_of", "page", "svg"]
