"""Finding laws: titles on file, titles in brackets, titles by their last word; with the articles that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.authority.registry import Register, spelling
from agencygraph.model import Mention
from agencygraph.text import Expression

_STRONG = "施行細則|施行法|組織法|條例|辦法|要點|準則|注意事項|規程|細則|通則|公約"
_WEAK = "規則|守則|規範|須知|標準|原則|作業程序|作業規定|綱要|法"
_NO_LAW = Expression(
    "(?:合|執|方|手|做|作|說|看|想|違|子|母|惡|新|舊|(?<!進)修|立|(?<!公)司|無|書|用|算|療|語|守|專|憲|魔|技|戲|句|刀|針)法$"
    "|最低標準$|一致標準$|為原則$|中平原則$"
    "|之(?:標準|規則|規範|原則|須知)$|^(?:收費|裁罰|計費|罰鍰|規費|收取|計算|認定|處罰|核發|費率|給付|評定|計價|處分|現行|統一|一定|作業|審核|審查|補助|考核|檢驗|標準|及|與|和|或|暨)+標準$"
    "|前應注意事項$|評量標準$|評分標準$|共通標準$"
)
_BRACKETED = Expression(rf"[「《『]([^「」《》『』]{{2,60}}?(?:{_STRONG}|{_WEAK})(?:\([^()]{{1,20}}\))?)[」》』]")
_NUMBER = r"[\d一二三四五六七八九十百]+"
_DOWN = rf"(?:第{_NUMBER}(?:、{_NUMBER})*項)?(?:第{_NUMBER}(?:、{_NUMBER})*款)?(?:第{_NUMBER}目)?(?:[前後但][段書])?"
_ARTICLE = rf"{_NUMBER}(?:、{_NUMBER})*[條點](?:之{_NUMBER})?{_DOWN}"
_JOINED = rf"第{_ARTICLE}(?:[、及與至和或暨]第?{_ARTICLE})*"
_ARTICLES = Expression(rf"[」》』]?(?:\([^()]{{1,16}}\))?({_JOINED}|部分(?:條文|規定|點次|稅則))")
_SAME = Expression(rf"(?<![不相])同(?P<kind>法|條例|辦法|要點|準則|規則|細則|標準)(?P<article>{_JOINED})")
_BARE = Expression(rf"([一-鿿、()]{{2,40}}?)({_STRONG})(?!名稱)")
_NEXT = Expression(
    r"(?<=[條項款點法則例」\d][、及與和暨或])((?:(?!辦理|規定|違反|修正|配合|執行)[一-鿿](?<![依按據之的於由為本該])){2,20}?(?:法|規則))"
    r"(?=第[\d一二三四五六七八九十百]+[條、])"
)
"""A law by its last word alone, named with an article after another: 建築法第77條、住宅法第4條."""
_SANCTION = Expression(
    r"違反[一-鿿]{2,20}?(?:法|條例|規則)(?:第[\d一二三四五六七八九十百]+條(?:之\d)?(?:第\d項)?)?[一-鿿]{0,10}?(?:罰鍰|裁罰|事件|案件)[一-鿿]{0,12}?"
    "(?:準則|標準表?|基準表?|要點|辦法)"
)
"""What fines are measured by: 違反某法事件裁罰基準."""
_AND = "及與暨和、"
_SHORTEST = 2
_BY_LAW = re.compile("施行細則|施行法")
_CUES = (
    "依據|依照|依循|遵循|遵照|符合|違反|訂定|修正|發布|函頒|適用|按照|參照|準用|援引|牴觸|增訂|廢止|研擬|研訂|公布|制定|訂頒|頒布|施行|實施"
    "|訂有|設有|另訂|研提|提出|研議|擬具|擬訂"
)
_CUE = Expression(rf"(?:{_CUES}|依|按)(?:之|了)?([一-鿿()]{{4,36}}?(?:{_WEAK}))(?=[之的第規及等辦與、。,;)]|$)")
_ASIDE = re.compile("[的或]|未|不符|不得|相關規範|國際規範")
_BEFORE_KIND = re.compile("(?:實施|施行|適用)$")
"""What stands in a title before its last word and is no cue there: 補助實施要點."""
_AFTER_CUE = Expression(rf".*(?:{_CUES}|依|按|、|。)(?:之|了)?")
_LEFT = Expression(
    rf".*(?:{_CUES}|檢討|推動|完成|通過|配合|落實|透過|持續|呈現|張貼|刊登|有關|關於|相關|(?<!機關)(?<!政府)(?<!法院)(?<!單位)(?<!分署)辦理|加入|參加|參與|採用|所定|所訂|規定|各項"
    rf"|下列|我國|以及|及其"
    r"|為|依|按|於|由|等|並|或|與(?!貨|所|管)|之(?!管|一|使|審|徵)|的|、|本署|本局|本院|本部|該)"
)
_NO_TITLE = Expression(
    "^(?:[上下前後各本該此其新舊]|本[所局署處會院部分縣市]+|標準|相關|有關|處理|具體|解決|改善|補救|因應|配套|變通|權宜|各項|其他|審查|作業|管理|實施|執行"
    "|注意|施政|工作|計畫|重|規劃|推動|行政|實務|國際|聯絡|電話|及|應|草案|標示|會計|衛生|活動|比賽|競賽|徵選|抽獎|報名)*$"
)


def citations(plain: str, text: str, authority: Register) -> Iterator[Mention]:
    """Laws cited in the text: values are title and article as written, the key is the code or the title.

    同法第48條 is an article of the law named before.
    """
    found = list(_named(plain, text, authority))
    yield from found
    for match in _SAME.finditer(text):
        before = [law for law in found if law.end <= match.start() and law.values[0].endswith(match["kind"])]
        if before and all(law.end <= match.start() or match.end() <= law.start for law in found):
            law = max(before, key=lambda law: law.end)
            yield Mention("law", *match.span(), (law.values[0], match["article"]), key=law.key)


def _named(plain: str, text: str, authority: Register) -> Iterator[Mention]:
    used: set[int] = set()
    for start, end, first, last in _titles(plain, authority):
        if start in used:
            start = first = _after(plain, start, end, used)
        if end - start < _SHORTEST or not used.isdisjoint(range(start, end)):
            continue
        article = _ARTICLES.match(text, last)
        stop = article.end() if article else end
        used.update(range(start, stop))
        title = text[first:last]
        law = authority.law(title)
        yield Mention(
            "law", start, stop, (title, article.group(1) if article else ""), key=law.key if law else spelling(title)
        )


def _after(plain: str, start: int, end: int, used: set[int]) -> int:
    """Where a title begins that the end of another and a conjunction stand before: 土地法及土地登記規則."""
    while start < end and (start in used or plain[start] in _AND):
        start += 1
    return start


def _titles(plain: str, authority: Register) -> Iterator[tuple[int, int, int, int]]:
    """Each title: start and end with its brackets, start and end of the words."""
    for match in _BRACKETED.finditer(plain):
        if not _NO_LAW.search(match.group(1)):
            yield match.start(), match.end(), match.start(1), match.end(1)
    for match in _SANCTION.finditer(plain):
        yield match.start(), match.end(), match.start(), match.end()
    for match in _NEXT.finditer(plain):
        if not _NO_LAW.search(match.group(1)):
            yield match.start(1), match.end(1), match.start(1), match.end(1)
    yield from _on_file(plain, authority)
    for match in _BARE.finditer(plain):
        start = match.start(1) + _cut(match.group(1), authority)
        start += len(plain[start : match.end(1)]) - len(plain[start : match.end(1)].lstrip(_AND))
        own = plain[start : match.end(1)]
        if len(own) > 2 and not _NO_TITLE.match(own) and own.count("(") == own.count(")"):
            yield start, match.end(), start, match.end()
    for match in _CUE.finditer(plain):
        title = match.group(1)
        if len(title) > 5 and not any(p.search(title) for p in (_ASIDE, _NO_LAW)) and not _NO_TITLE.match(title[:-2]):
            yield match.start(1), match.end(1), match.start(1), match.end(1)


def _cut(own: str, authority: Register) -> int:
    """How much stands before a title: all up to the verb, and up to the last word of function unless a body leads."""
    own = _BEFORE_KIND.sub("", own)
    cue = _AFTER_CUE.match(own)
    start = cue.end() if cue else 0
    if "之" not in own[start:] and any(authority.knows(own[start : start + size]) for size in range(3, 14)):
        return start
    left = _LEFT.match(own)
    return left.end() if left else 0


def _on_file(plain: str, authority: Register) -> Iterator[tuple[int, int, int, int]]:
    """Titles on file, the longest at each place; 民法 is not in 國民法官."""
    laws = authority.laws
    sizes = sorted({len(title) for title in laws}, reverse=True)
    for match in re.finditer(r"[法例則點約範冊WCD](?![官院務治律制人學庭])", plain):
        end = match.end()
        start = next((end - size for size in sizes if size <= end and plain[end - size : end] in laws), None)
        if start is not None and not (
            end - start < 4
            and re.match(r"[一-鿿]", plain[max(0, start - 1) : start])
            and plain[start - 1] not in "依按與及和之、或據照反合用由以對即"
            and not _ARTICLES.match(plain, end)
        ):
            own = _BY_LAW.match(plain, end)
            yield start, own.end() if own else end, start, own.end() if own else end
