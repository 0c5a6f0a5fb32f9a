"""A source cut up: tree of sections and list items, broken lines joined; the ways to number are data (styles.toml)."""

from agencygraph.outline.outlining import outline
from agencygraph.outline.printing import printed

__all__ = ["outline", "printed"]
