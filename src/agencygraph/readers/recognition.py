"""Recognises a file by its contents: what it is called may be wrong."""

from __future__ import annotations

import io
import re
import zipfile

from agencygraph.readers.limits import damaged, locked

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_FLAT = re.compile(rb"<office:document\b[^>]*?mimetype=\"([^\"]+)\"", re.DOTALL)
_HEAD = 4096
_MIMES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.text-master": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}


def recognise(data: bytes, name: str) -> str:
    """The format that a file's contents show (pdf, docx, odt, ods, html), empty when they show none.

    Raises `UnreadableError` for office documents that are locked, and for archives too damaged to tell.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_ZIP):
        return _zipped(data, name)
    if head.startswith(_OLE) and _LOCKED in data:
        raise locked(name)
    flat = _FLAT.search(head)
    if flat:
        return _MIMES.get(flat[1].decode("ascii", "replace"), "")
    return "html" if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) else ""


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            info = archive.getinfo("mimetype") if "mimetype" in names else None
            plain = info is not None and info.file_size < _HEAD and not info.flag_bits & 1
            mime = archive.read("mimetype").decode("ascii", "replace").strip() if plain else ""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise damaged(
            name, "ZIP archive or office document (DOCX, ODT, ODS)", "ZIP 或 Office（DOCX、ODT、ODS）"
        ) from fault
    if mime in _MIMES:
        return _MIMES[mime]
    return "docx" if any(part.startswith("word/") for part in names) else ""
