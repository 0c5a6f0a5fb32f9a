"""One small protocol for what answers SPARQL, and its adapters; `remote` is imported only where a server is asked."""

from agencygraph.stores.embedded import Embedded, state_file
from agencygraph.stores.engine import graph_name
from agencygraph.stores.local import on_disk, opened
from agencygraph.stores.memory import Memory
from agencygraph.stores.protocol import Answer, Graph, Loading, Rows, Store, Term

__all__ = [
    "Answer",
    "Embedded",
    "Graph",
    "Loading",
    "Memory",
    "Rows",
    "Store",
    "Term",
    "graph_name",
    "on_disk",
    "opened",
    "state_file",
]
