"""Weekdays and times of the day: 每星期二、四, 平日, 上午9時至12時, 下午3時止."""

from __future__ import annotations

import re

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numerals import number
from agencygraph.text import Expression

WEEK = dict(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
"""The sign of each weekday in Chinese and its name in values, from Monday."""
_NAMES = tuple(WEEK.values())
_PLACE = {c: i for i, c in enumerate(WEEK)} | {c: i for i, c in enumerate("1234567")} | {"天": 6}
_WEEK = "(?:星期|禮拜|週|周)"
_NO_DAY = r"(?![\d,.]|[次個場班回篇則件萬天年小期節堂至少度份張間人名位梯項]|段時間|[十百千])"
_ITEMS = "則(?![至到接僅延改為由於在開提休可下上])"
_DAY = rf"(?:[一二三四五六日](?![次個場班回篇件萬年小]|{_ITEMS}|天(?!的)|[十百千])|[1-7]{_NO_DAY})"
_DAY_LIST = rf"(?:{_DAY}|天)(?:(?:、|,|及|和|與|或|至|到|~|-)(?:每?{_WEEK})?{_DAY})*"
_WEEKDAYS = Expression(
    rf"(?<![本上下該當前])(?P<days>(?:每|逢)?{_WEEK}{_DAY_LIST})"
    r"|(?P<work>(?<![個\d天])(?:上班日|工作日)|平日(?![均常時]))"
)
_ONE_DAY = re.compile(rf"(?P<to>[至到~-])?(?:每?{_WEEK})?(?P<day>[一二三四五六日天1-7])")
_PART = (
    r"(?:[當今]?晚(?=\d)|上午|早上|早晨|清晨|凌晨|中午|下午|午後|晚上|晚間|夜間|傍晚|[半深午]夜(?=[一二三四十]|\d))"
    r"(?:[場診為](?=[一二兩三四五六七八九十\d]))?"
)
_BEFORE_HAN = "(?:(?<=[午夜至到晨為於自從或、及])|(?<=[早晚]上)|(?<=[晚夜]間)|(?<=傍晚))"
_HAN_HOUR = "(?:二?十[一二三四五六七八九]?|[一二兩三四五六七八九])"
_AFTER_HAN = "(?=[時點](?:[半整]|[一二三四五六七八九十]{{1,3}}分|[至到][一二兩三四五六七八九十]{{1,3}}[時點]|準時))"
_HAN_MINUTE = "(?:[二三四五]?十[一二三四五六七八九]?|[五六七八九])"
_CLOCK = (
    r"(?:(?:(?P<part{n}>"
    + _PART
    + r"))?(?:(?P<hour{n}>(?<!\d)(?<!\d[.,])\d{{1,2}}|"
    + _BEFORE_HAN
    + _HAN_HOUR
    + r"|(?<![零一二兩三四五六七八九十百千萬第])"
    + _HAN_HOUR
    + _AFTER_HAN
    + r")(?:(?:時|點)(?!段|間|期|程|代|數|閱|起見|效|候|報|尚|而)"
    r"(?:(?P<half{n}>半)|(?P<minute{n}>\d{{1,2}}|" + _HAN_MINUTE + r")分(?!鐘)|整)?"
    r"|[:](?P<colon{n}>[0-5]\d)(?![\d:])|(?P<bare{n}>(?=[至到~–—-]{{1,2}}\d{{1,2}}[時點]))))"
    r"|(?P<noon{n}>正午|(?<=[至到])中午(?=[止,。;)]|$)))"
)
_TIMES = Expression(
    r"(?=[\d正上早清凌中下午晚夜傍當今半深一二兩三四五六七八九十])"
    + _CLOCK.format(n=1)
    + r"(?:(?P<to>起?[至到~–—-]{1,2})"
    + _CLOCK.format(n=2)
    + r")?(?P<tail>止|為止|以前|前|以後|之後|後|起)?"
)
_PART_ONLY = Expression(_PART + r"(?!\d|[一二三四五六七八九十]+[時點]|上班|班|茶|好)")
_HOUR = re.compile("[時點:午]")
_COMPACT = Expression(r"(?<![\d.,/-])([01]\d)([0-5][05])[至到~–—-]([012]\d)([0-5][05])(?![\d.,/年-])")
_NO_YEAR = 18
"""The hour that no compact time begins with, lest 1930-1945 be one."""
_DAY_LONG = 1440
_MORNING = 6
_EVERY = re.compile(r"(?:每日|每天|每個?上班日|各日)$")
_NEAR = 24
_RUNS_ON = re.compile("[^。;日\\d]*(?<![以時點])[,、至到][^。;日\\d]*")
"""What may stand between two clocks of one day."""
_OPEN_OR_SHUT = re.compile(
    "(?:起|為?止|即|便|就)*(?:結束|打烊|關[門閉館]|閉[館園]|收[攤班場工]|開[門館園放始診到]|受理)"
)
_SPENT = re.compile(r"(?:計|共|達|長|至少|上限|逾|滿|第|每)$")


def find_schedules(claims: Claims) -> None:
    """Claim weekdays, then times of the day, then 上午 and 下午 that stand right behind a day."""
    _find_weekdays(claims)
    earlier: tuple[int, str] = (0, "")
    for match in _TIMES.finditer(claims.text) if _HOUR.search(claims.text) else ():
        value = _time(claims.text, match)
        if value:
            value = _same_half(value, match, earlier[1], claims.text[earlier[0] : match.start()])
            earlier = match.end(), value
            claims.take(Mention("time", match.start(), match.end(), (value,)))
    for match in _COMPACT.finditer(claims.text):
        first, second = (int(match[n]) * 60 + int(match[n + 1]) for n in (1, 3))
        if int(match[1]) < _NO_YEAR and first < second <= _DAY_LONG:
            claims.take(Mention("time", match.start(), match.end(), (f"{_text(first)}-{_text(second)}",)))
    for match in _PART_ONLY.finditer(claims.text):
        before = claims.ending_at(match.start())
        if (before and before.kind in ("date", "weekdays")) or _EVERY.search(claims.text[: match.start()]):
            value = "AM" if match.group()[0] in "上早清凌" else "PM"
            if match.group() != "中午":
                claims.take(Mention("time", match.start(), match.end(), (value,)))


def weekdays(text: str) -> tuple[str, ...]:
    """The days that a schedule names, Mon to Sun, in the order of the week."""
    found: set[int] = set()
    last = -1
    for match in _ONE_DAY.finditer(text):
        place = _PLACE[match["day"]]
        found.update(range(last, place + 1) if match["to"] and 0 <= last < place else (place,))
        last = place
    return tuple(_NAMES[place] for place in sorted(found))


def _find_weekdays(claims: Claims) -> None:
    for match in _WEEKDAYS.finditer(claims.text):
        names = _NAMES[:5] if match["work"] else weekdays(re.sub(rf"^(?:每|逢)?{_WEEK}", "", match.group()))
        claims.take(Mention("weekdays", match.start(), match.end(), names))


def _time(text: str, match: re.Match[str]) -> str:
    """The time in its contract spelling, empty where the hour is a length of time or no hour at all."""
    first = _clock(match, "1", None)
    if first is None:
        return ""
    if match["bare1"] is not None and not _sure_range(text, match):
        return ""
    if match["to"]:
        second = _clock(match, "2", first)
        return f"{_text(first)}-{_text(second)}" if second is not None and second > first else ""
    plain = match["part1"] is None and match["colon1"] is None and match["noon1"] is None
    if plain and not _stands_for_hour(text, match):
        return ""
    tail = match["tail"] or ""
    if tail in ("止", "為止", "前", "以前") or (not tail and text.endswith(("至", "到"), 0, match.start())):
        return f"until {_text(first)}"
    return f"from {_text(first)}" if tail else _text(first)


def _same_half(value: str, match: re.Match[str], earlier: str, between: str) -> str:
    """五點半 behind 八點半 in the same sentence is 17:30: an hour without 上午 or 下午 that would run backwards."""
    plain = not (match["to"] or match["part1"] or match["noon1"] or match["colon1"])
    if not plain or len(between) > _NEAR or not (earlier and _RUNS_ON.fullmatch(between)):
        return value
    clock, last = value[-5:], earlier[-5:]
    hour = int(clock[:2]) + 12
    return f"{value[:-5]}{hour}{clock[2:]}" if clock < last < f"{hour}{clock[2:]}" and hour < 24 else value


def _stands_for_hour(text: str, match: re.Match[str]) -> bool:
    """3點 may be three points and 6時 six hours: only what surely is an hour counts without 上午 or 下午."""
    if _SPENT.search(text[: match.start()]):
        return False
    unit = text[match.end("hour1")]
    framed = text.endswith(("自", "從", "至", "到"), 0, match.start("hour1")) and _OPEN_OR_SHUT.match(
        text, match.end("hour1") + 1
    )
    return unit == "時" or bool(match["half1"] or match["minute1"] or framed)


def _sure_range(text: str, match: re.Match[str]) -> bool:
    """第3至5點 are points and 3至5時 hours: without 上午 or 下午 only early-rising 10至12點 is a time."""
    first = int(match["hour1"]) if match["hour1"].isdigit() else 0
    hours = match["hour2"] is not None and (text[match.end("hour2")] == "時" or first >= _MORNING)
    return hours and (match["part1"] is not None or not _SPENT.search(text[: match.start()]))


def _clock(match: re.Match[str], n: str, after: int | None) -> int | None:
    """Minutes since midnight; the second of two clocks takes 下午 from the first."""
    if match[f"noon{n}"]:
        return 720
    hour = number(match[f"hour{n}"])
    if hour is None or hour > 24:
        return None
    minutes = 30 if match[f"half{n}"] else int(number(match[f"minute{n}"] or match[f"colon{n}"] or "0") or 0)
    if minutes > 59:
        return None
    part = match[f"part{n}"]
    at = int(hour) * 60 + minutes
    late = part is not None and part[0] not in "上早清凌中"
    if part is not None and part[0] in "半深午" and part[1] == "夜":
        at += 720 if hour > 10 and hour <= 12 else 0
    elif (late and hour < 12) or (part == "中午" and hour < 4):
        at += 720
    if after is not None and part is None and at <= after and at + 720 > after and hour < 12:
        at += 720
    return at if at <= _DAY_LONG else None


def _text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
