"""Writes comments into a copy of a report, in the formats that have them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from agencygraph.errors import UsageError
from agencygraph.readers.comments import Comment
from agencygraph.readers.limits import LIMITS, Limits
from agencygraph.readers.reading import LIMIT, contents
from agencygraph.readers.recognition import recognise

_MODULES: Mapping[str, str] = MappingProxyType({"docx": "docx_comments", "odt": "odf_comments", "ods": "odf_comments"})
"""The formats that comments can be written into, and the module that does it."""


class Writer(Protocol):
    """Writes comments into a file's bytes: the function `annotate` of each format's module."""

    def __call__(
        self, data: bytes, name: str, text: str, comments: Sequence[Comment], limits: Limits = LIMITS
    ) -> tuple[bytes, frozenset[int]]:
        """A copy with the comments that found a place, and their numbers; raises `UnreadableError`."""


def annotate(
    path: Path, text: str, comments: Sequence[Comment], limit: int = LIMIT, limits: Limits = LIMITS
) -> tuple[bytes, frozenset[int]]:
    """A copy of the report at `path` with comments at passages of the text that was read from it; which found a place.

    Raises UsageError for a format without comments, UnreadableError for what cannot be read.
    """
    data = contents(path, limit)
    form = recognise(data, path.name)
    if form not in _MODULES:
        raise UsageError(
            f"{path.name}: comments can be written into Word and OpenDocument files only.",
            f"{path.name} 不是 Word 或 ODF 檔，無法加註解。",
            "Use --format html for a page to print. 可改用 --format html 產生報表。",
        )
    writer = cast(Writer, importlib.import_module(f"agencygraph.readers.{_MODULES[form]}").annotate)
    return writer(data, path.name, text, comments, limits)
