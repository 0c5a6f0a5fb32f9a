"""The frozen values that travel between rooms. This room imports no other room."""

from agencygraph.model.document import Document, Paragraph, Role, Row, Section, Table
from agencygraph.model.fact import Evidence, Fact, Value
from agencygraph.model.finding import Finding, Place
from agencygraph.model.mention import Frame, Mention
from agencygraph.model.overlaps import Overlaps
from agencygraph.model.source import Folded, Note, Source, Span

__all__ = [
    "Document",
    "Evidence",
    "Fact",
    "Finding",
    "Folded",
    "Frame",
    "Mention",
    "Note",
    "Overlaps",
    "Paragraph",
    "Place",
    "Role",
    "Row",
    "Section",
    "Source",
    "Span",
    "Table",
    "Value",
]
