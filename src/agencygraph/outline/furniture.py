"""Page furniture: lines that the page brought and the text knows nothing of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from agencygraph.outline import markers
from agencygraph.outline.lines import Line

_BARE = re.compile(r"\d{1,3}")
_FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_OF_PAGES = rf"第\s*{_COUNT}\s*頁(?:\s*[,/、]?\s*[(]?\s*[共/]\s*(?:共\s*)?{_COUNT}\s*頁?\s*[)]?)?"
_PAGES_OF = r"共\s*\d{1,4}\s*頁\s*[,/、]?\s*第\s*\d{1,4}\s*頁"
_PAGE = re.compile(
    r"[-–—~=<\[·‧•\s]*(?:"
    rf"{_OF_PAGES}|{_PAGES_OF}"
    r"|[Pp](?:age|AGE)?\.?\s*\d{1,4}(?:\s*(?:of|OF|/)\s*\d{1,4})?"
    r"|頁次?\s*[:.]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?"
    r"|[-–—~=<\[·‧•]\s*\d{1,4}\s*[-–—~=>\]·‧•]"
    r")[-–—~=>\]·‧•\s]*"
)
_PAGE_WITHIN = re.compile(rf"{_PAGES_OF}|{_OF_PAGES}|[-–—]\s*\d{{1,4}}\s*[-–—]|[Pp](?:age|AGE)?\.?\s*\d{{1,4}}$")
_URL = re.compile(r"<?(?:https?://|www\.)[!-~]+>?\s*/?", re.IGNORECASE)
_ASKS_URL = re.compile(r"(網址|網站|網頁|專區|平台|平臺|系統|連結|信箱|[址至於為是及、:：(（「<])$")
_CONTENTS = re.compile(r".*\S\s*(?:\.{4,}|…{2,}|[‧·・]{4,}|(?:\s[.·‧]){3,}|-{6,}|_{6,})\s*(?:\d{1,4}|[ivxIVX]{1,5})")
_CONTENTS_TITLE = re.compile(r"目\s*[錄次]")
_CONTENTS_LINE = re.compile(r".*[^\s\d][\s.…‧·]+\d{1,4}")
_RULE = re.compile(r"[-=_*~—─━═‧·.\s]{3,}")
_APART = 6
_TAIL = 8
_SAID = re.compile(r"[,;。、]")


def found(lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of lines that are page numbers, running heads, rules, contents, or addresses of a footer."""
    numbers = _page_numbers(lines)
    edges = numbers | {index for index, line in enumerate(lines) if line.page}
    out = numbers | _running(lines, edges, numbers)
    out |= {index for index, line in enumerate(lines) if _RULE.fullmatch(line.flat) or _CONTENTS.fullmatch(line.flat)}
    out |= _contents(lines)
    return frozenset(out | _footer_addresses(lines, out))


def _contents(lines: Sequence[Line]) -> set[int]:
    """The lines of a table of contents below its title, each ending with a page."""
    out: set[int] = set()
    inside = False
    for index, line in enumerate(lines):
        inside = bool(_CONTENTS_TITLE.fullmatch(line.flat)) or (inside and bool(_CONTENTS_LINE.fullmatch(line.flat)))
        if inside and not _CONTENTS_TITLE.fullmatch(line.flat):
            out.add(index)
    return out


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that hold a page number only; bare numbers must stand far apart and rise."""
    dressed = {index for index, line in enumerate(lines) if _PAGE.fullmatch(line.flat)}
    dressed |= _fractions(lines)
    bare = [index for index, line in enumerate(lines) if _BARE.fullmatch(line.flat)]
    alone = [
        index
        for place, index in enumerate(bare)
        if (place == 0 or index - bare[place - 1] > _APART)
        and (place + 1 == len(bare) or bare[place + 1] - index > _APART)
    ]
    pages = [(index, int(lines[index].flat)) for index in alone]
    rising = all(a[1] < b[1] for a, b in pairwise(pages))
    near_break = {index for index, _ in pages if _at_page_edge(lines, index)}
    return dressed | ({index for index, _ in pages} if rising else near_break)


def _fractions(lines: Sequence[Line]) -> set[int]:
    """Lines like 3/12 when there are several, all out of the same number and rising."""
    found = [(index, match) for index, line in enumerate(lines) if (match := _FRACTION.fullmatch(line.flat))]
    rising = all(int(a[1]) < int(b[1]) and a[2] == b[2] for (_, a), (_, b) in pairwise(found))
    return {index for index, _ in found} if len(found) > 1 and rising else set()


def _at_page_edge(lines: Sequence[Line], index: int) -> bool:
    return lines[index].page or (index + 1 < len(lines) and lines[index + 1].page)


def _running(lines: Sequence[Line], edges: set[int], numbers: set[int]) -> set[int]:
    """Short lines that come back, digits aside, at the edges of pages or in the middle of sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if 4 <= line.width <= 80 and index not in numbers and not _SAID.search(_PAGE_WITHIN.sub("", line.flat)):
            places[re.sub(r"\d+|\s", "", line.flat)].append(index)
    out: set[int] = set()
    for key, where in places.items():
        if len(where) < 2 or len(key) < 2 or markers.read(lines[where[0]].flat):
            continue
        texts = Counter(_PAGE_WITHIN.sub("", lines[i].flat) for i in where)
        if len(texts) > 1 and len(texts) * 2 > len(where):
            continue
        at_edge = sum(i in edges or i - 1 in edges or i + 1 in edges for i in where)
        if at_edge == len(where) or (len(where) > 2 and (at_edge * 3 >= len(where) * 2 or _parts(lines, where))):
            out |= {i for i in where if i > 2 or i in edges or i - 1 in edges}
    return out


def _parts(lines: Sequence[Line], where: Sequence[int]) -> bool:
    """Whether a line stands in the middle of sentences, each another one."""
    if where[0] == 0:
        return False
    inside = sum(lines[i - 1].dangling for i in where)
    return inside * 3 >= len(where) * 2 and len({lines[i - 1].flat[-_TAIL:] for i in where}) == len(where)


def _footer_addresses(lines: Sequence[Line], gone: set[int]) -> set[int]:
    """Web addresses on a line of their own that part a sentence whose words do not ask for one."""
    out = set()
    for index, line in enumerate(lines):
        if not _URL.fullmatch(line.flat) or index == 0:
            continue
        before = next((lines[i] for i in range(index - 1, -1, -1) if i not in gone), None)
        if before is None or before.finished or _ASKS_URL.search(before.flat):
            continue
        if any(i in gone for i in (index - 1, index + 1)) or line.page or before.width > 40:
            out.add(index)
    return out
