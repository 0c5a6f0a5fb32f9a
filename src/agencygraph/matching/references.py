"""Words that point at a body named elsewhere: 本局, 該局, 前開機關, short names that the text introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agencygraph import authority
from agencygraph.authority.registry import spelling
from agencygraph.model import Mention
from agencygraph.text import Expression

Body = tuple[int, int, str]
"""A body in a paragraph: where its name begins and ends, its name."""

_INTRODUCES = Expression(
    r"\((?:以下|下|以下均|下均)?(?:簡稱|統稱|稱)(?:為|:)?[「『\"]?(?P<short>[^「」『』\"(),、。]{2,12})[」』\"]?\)"
)
_RENAMED = Expression(r"(?:業|已|奉准|正式|並|自|於|起|[\d年月日/.民國])*(?:改制|更名|改名|升格|整併|改組)(?:為|成立?)")
_FORMER = re.compile(r"\((?:原名|原稱|舊稱|舊名|原為|前身為|原)[「:]?$")
_POINTS = Expression(
    r"(?:前開|上開|前揭|上揭|前述|上述)(?:機關|單位|公司|醫院|學校|團體)|(?<![不相共會陪異合大一])同(?:局|署|處|分署|分局)(?![部理一於意時樣])"
)
_ACRONYM = Expression(r"\([A-Z][A-Za-z&/. -]{1,30}\)")
_PART_OF_IT = Expression(
    r"[^\W與和及於在之的所至為\d]{2,6}?(?:中心|小組|秘書處|辦事處)(?:\([A-Z][A-Za-z&/. -]{1,30}\))?"
)
_GOVERNMENT = re.compile("(?<![各外他鄰該貴縣市])[縣市]府(?![路前後廣大會際]|中庭|轉運)")
_OF_IT = re.compile(r"[^\W與和及於在之的所至為將應派另由辦協函等或本該核同請\d]{2,6}?[局處](?![理分置罰所])")
_OFFICES = ("局", "處", "委員會", "中心")
_SECTION = re.compile(
    "(?P<body>.{2,}(?:[署局處府關]|委員會|事務所|監理[所站]|醫院|分院|研究院))[一-鿿]{1,6}(?:[科課]|(?<!辦公)室|(?<![務區])組)"
)
_RANKS = ("分署", "分局", "署", "局", "處", "所", "會", "院", "部", "府")
"""Kinds of bodies of which the one above a branch may be a different one: 本署 in a report of a 分署."""

_ANY = {"機關", "單位"}
_FIRMS = "公司"
_SCHOOLS = ("國小", "國中", "高中", "大學", "學校")
_ENDINGS = {"公司": ("公司", "銀行"), "團體": ("會", "社", "團"), "學校": _SCHOOLS, "校": _SCHOOLS}


@dataclass(frozen=True, slots=True)
class Introduced:
    """What a text says of names: short names with the full ones, and the key under which a name stands for another."""

    short: dict[str, str]
    keys: dict[str, str]


def key(name: str) -> str:
    """The key of a body by its name alone."""
    body = authority.load().organisation(name)
    return body.key if body else spelling(name)


def introduced(paragraphs: Iterable[tuple[str, list[Mention]]]) -> Introduced:
    """Short names in parentheses behind a body, 以下簡稱 …, and names that the text says were changed."""
    short: dict[str, str] = {}
    keys: dict[str, str] = {}
    for text, mentions in paragraphs:
        bodies = list(_bodies(mentions))
        for at, (_, end, name) in enumerate(bodies):
            if found := _INTRODUCES.match(text, end):
                short.setdefault(found["short"], name)
                keys[found["short"]] = keys.get(name, key(name))
            if found := _ACRONYM.match(text, end):
                keys[name + found[0]] = keys.get(name, key(name))
            for start, _, later in bodies[at + 1 : at + 2]:
                between = text[end:start]
                if _RENAMED.fullmatch(between.strip("「」")):
                    keys[name] = keys[later] = key(later)
                elif _FORMER.fullmatch(between):
                    keys[name] = keys[later] = key(name)
    return Introduced({name: full for name, full in short.items() if name[0] not in "本該"}, keys)


def governed(paragraphs: Sequence[tuple[str, list[Mention]]], agency: str) -> list[tuple[str, list[Mention]]]:
    """The same, with 縣府, 市府 and their offices (縣府社會處) by full name: of the agency's own county."""
    county = agency[:3]
    if county[2:] not in ("縣", "市") or not authority.load().places(county):
        return list(paragraphs)
    return [(text, list(_of_county(text, mentions, county))) for text, mentions in paragraphs]


def _of_county(text: str, mentions: Sequence[Mention], county: str) -> Iterator[Mention]:
    full = county + "政府"
    said = {m.end(): m.start() for m in _GOVERNMENT.finditer(text) if m[0][0] == county[-1]}
    said = {end: start for end, start in said.items() if not any(m.start <= start < m.end for m in mentions)}
    for mention in mentions:
        name = mention.values[0]
        bureau = mention.kind == "organisation" and len(mention.values) == 1 and name.endswith(_OFFICES)
        if bureau and mention.start in said and not name.startswith(county):
            start = said.pop(mention.start)
            yield replace(mention, start=start, values=(full + name,), key=key(full + name))
        else:
            yield mention
    for end, start in said.items():
        office = _OF_IT.match(text, end)
        name = full + (office[0] if office else "")
        yield Mention("organisation", start, office.end() if office else end, (name,), key=key(name))


def named_short(text: str, told: Introduced) -> Iterator[Mention]:
    """The places where a text uses short names that were introduced."""
    for name in told.short:
        at = text.find(name)
        while at >= 0:
            yield Mention("organisation", at, at + len(name), (name,), key=told.keys[name])
            at = text.find(name, at + len(name))


def with_acronyms(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, the names of bodies outside the state, but of firms, with the Latin letters in parentheses behind.

    A part of such a body that follows belongs to the name: 世界農業論壇(WAF)亞洲中心.
    """
    for mention in mentions:
        found = _ACRONYM.match(text, mention.end) if mention.kind == "organisation" else None
        firm = mention.values[0].endswith(_FIRMS)
        if found is None or firm or mention.key[:1].isdigit() or mention.values[1:]:
            yield mention
            continue
        part = _PART_OF_IT.match(text, found.end())
        end = part.end() if part else found.end()
        yield replace(mention, end=end, values=(mention.values[0] + text[mention.end : end],))


def said_own(paragraphs: Iterable[tuple[str, list[Mention]]]) -> str:
    """The body behind whose full name the text says that it calls itself 本局, 本分署 …; empty where it does not."""
    for text, mentions in paragraphs:
        for _, end, name in _bodies(mentions):
            found = _INTRODUCES.match(text, end)
            if found and found["short"].startswith("本"):
                return name
    return ""


def fits(name: str, kind: str) -> bool:
    """Whether a body is of the kind that 本… or 該… says: 分局 is no 局."""
    if kind in _ANY:
        return True
    return name.endswith(_ENDINGS.get(kind, kind)) and not (kind in _RANKS and name.endswith("分" + kind))


def without_section(name: str) -> str:
    """The body of which a name says a section too: 民政處戶政科; any other name as it is."""
    found = _SECTION.fullmatch(name)
    return found["body"] if found else name


def own(said: str, agency: str, host: str) -> str:
    """Whom 本局, 本分署 … means in a report of an agency, in a passage about a host; empty where nobody fits."""
    kind = said[1:]
    for body in (agency, host):
        if body and fits(body, kind):
            return body
    if kind not in _RANKS:
        return agency or host
    above = (agency[:size] for size in range(len(agency) - 1, 2, -1))
    return next((body for body in above if fits(body, kind) and authority.load().knows(body)), "")


def pointing(text: str, mentions: Sequence[Mention], before: Sequence[Body], agency: str) -> list[Mention]:
    """The mentions, with 該局, 前開機關, 同署 … as the body they mean, and without those that nobody fits.

    `before` are the bodies of the paragraph above. One that means the reporting agency stays as it is.
    """
    pointers = [m for m in mentions if m.kind == "self" and text[m.start] == "該"]
    taken = {m.start for m in mentions}
    for found in _POINTS.finditer(text):
        if found.start() not in taken:
            pointers.append(Mention("self", found.start(), found.end(), (found[0],), key=found[0]))
    if not pointers:
        return list(mentions)
    bodies = list(_bodies(mentions))
    kept = [m for m in mentions if m not in pointers]
    for pointer in sorted(pointers, key=lambda m: m.start):
        words = text[pointer.start : pointer.end]
        kind = words[2:] if words[0] in "前上" else words[1:]
        name = _meant(text, pointer.start, kind, bodies, before)
        if name and name != agency:
            kept.append(replace(pointer, kind="organisation", values=(name,), key=key(name)))
        elif words[0] == "該" and (name or (fits(agency, kind) and kind not in _ANY)):
            kept.append(pointer)
    return sorted(kept, key=lambda m: m.start)


def _meant(text: str, at: int, kind: str, bodies: Sequence[Body], before: Sequence[Body]) -> str:
    """The one body of a kind named last: in the sentence, else in the paragraph so far, else in the one above."""
    start = max(text.rfind(sign, 0, at) for sign in "。;") + 1
    here = [body for body in bodies if body[1] <= at]
    for told in ([body for body in here if body[0] >= start], here, before):
        names = {name for _, _, name in told if fits(name, kind)}
        if len(names) == 1:
            return names.pop()
        if names:
            return ""
    return ""


def _bodies(mentions: Iterable[Mention]) -> Iterator[Body]:
    for mention in mentions:
        if mention.kind == "organisation" and mention.values[1:] != ("unit",):
            yield mention.start, mention.end, mention.values[0]


def bodies(mentions: Iterable[Mention]) -> list[Body]:
    """The bodies that mentions name, units inside a body left out."""
    return list(_bodies(mentions))
