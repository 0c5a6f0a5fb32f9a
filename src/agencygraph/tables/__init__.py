"""Real tables and tables flattened to text: rows, cells, and which heads a cell stands under."""

from agencygraph.tables.filling import fill, lines_at, stated_unit, unit
from agencygraph.tables.records import Cell, additive, bare_years, is_total, records

__all__ = ["Cell", "additive", "bare_years", "fill", "is_total", "lines_at", "records", "stated_unit", "unit"]
