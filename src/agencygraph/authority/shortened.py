"""Names that share a part said once: 桃園、中壢監理站; 社會局及勞動局 of the same city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.authority.organisations import Hit
from agencygraph.authority.registry import Register
from agencygraph.text import Expression

_JOIN = re.compile(r"(?:、|,|以及|暨|及|與|和)$")
_CITY = Expression(r"(.{2}[縣市]政府|.{2}[縣市])[一-鿿]{2,}[局處]")
_BESIDE = re.compile("、|,|及|與|和|以及|暨")
_NEXT = Expression("(?:、|,|及|與|和|以及|暨)([一-鿿]{2,7}?[局處])")
_BRANCH = Expression(
    "(.+[署局處所])(?:第[一二三四五六七八九十]|[一-鿿]{2,3})(分局|分署|分處|稽徵所|辦事處|派出所|分隊)"
)
_BARE = Expression(r"[一-鿿]{2,6}[局處]$")


_SHARED = (
    "分署|分局|稽徵所|監理站|監理所|戶政事務所|地政事務所|[鄉鎮市區]公所|辦事處|就業服務站|就業中心|服務站|地檢署|地院"
    "|分處|分所|分隊|分站|分會|分院|工作站|派出所|分駐所|辦公室|安檢所|就業服務[臺台]|檢查站|營運所|服務所|榮服處|榮家|監獄|看守所|戒治所|地方法院|地方檢察署|療養院|醫院"
)
_COUNTED = Expression(
    rf"(?:等(?P<told>[\d一二兩三四五六七八九十]+)|(?P<many>[兩二三四五]))[個處所家]?(?P<shared>{_SHARED})"
)
_ITEM = re.compile("(?:^|[、及與和])([一-鿿]{2})$")


def counted(text: str, register: Register) -> Iterator[tuple[int, int, str]]:
    """Short forms whose shared part follows their number, each with its full name: 臺北、士林及新北等3分署."""
    for match in _COUNTED.finditer(text):
        towns = _towns(text, match.start(), register)
        if match["many"]:
            towns = _as_many(text, match.start(), "兩二三四五".index(match["many"]), register) or towns
        elif len(match["told"]) == 1 and not towns:
            many = "0123456789".find(match["told"]) if match["told"].isascii() else _NUMBERS.find(match["told"])
            towns = _as_many(text, match.start(), many - 1, register) if 2 < many < 10 else towns
        if len(towns) < 2:
            continue
        above = _above(text, towns[0][0], register)
        for at, (start, end) in enumerate(towns):
            stop = match.end() if at == len(towns) - 1 else end
            yield start - (0 if at else len(above)), stop, above + text[start:end] + match["shared"]


_TWIN = Expression("([一-鿿]{2})縣[、及與和]?(市(?:政府(?:[一-鿿]{2,4}[局處](?![長理在於]))?)?)")


def twins(text: str, register: Register) -> Iterator[tuple[int, int, str]]:
    """The county and the city of one name with what they share: 新竹縣、市政府消防局."""
    for match in _TWIN.finditer(text):
        name, rest = match.groups()
        shared = rest.removeprefix("市")
        if shared and all(register.knows(f"{name}{kind}政府") for kind in "縣市"):
            yield match.start(), match.start() + 3, f"{name}縣{shared}"
            yield match.start(2), match.end(), f"{name}市{shared}"


def _towns(text: str, end: int, register: Register) -> list[tuple[int, int]]:
    """The towns of a list from its end, back to the first item that is none."""
    found: list[tuple[int, int]] = []
    while True:
        size = next((n for n in (3, 2) if n <= end and text[end - n : end] in register.bare_places), 0)
        if not size:
            return found[::-1]
        found.append((end - size, end))
        join = _JOIN.search(text, max(0, end - size - 2), end - size)
        if join is None:
            return found[::-1]
        end = join.start()


def _as_many(text: str, end: int, number: int, register: Register) -> list[tuple[int, int]]:
    """As many items of a list as its number says (2 for 兩 and 二), where the first is a town: 花蓮、富岡、成功三處."""
    found: list[tuple[int, int]] = []
    for _ in range(max(number, 1)):
        item = _ITEM.search(text, max(0, end - 3), end)
        if item is None or item.start(1) == item.start():
            return []
        found.append((item.start(1), end))
        end = item.start()
    first = next((n for n in (3, 2) if n <= end and text[end - n : end] in register.bare_places), 0)
    return [(end - first, end), *found[::-1]] if first else []


def earlier(text: str, hit: Hit, authority: Register) -> Iterator[tuple[int, int, str]]:
    """The short forms before a name, each with its place and its full name: (0, 2, 桃園監理站) for 桃園、中壢監理站.

    The name itself comes last where the first of them bears the name of the body above: 財政部北區國稅局新竹、基隆分局.
    """
    name = text[hit.start : hit.end]
    for size in (3, 2):
        if name[:size] in authority.bare_places and len(name) > size:
            rest = name[size:]
            break
    else:
        return
    at = hit.start
    found: list[tuple[int, int]] = []
    while (join := _JOIN.search(text, max(0, at - 2), at)) is not None:
        end = join.start()
        start = next((end - n for n in (3, 2) if end >= n and text[end - n : end] in authority.bare_places), None)
        if start is None:
            break
        found.append((start, end))
        at = start
    if not found:
        return
    first = min(start for start, _ in found)
    above = _above(text, first, authority)
    for start, end in sorted(found):
        yield start - (len(above) if start == first else 0), end, above + text[start:end] + rest
    if above:
        yield hit.start, hit.end, above + name


def _above(text: str, start: int, authority: Register) -> str:
    for size in range(min(16, start), 2, -1):
        if authority.knows(text[start - size : start]):
            return text[start - size : start]
    return ""


def sister(text: str, previous: Hit | None, hit: Hit, register: Register) -> str:
    """What the name before lends to a bare one beside it: 桃園市政府 to 勞動局 after 桃園市政府社會局.

    A branch gets the body that the branch before it has: 臺南市政府警察局 for 永康分局 after 臺南市政府警察局第一分局.
    """
    if previous is None or not _BESIDE.fullmatch(text, previous.end, hit.start):
        return ""
    before, name = text[previous.start : previous.end], text[hit.start : hit.end]
    branch = _BRANCH.fullmatch(before)
    if branch and name.endswith(branch.group(2)) and name[: -len(branch.group(2))] in register.bare_places:
        return branch.group(1)
    city = _CITY.match(before)
    return city.group(1) if city and _BARE.fullmatch(name) and name[:2] not in register.bare_places else ""


def bureaus(text: str, hit: Hit, register: Register) -> Iterator[tuple[int, int, str]]:
    """Bare offices of the same city after one in full, where they are on file: 計畫處 after 宜蘭縣政府工商旅遊處."""
    city = _CITY.fullmatch(text, hit.start, hit.end)
    end = hit.end
    while city and (match := _NEXT.match(text, end)) and register.knows(city.group(1) + match.group(1)):
        yield match.start(1), match.end(1), city.group(1) + match.group(1)
        end = match.end(1)


_SECTIONS = re.compile("([兩二三四五六七八九十])個?([課科室組股])(?![員長別年次期名份])")
_PAIRED = re.compile("(?:、|以及|及|與|和)$")
_NUMBERS = "_一二三四五六七八九十"
_STEM = Expression(
    "(?:^|(?<=[^\\w]|[設置有為分含下轄及與和之的由經向至請於]))[^\\W設置有為分含下轄及與和之的由經向至請於等\\d]{2,6}(?<![課科室組股])$"
)


def sections(text: str) -> Iterator[tuple[int, int, str]]:
    """Units whose ending is said once, with their number: 登記、測量、地價三課. As many as it says, or none."""
    for match in _SECTIONS.finditer(text):
        wanted = 2 if match[1] == "兩" else _NUMBERS.index(match[1])
        found: list[tuple[int, int]] = []
        end = match.start()
        while len(found) < wanted and (stem := _STEM.search(text, max(0, end - 8), end)):
            found.append((stem.start(), end))
            join = _PAIRED.search(text, max(0, stem.start() - 2), stem.start())
            if join is None:
                break
            end = join.start()
        if len(found) == wanted:
            for start, stop in reversed(found):
                yield start, match.end() if stop == match.start() else stop, text[start:stop] + match[2]
