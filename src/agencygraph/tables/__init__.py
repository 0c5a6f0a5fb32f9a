"""Real tables and tables flattened to text: rows, cells, and which heads a cell stands under."""

from agencygraph.tables.filling import fill, unit
from agencygraph.tables.records import Cell, additive, bare_years, records

__all__ = ["Cell", "additive", "bare_years", "fill", "records", "unit"]
