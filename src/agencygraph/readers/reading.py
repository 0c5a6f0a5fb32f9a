"""Opens a report, whatever its format: limits first, then the reader that contents or extension ask for."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from agencygraph.errors import UnreadableError
from agencygraph.model import Note, Source
from agencygraph.readers.limits import LIMITS, Limits
from agencygraph.readers.recognition import recognise
from agencygraph.readers.texts import Progress, Text

LIMIT = 50_000_000
"""Bytes that a report may have, unless the caller sets another limit."""


class Reader(Protocol):
    """Makes text out of a file's bytes: the function `read` of each format's module."""

    def __call__(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
        """The text; raises `UnreadableError`. `name` is for messages, `progress` for formats that have pages."""


_MODULES: Mapping[str, str] = MappingProxyType(
    {"text": "plain", "pdf": "pdf", "docx": "docx", "odt": "odf", "ods": "odf", "html": "html"}
)
"""The format and its module in this package, loaded when the first such file is read: libraries are slow to start."""

_EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
        ".pdf": "pdf",
        ".docx": "docx", ".docm": "docx", ".dotx": "docx",
        ".odt": "odt", ".ott": "odt", ".fodt": "odt", ".ods": "ods", ".ots": "ods", ".fods": "ods",
        ".html": "html", ".htm": "html", ".xhtml": "html",
    }
)  # fmt: skip
_BLANKS = "\ufeff\u200b \t\r\n\f\v\u3000\u00a0"


def formats() -> tuple[str, ...]:
    """The file extensions that reports have; any other file is read as what its contents show, else tried as text."""
    return tuple(_EXTENSIONS)


def reader(form: str) -> Reader:
    """The reader of a format (text, pdf, docx, odt, ods, html)."""
    return cast(Reader, importlib.import_module(f"agencygraph.readers.{_MODULES[form]}").read)


def read(path: Path, limit: int = LIMIT, progress: Progress | None = None, limits: Limits = LIMITS) -> Source:
    """The report at `path`, which is read once.

    Raises `UnreadableError` when it is missing, over a limit, empty, damaged, locked, or holds no text. `limit` is the
    bytes it may have, `limits` what they may unfold to; `progress` is called with each page of a PDF.
    """
    data = contents(path, limit)
    named = _EXTENSIONS.get(path.suffix.lower(), "")
    form = recognise(data, path.name) or "text"
    form = named if form == "text" and named == "html" else form  # a page need not begin with a sign of HTML
    found = reader(form)(data, path.name, limits, progress)
    if not found.text.strip(_BLANKS):
        raise UnreadableError(
            f"{path.name} is empty.",
            f"{path.name} 是空的，沒有文字。",
            "Check that the right file was saved. 請確認檔案。",
        )
    notes = found.notes if named in (form, "") else (_misnamed(path, form), *found.notes)
    return Source(path.name, found.text, found.encoding, hashlib.sha256(data).hexdigest(), found.pages, notes)


def _misnamed(path: Path, form: str) -> Note:
    en, zh = ("text", "純文字") if form == "text" else (form.upper(), f" {form.upper()}")
    return Note("EXTENSION", f"is called {path.suffix} but is {en}.", f"副檔名是 {path.suffix}，內容卻是{zh}。")


def contents(path: Path, limit: int) -> bytes:
    """The file's bytes; a file over the limit is never loaded, one that grows meanwhile is cut off and refused."""
    if path.is_dir():
        raise UnreadableError(f"{path} is a folder.", f"{path} 是資料夾。", "Name the files in it. 請指定其中的檔案。")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(limit + 1) if size <= limit else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(
            f"{path} cannot be opened: {reason}.",
            f"無法開啟 {path}。",
            "Check name and permissions. 請檢查檔名與權限。",
        ) from error
    size = max(size, len(data))
    if size > limit:
        raise UnreadableError(
            f"{path.name} has {size / 1e6:.1f} MB; the limit is {limit / 1e6:.1f} MB.",
            f"{path.name} 有 {size / 1e6:.1f} MB，超過上限 {limit / 1e6:.1f} MB。",
            "Split the file, or raise the limit. 請分割檔案或調高上限。",
        )
    return data
