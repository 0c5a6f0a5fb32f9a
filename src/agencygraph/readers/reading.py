"""Opens a report, whatever its format: limits first, then the reader that its extension asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from agencygraph.errors import UnreadableError
from agencygraph.model import Source
from agencygraph.readers import plain

LIMIT = 20_000_000
"""Bytes that a report may have, unless the caller sets another limit."""


class Reader(Protocol):
    """Makes text out of a file's bytes."""

    def __call__(self, data: bytes, name: str) -> tuple[str, str]:
        """The text and the encoding it was decoded in; raises `UnreadableError`. `name` is for the message."""


_FORMATS: Mapping[str, Reader] = MappingProxyType({".txt": plain.decode, ".text": plain.decode, ".md": plain.decode})


def formats() -> tuple[str, ...]:
    """The file extensions that have a reader of their own; any other file is tried as text."""
    return tuple(_FORMATS)


def read(path: Path, limit: int = LIMIT) -> Source:
    """The report at `path`. Raises `UnreadableError` when it is missing, too large, empty, binary or undecodable."""
    data = _bytes(path, limit)
    decode = _FORMATS.get(path.suffix.lower(), plain.decode)
    text, encoding = decode(data, path.name)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\u00a0"):
        raise UnreadableError(
            f"{path.name} is empty.",
            f"{path.name} 是空的，沒有文字。",
            "Check that the right file was saved. 請確認檔案。",
        )
    return Source(path.name, text, encoding, hashlib.sha256(data).hexdigest())


def _bytes(path: Path, limit: int) -> bytes:
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
