"""Bytes to `Source`: one file per format, the table of formats in `reading`."""

from agencygraph.readers.reading import LIMIT, Reader, formats, read

__all__ = ["LIMIT", "Reader", "formats", "read"]
