"""Rules that read survey results: answer options with their counts and percents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, groups, passage, patterns, terms
from agencygraph.matching.scopes import fits
from agencygraph.matching.values import Found, Stretch, convert, written
from agencygraph.model import Fact
from agencygraph.rules import SIGNS, AnswerRule, Room
from agencygraph.rules.language import alternatives

_N, _P = SIGNS["number"], SIGNS["percent"]


def read(reading: Reading, room: Room, rule: AnswerRule) -> Iterator[Fact]:
    """The answers that the rule finds, one fact an option, in the order of the text."""
    finder = _finder(rule)
    for index, marked in enumerate(reading.marked):
        if not fits(reading, room, rule.where, index, 0, len(marked.text)):
            continue
        for low, high in zip(marked.sentences, marked.sentences[1:], strict=False):
            for found in finder.finditer(marked.text, low, high):
                yield _fact(reading, room, rule, index, low, found)


def _finder(rule: AnswerRule) -> re.Pattern[str]:
    option = alternatives(rule.options)
    join = alternatives(rule.joins)
    chain = rf"(?P<options>{option}(?:者|度)?(?:(?:、|及|和|與|或|加上|\+){option}(?:者|度)?)*(?:以上)?(?:者)?)"
    unit = "(?:人次|人|位|件|份|名|票|戶)?(?:/(?:人|份))?"
    count = rf"(?P<count>{_N}){unit}"
    return re.compile(
        rf"{chain}{join}*(?:{count}(?:[,、]?[(]?{join}*(?P<percent>{_P})[)]?)?|(?P<only>{_P})(?:[(]{join}*(?P<behind>{_N}){unit}[)])?)"
    )


def _fact(reading: Reading, room: Room, rule: AnswerRule, index: int, low: int, found: re.Match[str]) -> Fact:
    marked = reading.marked[index]
    named = groups(found)
    count = named.get("count") or named.get("behind")
    percent = named.get("percent") or named.get("only")
    row: dict[str, Found] = {
        "host": Found((reading.hosts[index],), ()) if reading.hosts[index] else Found((), ()),
        "dimension": _search(reading, room, rule.dimension, "dimension", index, found.start()),
        "n": _search(reading, room, rule.sample, "n", index, found.start()),
        "option": Found((_option(marked.plain(*named["options"]), rule),), (reading.passage(index, *named["options"]),)),
    }
    for name, at in (("count", count), ("percent", percent)):
        if at:
            row[name] = convert(reading, room.column(name), Stretch(index, *at))
    if not row["dimension"].values:
        heading = reading.document.sections[reading.document.paragraphs[index].section].heading
        row["dimension"] = Found((heading,), ()) if heading else Found((), ())
    hit = Hit(index, *found.span(), low, marked.sentence(*found.span())[1], named)
    return fact(reading, room, rule.id, row, index, passage(reading, hit, "match"))


def _option(text: str, rule: AnswerRule) -> str:
    for written_as, means in rule.combined.items():
        if re.fullmatch(written_as, text):
            return means
    parts = re.split(r"、|及|和|與|或|加上|\+", text)
    return "+".join(re.sub(r"者$|度$|以上$", "", re.sub(r"者$", "", part)) for part in parts)


def _search(reading: Reading, room: Room, words: tuple[str, ...], name: str, index: int, before: int) -> Found:
    """The value nearest before the answer in its paragraph, else after it, else in the lines above."""
    places = [(index, before), *((i, len(reading.marked[i].text)) for i in reversed(reading.above[index]))]
    lists = terms(room)
    assert lists is not None
    for place, end in places:
        for pattern in patterns(room, words):
            hits = list(pattern.finditer(reading.marked[place].text, 0, end))
            if hits:
                at = Stretch(place, *groups(hits[-1])["value"])
                if room.column(name).type == "text":
                    text = written(reading, at)
                    return Found((text,), (reading.passage(place, at.start, at.end),)) if text else Found((), ())
                return convert(reading, room.column(name), at)
    return Found((), ())
