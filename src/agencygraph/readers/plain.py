"""Text files: which encoding, and whether it is text at all.

A few damaged bytes do not make a report unreadable: up to `DAMAGE` of a UTF-8 text may be broken (each broken place
becomes U+FFFD, as in any editor), provided that the rest is Chinese or ASCII as it should be. Anything worse is
refused, because a wrong character in a figure is worse than a report that was not read.
"""

from __future__ import annotations

import codecs
import re

from agencygraph.errors import UnreadableError
from agencygraph.model import Note
from agencygraph.readers.limits import Limits
from agencygraph.readers.texts import Progress, Text

DAMAGE = 0.005
"""Share of a UTF-8 text's characters that may be broken."""

_MAGIC = (
    (b"%PDF", "a PDF", "PDF"),
    (
        b"PK\x03\x04",
        "an archive or an office document that has no reader (XLSX, PPTX, EPUB)",
        "壓縮檔或不支援的文件（XLSX、PPTX、EPUB）",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel document", "舊版 Word 或 Excel 文件"),
    (b"{\\rtf", "an RTF document", "RTF 文件"),
    (b"\x89PNG", "a PNG picture", "PNG 圖片"),
    (b"\xff\xd8\xff", "a JPEG picture", "JPEG 圖片"),
    (b"GIF8", "a GIF picture", "GIF 圖片"),
    (b"\x1f\x8b", "a gzip archive", "gzip 壓縮檔"),
    (b"Rar!", "a RAR archive", "RAR 壓縮檔"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "7z 壓縮檔"),
    (b"\x7fELF", "a program", "程式"),
    (b"MZ\x90", "a program", "程式"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_CONTROLS = bytes(range(1, 9)) + bytes(range(14, 27)) + b"\x1c\x1d\x1e\x1f\x7f"
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e\s!-~]")
_COMMON = frozenset("的一是在有人及年月日之為以本於民機關等會提供辦理案件服務第行政請及各業由至中上不者並或與地")
_HEAD = 65_536
_MOSTLY = 0.9


def read(data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Text:
    """The text of a text file, as it is. Raises `UnreadableError`."""
    text, encoding = decode(data, name)
    lost = text.count("\ufffd")
    note = Note("DAMAGED", f"has {lost} places that could not be decoded.", f"有 {lost} 處文字無法解碼。")
    return Text(text, encoding, notes=(note,) if lost else ())


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it is in; raises `UnreadableError` for what is no text."""
    _refuse_known(data, name)
    for mark, codec, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, codec, encoding, name), encoding
    wide = _utf16(data)
    if wide:
        return _strict(data, wide, wide, name), wide
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _damaged_or_big5(data, name)


def _strict(data: bytes, codec: str, encoding: str, name: str) -> str:
    """Decoded without the byte order mark; a last odd byte of a cut-off file becomes U+FFFD."""
    text = data.decode(codec, errors="replace").removeprefix("\ufeff")
    if text.count("\ufffd") > max(1, DAMAGE * len(text)):
        raise _undecodable(name, encoding)
    if text.count("\0") > len(text) // 100:
        raise _binary(name)
    return text


def _utf16(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` when there are zero bytes (ASCII, line ends) and one gives usual characters."""
    head = data[: min(len(data), _HEAD) // 2 * 2]
    if b"\0" not in head:
        return ""
    for codec in ("utf-16-le", "utf-16-be"):
        text = head.decode(codec, errors="replace")
        if len(_USUAL.findall(text)) >= _MOSTLY * len(text):
            return codec
    return ""


def _damaged_or_big5(data: bytes, name: str) -> tuple[str, str]:
    """The better of UTF-8 with a few broken places and the Big5 family."""
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= max(1, DAMAGE * len(text)) and _plausible(text):
        return text, "utf-8"
    for codec in ("cp950", "big5hkscs"):
        text = data.decode(codec, errors="replace")
        if text.count("\ufffd") <= DAMAGE * len(text) and _plausible(text):
            return text, codec
    raise _undecodable(name, "UTF-8, UTF-16, Big5")


def _plausible(text: str) -> bool:
    """Whether the text reads like Chinese: usual characters nearly throughout, and frequent ones among them."""
    sample = text[:_HEAD]
    chinese = [letter for letter in sample if "\u4e00" <= letter <= "\u9fff"]
    if not chinese:
        return sample.isascii()
    frequent = sum(letter in _COMMON for letter in chinese)
    return len(_USUAL.findall(sample)) >= _MOSTLY * len(sample) and frequent * 33 >= len(chinese)


def _refuse_known(data: bytes, name: str) -> None:
    for mark, what, zh in _MAGIC:
        if data.startswith(mark):
            raise UnreadableError(
                f"{name} is {what}, not text.",
                f"{name} 是{zh}，不是文字檔。",
                "Save it as text first. 請先另存為純文字檔。",
            )


def _refuse_binary(data: bytes, name: str) -> None:
    head = data[:_HEAD]
    odd = len(head) - len(head.translate(None, _CONTROLS))
    if head.count(0) > len(head) // 1000 or odd > len(head) // 20:
        raise _binary(name)


def _binary(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name} is binary, not text.",
        f"{name} 是二進位檔，不是文字檔。",
        "Save it as text first. 請先另存為純文字檔。",
    )


def _undecodable(name: str, tried: str) -> UnreadableError:
    return UnreadableError(
        f"{name} cannot be decoded (tried {tried}).",
        f"{name} 無法解碼（已試 {tried}）。",
        "Save it as UTF-8. 請另存為 UTF-8。",
    )
