"""Real tables and tables flattened to text: rows, cells, and which heads a cell stands under."""

from agencygraph.tables.filling import fill, unit
from agencygraph.tables.records import Cell, additive, records

__all__ = ["Cell", "additive", "fill", "records", "unit"]
