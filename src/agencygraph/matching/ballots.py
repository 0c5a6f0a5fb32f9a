"""Survey results in words that no list of answers holds: what people are told to have said, and lists of answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from agencygraph.matching import answered
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, groups, passage
from agencygraph.matching.values import Found, Stretch, convert
from agencygraph.model import Fact
from agencygraph.rules import SIGNS, AnswerRule, Room
from agencygraph.rules.language import alternatives
from agencygraph.text import Expression

_N, _P, _D = SIGNS["number"], SIGNS["percent"], SIGNS["date"]
_UNIT = "(?:人次|人|位|名|戶|家|票|份|張|枚|則)"
_FIGURES = (
    rf"(?:(?P<count>{_N}){_UNIT}?(?:[,(、\t]*[占佔計約即]?(?P<percent>{_P})[)]?)?"
    rf"|(?P<only>{_P})(?:[,(\t]*(?:計|約|即)?(?P<behind>{_N}){_UNIT}[)]?)?"
    rf"|[(](?P<inside>{_P})[)])"
)
_FILLERS = (
    "(?:者|之|的|有|占|佔|為|是|達|計|共|獲|剩|約|逾|近|僅|只|則|凡|(?<=者),|比[例率]|人數|戶數|票數|家數|人|受訪者"
    "|[二三四五]分之[一二三四]強?)*"
)
_CONTEXT = re.compile(
    "問卷|受訪|受測|填答|民調|民意調查|滿意|票選|抽訪|訪查|電訪|普查|觀感|意見[單卡表]|意見調查|有效(?:樣本|卷|份)|您|學員評價"
)
_ASKS = re.compile("調查|問卷|票選|填答|是否|滿意|抽訪|受訪|民調|意見|[?]|您")
_WISHED = re.compile("目標|預定|預計|擬(?!真)|指標|門檻|標準")
_ANSWERED = re.compile(
    f"[?][^?。]{{1,14}}[(]?{_P}|(?:答|嫌|覺得|自認|圈選|勾選?)[^,。;]{{0,12}}「|願意「[^」]+」者|(?:是否|問及)[^。]{{4,40}}{_N}[^。]{{0,4}}表示「"
)
_NOT_ASKED = re.compile("案件|件數|稽查|裁罰|費用|經費|選舉|當選|得票|調查局|比賽|評審|成績|申請|報名|議題|鑑定")
_SAID = re.compile(
    "(?:回?答(?:以)?|自認|認為|覺得|圈選|勾選?|點選|選填|選擇|選了|嫌|評為|獲評|填寫?|投給|反映|表示|直言)(?:為|是)?「?"
)
_QUOTED = re.compile(rf"(?:(?<=[^「」]))「(?P<option>[^「」]{{1,16}})」{_FILLERS}(?:[(]?(?:計|即)?)?{_FIGURES}")
_ALL = re.compile(
    rf"(?P<count>{_N}){_UNIT}[^,。;「」{_N}]{{0,10}}?(?:[(](?P<percent>{_P})[)])?[^,。;「」{_N}]{{0,14}}?"
    "(?:圈選|勾選|選了|點選|回答|填寫|投給|答|表示|認為|覺得)「(?P<option>[^「」]{1,12})」"
)
_STANCE = "(?:不|未)?(?:贊成|反對|支持|認同|同意|贊同|肯定|看好|抱怨)"
_MINDED = re.compile(
    rf"(?P<count>{_N})(?:位|名|人|戶|家)(?:[^,。;{_N}{_P}]{{0,4}}?)(?P<option>{_STANCE})(?P<asked>[^,。;:、「」{_N}{_P}]{{2,14}})(?=[,。;(])(?:[(](?P<percent>{_P})[)])?"
    rf"|(?P<option_of>{_STANCE})(?P<asked_of>[^,。;:、{_N}{_P}]{{0,12}}?)者{_FILLERS}(?P<count_of>{_N}){_UNIT}(?:[(,]*(?P<percent_of>{_P}))?"
)
_SHARED = re.compile(
    rf"(?P<only>{_P})(?:的?(?:人|受訪者|家長|民眾|員工|學員))?(?P<option>不?(?:支持|反對|贊成|同意))(?=[,。;])"
    rf"|(?:(?P<share>{_P})|(?P<count>{_N})(?:位|人|名))(?:則|均|都)?(?:覺得|認為)(?P<option_of>[^,。;:、「」{_N}{_P}]{{2,14}})(?=[,。;])"
    rf"|(?P<pleased>不?滿意(?!度))(?P<asked>[^,。;:、{_N}{_P}者的之]{{2,12}})(?:的|之)?(?:旅客|民眾|受訪者|家長|人|者)?(?:只有|僅|則|達|高達|占|佔|有|為)+(?P<share_of>{_P})"
)
_WILLING = re.compile(
    rf"願意「(?P<option>[^「」]{{2,14}})」者,(?P<of>{_N})人中有?(?P<count>{_N})人(?:,?[即占佔]+(?P<percent>{_P}))?"
)
_ASKED_FIRST = re.compile(
    rf"(?:[?]|(?:是否|會不會|要不要|好不好)[^,。;:]{{2,14}}:|對[^,。;:]{{2,16}}(?:評價|看法)[,:])(?=[^?。:]{{1,14}}[(]?{_P})"
)
_ITEM = re.compile(
    rf"(?:^|(?<=[、,;?:]))(?P<option>[^,。;:、?()「」{_N}{_P}]{{1,12}}?)(?:者|占|佔|為|有)*[(]?(?P<only>{_P})[)]?"
    "(?=[、,;。]|$)"
)
_LINE = re.compile(
    rf"[-—.*·•▲★○●]?(?P<option>[^,。;:、?()「」{_N}{_P}\t]{{1,14}}?)(?:者|占|佔|計|有|共|[\t:,.—-])*{_FIGURES}[)。;]?"
)
_PLEASED = re.compile("(?P<option>(?:很|非常|十分|不)?滿意)(?P<asked>[^者]{2,14})")
_NONE = re.compile(
    "(?:無人|沒有人|無任何人|無一人|無受訪者)(?:則|也|均)?(?:勾選|圈選|點選|表示|選填|答|回答|感到|覺得)?"
)
_ROSE = re.compile(
    rf"度?(?:之?比[例率])?(?:則|更|已|,)*[由從]?(?:{_D}之?)?(?P<first>{_P})[^,。;{_P}]{{0,6}}(?:至|為|到|成)(?:{_D}之?)?(?P<then>{_P})"
)
_OVER_TIME = re.compile(
    rf"度(?:調查)?(?:分別|依序)?(?:為|[:(,])*(?={_D}(?:之|的|為|達|約)*{_P}[、,及]+{_D}(?:之|的|為|達|約)*{_P})"
)
_DATED = re.compile(rf"[、,及]*{_D}(?:之|的|為|達|約)*(?P<only>{_P})")
_DEGREE = re.compile(
    rf"對於?(?P<asked>[^,。;:「」{_N}{_P}]{{2,24}}?)(?:之|的)?(?P<option>知曉|知悉|認知|支持|信任|信賴|肯定|認同|接受|了解|瞭解)(?:度|率|比例)"
    rf"(?:皆|均|已|也|亦|則|更|達|高達|為|約|有|逾)*(?P<only>{_P})"
)
"""How many know or back a thing that people were asked about: 民眾對某制度的知曉度已達八成."""
_OVER = re.compile(
    "(?:被問到|問及|問到|問[^卷題]{2,5}?(?=[^,。]{2,12}否|[^,。]{1,10}不)|針對|關於|就)「?(?P<asked>[^,。;:「」]{3,24}?)」?(?:一[題項問])?,"
    "|(?P<question>[^,。;:?「」]{3,24})[?]|問(?P<put>[^,。;:「」]{3,24}),|覺得(?P<felt>[^,。;:「」]{2,10})(?=「)"
)
_TOTAL = re.compile("合計|總計|總數|有效|回收|小計|平均|發放|樣本|廢票|空白|完成|受訪")


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer in a paragraph: the match it is told by, its option, and where its figures and its question stand."""

    found: re.Match[str]
    option: tuple[int, int]
    count: tuple[int, int] | None = None
    percent: tuple[int, int] | None = None
    asked: tuple[int, int] | None = None
    zero: bool = False


def read(reading: Reading, room: Room, rule: AnswerRule, taken: Collection[int]) -> Iterator[Fact]:
    """The answers whose figures, by their place in the source, no other answer has taken."""
    for index, marked in enumerate(reading.marked):
        lines = _over(reading, index)
        told_so = any(sign.search(marked.text) for sign in (_CONTEXT, _ANSWERED, _ASKED_FIRST))
        if not (told_so or any(_ASKS.search(reading.marked[i].text) for i in lines)):
            continue
        seen = set(taken)
        for told in (*_running(reading, rule, index, taken), *_listed(reading, index, lines)):
            figures = [at for at in (told.count, told.percent) if at]
            places = {reading.passage(index, *at).start for at in figures}
            if (figures or told.zero) and not places & seen:
                seen |= places
                yield _fact(reading, room, rule, index, told)


def _over(reading: Reading, index: int) -> list[int]:
    """The lines over a paragraph that introduce it: its heads, and the line before its neighbours in a list."""
    role = reading.document.paragraphs[index].role
    lines = list(reversed(reading.above[index]))
    for at in range(index - 1, max(-1, index - 8), -1):
        text = reading.marked[at].text
        if text.endswith(":") or (role == "row" and reading.document.paragraphs[at].role != "row"):
            return [*lines, at] if at not in lines else lines
        if not _LINE.fullmatch(text):
            break
    return lines


def _running(reading: Reading, rule: AnswerRule, index: int, taken: Collection[int]) -> Iterator[_Told]:
    """The answers told in running text."""
    marked = reading.marked[index]
    if reading.document.paragraphs[index].role == "row":
        return
    if not _CONTEXT.search(_near(reading, index)) and not any(
        sign.search(marked.text) for sign in (_ANSWERED, _ASKED_FIRST)
    ):
        return
    for found in _WILLING.finditer(marked.text):
        yield _plain(found)
    word = alternatives(rule.options)
    told = {at for at in marked.mentions if reading.passage(index, at, at + 1).start in taken}
    rose = Expression(f"(?P<option>{word}){_ROSE.pattern}")
    over_time = Expression(f"(?P<option>{word}){_OVER_TIME.pattern}")
    none = Expression(f"{_NONE.pattern}「?(?P<option>{word})」?(?=[,。;者]|$)")
    for low, high in zip(marked.sentences, marked.sentences[1:], strict=False):
        if _WISHED.search(marked.text, low, high):
            continue
        said = _SAID.search(marked.text, low, high)
        if said:
            for pattern in (_QUOTED, _ALL):
                for found in pattern.finditer(marked.text, low, high):
                    if pattern is _ALL or said.start() < found.start():
                        yield _plain(found)
        if said or _CONTEXT.search(marked.text, low, high):
            for pattern in (_MINDED, _SHARED, _DEGREE):
                yield from map(_plain, pattern.finditer(marked.text, low, high))
        for found in over_time.finditer(marked.text, low, high):
            yield from _each_time(found, high)
        for found in rose.finditer(marked.text, low, high):
            yield _Told(found, found.span("option"), percent=found.span("first"))
            yield _Told(found, found.span("option"), percent=found.span("then"))
        if any(low <= at < high for at in told) or _CONTEXT.search(marked.text, low, high):
            for found in none.finditer(marked.text, low, high):
                yield _Told(found, found.span("option"), zero=True)
    for question in _ASKED_FIRST.finditer(marked.text):
        stop = marked.sentence(question.end(), question.end() + 1)[1]
        items = list(_ITEM.finditer(marked.text, question.end(), stop))
        yield from map(_plain, items if len(items) > 1 else ())


def _each_time(found: re.Match[str], high: int) -> Iterator[_Told]:
    """The shares of one answer at several times: 滿意度(9月57%,11月70%)."""
    at = found.end()
    while at < high and (share := _DATED.match(found.string, at, high)):
        yield _Told(share, found.span("option"), percent=share.span("only"))
        at = share.end()


def _near(reading: Reading, index: int) -> str:
    return "".join(reading.marked[i].text for i in (*reading.above[index], index))


def _listed(reading: Reading, index: int, lines: list[int]) -> Iterator[_Told]:
    """The answer that a line of a list or a row of two or three cells holds, below a line that asks."""
    marked = reading.marked[index]
    found = _LINE.fullmatch(marked.text)
    head = next((reading.marked[i].text for i in lines if _ASKS.search(reading.marked[i].text)), "")
    if not found or not head or _NOT_ASKED.search(head) or _TOTAL.search(found["option"]):
        return
    if found["count"] and not found["percent"] and not re.search(_UNIT, marked.text[found.end("count") :]):
        return
    if pleased := _PLEASED.fullmatch(marked.text, *found.span("option")):
        option, asked = pleased.span("option"), pleased.span("asked")
        yield _Told(found, option, _first(found, "count", "behind"), _first(found, "percent", "only"), asked)
        return
    yield _plain(found)


def _plain(found: re.Match[str]) -> _Told:
    return _Told(
        found,
        _first(found, "option", "option_of", "pleased") or found.span(),
        _first(found, "count", "behind", "count_of"),
        _first(found, "percent", "only", "inside", "percent_of", "share", "share_of"),
        _first(found, "asked", "asked_of"),
    )


def _first(found: re.Match[str], *names: str) -> tuple[int, int] | None:
    named = groups(found)
    return next((named[name] for name in names if name in named and named[name][0] < named[name][1]), None)


def _fact(reading: Reading, room: Room, rule: AnswerRule, index: int, told: _Told) -> Fact:
    marked = reading.marked[index]
    name = marked.plain(*told.option).strip("「」")
    row = {
        "option": Found((name,), (reading.passage(index, *told.option),)),
        "dimension": _dimension(reading, room, rule, index, told),
        "n": answered.search(reading, room, rule.sample, "n", index, (0, told.found.start())),
    }
    for column, at in (("count", told.count), ("percent", told.percent)):
        if at:
            row[column] = convert(reading, room.column(column), Stretch(index, *at))
    if told.zero:
        row["count"] = Found(("0",), (reading.passage(index, *told.found.span()),))
    if host := reading.host(index, told.found.start()):
        row["host"] = Found((host,), ())
    low, high = marked.sentence(*told.found.span())
    hit = Hit(index, *told.found.span(), low, high, {})
    return fact(reading, room, rule.id, row, index, passage(reading, hit, "match"))


def _dimension(reading: Reading, room: Room, rule: AnswerRule, index: int, told: _Told) -> Found:
    """What was asked: where the answer itself names it, else the question before it, else as other answers find it."""
    column = room.column("dimension")
    if told.asked:
        return convert(reading, column, Stretch(index, *told.asked))
    for place, end in ((index, told.option[0]), *((i, None) for i in _over(reading, index))):
        text = reading.marked[place].text
        before = list(_OVER.finditer(text, 0, len(text) if end is None else end))
        if before:
            return convert(reading, column, Stretch(place, *next(iter(groups(before[-1]).values()))))
    start = min(at[0] for at in (told.option, told.count, told.percent) if at)
    return answered.search(reading, room, rule.dimension, "dimension", index, (0, start))
