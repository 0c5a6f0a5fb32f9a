"""Opens office documents as what they are, ZIP archives of XML parts, without trusting them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from agencygraph.errors import UnreadableError
from agencygraph.model import Note
from agencygraph.readers.limits import Limits, damaged, locked, over

_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, OverflowError,
)  # fmt: skip
_SMALL = 5_000_000
_DTD = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")

Element = etree._Element

MACROS = Note("MACROS", "has macros; they were ignored.", "內含巨集，已略過。")


class Archive:
    """The parts of an office document. Raises `UnreadableError` for what is damaged, locked or over the limits."""

    def __init__(self, data: bytes, name: str, what: str, limits: Limits) -> None:
        self._name, self._what, self._limits = name, what, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as fault:
            raise damaged(name, what) from fault
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise over(name, "entries", "內含檔案數", limits.entries)
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, path: str) -> bytes | None:
        """The bytes of a part, None when there is no such part; never more than the limits allow are unpacked."""
        try:
            entry = self._zip.getinfo(path)
        except KeyError:
            return None
        if entry.flag_bits & 1:
            raise locked(self._name)
        most = min(self._limits.unpacked, max(_SMALL, entry.compress_size * self._limits.ratio))
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except _BROKEN as fault:
            raise damaged(self._name, self._what, reason=path) from fault
        if len(data) > most:
            raise over(self._name, f"bytes in {path}", f"內容（{path}）位元組數", most)
        return data

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """The archive with some parts changed or added, the others as they are; the same bytes for the same parts."""
        out = io.BytesIO()
        entries = self._zip.infolist()
        with zipfile.ZipFile(out, "w") as archive:
            for entry in entries:
                archive.writestr(entry, changed.get(entry.filename, self.part(entry.filename) or b""))
            for path in sorted(changed.keys() - self.names):
                added = zipfile.ZipInfo(path, entries[0].date_time)
                added.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(added, changed[path])
        return out.getvalue()

    def tree(self, path: str) -> Element | None:
        """The root of an XML part, None when there is no such part."""
        data = self.part(path)
        return None if data is None else parse(data, self._name, self._what, self._limits)


def parse(data: bytes, name: str, what: str, limits: Limits) -> Element:
    """The root of an XML text that declares no entities and is not nested deeper than the limit."""
    if any(mark in data for mark in _DTD) or data[:2] in _WIDE:
        raise UnreadableError(
            f"{name} declares its own document type, which no {what} needs.",
            f"{name} 內含不應有的文件型別宣告（DTD）。",
            "Open it in its own program and save it again. 請用原程式開啟後重新儲存。",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(name, what) from fault
    check_depth(root, name, limits)
    return root


def check_depth(root: Element, name: str, limits: Limits) -> None:
    """Raises `UnreadableError` for a tree that is nested deeper than the limit."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise over(name, "levels of nesting", "巢狀層數", limits.depth)


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
