"""The graphs in other formats and in outside vocabularies."""

from agencygraph.exports.profile import profiles
from agencygraph.exports.rdf import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export", "profiles"]
