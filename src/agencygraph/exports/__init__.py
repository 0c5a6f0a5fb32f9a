"""The graphs in other formats."""

from agencygraph.exports.rdf import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
