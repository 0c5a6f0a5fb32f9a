"""What 上開條文, 該要點, 前揭釋令 and 其 in the words of a deed refer to."""

from __future__ import annotations

import re

from agencygraph.matching.deeds import HEAD, Place
from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS

_LAWS = ("條文", "規定", "法規", "法令", "修正")
_NOUN = (
    "條文|規定|法規|法令|修正|辦法|要點|須知|條例|細則|準則|標準|規則|規範|作業程序|釋令|令釋|函釋|部令|解釋令|計畫|方案|措施|制度|新制|系統|平[臺台]"
    "|服務|專案|網站|專線|機制|協定|協議|備忘錄|中心|據點|站"
)
_POINTS = re.compile(
    rf"(?:[上前][開述揭]之?|前項|此[一項]?|(?<!應)該項?|(?<![基根日資成標原文樣腳版課])本項?)(?:修正|新訂)?(?P<noun>{_NOUN})(?![室員人])"
)
_ITS = re.compile("其(?=[^他中餘次實它一二三四五六七八九十間後])")
_LAW = SIGNS["law"]
_QUOTED = re.compile(f"(?P<title>「[^「」]{{3,40}}」)(?P<after>[^,。;、「」]{{0,6}})|{_LAW}")
_DONE = (
    "(?:訂定|修正|訂頒|函頒|發布|頒布|建置|開發|推動|推出|辦理|實施|開辦|設置|成立|設立|建立|規劃|研訂|簽署|簽訂|制定"
    "|完成|進行)+"
)
_OF = re.compile(_DONE + "(?P<name>[^,。;「」:]{3,24})$")
_MADE = f"{_DONE}(?P<name>[^,。;、「」:]{{2,24}}?%s)(?=[,。;(]|$)"


def resolved(marked: Marked, start: int, end: int) -> list[Place] | None:
    """The places whose words stand for a deed that points back, the pointer replaced; None where it points at nothing.

    A pointer whose name the paragraph does not tell is left out where it is not the first word.
    """
    text = marked.text
    if found := _POINTS.search(text, start, end):
        name = _named(marked, found["noun"], start)
        if name:
            return [(start, found.start()), name, (found.end(), end)]
        if found.start() > start and found[0][0] in "上前":
            return [(start, found.start()), found.span("noun"), (found.end(), end)]
        return None
    if (its := _ITS.match(text, start, end)) and its.end() < end:
        of = _OF.search(text, 0, start - 1) if text[start - 1 : start] == "," else None
        return [of.span("name"), (its.end(), end)] if of else [(its.end(), end)]
    return None


def _named(marked: Marked, noun: str, before: int) -> Place | None:
    """The last thing of that kind that the paragraph names before a place."""
    text = marked.text
    for found in reversed(list(_QUOTED.finditer(text, 0, before))):
        if found[0] == _LAW:
            title = marked.mentions[found.start()].values[0]
            if noun in _LAWS or title.endswith(noun):
                return found.span()
        elif found["title"].endswith(f"{noun}」") or found["after"].startswith(noun):
            after = len(noun) if found["after"].startswith(noun) else 0
            return found.start(), found.start("after") + after
    told = list(re.compile(_MADE % re.escape(noun)).finditer(text, 0, before))
    if not told and (head := HEAD.match(text)) and head["name"].endswith(noun):
        told = [head]
    return told[-1].span("name") if told else None
