"""Rules that read survey results: answer options with their counts and percents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from agencygraph.matching import answered, ballots
from agencygraph.matching.answered import INTRODUCING, option_name
from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, groups, passage
from agencygraph.matching.scopes import fits
from agencygraph.matching.values import Found, Stretch, convert
from agencygraph.model import Fact
from agencygraph.rules import SIGNS, AnswerRule, Room
from agencygraph.rules.language import alternatives
from agencygraph.text import Expression

_N, _P = SIGNS["number"], SIGNS["percent"]
_ROUNDED = Decimal("0.11")
_FIRST_TWO = re.compile(
    rf"(?:[前上]?[兩二]者|前[兩二](?=[^者項])|[前以上]*{_N}[者項])(?:比[率例])?(?:合計|相加|加總|合併|共計|計|共|合|占|佔|為|達|即|約|高)*"
    rf"(?:(?P<count>{_N})(?:人次|人|位|件|份|名|票|戶)?[,、]?[(]?(?:合計|合|占|佔|約|達)*)?(?P<only>{_P})"
)
_SUM = re.compile(
    rf"[,、;(](?:[兩二三]者|以上)?(?:合計|總計|共計|合占|合佔|合共|相加|加總|併計|合起來|計|共)(?:占|佔|為|達|計|約|共|有)*"
    rf"(?:(?P<count>{_N})(?:人次|人|位|件|份|名|票|戶)?[,、]?[(]?(?:占|佔|約|達)*)?(?P<only>{_P})"
)
"""What answers come to that the sum alone does not name: 非常滿意45%,滿意47.5%,合計92.5%."""

_SURVEY = re.compile("問卷|受訪|受測|填答|民調|滿意")
_ASKS = re.compile("滿意|問卷|受訪|受測|調查|訪查|民調|訪談|訪問|抽訪|電訪|填答|意見表")
_CASES = re.compile("陳情|申訴|檢舉|投訴|反映|信箱|案件|申請|申辦|裁罰|稽查")
"""What was asked, and what came in by itself: shares of the second are no answers."""

_POINTS = re.compile("分(?!鐘)")
_PARTED = re.compile(r"與|及|和|加[上計]?|併計|連同|合計|[+]")
_SUMMED = re.compile("(?:兩者|二者|者|合計|相加|加總|合併|計算|觀之|而言|來看)+$")
_EACH_QUESTION = re.compile(
    rf"[,;、](?P<told>(?:其中)?(?P<about>(?![^,。;]{{0,4}}滿意度)[^,。;:、()「」{_N}{_P}]{{2,12}}?)"
    rf"(?:則|亦|也|達|為|有|均|更|高|僅|只|約|占|之|的|分別|合計|共計)*(?P<percent>{_P}))"
    "(?=(?P<rank>(?:為|則)?(?:居|最|次|排|敬陪)[^,。;、]{1,4})?(?:[,。;、)]|$))"
)
_NO_QUESTION = re.compile(
    "^(?:較|比|與|另|惟|且|並|共|合|占|佔|達|成長|提升|增|減|回收)|目標|未達|標準|門檻|者$|以上|以下|(?<!效)率$|比[率例]$"
)
_ASKED_ABOUT = re.compile(
    "(?:態度|環境|效率|時間|設施|設備|流程|程序|專業|專業度|品質|說明|便利性?|禮貌|動線|內容|網站|整體|速度|知能|能力|清潔|服務)$"
)
_LISTED = re.compile(
    rf"(?:(?<=[,。;:])|^)(?:其中|對於?|就|而|惟|另|至於)*(?P<names>[^,。;:()「」{_N}{_P}]{{2,16}}(?:、|及|和|與)[^,。;:()「」{_N}{_P}]{{2,40}}?)(?:部分|方面|項目|等?{_N}?[項者])*(?:之|的)?"
    rf"(?P<option>(?:非常|很|極|十分|相當)?滿意(?:度|以上)?)者?(?:之|的)?(?:比率|比例|占比|百分比|度)?,?(?:依序|依次|分別|各)(?:為|是|達|占|有|約)*"
    rf"(?P<shares>{_P}(?:[、,及和與]+{_P})+)"
)
"""Several questions and the share of one answer to each: 態度、效率之滿意以上比率,依序為94%、85%."""
_AND = re.compile("、|以?及|和|與")
_INCLUDING = re.compile("(?P<good>[^()]+)[(]包?[含括](?P<best>[^()]+)[)]")
"""An answer that a better one is counted with: 滿意(含非常滿意)."""

_PARTS_BEHIND = re.compile(r"[(](?:包?[含括]|即|其中)(?P<best>(?:非常|很|極|十分|相當)滿意)[^()]*[^常很極分當不]滿意")
"""What stands behind the share of all who are content: 滿意度96%(含非常滿意61%、滿意35%)."""

_NO_OPTION = re.compile(
    r"^前[兩二三]|^[此該兩二三]|滿意|[比率]例?$|受訪|合計|有效|問卷|^其中|佔全體|占全體|合格|及格|達標|錄取|結訓|完訓|報到|[電抽回]訪|訪問|訪談|^以|歲|性別|學歷"
)
"""Words that are no answer: what sums answers up, who was asked, how a test was passed."""

_WISHED = re.compile(
    "(?:(?<!超過)(?<!高於)(?<!較)(?<!達成)目標值?|指標|預期|期望|期許|希冀|力求|期能|確保|[應須需](?=達|維持|提升))[^,。;]{0,14}$"
)
_AS_GOAL = re.compile("[^,。;]{0,6}(?:為|之|的)(?:年度)?目標")
"""What stands before and behind a share that is wished for and that nobody answered."""


def read(reading: Reading, room: Room, rule: AnswerRule) -> Iterator[Fact]:
    """The answers that the rule finds, one fact an option: in text, in tables, then those told in other words."""
    found = list(_told(reading, room, rule))
    yield from found
    where = [answer.evidence.where for answer in found]
    taken = {span.start for told in where for name in ("count", "percent") for span in told.get(name, ())}
    yield from ballots.read(reading, room, rule, taken)


def _told(reading: Reading, room: Room, rule: AnswerRule) -> Iterator[Fact]:
    named, free, both = _finders(rule)
    for index, marked in enumerate(reading.marked):
        if reading.document.paragraphs[index].role == "row" or not fits(
            reading, room, rule.where, index, 0, len(marked.text)
        ):
            continue
        about, since = Found((), ()), 0
        for low, high in zip(marked.sentences, marked.sentences[1:], strict=False):
            told_here: list[tuple[int, Fact]] = []
            listed = list(_LISTED.finditer(marked.text, low, high))
            found = [m for m in named.finditer(marked.text, low, high) if not any(_inside(m, one) for one in listed)]
            taken = [m.span() for m in found]
            more = [
                m
                for m in free.finditer(marked.text, low, high)
                if all(m.end() <= s or e <= m.start() for s, e in taken)
            ]
            for match in sorted(found + more, key=lambda m: m.start()):
                if _is_wished(marked, *match.span()):
                    continue
                told = answered.search(reading, room, rule.dimension, "dimension", index, (since, match.start()))
                if asked := groups(match).get("asked") or groups(match).get("asked_of"):
                    told = convert(reading, room.column("dimension"), Stretch(index, *asked))
                about, since = told if told.values else about, match.end()
                if answer := _fact(reading, room, rule, index, low, match, about):
                    yield answer
                    told_here.append((match.end(), answer))
            for match in both.finditer(marked.text, low, high):
                yield from _together(reading, room, rule, index, match)
            for match in listed:
                yield from _in_order(reading, room, rule, index, match)
            for end, answer in told_here:
                if "+" in answer.text("option") and answer.text("percent"):
                    stop = min((m.start() for m in found + more if m.start() >= end), default=high)
                    yield from _also(reading, room, index, (end, stop), answer)
            for sum_of in _FIRST_TWO.finditer(marked.text, low, high):
                if len(two := _two_before(sum_of, told_here)) > 1:
                    yield _first_two(reading, room, index, sum_of, two)
            for sum_of in _SUM.finditer(marked.text, low, high):
                if parts := _adding_up(marked, sum_of, told_here):
                    yield _first_two(reading, room, index, sum_of, parts)
    for table in reading.document.tables:
        yield from answered.read(reading, room, rule, table)


def _inside(found: re.Match[str], listed: re.Match[str]) -> bool:
    return listed.start() <= found.start() and found.end() <= listed.end()


def _is_wished(marked: Marked, start: int, end: int) -> bool:
    """Whether a share is a goal: 以滿意度92%為目標, 目標值:滿意度93%."""
    return bool(_WISHED.search(marked.text, max(0, start - 2 * INTRODUCING), start) or _AS_GOAL.match(marked.text, end))


def _finders(rule: AnswerRule) -> tuple[Expression, Expression, Expression]:
    """Ways to state an option's result: 滿意者123位(41%), 滿意(123人,41%), 41%表示滿意, 12人(8%)答「不便」; with an
    option in words of its own: 認為費用合理者117人(97.5%); and two options told together.
    """
    quoted = rf"(?<!「)「[^」]{{1,10}}」(?=者?(?:者|占|佔|有|計|為|,|、|與|及|和|。|;|$|{_N}|[(]))"
    word = rf"(?:「?{alternatives(rule.options)}」?|{quoted})"
    join = alternatives(rule.joins)
    chain = rf"{word}(?:者|度)?(?:(?:、|及|和|與|或|加上|\+|至){word}(?:者|度)?)*(?:以上)?(?:者)?"
    unit = "(?:人次|人|位|件|份|名|票|戶|筆)?(?:/(?:人|份))?"
    told = rf"(?P<count>{_N}){unit}(?:[,、]?[(]?{join}*(?P<percent>{_P})[)]?)?"
    share = rf"(?P<only>{_P})(?:[(]{join}*(?P<behind>{_N}){unit}[)])?"
    inside = rf"[(](?P<in_count>{_N}){unit}[,、]?{join}*(?P<in_percent>{_P})[)]"
    about = "(?:對於?(?P<asked>[^,。;:、()「」]{2,14}?)(?=表示|感到|覺得))?"
    people = "(?:受訪者|受訪民眾|民眾|人|填答者|洽公民眾|受測者|顧客|用戶|旅客|家長|學員|榮民)?"
    whom = f"(?:以上)?(?:之|的)?{people}{about}(?:表示|認為|感到|覺得|答|回答|勾選|選擇)?"
    result = rf"{join}*(?:{inside}|{told}|{share})"
    words = "[^,。;:、()「」者]{1,20}"
    long = rf"{words}(?:[^,。;:()「」者]{{2,20}})?"
    own = rf"(?:認為|表示|覺得|反映)?(?P<free>{words}(?:以內|以上|以下)(?:完成)?|{long}(?=者))者?"
    said = "(?:表示|認為|覺得|答|回答|勾選|選擇)"
    of_what = about.replace("asked", "asked_of")
    counted = (
        rf"(?P<first>{_N}){unit}(?:[(](?P<then>{_P})[)])?(?:則|均|都)?{of_what}(?:{said}|感到)(?P<last>{chain})"
        rf"(?:,[占佔](?P<at_last>{_P}))?"
    )
    best = rf"{word}(?:者|度)?[(][包]?[含括]{word}(?:者|度)?[)]"
    named = rf"(?P<options>{best}|{chain}){result}|{counted}|(?P<before>{_P})(?:[(]{_P}[)])?{whom}(?P<after>{chain})"
    seen = "(?:兩者|二者|合計|相加|加總|合併|計算|觀之|而言|來看)+"
    sum_of = f"{word}(?:者|度)?(?:與|及|和|加[上計]?|併計|連同|[+]){word}者?{seen}"
    asked = "(?:之|的)?(?:受訪|填答|洽公)?(?:者|民眾|市民|人|顧客|用戶|旅客|學員|家長|廠商|業者)(?:則|均|也)?"
    says = f"(?:(?:{asked})?(?:認為|覺得)|{asked}(?:(?:表示|反映|指出),?|(?=知道|聽過|曾|支持|希望|肯定)))"
    by = rf"(?P<before>{_P}){says}(?P<free_after>[^,。;:、()「」{_N}{_P}]{{2,16}})(?=[,。;、]|$)"
    return Expression(named), Expression(f"{own}{result}|{by}"), Expression(rf"(?P<options>{sum_of})")


def _two_before(found: re.Match[str], told: list[tuple[int, Fact]]) -> list[Fact]:
    """The two answers that a sum stands for: of those to the question told last the first two, or (兩者) all two."""
    clause = found.string.rfind(";", 0, found.start())
    before = [answer for end, answer in told if clause < end <= found.start()]
    if len(before) < 2:
        before = [answer for end, answer in told if end <= found.start()]
    same = [answer for answer in before if answer.text("dimension") == before[-1].text("dimension")]
    return same[:2]


def _adding_up(marked: Marked, found: re.Match[str], told: list[tuple[int, Fact]]) -> list[Fact]:
    """The answers right before a sum, to one question, whose shares add up to it; none where a sum by name stands."""
    before = [answer for end, answer in told if end <= found.start()]
    amount = marked.mentions[found.start("only")].number
    if not before or amount is None or _FIRST_TWO.search(marked.text, found.start(), found.end()):
        return []
    same = [answer for answer in before if answer.text("dimension") == before[-1].text("dimension")]
    runs = (same[-size:] for size in range(2, len(same) + 1))
    shares = ((run, [answer.text("percent") for answer in run]) for run in runs)
    return next((run for run, told in shares if all(told) and abs(sum(map(Decimal, told)) - amount) <= _ROUNDED), [])


def _first_two(reading: Reading, room: Room, index: int, found: re.Match[str], told: list[Fact]) -> Fact:
    """What the first two options of a question come to: 前兩者合計94.6%, 兩者合占92%."""
    first = told[0]
    values = {name: value for name, value in first.values.items() if name not in ("count", "percent")}
    values["option"] = "+".join(answer.text("option") for answer in told)
    shares = {
        name: Stretch(index, *found.span(at)) for name, at in (("percent", "only"), ("count", "count")) if found[at]
    }
    read = {name: convert(reading, room.column(name), at) for name, at in shares.items()}
    span = reading.passage(index, *found.span())
    quote = reading.document.source.text[span.start : span.end]
    where = {name: value.spans for name, value in read.items()}
    evidence = replace(first.evidence, span=span, quote=quote, context=(first.evidence.span,), where=where)
    return replace(
        first, values={**values, **{name: value.values[0] for name, value in read.items()}}, evidence=evidence
    )


def _together(reading: Reading, room: Room, rule: AnswerRule, index: int, found: re.Match[str]) -> Iterator[Fact]:
    """What two options come to for each of several questions: 合滿意與很滿意觀之,態度達95%,效率92%."""
    marked = reading.marked[index]
    stop = marked.text.find("。", found.end())
    name = "+".join(part.strip("「」者度") for part in _PARTED.split(_SUMMED.sub("", found["options"])))
    for each in _EACH_QUESTION.finditer(marked.text, found.end(), stop if stop > 0 else len(marked.text)):
        if _points(marked, each.start("percent")) or _NO_QUESTION.search(each["about"]):
            continue
        row = {
            "dimension": convert(reading, room.column("dimension"), Stretch(index, *each.span("about"))),
            "option": Found((name,), (reading.passage(index, *found.span()),)),
            "percent": convert(reading, room.column("percent"), Stretch(index, *each.span("percent"))),
            "n": answered.search(reading, room, rule.sample, "n", index, (0, found.start())),
        }
        if host := reading.host(index, found.start()):
            row["host"] = Found((host,), ())
        yield fact(reading, room, rule.id, row, index, reading.passage(index, *each.span("told")))


def _in_order(reading: Reading, room: Room, rule: AnswerRule, index: int, found: re.Match[str]) -> Iterator[Fact]:
    """The share of one answer to each of several questions that are listed before."""
    marked = reading.marked[index]
    names = list(_spans(found, "names"))
    shares = [at for at in range(*found.span("shares")) if at in marked.mentions]
    if len(names) != len(shares):
        return
    option = option_name(reading, marked.plain(*found.span("option")).removesuffix("度"), rule)
    for name, at in zip(names, shares, strict=True):
        row = {
            "dimension": convert(reading, room.column("dimension"), Stretch(index, *name)),
            "option": Found((option,), (reading.passage(index, *found.span("option")),)),
            "percent": convert(reading, room.column("percent"), Stretch(index, at, at + 1)),
            "n": answered.search(reading, room, rule.sample, "n", index, (0, found.start())),
        }
        if host := reading.host(index, found.start()):
            row["host"] = Found((host,), ())
        yield fact(reading, room, rule.id, row, index, reading.passage(index, *found.span()))


def _spans(found: re.Match[str], group: str) -> Iterator[tuple[int, int]]:
    """Where the members of a list stand that a group holds."""
    start, end = found.span(group)
    for sign in _AND.finditer(found.string, start, end):
        yield start, sign.start()
        start = sign.end()
    yield start, end


def _also(reading: Reading, room: Room, index: int, within: tuple[int, int], first: Fact) -> Iterator[Fact]:
    """The share of the same joint answer to further questions: 以態度之滿意以上比率95%最高,環境之89%居末."""
    marked = reading.marked[index]
    for each in _EACH_QUESTION.finditer(marked.text, *within):
        asked = each["rank"] or (first.text("dimension") and _ASKED_ABOUT.search(each["about"]))
        if (
            not asked
            or "滿意" in each["about"]
            or _NO_QUESTION.search(each["about"])
            or _points(marked, each.start("percent"))
        ):
            continue
        values = {name: value for name, value in first.values.items() if name not in ("count", "percent")}
        read = {
            name: convert(reading, room.column(name), Stretch(index, *each.span(group)))
            for name, group in (("dimension", "about"), ("percent", "percent"))
        }
        span = reading.passage(index, *each.span("told"))
        quote = reading.document.source.text[span.start : span.end]
        where = {name: value.spans for name, value in read.items()}
        evidence = replace(first.evidence, span=span, quote=quote, context=(first.evidence.span,), where=where)
        yield replace(
            first, values={**values, **{name: value.values[0] for name, value in read.items()}}, evidence=evidence
        )


def _fact(
    reading: Reading, room: Room, rule: AnswerRule, index: int, low: int, found: re.Match[str], about: Found
) -> Fact | None:
    marked = reading.marked[index]
    named = groups(found)
    if "free_after" in named:
        named["free"] = named["free_after"]
    option = named.get("options") or named.get("after") or named.get("last") or named["free"]
    count = named.get("count") or named.get("behind") or named.get("in_count") or named.get("first")
    shares = ("percent", "only", "in_percent", "before", "then", "at_last")
    percent = next((named[name] for name in shares if name in named), None)
    if (percent and _points(marked, percent[0])) or (count and _score(marked, count[0])):
        return None
    if "free" in named and _NO_OPTION.search(marked.text[slice(*option)]):
        return None
    if "free" in named and not (_asked(reading, index) if percent else _SURVEY.search(marked.text)):
        return None
    name = option_name(reading, marked.plain(*option), rule, "free" not in named)
    if "free" in named and about.values:
        name = name.removeprefix(about.values[0]).lstrip("在為於") or name
    if inside := _INCLUDING.fullmatch(marked.plain(*option)):
        name = f"{inside['best'].strip('者度')}+{inside['good'].strip('者度')}"
    if name == "滿意" and (parts := _PARTS_BEHIND.match(marked.text, found.end())):
        name = f"{parts['best']}+{name}"
    row: dict[str, Found] = {
        "host": Found((host,), ()) if (host := reading.host(index, found.start())) else Found((), ()),
        "dimension": about,
        "n": answered.search(reading, room, rule.sample, "n", index, (0, found.start())),
        "option": Found((name,), (reading.passage(index, *option),)),
    }
    if "first" in named and not percent and not row["n"].values and not _SURVEY.search(marked.text):
        return None
    for name, at in (("count", count), ("percent", percent)):
        if at:
            row[name] = convert(reading, room.column(name), Stretch(index, *at))
    if not about.values:
        heading = reading.document.sections[reading.document.paragraphs[index].section].heading
        row["dimension"] = Found((heading,), ()) if heading else Found((), ())
    hit = Hit(index, *found.span(), low, marked.sentence(*found.span())[1], named)
    return fact(reading, room, rule.id, row, index, passage(reading, hit, "match"))


def _points(marked: Marked, at: int) -> bool:
    """Whether a percent is the difference of two results."""
    return marked.mentions[at].values[:1] == ("百分點",)


def _score(marked: Marked, at: int) -> bool:
    """Whether a number says how good something was found, not how many found it so: 4.62分."""
    number = marked.mentions[at].number
    return (number is not None and number != int(number)) or bool(_POINTS.match(marked.text, at + 1))


def _asked(reading: Reading, index: int) -> bool:
    """Whether the words nearest to a paragraph tell of people asked, not of cases that came in."""
    for line in (index, *reversed(reading.above[index])):
        text = reading.marked[line].text
        if _ASKS.search(text) or _CASES.search(text):
            return bool(_ASKS.search(text))
    return True
