"""What was done on a date: the words of the deed, and what it was done to where only a verb follows the date."""

from __future__ import annotations

import re
from itertools import pairwise

from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS

Place = tuple[int, int]

_DATE = SIGNS["date"] + SIGNS["period"]
_BODY = SIGNS["organisation"] + SIGNS["self"]
_FRONT = re.compile(
    r"(?:[ \t]|即日起?|其中|業於|業(?![務者績界管])|已|並|亦|也|且|於"
    r"|自(?![動行助治由學有來])|在(?!職|地|線)|則|爰|另外?|嗣|而(?!且)"
    "|本(?:關(?!鍵)|大隊|園區?|場|隊|段|港|廠)"
    r"|先(?![行進])|再(?![生造])|復(?![健興康建航業辦學工牌駛原])|起(?![造飛])|均|皆|甫|零時|凌晨|包括(?!但)|預[計定訂]$|[特經係將終奉]$|至$|始(?=[全恢提開正])|,|:"
    f"|[{_DATE}](?=[則並亦另已業即]))+"
)
_BACK = re.compile(
    rf"(?:(?<![規準細通原守附法])則|亦|並(?!非)|均|皆|另|也|係|以後|之後|迄今|至今|分別|,|:|、|預|預[計定訂](?:於|自)?[{_DATE}]?|並?不相同|有所不同|新[臺台]幣)+$"
)
_CUT = re.compile(
    rf"[、,](?:並|及|於|自|另|又|復|再|嗣|更|預[計定訂]|將)*[{_DATE}]|、[^、,「」]{{2,24}}?[於自][{_DATE}]|迄[{_DATE}]"
    rf"|(?<![長延期辦放理用停件])至[{_DATE}]止?(?=[共計,]|$)|[{SIGNS['period']}](?=[共計已,]|$)"
    rf"|(?<![設會統估預審累總合共])(?:共計|合計|累計|總計|計){SIGNS['number']}(?=[人名件戶家])"
)
_TOTAL = re.compile(f"(?:合計|共計|總計|共)(?:{SIGNS['percent']}|{SIGNS['number']})[^,。、「」]{{0,6}}$")
_DATES = re.compile(f"[{_DATE}][及和與、於]*[{_DATE}](?:{SIGNS['number']}[度次]|分別|共)*$")
_DATED_NEXT = re.compile(f"(?:溯|並|業|已|預[計定訂]|將|分別|先後)*[於自在至]?[{_DATE}]")
_PLANNED = re.compile(rf"(?P<word>預[計定訂]|將)(?:於|自|在|至)*[{_DATE}](?:起|底|前|間|中|初|始|開始|由|,)*$")
_FORCE = "施行|實施|生效|適用|上線|啟用|上路|開跑|啟動|開播|試營運|營運|營業|試辦|試行|開辦|運作|開放"
_BUILT = "開幕|揭牌|揭幕|落成|成立|完工|竣工|通車|動工|開工|首航|開通|掛牌|上市|交易|建置|設置|簽署|簽訂"
_ISSUED = "公布|發布|公告|核定|核准(?:辦理)?|令釋|釋示|核釋|通過|函頒|頒布|修正|修訂|訂定|完成"
_ENDED = "撤除|停用|停辦|廢止|裁撤|終止|恢復"
_TURNED = (
    "推出|釋出|放寬|擴大|導入|納入|加入|調整|調[高降升]|改版|更新|成軍|服役|交艦|入列|停[航駛收]|復[航駛]|閉館|休館"
    "|(?:重新)?(?:開張|開館|開放|啟用)|實行|推行|推動|發行|取締|亮相|問世|首播|除役|退役|熄燈|關閉|解除|鬆綁|服務"
)
_VERB_ALONE = re.compile(
    rf"(?:均|皆|並|即|同時|業|已|預計|預定)*(?:[由經]?(?:本院|[{_BODY}])(?:[與及和、]|會同|會銜)*|由[^,。「」]{{2,16}}?(?=辦理|進行)|[{_BODY}][與及和、][^,。「」]{{2,16}}?會銜)*"
    rf"(?P<verb>(?:[於在][^,。「」]{{1,12}}?)?(?:正式|全面|全部|開始|陸續|分別|同步|先行|率先|順利|進行|辦理|會銜|業?經(?:本院|[{_BODY}]))*"
    rf"(?:{_FORCE}|{_BUILT}|{_ISSUED}|{_ENDED}|{_TURNED}){{1,3}}(?:開始運作|作業)?|全國通用|(?:提供|開放)[^,。「」]{{0,6}}使用)"
)
_ALL = re.compile("(?:[上前][開述揭]|[本該])[^,。]*[均皆]")
_ACTOR = re.compile(f"(?<![由經])[{_BODY}]")
_FOUNDED = re.compile("(?:正式|全面|開始)*(?:掛牌|成立|揭牌)(?:運作|營運)?")
_DONE_TO = re.compile(f"(?:正式|全面|會銜|[由經]?[{_BODY}]|[與及和])*(?:{_ISSUED}|施行|實施|開辦|試辦|啟用|推出)")
_TELLS = re.compile("公告|宣布|令釋|釋示|函釋|核釋")
_EMPTY = re.compile(
    rf"(?:開始|[爰遂乃甫間旬預計訂並於自至在業已均皆將經復再嗣定起則亦也另特終奉(),、:{_DATE}]|[上中下]旬|分別|由?[{_BODY}]|由?本院|[上前][開述]|[本該])*"
    r"(?:(?:[上前][開述揭]|[本該])(?:修正)?(?:條文|規定|辦法|要點|法|條例|計畫|方案|措施|制度|系統|新制|服務)"
    rf"[並業已均皆於自{_DATE}]*)?"
)
_LAW = SIGNS["law"]
_NAMED = re.compile(f"「[^「」]{{3,40}}」(?:部分條文|草案)?|{_LAW}")
_SEVERAL = re.compile(f"[」{_LAW}][^,。]{{0,8}}[、及與和][^,。]*[「{_LAW}]|[」{_LAW}][^,。]{{0,6}}等")
_REST = re.compile("(?:部分|相關)?(?:條文|規定|修正|草案|案|之|等|全文)*")
_FIGURE = re.compile(f"(?:{SIGNS['number']}[^,。]{{0,2}}|{SIGNS['percent']})$")
_MEANS = re.compile(
    r"(?:已|並|業|均|以|俾)*(?:為(?!期)|爲|因應|因|配合|鑑於|鑒於|有鑑於|基於|考量|俾|期(?=能|使|望|以|許|藉|待)|以利|以期|藉|透過|以|結合|依|採(?!行)|提供|辦理|進用|補助"
    r"|針對|利用|運用|參酌|參照|目前正|現正|刻正|正(?!式)|係|可|主要工程|工程分為|用地|改以|包括|促進|落實|提升|強化|加強|維護|確保|已?(?:訂定|完成|研擬|擬訂|規劃|核定|進用)(?!建置)(?<=已..)"
    rf"|由[^,。]{{2,16}}?(?:辦理|施工|負責|興建|承辦|執行)|由[{_BODY}])"
)
_FROM_TO = re.compile("(?:分別)?由[^,。]{2,30}(?:調整|修正|增加|提高|提升|降低|擴大|變更|改|縮短|延長)[^,。]{0,10}為")
HEAD = re.compile(
    rf"[{_DATE}]?(?:持續|賡續)?(?:推動|辦理|實施|開辦|開設|訂定|制定|修正|建立|推行|執行|成立|設置|建置|發行)*+(?P<name>[^,。;:{_DATE}]{{1,40}}):"
)
"""A head in front of the words of a paragraph, what it names without the verb."""
_OBJECT = re.compile(
    "(?:(?:訂定|修正|發布|公布|公告|函頒|開辦|成立|設立|設置|增設|開放|啟用|推出|實施|試辦|新增|完成|通過|取得|簽署|簽訂|核定|揭牌){1,2}|與)"
)
_LEAD = re.compile("(?:規劃|研擬|擬訂|推動|辦理|開辦|開設|訂定|訂頒|制定|建立|推行|執行)+(?=.)")
_RULES = re.compile(
    "(?:應(?![用徵考邀聘]|急)|始[得可]|須|不得|得(?=[以於向至由])|改[為由採以]|由原|擴[大及]至|增加至|提[高升]為|調整為)"
)
_IN_HAND = re.compile(
    "(?:現|刻|已)?正(?!式)[^,。]{1,14}中$|[現刻]正[^,。]{1,14}$|由[^,。]{2,12}(?:施工|施作|承辦|負責|興建|辦理)$"
    "|(?:因|由於)(?!應)[^,。]{2,16}$|(?:經營|營運)?(?:使用率|使用量|效益|需求)[^,。的之]{1,6}$"
)
_SAID = re.compile("[函文令示]略?[以謂稱]$|略以$")
_AFTER = re.compile("繼(?!續)[^,。;]*後$")
_STOPPED = re.compile("(?:當[日天])?(?:暫停|暫緩|停止)(?:受理|辦理)?(?=..)")
_DAY = re.compile(f"[{_DATE}]")
_SHORT = 7
_FULL = re.compile(f"[「『《(){_BODY}{SIGNS['law']}]|為.")
_PHRASE = re.compile(
    rf"(?!加強|強化|健全|落實|提升|促進|維護)(?!.*(?:[{_DATE}]|均|依|進度|已|將|並|於|自|以|可|得|須|應|使|讓|請|經|把|被|給|向|對|每|達|共|計|獲|予|預|辦理|召開|舉辦|完成|進行|委託|配合|因應))"
    r"[^,。:()]{3,30}"
)
_WHY = re.compile("(?:因(?![應素])|由於|歷[時經])")
_IN_BRACKETS = re.compile(rf"(?P<name>[^,。;:()]{{2,30}})[(](?:自|於)?[{_DATE}]起?$")
_HEADING = re.compile(
    r"(?![一-鿿]?(?:加強|強化|健全|落實|提升|擴大|淨化|改善|開放|完備|加速|積極|繼續|持續|促進|維護|因應|配合|為))(?!.*(?:其他|行政|政策|管理:?$|情形|服務:?$|財政|衛生|工程:?$|大事|紀要|概況|一覽|成果|重點|前言|業務|工作|執行情形|辦理情形|報告|展望|說明|附錄|措施:?$|計畫:?$))"
    rf"[^一-鿿「『]*(?P<name>[^,。;:()（）{_DATE}{SIGNS['number']}]{{4,24}}(?:[(][^()]{{1,16}}[)][^,。;:()（）{_DATE}]{{0,8}})?):?"
)
_IN_A_ROW = re.compile(
    rf"(?P<name>[^,。;:、{_DATE}]{{3,40}}?)(?:業|已|並|均|經|由|於|自|在|預[計定訂]|將|可望|本院|[{_BODY}])*"
    rf"(?:[{_DATE}][^,。;、{_DATE}]{{2,10}}、(?:並|再|將|預[計定訂]|於)*)+[{_DATE}]"
)
"""What several deeds in a row are told of: 某線於5月核定、104年底通車、(105年完工)."""
_PROGRAMME = re.compile("(?:計畫|方案|措施|專案|新制|制度|辦法)」?$")
_EACH = re.compile("分別|依序|先後")
_JOINT = "及與和暨、"
_OPEN, _CLOSE = "「『(《", "」』)》"
_LAWMAKING = re.compile("三讀|公布|發布|通過|審議|函|核定")
_LONG_CLAUSE = 60
_NAME = 3
_BACK_STEPS = 4


def core(text: str, start: int, end: int) -> Place:
    """The words of a deed without the speaking body in front and the fillers at both ends, up to the next date."""
    while start < end and (text[start] == SIGNS["self"] or _FRONT.match(text, start, end)):
        lead = _FRONT.match(text, start, end)
        start = lead.end() if lead else start + 1
    if text.startswith("繼", start) and not text.startswith("繼續", start):
        start += 1
    if after := _CUT.search(text, start + 1, end):
        end = after.start()
    if back := _BACK.search(text, start, end):
        end = back.start()
    if text.endswith(")", start, end) and text.find("(", start, end) < 0:
        end -= 1
    if text.endswith("之", start, end):
        end -= 1
    if text.endswith("後", start, end) and _AFTER.search(text, 0, end):
        end -= 1
    if (total := _TOTAL.search(text, start + _NAME, end)) and _DATES.search(text, 0, start):
        end = total.start()
    return start, end


def before_date(text: str, end: int) -> bool:
    """Whether words are the subject of a date that follows them."""
    return _DATED_NEXT.match(text, end) is not None


def planned(marked: Marked, start: int) -> str:
    """The word that says that the date before the deed is only planned: 預定, 預計."""
    found = _PLANNED.search(marked.text, marked.clause(start, start)[0], start)
    if not found and marked.text[start - 1 : start] == ",":
        found = _PLANNED.search(marked.text, marked.clause(start - 1, start - 1)[0], start)
    return found["word"] if found else ""


def verb(text: str, start: int, words: Place) -> Place | None:
    """Where the verb stands, if the words of a deed that begins at `start` are a verb alone: 正式施行, 於市府揭牌."""
    found = _VERB_ALONE.fullmatch(text, start, words[1]) or _VERB_ALONE.fullmatch(text, *words)
    return found.span("verb") if found else None


def told(marked: Marked, start: int, verb: int, end: int) -> Place | None:
    """What an announcement says in the next clause, where none before it names the thing: 於5月1日公告,舊證停用."""
    if not _TELLS.fullmatch(marked.text, verb, end) or marked.text[end : end + 1] != ",":
        return None
    low = marked.clause(start, start + 1)[0]
    if not _EMPTY.fullmatch(marked.text, low, start):
        return None
    before = marked.clause(low - 1, low)[0], low - 1
    if low > marked.sentence(start, start + 1)[0] and _in_clause(marked, *before):
        return None
    return end + 1, marked.clause(end + 1, end + 2)[1] - 1


def thing(marked: Marked, start: int) -> list[Place]:
    """What was done, where the clause names nothing before its verb: told in a clause before, the head or a title."""
    text, low = marked.text, marked.clause(start, start + 1)[0]
    if row := _IN_A_ROW.fullmatch(text, low, start):
        return [row.span("name")]
    if not _EMPTY.fullmatch(text, low, start) or (_ACTOR.search(text, low, start) and not _DONE_TO.match(text, start)):
        return []
    if (near := _nearby(marked, low)) or _ALL.search(text, low, start):
        return near
    if head := HEAD.match(text):
        return [head.span("name")]
    named = [found.span() for found in _NAMED.finditer(text, 0, low)]
    return named[-1:]


def founded(marked: Marked, start: int, verb: Place) -> list[Place]:
    """The body that a verb alone tells the founding of: 該署於1月2日正式掛牌運作."""
    low = marked.clause(start, start + 1)[0]
    if not _FOUNDED.fullmatch(marked.text, *verb) or not _EMPTY.fullmatch(marked.text, low, verb[0]):
        return []
    body = _ACTOR.search(marked.text, low, verb[0])
    return [body.span()] if body else []


def subject(marked: Marked, start: int, words: Place) -> list[Place]:
    """What a rule or change is about that names nothing itself: 餐盒業者,自5月1日起,應標示產地."""
    low = marked.clause(start, start + 1)[0]
    if not _RULES.match(marked.text, *words) or not _EMPTY.fullmatch(marked.text, low, start):
        return []
    return _nearby(marked, low)


def left_out(marked: Marked, start: int, words: Place) -> Place | None:
    """What a few words of a deed are about that follow their date at once: told in the clause before, if that only
    names a thing, or right before a bracket that holds date and deed."""
    text = marked.text
    if found := _IN_BRACKETS.search(text, 0, start):
        return found.span("name")
    low = marked.clause(start, start + 1)[0]
    if not _alone(marked, start, words) or low <= marked.sentence(low, low + 1)[0]:
        return None
    before, high = marked.clause(low - 1, low)[0], low - 1
    before, high = core(text, before, high)
    if why := _WHY.search(text, before + _NAME, high):
        high = why.start()
    return (before, high) if _PHRASE.fullmatch(text, before, high) and not _MEANS.match(text, before, high) else None


def heading(marked: Marked, above: list[Marked], start: int, words: Place) -> str:
    """The heading that tells what a few words of a deed are about, where nothing else does; empty if none does."""
    if not _alone(marked, start, words):
        return ""
    if own := HEAD.match(marked.text):
        return marked.plain(*own.span("name"))
    found = _HEADING.fullmatch(above[-1].text) if above else None
    return above[-1].plain(*found.span("name")) if found else ""


def programme(marked: Marked) -> Place | None:
    """The plan or measure that heads a paragraph: 就業促進計畫:與縣市合作,自6月15日實施至月底止."""
    head = HEAD.match(marked.text)
    return head.span("name") if head and _PROGRAMME.search(head["name"]) else None


def _alone(marked: Marked, start: int, words: Place) -> bool:
    """Whether the words of a deed are few and their clause tells nothing before but the date."""
    low, high = words
    clause = marked.clause(start, start + 1)[0]
    if clause == start and marked.text[start - 1 : start] == ",":
        clause = marked.clause(start - 1, start)[0]
    if not _DAY.search(marked.text, clause, start):
        return False
    if high - low > _SHORT or _FULL.search(marked.text, low, high):
        return False
    return _EMPTY.fullmatch(marked.text, clause, start) is not None


def _nearby(marked: Marked, low: int) -> list[Place]:
    """The thing that one of the clauses before a place names, within the sentence."""
    text, floor = marked.text, marked.sentence(low, low + 1)[0]
    for _ in range(_BACK_STEPS):
        if low <= floor:
            break
        low, high = marked.clause(low - 1, low)[0], low - 1
        if _EMPTY.fullmatch(text, low, high):
            continue
        if _SAID.search(text, low, high):
            break
        if text[high - 1] in "後際":
            continue
        if found := _in_clause(marked, low, high):
            return found
        if text.find("三讀", low, high) >= 0:
            break
        if (lead := _FROM_TO.match(text, low, high)) and low > floor:
            before = marked.clause(low - 1, low)[0], low - 1
            return [] if _MEANS.match(text, *before) else [core(text, *before), (lead.start(), high)]
    return []


def _in_clause(marked: Marked, low: int, high: int) -> list[Place]:
    """The thing that one clause before the verb names; none where it tells a purpose or means, or has a date."""
    text = marked.text
    named = [found.span() for found in _NAMED.finditer(text, low, high)]
    dated = _dated(marked, low, high)
    means = _MEANS.match(text, low, high) is not None
    if dated and named and not means and _SEVERAL.search(text, low, high):
        return [(named[0][0], high)]
    if dated and not named and not means and not _LAWMAKING.search(text, low, high):
        return _dated_thing(marked, low, high)
    if dated or means:
        return named[-1:] if named and not (dated and means) else []
    if named and _REST.fullmatch(text, named[-1][1], high) and not _SEVERAL.search(text, low, high):
        return named[-1:]
    if _FROM_TO.match(text, low, high) or _FIGURE.search(text, low, high) or not high - low > 3:
        return []
    if high - low > _LONG_CLAUSE:
        return named[-1:]
    if text[high - 1] == "之":
        return []
    low, high = core(text, low, high)
    if stopped := _STOPPED.match(text, low, high):
        low = stopped.end()
    lead, rest = _LEAD.match(text, low, high), _IN_HAND.search(text, low, high)
    return [(lead.end() if lead else low, rest.start() if rest else high)]


def _dated_thing(marked: Marked, low: int, high: int) -> list[Place]:
    """What stands before the date of a clause, else what was done then: 二期工程7月動工, (並於9月完工)."""
    first = min(marked.text.find(sign, low, high) % (high + 1) for sign in _DATE)
    start, end = core(marked.text, low, first)
    end = start + len(marked.text[start:end].rstrip("自於在至到已業"))
    if marked.text[start:end].endswith(("暫停", "停止", "停辦")) and end - start > _NAME:
        end -= len("暫停")
    if stopped := _STOPPED.match(marked.text, start, end):
        start = stopped.end()
    if end - start >= _NAME:
        return [(start, end)]
    start, end = core(marked.text, first + 1, high)
    if stopped := _STOPPED.match(marked.text, start, end):
        start = stopped.end()
    return [(start, end)] if end - start > _NAME and not _VERB_ALONE.fullmatch(marked.text, start, end) else []


def _dated(marked: Marked, low: int, high: int) -> bool:
    """Whether words tell a date finer than a year."""
    told = (m for m in marked.inside(low, high) if m.kind in ("date", "period"))
    return any(len(value) > len("2016") for m in told for value in m.values)


def shared(marked: Marked, start: int, end: int) -> list[list[Place]]:
    """The things of several dates, one each, where 分別 says so: 分別於3月1日及5月2日成立A站及B站.

    Empty where the clause does not say 分別 or where dates and things are not as many.
    """
    low, high = marked.clause(start, end)
    text = marked.text
    dates = sum(len(v) > len("2016") for m in marked.inside(low, high) if m.kind == "date" for v in m.values)
    if dates < 2 or not _EACH.search(text, low, high):
        return []
    while each := _EACH.match(text, start):
        start = each.end()
    lead = _OBJECT.match(text, start, end)
    cuts = [lead.end() if lead else start, *_joints(text, start, end), end]
    parts = [(a if i == 0 else a + 1, b) for i, (a, b) in enumerate(pairwise(cuts))]
    if len(parts) != dates or any(a >= b for a, b in parts):
        return []
    again = lead and all(text.startswith(lead[0], a) for a, _ in parts[1:])
    return [[(start, parts[0][0]), part] if lead and (i == 0 or not again) else [part] for i, part in enumerate(parts)]


def _joints(text: str, start: int, end: int) -> list[int]:
    """Where 及, 與, 、 join things, outside quotation marks and brackets."""
    depth, out = 0, []
    for i in range(start, end):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth == 0 and text[i] in _JOINT and i > start + 1:
            out.append(i)
    return out
