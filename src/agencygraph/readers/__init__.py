"""Bytes to `Source`: one file per format, the table of formats in `reading`."""

from agencygraph.readers.companions import Companion, companion
from agencygraph.readers.limits import LIMITS, Limits
from agencygraph.readers.reading import LIMIT, Reader, formats, read, reader
from agencygraph.readers.texts import Progress, Text

__all__ = [
    "LIMIT",
    "LIMITS",
    "Companion",
    "Limits",
    "Progress",
    "Reader",
    "Text",
    "companion",
    "formats",
    "read",
    "reader",
]
