"""Real tables and tables flattened to text: rows, cells, and which heads a cell stands under."""

from agencygraph.tables.filling import fill, stated_unit, unit
from agencygraph.tables.records import Cell, additive, bare_years, is_total, records

__all__ = ["Cell", "additive", "bare_years", "fill", "is_total", "records", "stated_unit", "unit"]
