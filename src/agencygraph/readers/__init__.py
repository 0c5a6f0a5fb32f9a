"""Bytes to `Source`: one file per format, the table of formats in `reading`."""

from agencygraph.readers.annotating import annotate
from agencygraph.readers.comments import Comment
from agencygraph.readers.companions import Companion, companion
from agencygraph.readers.limits import LIMITS, Limits
from agencygraph.readers.reading import LIMIT, Reader, formats, read, reader
from agencygraph.readers.texts import Progress, Text

__all__ = [
    "LIMIT",
    "LIMITS",
    "Comment",
    "Companion",
    "Limits",
    "Progress",
    "Reader",
    "Text",
    "annotate",
    "companion",
    "formats",
    "read",
    "reader",
]
