"""Personal names next to a title: 林大明科長, 科長林大明, 林科長大明; others are for `unlisted`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from agencygraph.model import Mention, Span
from agencygraph.normalise.wordlists import lines, longest, words
from agencygraph.text import Expression

_SURE, _RISKY, _DOUBLE = (frozenset(line) for line in lines("surnames.txt"))
_GIVEN = frozenset("".join(words("given.txt")))
_RANKS = ("", "前", "前任", "副", "代理", "資深", "卸任", "新任", "現任", "時任")
_TITLES = words("titles.txt")
_TITLE = Expression(f"(?:{longest(_RANKS[1:])})?{longest(_TITLES)}")
_TITLE_FINDER = AhoCorasick([rank + title for title in _TITLES for rank in _RANKS], matchkind=MatchKind.LeftmostLongest)
_ADDRESS = "君"
_COURTESY = re.compile("先生|女士|小姐|老師|博士|伯伯|奶奶|爺爺|阿[公嬤姨]")
# Titles that are ordinary words too: the name behind one must be sure and end there.
_LOOSE = frozenset(words("plain-titles.txt"))
_OF_PLACE = tuple("縣市鄉鎮區里村分署局處院所校館站隊")
_CELL = Expression("(?:^|\t)(?P<name>[\u4e00-\u9fff]{3,4})\t[^\t,。;:]*$")
_SHORT = 14
_CELL_ENDS = Expression("\t|$")
_WORDS = Expression(longest(words("unnamed.txt")))
_HAN = Expression("[\u4e00-\u9fff]+")
_MASKED = Expression("(?P<surname>[\u4e00-\u9fff])(?:[○〇][\u4e00-\u9fff](?![○〇])|[○〇]{2}|[\u4e00-\u9fff][○〇])")
_NEVER = frozenset(
    "的之於及與或為是在不有各該本此等第月日時分個名位件人者所局署處科室課股組隊院部會廳司站廠校系館團縣市區鄉鎮村里路街號"
    "長員師並對由至到以被把令且則均皆若但而又再就更最每某公私舊前後左右上下內外一二三四五六七八九十百萬億兆務辦業"
)
_SELDOM = frozenset("之又和以鎮千")
"""Characters of a given name that else part words: 敬之, 又新, 以寧, 敬和; the other one must be common in names."""
LEFT = Expression(
    "(?:^|[^\u4e00-\u9fffA-Za-z0-9]|[局署處院科室課股組司會校部府系所館廳廠社隊團行站班級表長官師員由請邀聘派任與及和暨向對為是偕率訪兼獎陪同]"
    "|大學|公司|中心|銀行)$"
)
_DOTTED = Expression("[\u4e00-\u9fff]{1,6}(?:[·‧・•．.][\u4e00-\u9fff]{1,5}){1,2}")
_TRANSCRIBED = Expression("[\u4e00-\u9fff]{2,7}([·‧・•．.])[\u4e00-\u9fff]{2,5}$")
_DOTS = re.compile("[·‧・•．.]")
_SYLLABLE = re.compile("特(?![別地於])|爾|明(?=[·‧・•．.])")
_GOES_ON = re.compile("[的之來拜蒞致演]|參[訪觀與加]|發表|介紹|進行|專題")
_LADY = "氏"
_OPENS = Expression("[" + "".join(sorted(_SURE | _RISKY | {name[0] for name in _DOUBLE})) + "]")
_MOON = re.compile("月.|.月")
"""A given name with a word that else is no name: 月嬌, 秋月."""
_PUNCTUATION = Expression("$|[^\u4e00-\u9fffA-Za-z]|電話|分機|傳真")
_IS = re.compile("(?:分別|依序|現|目前|改)?[為係是由]|:|\t")
_RIGHT = Expression(
    "[服的之均皆將全因經已曾退屆升調接亦也現今向攜完綜榮獲率於及與主講授等表說親致擔蒞到出帶指頒親為以和整撰提分偕陪並亦特應受列在對將共同任教從走來赴即統導協逐負召開持隨依前兼再每答解示透針另接慰訪督代宣居介允拾默每簡成創說歸掌勉嘉讚呼強盼籲指感獻鼓剪揭點開巡視考聽核題]"
)


def find_persons(text: str) -> list[Mention]:
    """Every personal name beside its title, with `values` (name put together, title); by place, without overlaps."""
    found: list[Mention] = []
    end = 0
    for _, start, stop in _TITLE_FINDER.find_matches_as_indexes(text):
        if start < end or (text[start:stop] == _ADDRESS and _TITLE.match(text, stop)):
            continue
        title = Span(start, stop)
        told = (reader(text, title) for reader in (_inside, _in_front, _behind, _in_brackets, _in_the_cell_before))
        mention = next((mention for mention in told if mention and mention.start >= end), None)
        if mention:
            found.append(mention)
            end = mention.end
    return found


def _inside(text: str, title: Span) -> Mention | None:
    """林科長大明, 傅前庭長金圳先生."""
    given, role = text[title.end : title.end + 2], text[title.start : title.end]
    if role == _ADDRESS or len(given) < 2 or not _HAN.fullmatch(given) or _WORDS.match(given):
        return None
    for size in (2, 1):
        surname = text[max(0, title.start - size) : title.start]
        start = title.start - size
        if surname not in (_DOUBLE if size == 2 else _SURE | _RISKY) or not LEFT.search(text[:start][-3:]):
            continue
        end = title.end + 2
        courtesy = _COURTESY.match(text, end)
        known = set(given) & _GIVEN
        likely = ends(text, end) or (surname in _SURE and set(given) <= _GIVEN)
        if courtesy or (known and likely and not set(given) & _NEVER):
            return Mention("person", start, courtesy.end() if courtesy else end, (surname + given, role))
    return None


def _behind(text: str, title: Span) -> Mention | None:
    """科長林大明, 科長為林大明: the name behind its title, up to where the name must end."""
    role = text[title.start : title.end]
    linked = _IS.match(text, title.end)
    if linked and linked[0] == "\t" and "\t" in text[: title.start]:
        return None  # which of a row's names a title in its midst belongs to is not told
    start = linked.end() if linked else title.end
    masked = _MASKED.match(text, start)
    if masked and masked["surname"] in _SURE | _RISKY and role != _ADDRESS:
        return Mention("person", title.start, masked.end(), (masked[0], role))
    dotted = _DOTTED.match(text, start)
    if dotted and (person := _of_two_parts(text, title, dotted.start(), dotted.end())):
        return person
    for size in (4, 3, 2):
        name = text[start : start + size]
        end = start + size
        if len(name) < size or not _is_name(name, bool(_COURTESY.match(text, end))):
            continue
        odd = set(_given(name)) & _SELDOM
        given = set(_given(name)) - odd
        closed = bool(_PUNCTUATION.match(text, end) or _COURTESY.match(text, end) or _TITLE.match(text, end))
        sure = given <= _GIVEN and (name[0] in _SURE or name[:2] in _DOUBLE)
        if size == 2 and not (closed and sure):
            continue
        if odd and not ends(text, end):
            continue
        addressed = size > 2 and _COURTESY.match(text, end)
        if role in _LOOSE and not addressed and not (given <= _GIVEN and ends(text, end)):
            continue
        cell = linked and linked[0] in ":\t" and closed and given <= _GIVEN
        if linked and not (cell or (sure and (closed or _RIGHT.match(text, end)))):
            continue
        if closed or sure or (_RIGHT.match(text, end) and given <= _GIVEN):
            courtesy = _COURTESY.match(text, end)
            low = title.start
            if linked and linked[0] == "\t":  # the name's own cell, which may tell its own title
                low = start
                if _TITLE.match(text, end):
                    return None
            return Mention("person", low, courtesy.end() if courtesy else end, (name, role))
    return None


def _of_two_parts(text: str, title: Span, start: int, end: int) -> Mention | None:
    """里長瓦歷斯‧諾幹陪同: a name with a dot, up to where it can end."""
    role = text[title.start : title.end]
    dot = max(found.start() for found in _DOTS.finditer(text[:end], start))
    stops = [
        at
        for at in range(dot + 3, end + 1)
        if (ends(text, at) and not _SYLLABLE.match(text, at))
        or any(behind.match(text, at) for behind in (_GOES_ON, _COURTESY, _TITLE))
    ]
    if not stops or role == _ADDRESS or _WORDS.search(text[start : stops[0]]):
        return None
    courtesy = _COURTESY.match(text, stops[0])
    return Mention("person", title.start, courtesy.end() if courtesy else stops[0], (text[start : stops[0]], role))


def _in_front(text: str, title: Span) -> Mention | None:
    """林大明科長: the name in front of its title, from where a name can begin."""
    role = text[title.start : title.end]
    dotted = _TRANSCRIBED.search(text, max(0, title.start - 10), title.start)
    for start in range(dotted.start(), dotted.start(1) - 1) if dotted else ():
        if LEFT.search(text[:start][-3:]) and not _WORDS.search(text[start : title.start]):
            return Mention("person", start, title.end, (text[start : title.start], role))
    for size in (4, 3, 2):
        start = title.start - size
        if start < 0:
            continue
        name = text[start : title.start]
        if not _is_name(name) or not LEFT.search(text[:start][-3:]):
            continue
        sure = set(_given(name)) <= _GIVEN and name[0] not in _RISKY
        if size == 2 and (role.startswith(_OF_PLACE) or role == _ADDRESS or not sure):
            continue
        return Mention("person", start, title.end, (name, role))
    return None


def _in_brackets(text: str, title: Span) -> Mention | None:
    """林大明(登記課課員): the title at the end of brackets behind a name that surely is one."""
    opening = text.rfind("(", max(0, title.start - 36), title.start)
    within = text[opening + 1 : title.start]
    if opening < 0 or text[title.end : title.end + 1] != ")" or (within and not _HAN.fullmatch(within)):
        return None
    role = text[title.start : title.end]
    for size in (4, 3):
        start = opening - size
        if start >= 0 and is_sure(text[start:opening]) and LEFT.search(text[:start][-3:]):
            end = (
                title.end if title.start - opening <= _SHORT else opening
            )  # what a long bracket names stays to be read
            return Mention("person", start, end, (text[start:opening], role))
    return None


def _in_the_cell_before(text: str, title: Span) -> Mention | None:
    """林大明 in one cell, 某某協會理事長 in the next: the title at the end of a cell, behind what surely is a name."""
    before = _CELL.search(text, max(0, title.start - 30), title.start)
    if not before or not is_sure(before["name"], any_surname=True) or not _CELL_ENDS.match(text, title.end):
        return None
    return Mention("person", *before.span("name"), (before["name"], text[title.start : title.end]))


def ends(text: str, end: int) -> bool:
    """Whether a name can end here."""
    return bool(_PUNCTUATION.match(text, end) or _RIGHT.match(text, end))


def is_sure(name: str, any_surname: bool = False) -> bool:
    """Whether nothing but a name is written like this: a common surname (or one that is also a word, where the context
    lets expect a name), then only what is common in given names.
    """
    common = any_surname or name[0] in _SURE or name[:2] in _DOUBLE
    plain = len(name) > 2 and common and not _COURTESY.search(name)
    return plain and _is_name(name) and set(_given(name)) <= _GIVEN


def may_be_name(words: str) -> bool:
    """Whether words that stand where a name is expected may be one: after a surname, or with a dot or letters."""
    known = words[0] in _SURE | _RISKY or words[:2] in _DOUBLE
    return not _HAN.fullmatch(words) or (known and bool(set(words[1:]) & _GIVEN) and not _WORDS.fullmatch(words))


def starts(text: str) -> Iterator[int]:
    """Where a surname may stand."""
    return (found.start() for found in _OPENS.finditer(text))


def _is_lady(name: str) -> bool:
    """A Vietnamese woman's name: 阮氏秋香, 黎氏芳."""
    given = name[2:]
    return bool(given) and name[0] in _SURE | _RISKY and set(given) <= _GIVEN and not set(given) & _NEVER


def _given(name: str) -> str:
    """The given name: behind a compound surname, or behind two of a married woman's four characters."""
    return name[2:] if len(name) == 4 or name[1] == _LADY or (name[:2] in _DOUBLE and len(name) > 2) else name[1:]


def _seldom(name: str, given: str) -> bool:
    """Whether a given name has 之 at its end or 又 before it, beside a character that is common in names."""
    odd = given[-1:] if given[-1:] == "之" else given[:1]
    return (
        len(given) == 2
        and name[0] in _SURE
        and odd in _SELDOM
        and given.replace(odd, "", 1) in _GIVEN - _NEVER - {"來", "再"}
    )


def _is_name(name: str, addressed: bool = False) -> bool:
    """Whether surname and given name can be told: two or three characters, four with a compound surname.

    A name that is `addressed` (先生, 女士) behind its title needs no characters that are common in names.
    """
    if not _HAN.fullmatch(name) or _WORDS.search(name):
        return False
    if name[1] == _LADY:
        return _is_lady(name)
    married = len(name) == 4 and name[0] in _SURE and name[1] in _SURE and set(name[2:]) <= _GIVEN
    if len(name) == 4 and name[:2] not in _DOUBLE and not married:
        return False
    given = _given(name)
    if _MOON.fullmatch(given) and set(given) <= _GIVEN:
        given = given.replace("月", "", 1)
    if (set(given) & _NEVER and not _seldom(name, given)) or not (
        name[0] in _SURE or name[0] in _RISKY or name[:2] in _DOUBLE
    ):
        return False
    if addressed and len(name) > 2:
        return True
    if name[0] in _RISKY and name[:2] not in _DOUBLE:
        return set(given) <= _GIVEN
    return bool(set(given) & _GIVEN)
