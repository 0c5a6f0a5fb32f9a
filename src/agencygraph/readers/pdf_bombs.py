"""Whether a PDF unfolds to more than it should: looked up in its bytes, before a library that nobody can stop does it.

A stream may unpack to a thousand times its size, a page may draw one form a hundred times, and that form another. This
adds up, for each page, the bytes that drawing it reads. An encrypted file hides its streams from this.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from agencygraph.readers.limits import Limits, over

_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s+\d{1,5}\s+obj\b")
_END = re.compile(rb"\bstream\r?\n|\bendobj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PAGES = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([^\]]*)\]|(\d+\s+\d+\s+R))")
_RESOURCES = re.compile(rb"/(?:Resources|XObject)\s+(\d+)\s+\d+\s+R")
_NUMBER = re.compile(rb"(\d+)\s+\d+\s+R")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY = 100_000
_PAGES_IN_ALL = 25
_DRAWING = 1_000
"""Bytes that drawing a form is worth, however little is in it."""


class _File:
    """The objects of a file: the text of each, and the content of its stream."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data, self._most = data, most
        self.texts: dict[int, bytes] = {}
        self._streams: dict[int, int] = {}
        self._contents: dict[int, bytes] = {}
        for match in _OBJECT.finditer(data):
            end = _END.search(data, match.end(), match.end() + _DICTIONARY)
            number = int(match[1])
            self.texts[number] = data[match.end() : end.start() if end else match.end() + _DICTIONARY]
            self._streams.pop(number, None)
            if end and end[0].startswith(b"stream"):
                self._streams[number] = end.end()
        for number in [number for number, text in self.texts.items() if _PACKED.search(text)]:
            self._unpack(number)

    def content(self, number: int) -> bytes:
        """The unpacked stream of an object, cut off behind the limit."""
        if number in self._contents:
            return self._contents[number]
        start = self._streams.get(number)
        if start is None:
            return b""
        end = self._data.find(b"endstream", start)
        content = self._data[start : end if end >= 0 else None]
        for _ in range(min(len(_FLATE.findall(self.texts[number])), 4)):
            try:
                content = zlib.decompressobj().decompress(content, self._most + 1)
            except zlib.error:
                return b""
        self._contents = {number: content}
        return content

    def _unpack(self, number: int) -> None:
        """The objects that are packed into a stream together, behind a list of their numbers and places."""
        content = self.content(number)
        first = re.search(rb"/First\s+(\d+)", self.texts[number])
        places = [int(figure) for figure in content[: int(first[1])].split() if figure.isdigit()] if first else []
        ends = [*places[3::2], len(content)]
        for key, place, end in zip(places[::2], places[1::2], ends, strict=False):
            base = int(first[1]) if first else 0
            self.texts.setdefault(key, content[base + place : base + min(end, place + _DICTIONARY)])


class _Costs:
    """How many bytes are read to draw an object, with the forms that it draws."""

    def __init__(self, file: _File, most: int) -> None:
        self._file, self._most = file, most
        self._known: dict[int, int] = {}
        groups = (text for text in file.texts.values() if _PAGES.search(text))
        self._inherited = b" ".join(text[text.find(b"/Resources") :] for text in groups if b"/Resources" in text)

    def pages(self) -> Iterator[int]:
        """The cost of each page."""
        for text in list(self._file.texts.values()):
            if _PAGE.search(text):
                listed = b" ".join(one or other for one, other in _CONTENTS.findall(text))
                numbers = [int(number) for number in _NUMBER.findall(listed)]
                arrays = [self._file.texts.get(number, b"").strip() for number in numbers]
                numbers += [int(n) for array in arrays if array.startswith(b"[") for n in _NUMBER.findall(array)]
                yield self._sum(numbers, text if b"/Resources" in text else self._inherited)

    def _sum(self, numbers: list[int], text: bytes) -> int:
        total = 0
        for number in numbers:
            total += self._drawing(number, text)
            if total > self._most:
                break
        return total

    def _drawing(self, number: int, text: bytes) -> int:
        """The cost of a stream whose resources stand in `text`; what is being added up already counts once."""
        if number in self._known:
            return self._known[number]
        self._known[number] = 0
        content = self._file.content(number)
        more = b" ".join(self._file.texts.get(int(one), b"") for one in _RESOURCES.findall(text))
        more += b" ".join(self._file.texts.get(int(one), b"") for one in _RESOURCES.findall(more))
        named = {name: int(target) for name, target in _NAMED.findall(text + more)}
        total = len(content)
        for name in _DRAWN.findall(content):
            target = named.get(name, number)
            if b"/Form" in self._file.texts.get(target, b""):
                total += _DRAWING + self._drawing(target, self._file.texts[target])
            if total > self._most:
                break
        self._known[number] = total
        return total


def check(data: bytes, name: str, limits: Limits) -> None:
    """Raises `UnreadableError` for a file one of whose pages, or all together, would unfold beyond the limits."""
    every = 0
    for cost in _Costs(_File(data, limits.unpacked), limits.unpacked).pages():
        every += cost
        if cost > limits.unpacked or every > limits.unpacked * _PAGES_IN_ALL:
            raise over(name, "bytes of drawing on its pages", "頁面繪圖內容位元組數", limits.unpacked)
