"""One small protocol for what answers SPARQL, and its adapters."""

from agencygraph.stores.memory import Memory
from agencygraph.stores.protocol import Answer, Graph, Rows, Store, Term

__all__ = ["Answer", "Graph", "Memory", "Rows", "Store", "Term"]
