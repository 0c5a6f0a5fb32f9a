"""Looks for files that crash a reader: `python -m tests.readers.fuzz --minutes 10`.

Takes the sample report in every format, damages it (bytes changed, cut out, doubled, swapped; inside an archive the
parts themselves), and reads it. Only `UnreadableError` may come out, within a few seconds. A file that does worse is
kept in the folder that is named at the end; make it a case of `tests/readers/test_hostile.py`.
"""

from __future__ import annotations

import argparse
import copy
import faulthandler
import io
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import etree

from agencygraph.errors import UnreadableError
from agencygraph.readers import Limits, read
from tests.readers.makers import MAKERS
from tests.readers.samples import EXAMPLES, STEM

SLOW = 10.0
LIMITS = Limits(unpacked=5_000_000, characters=2_000_000, cells=200_000, drawings=50_000)
Cut = tuple[float, int, bytes, int]
_WORDS = (
    b"<", b">", b"/>", b"</w:p>", b"<w:tbl>", b'w:val="', b"%PDF", b"endobj", b"stream", b"<<", b">>", b"(", b"]",
    b"99999999", b"-1", b"\x00", b"\xff", b"\xed\xa0\x80", b"PK\x05\x06", b"&#0;", b"&#xd800;", b"&a;", b"table",
    b"list", b"<td rowspan=0>", b"text:level", b"/Length", b"/Kids", b"BT", b"Tj", b"cm", b"1e308",
)  # fmt: skip
_VALUES = ("", "-1", "0", "99999999999", "1.5", "x", "%1%9%", "bullet", "壹, 貳", "true")


def seeds() -> list[tuple[str, bytes]]:
    """The files to begin with, small ones of every format and the sample report."""
    made = [(ending, make(False)) for ending, make in MAKERS.values()]
    kept = [(path.suffix, path.read_bytes()) for path in sorted(EXAMPLES.glob(f"{STEM}.*")) if path.suffix != ".jsonl"]
    return made + kept


def cuts() -> st.SearchStrategy[list[Cut]]:
    """Places (a share of the file), how many bytes go, what comes instead and how often."""
    piece = st.one_of(st.sampled_from(_WORDS), st.binary(max_size=8))
    return st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), piece, st.integers(1, 3)), min_size=1, max_size=6)


def damaged(data: bytes, changes: list[Cut]) -> bytes:
    """`data` with these changes."""
    for share, gone, new, times in changes:
        at = int(share * len(data))
        data = data[:at] + new * times + data[at + gone :]
    return data


def damaged_tree(data: bytes, changes: list[Cut]) -> bytes:
    """An XML text with elements gone, doubled, moved, renamed, with other values; bytes changed when it is none."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return damaged(data, changes)
    for share, kind, new, times in changes:
        every = [element for element in root.iter() if element is not root and isinstance(element.tag, str)]
        if not every:
            break
        one = every[min(int(share * len(every)), len(every) - 1)]
        other = every[kind * 7 % len(every)]
        upper = one.getparent()
        if upper is None or kind % 6 == 0:
            for key in list(one.attrib)[:times]:
                one.set(key, _VALUES[kind * len(new) % len(_VALUES)])
        elif kind % 6 == 1:
            upper.remove(one)
        elif kind % 6 == 2:
            upper.extend(copy.deepcopy(one) for _ in range(times))
        elif kind % 6 == 3:
            other.append(copy.deepcopy(one))
        elif kind % 6 == 4:
            one.tag = other.tag
        else:
            for key, value in other.attrib.items():
                one.set(key, value)
    return etree.tostring(root)


def damaged_part(data: bytes, changes: list[Cut], place: int) -> bytes:
    """An archive one of whose parts was damaged; of a PDF one of its packed streams; else the bytes themselves."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = sorted(parts)[place % len(parts)]
        parts[name] = (damaged_tree if place % 3 else damaged)(parts[name], changes)
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        return held.getvalue()
    pieces = data.split(b"stream\n")
    if len(pieces) > 2:
        at = 1 + place % (len(pieces) - 1)
        try:
            pieces[at] = zlib.compress(damaged(zlib.decompressobj().decompress(pieces[at]), changes)) + b"\nend"
        except zlib.error:
            pieces[at] = damaged(pieces[at], changes)
        return b"stream\n".join(pieces)
    return damaged(data, changes)


def trial(ending: str, data: bytes, folder: Path) -> str:
    """What is wrong with how a file is read; empty when nothing is."""
    path = folder / f"case{ending}"
    path.write_bytes(data)
    begun = time.monotonic()
    try:
        text = read(path, limits=LIMITS).text
        text.encode()
    except UnreadableError:
        pass
    except (Exception, RecursionError):  # noqa: BLE001 - whatever it is, it must not be
        return traceback.format_exc()
    took = time.monotonic() - begun
    return f"took {took:.1f} s" if took > SLOW else ""


def run(minutes: float, folder: Path, number: int) -> int:
    """Tries files until the time is up; how many did worse than being refused."""
    found: dict[str, Path] = {}
    count = 0
    begun = seeds()

    @seed(number)
    @settings(max_examples=500, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.sampled_from(begun), cuts(), st.booleans(), st.integers(0, 50))
    def once(start: tuple[str, bytes], changes: list[Cut], inside: bool, place: int) -> None:
        nonlocal count
        if time.monotonic() > end:
            return
        count += 1
        ending, data = start
        data = damaged_part(data, changes, place) if inside else damaged(data, changes)
        wrong = trial(ending, data, folder)
        kind = wrong.strip().splitlines()[-1] if wrong else ""
        if wrong and kind not in found:
            found[kind] = folder / f"found-{len(found)}{ending}"
            found[kind].write_bytes(data)
            sys.stderr.write(f"{found[kind]}\n{wrong}\n")

    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        once()
        number += 1
    sys.stderr.write(f"{count} files, {len(found)} kinds of failure in {folder}\n")
    return len(found)


def main() -> int:
    """The command."""
    faulthandler.enable()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    return 1 if run(options.minutes, Path(tempfile.mkdtemp(prefix="fuzz-")), options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
