"""Bytes to `Source`: one file per format, the table of formats in `reading`."""

from agencygraph.readers.limits import LIMITS, Limits
from agencygraph.readers.reading import LIMIT, Reader, formats, read
from agencygraph.readers.texts import Progress, Text

__all__ = ["LIMIT", "LIMITS", "Limits", "Progress", "Reader", "Text", "formats", "read"]
