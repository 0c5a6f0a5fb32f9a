"""From stretches of marked text to the canonical values of columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from agencygraph.matching import deeds, employers, pointing, references
from agencygraph.matching.reading import Reading, raw
from agencygraph.model import Mention, Span
from agencygraph.normalise import WEEK
from agencygraph.normalise.calendar import every_day
from agencygraph.normalise.persons import may_be_name
from agencygraph.rules import SIGNS, Column

_QUOTED = re.compile(r"[「『《〈“\"](.*)[」』》〉”\"]", re.DOTALL)
_CALENDAR_YEAR = re.compile("(?:19|20)[0-9]{2}")
_EDGE = ",、。;: "
_HALVES = {"上午": "AM", "下午": "PM"}
_ASIDE_AT_END = re.compile(r"(?<=[^(（])[(（][^()（）]*[)）]$")
_TO_THE_DAY = len("2016-03-01")
_SUM = re.compile("(?<=..)[二兩三四五六七八九十][個]?[縣市鄉鎮區村里]{1,3}$|(?<=..)等.*$")
_LEADING = re.compile(
    r"(?:並且?|且|及(?!格)|和(?![平解諧])|與|或|暨|以及|另外?|亦|也|均|皆|則|更(?![生新正換名改])|還(?![款本清])|又|再(?![生審])"
    r"|復(?![健興康建])|為(?!民|人民|期)|係|由|將(?!來)|已|業(?![務者績界管])|了|之|的|等|其(?![他餘])|至|於|在(?![職線宅地學家場校]))+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Values of one column, with the passages that state them, one passage a value or one for all."""

    values: tuple[str, ...]
    spans: tuple[Span, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a paragraph's marked text."""

    paragraph: int
    start: int
    end: int


def canonical(number: Decimal) -> str:
    """A number without separators, exponent or trailing zeros."""
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def unquoted(text: str) -> str:
    """The words inside, where one pair of quotation marks encloses the whole."""
    found = _QUOTED.fullmatch(text)
    if found and not any(mark in found[1] for mark in "「」『』"):
        return found[1]
    if found and text[0] == "「" and text.find("」") == len(text) - 1:
        return found[1]
    return text


def written(reading: Reading, at: Stretch) -> str:
    """The stretch as the report writes it, white space and edge punctuation taken out."""
    marked = reading.marked[at.paragraph]
    text = raw(reading.document.source.text, marked.folded, marked.at[at.start], marked.at[at.end])
    return unquoted(text.strip(_EDGE + "，；：．"))


def convert(reading: Reading, column: Column, at: Stretch, operator: str = "") -> Found:
    """The values that a column takes from a stretch, by the column's type; none where nothing fits."""
    mentions = reading.marked[at.paragraph].inside(at.start, at.end)
    if operator:
        return OPERATORS[operator](reading, column, at, mentions)
    return _BY_TYPE.get(column.type, _text)(reading, column, at, mentions)


_Reader = Callable[[Reading, Column, Stretch, list[Mention]], Found]


def _span(reading: Reading, at: Stretch) -> tuple[Span, ...]:
    return (reading.passage(at.paragraph, at.start, at.end),) if at.end > at.start else ()


def _each(reading: Reading, at: Stretch, mentions: list[Mention], kinds: tuple[str, ...]) -> Found:
    kept = [m for m in mentions if m.kind in kinds]
    folded = reading.marked[at.paragraph].folded
    pairs = [(v, folded.span(m.start, m.end)) for m in kept for v in m.values if v]
    return Found(tuple(v for v, _ in pairs), tuple(s for _, s in pairs))


def _number(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    folded = reading.marked[at.paragraph].folded
    kept = [m for m in mentions if m.number is not None]
    return Found(
        tuple(canonical(m.number) for m in kept if m.number is not None),
        tuple(folded.span(m.start, m.end) for m in kept),
    )


def _date(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return _each(reading, at, mentions, ("date", "period"))


def _weekday(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return _each(reading, at, mentions, ("weekdays",))


def _boolean(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return Found(("true",), _span(reading, at))


def _url(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return _each(reading, at, mentions, ("url",))


def _organisation(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    folded = reading.marked[at.paragraph].folded
    names: list[str] = []
    spans: list[Span] = []
    for m in mentions:
        if m.kind not in ("organisation", "self"):
            continue
        name = reading.meant(at.paragraph, m)
        if name:
            names.append(name)
            spans.append(folded.span(m.start, m.end))
    if not names and at.end > at.start:
        return Found((written(reading, at),), _span(reading, at))
    return Found(tuple(names), tuple(spans))


def _text(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    if len(mentions) == 1 and at.end - at.start == 1:
        only = mentions[0]
        if only.kind == "self" and (body := reading.meant(at.paragraph, only)):
            return Found((body,), _span(reading, at))
        if only.kind in ("person", "time"):
            return Found((only.values[0],), _span(reading, at))
    text = written(reading, at)
    return Found((text,), _span(reading, at)) if text else Found((), ())


def _names(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The names in a row, one value each; what only sums them up (等三村) is none."""
    names = [_SUM.sub("", name) for name in _JOINT.split(_ASIDE.sub("", written(reading, at)))]
    return Found(tuple(name for name in names if name), _span(reading, at))


def _start(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    kept = [m for m in mentions if m.kind in ("date", "period")]
    return Found((kept[0].values[0],), _span(reading, at)) if kept and kept[0].values[0] else Found((), ())


def _end(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    kept = [m for m in mentions if m.kind in ("date", "period")]
    return Found((kept[-1].values[-1],), _span(reading, at)) if kept and kept[-1].values[-1] else Found((), ())


def _title(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    kept = [m for m in mentions if m.kind == "law"]
    return Found((kept[0].values[0],), _span(reading, at)) if kept else _text(reading, column, at, mentions)


def _article(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    kept = [m for m in mentions if m.kind == "law" and len(m.values) > 1 and m.values[1]]
    return Found((kept[0].values[1],), _span(reading, at)) if kept else Found((), ())


def _role(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    kept = [m for m in mentions if m.kind == "person" and len(m.values) > 1 and m.values[1]]
    return Found((kept[0].values[1],), _span(reading, at)) if kept else Found((), ())


def _trim(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    text = reading.marked[at.paragraph].text[at.start : at.end]
    lead = _LEADING.match(text)
    return _text(reading, column, Stretch(at.paragraph, at.start + (lead.end() if lead else 0), at.end), [])


def _name(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """A body that the stretch is exactly, by its value; else the words of the stretch, such as a fund of that body."""
    whole = len(mentions) == 1 and at.end - at.start == 1
    return _organisation(reading, column, at, mentions) if whole else _text(reading, column, at, [])


def _days(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """All dates of the stretch that are finer than a year; a span only where it is told to the day (全年 is none)."""
    least = {"date": len("2016-03"), "period": _TO_THE_DAY}
    told = [m for m in mentions if m.kind in least and all(len(value) >= least[m.kind] for value in m.values)]
    if not column.many:
        return _each(reading, at, told, ("date", "period"))
    folded = reading.marked[at.paragraph].folded
    pairs = [
        (day, folded.span(m.start, m.end))
        for m in told
        for day in (every_day(m.values) if m.kind == "period" else m.values)
    ]
    return Found(tuple(day for day, _ in pairs), tuple(span for _, span in pairs))


def _finer(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The first date, where it is finer than a year."""
    found = _start(reading, column, at, mentions)
    return found if found.values and len(found.values[0]) > len("2016") else Found((), ())


def _deed(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """What was done: the words without the host in front and the fillers at both ends, up to the next date.

    Where that is a verb alone (施行) whose clause names nothing else, what a clause before names goes in front. A date
    that is only planned says so. Where several dates have each its own thing (分別), these are as many values.
    """
    marked = reading.marked[at.paragraph]
    if at.end - at.start == 1 and mentions and mentions[0].kind == "period":
        return _begun(reading, at)

    def words(place: deeds.Place) -> str:
        source = reading.document.source.text
        return raw(source, marked.folded, marked.at[place[0]], marked.at[place[1]])

    def spans(*places: deeds.Place) -> tuple[Span, ...]:
        return tuple(span for place in places for span in _span(reading, Stretch(at.paragraph, *place)))

    core = deeds.core(marked.text, at.start, at.end)
    plan = deeds.planned(marked, at.start)
    if parts := deeds.shared(marked, *core):
        return Found(tuple(plan + "".join(map(words, part)) for part in parts), tuple(spans(core)[0] for _ in parts))
    verb = None if deeds.before_date(marked.text, at.end) else deeds.verb(marked.text, at.start, core)
    if verb and (told := deeds.told(marked, at.start, *verb)):
        return Found((plan + words(verb) + words(told),), spans(verb, told))
    if verb and (things := deeds.founded(marked, at.start, verb) or deeds.thing(marked, at.start)):
        return Found(("".join(map(words, things)) + plan + words(verb),), spans(*things, verb))
    if meant := pointing.resolved(marked, *core):
        return Found(("".join([plan, *map(words, meant)]),), spans(*meant))
    after = deeds.before_date(marked.text, at.end)
    about = [] if after else deeds.subject(marked, at.start, core)
    if not (about or after) and (missing := deeds.left_out(marked, at.start, core)):
        about = [missing]
    told_of = "".join(map(words, about))
    if not (about or after) and (head := deeds.heading(marked, reading.lines_above(at.paragraph), at.start, core)):
        told_of = f"{head}："
    first = marked.mentions.get(core[0])
    if first and first.kind == "organisation" and marked.plain(core[0], core[0] + 1).startswith("該"):
        told_of, core = told_of + reading.meant(at.paragraph, first), (core[0] + 1, core[1])
    return Found((told_of + plan + words(core),), spans(*about, core)) if core[0] < core[1] else Found((), ())


_BEGUN = re.compile("開辦|實施|施行|推動|推行|成立|上線|啟用|試辦|營運|運作")


def _begun(reading: Reading, at: Stretch) -> Found:
    """What began with a span that says so itself, 自3月1日啟用至6月底止, and what a clause before it names."""
    marked = reading.marked[at.paragraph]
    verb = _BEGUN.search(marked.plain(at.start, at.end))
    if not verb:
        return Found((), ())
    source = reading.document.source.text
    things = []
    if marked.clause(at.start, at.end)[0] == at.start:
        things = [head] if (head := deeds.programme(marked)) else deeds.thing(marked, at.start)
    named = [raw(source, marked.folded, marked.at[low], marked.at[high]) for low, high in things]
    return Found(("".join([*named, verb[0]]),), _span(reading, at))


_COUNTED = re.compile(rf"[,:×xX*共計各]*{SIGNS['number']}.?(?:[(][^()]*[)])?$|[(][^()]*[)]$")


def _thing(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The words without the number and its counter, or the brackets, at their end."""
    text = reading.marked[at.paragraph].text
    found = _COUNTED.search(text, at.start + 1, at.end)
    return _text(reading, column, Stretch(at.paragraph, at.start, found.start() if found else at.end), [])


_BEFORE_KIND = re.compile(r".*(?:召開|透過|舉行|舉辦|出席|參加|列席|主持|利用|藉由|於|研提|彙整|進行|[:;])(?=.{3})")
_AFTER_POST = re.compile(
    "(?:委員|教授|主任|[科課股組隊處局署站所庭院校]長|專員|科員|檢察官|法官|律師|醫師|講師|老師|經理|顧問|秘書|督察|研究員|理事長)([一-鿿]{3})$"
)
_BEFORE_TITLE = re.compile(
    "(?<![一-鿿])([一-鿿]{2,3})(?<![室處系所組科院隊])(?:副|助理|講座)?(?:教授|老師|講師|律師|醫師|博士|研究員|教官|技師|心理師)$"
)
_NAME = re.compile("[一-鿿]{2,5}|[一-鿿·‧A-Za-z.]{4,20}")


def _person(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """A person's name; else the words, where they name nothing else and may be one."""
    named = [m for m in mentions if m.kind == "person"]
    if named:
        return Found((named[0].values[0],), _span(reading, at))
    marked = reading.marked[at.paragraph].text[at.start : at.end]
    if told := _AFTER_POST.search(written(reading, at)) or _BEFORE_TITLE.search(marked):
        return Found((told[1],), _span(reading, at))
    words = _text(reading, column, at, [])
    named_so = all(_NAME.fullmatch(value) and may_be_name(value) for value in words.values)
    return words if named_so and not mentions else Found((), ())


def _body(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The first body of the stretch, also as 本組; none where there is none."""
    named = [m for m in mentions if m.kind in ("organisation", "self") and _UNIT_KIND not in m.values[1:]][:1]
    if named:
        return _organisation(reading, column, at, named)
    host = reading.host(at.paragraph, at.start)
    own = _OWN.match(written(reading, at))
    return Found((host,), _span(reading, at)) if own and host.endswith(own[1]) else Found((), ())


def _whole(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The first body without the section that its name goes on with."""
    found = _body(reading, column, at, mentions)
    return replace(found, values=tuple(references.without_section(value) for value in found.values))


def _others(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The bodies that are not the speaking one; where none is known, the names that stand there in a row."""
    bodies = [m for m in mentions if m.kind in ("organisation", "self")]
    if not bodies and not _body(reading, column, at, mentions).values:
        return _names(reading, column, at, mentions)
    host = reading.host(at.paragraph, at.start)
    return _each(reading, at, [m for m in bodies if m.values[0] != host], ("organisation",))


def _place(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The body whose place it is, else the words."""
    found = _body(reading, column, at, mentions)
    return found if found.values else _text(reading, column, at, [])


def _part(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """A body by its value; a unit with the name of the body that it is part of, which the office of its head is."""
    body = _body(reading, column, at, mentions)
    if body.values and not _HEAD_OFFICE.fullmatch(written(reading, at)):
        return body
    unit, host = written(reading, at), reading.host(at.paragraph, at.start)
    within = unit if host and _UNIT.search(unit) and not _HEAD_OFFICE.fullmatch(unit) else ""
    return Found((host + within,), _span(reading, at)) if host else Found((), ())


def _employer(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The body whose post a person holds: the one named before, a unit with its host; else the host's own."""
    host = reading.host(at.paragraph, at.start)
    if (inside := employers.inside(reading.marked[at.paragraph], at.start, at.end)) is not None:
        own = employers.is_section(inside) or not inside
        return Found((host,) if host else (), ()) if own else Found((inside,), _span(reading, at))
    if place := employers.named(reading.marked[at.paragraph], at.start):
        whole, more = (Stretch(at.paragraph, *span) for span in place)
        body = _body(reading, column, whole, reading.marked[at.paragraph].inside(whole.start, whole.end)).values
        words = written(reading, more if body else whole)
        if host in (body or (host,)) and employers.is_section(words):
            return Found((host,) if host else (), ())
        above = body[0] if body else host if employers.is_unit(words) else ""
        return Found((above + words,), _span(reading, replace(whole, end=more.end)))
    posts = _role(reading, column, at, mentions).values
    return Found((host,), ()) if host and employers.has(host, "".join(posts)) else Found((), ())


_OWN = re.compile("本([局署處所站院會校隊關部分組科]+?)(?=$|[^局署處所站院會校隊關部分組科])")
_UNIT_KIND = "unit"
_UNIT = re.compile("[科課室股組隊]$|中心$|分[局處所]$|派出所$|分駐所$")
_HEAD_OFFICE = re.compile("(?:副?[局署處所站院關組分]*[長任]|首長|主管|主任|主任秘書)室?|[局署處所站院關組]本部")


def _session(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """A time of the day, also a half of it that stands apart from hours."""
    told = [m for m in mentions if m.kind == "time"][:1]
    half = next((code for word, code in _HALVES.items() if word in written(reading, at)), "")
    words = told[0].values[0] if told else half
    return Found((words,), _span(reading, at)) if words else Found((), ())


def _weekday_letters(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """Days of the week, also by their letters alone: 一、三、五."""
    found = _weekday(reading, column, at, mentions)
    letters = [] if found.values else re.split("[、,，及]", written(reading, at))
    days = tuple(WEEK[letter] for letter in letters if letter in WEEK)
    return Found(days, _span(reading, at)) if days and len(days) == len(letters) else found


def _words(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The words as written, without what brackets at their end add."""
    text = _ASIDE_AT_END.sub("", written(reading, at))
    return Found((unquoted(text),), _span(reading, at)) if text else Found((), ())


def _length(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """How many hours: 3小時, or a number alone where nothing else is said."""
    text = reading.marked[at.paragraph].folded.text
    told = [m for m in mentions if m.number is not None or m.kind == "duration"]
    hours = [m for m in told if text[m.end : m.end + 2] == "小時" or text[m.start : m.end].endswith("小時")]
    chosen = hours[:1] or (told if len(mentions) == len(told) == 1 else [])
    return _number(reading, column, at, chosen)


_ASIDE = re.compile(r"[(（].*?[)）]|等(?:地區?|[各鄉鎮市區村里]+)?$|全[縣市鄉鎮區]$")
_JOINT = re.compile("以及|[、,，;；/／及與暨]|(?<=[一-鿿])(?<![及與和])和(?!平)")
_VERB = re.compile(r"(?:召開|舉行|舉辦|進行|出席|參加|列席|主持)+")
_OF_OWN = re.compile(f"[{SIGNS['self']}]之?(?=[^暨及與和、]{{4}})")


def _kind(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """What kind of meeting: the words after the last verb, in the report's writing."""
    text = reading.marked[at.paragraph].text[at.start : at.end]
    lead = (_VERB if "「" in text else _BEFORE_KIND).match(text)
    own = _OF_OWN.match(text, lead.end() if lead else 0)
    start = at.start + (own.end() if own else lead.end() if lead else 0)
    return _trim(reading, column, Stretch(at.paragraph, start, at.end), mentions)


def _day(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The first date, where it (with the end of its span) is told to the day."""
    kept = [m for m in mentions if m.kind in ("date", "period")][:1]
    told = kept and all(len(value) == _TO_THE_DAY for value in kept[0].values)
    return _start(reading, column, at, mentions) if told else Found((), ())


def _clock_start(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return _clock(reading, at, mentions, 0)


def _clock_end(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    return _clock(reading, at, mentions, 1)


def _clock_told(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The one clock of a time, whichever end it is: 晚間8時收班."""
    start = _clock(reading, at, mentions, 0)
    return start if start.values else _clock(reading, at, mentions, 1)


_CLOCK = re.compile(r"(?:from )?(\d\d:\d\d)?(?:until |-)?(\d\d:\d\d)?")


def _clock(reading: Reading, at: Stretch, mentions: list[Mention], part: int) -> Found:
    for mention in mentions:
        if mention.kind != "time":
            continue
        found = _CLOCK.fullmatch(mention.values[0])
        if found and (clock := found[part + 1]):
            return Found((clock,), _span(reading, at))
    return Found((), ())


def _year(reading: Reading, column: Column, at: Stretch, mentions: list[Mention]) -> Found:
    """The year of a date, or one that a title begins or ends with and nothing reads as a date: 「2012國際郵展」."""
    text = reading.marked[at.paragraph].folded.text
    for mention in mentions:
        told = mention.values[0][:4] if mention.kind == "date" else text[mention.start : mention.end][:4]
        if _CALENDAR_YEAR.fullmatch(told):
            return Found((told,), _span(reading, at))
    return Found((), ())


OPERATORS: dict[str, _Reader] = {
    "year": _year,
    "start": _start,
    "end": _end,
    "title": _title,
    "article": _article,
    "role": _role,
    "trim": _trim,
    "name": _name,
    "day": _day,
    "finer": _finer,
    "kind": _kind,
    "names": _names,
    "person": _person,
    "deed": _deed,
    "days": _days,
    "clock-start": _clock_start,
    "clock-end": _clock_end,
    "clock": _clock_told,
    "text": _text,
    "number": _number,
    "length": _length,
    "weekdays": _weekday_letters,
    "words": _words,
    "thing": _thing,
    "place": _place,
    "others": _others,
    "body": _body,
    "part": _part,
    "employer": _employer,
    "whole": _whole,
    "session": _session,
}
"""The named operators that a rule may apply to a group: `date|start`, `law|title` …"""

_BY_TYPE: dict[str, _Reader] = {
    "integer": _number,
    "decimal": _number,
    "date": _date,
    "weekday": _weekday,
    "boolean": _boolean,
    "organisation": _organisation,
    "url": _url,
}
