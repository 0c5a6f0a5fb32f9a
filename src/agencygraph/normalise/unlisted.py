"""Names that surely are some: beside a post that no list has (技術士林大明), one after another, called to a task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agencygraph.model import Mention
from agencygraph.normalise.persons import LEFT, ends, is_sure, starts
from agencygraph.text import Expression

_POST = re.compile(
    r"(?:(?![局署處院科室課股組司會校部府系所館廳廠社隊團站行班級與及和暨由請邀聘派任為是的之電謝揚勵])[\u4e00-\u9fff]){1,5}[長員師官佐家手人老士工]$"
    r"|(?:站務員|隊員|組員|人員)$"
)
_NO_POST = re.compile(
    "(?:家|個|他|本|老|債務|義務|申請|關係|當事|納稅|被告|行為|代理|法|當|民|客|病|女|男|行|雇|工|商|專|店|住)人$|同?仁$|大家$|國家$|[身本高大]手$|[加參施]工$"
)
_TASKS = "擔任|出任|兼任|接任|主講|講授|授課|主持|擔綱|代理|接掌|升任|調任|暫代|帶領|領軍|執導|接棒|分享|兼代"
_CALLED = Expression(
    f"(?:(?<!不)由|邀請|邀得|邀|聘請|商請|延請|敦請|禮聘|委請|遴聘|洽請|恭請)(?=[\u4e00-\u9fff]{{3,4}}?(?:{_TASKS}))"
)
_TASK = re.compile(_TASKS)
_LEARNED = Expression(
    "(?:大學|公司|地檢署|事務所|協會|基金會|學會|醫院|研究院|學系|工作室|研究所|[一二三四五六\\d][年級][\u4e00-\u9fff\\d]{1,2}班)(?=[\u4e00-\u9fff]{3})"
)
_PARTS = (
    "填表|審核|主持|記錄|紀錄|攝影|撰稿|撰文|採訪|校對|報告|"
    "講授|引言|與談|主講|致詞|司儀|聯絡|承辦|主辦|製表|覆核|核稿|編輯|美編|企劃|策劃|導覽|授課"
)
_LABEL = Expression(f"(?P<part>(?:{_PARTS})(?P<who>[人者])?):|^(?P<bare>{_PARTS})")
_NEXT = re.compile(f"(?:{_PARTS})[人者]?:")
_BETWEEN = re.compile("(?:[(][^()]{1,24}[)])?[、及與和]")
_CLOSED = Expression("$|[^\u4e00-\u9fffA-Za-z·‧・•．.]|[等及與和共獲榮均皆受當到陪於代]|上[台臺]|完成")
_CLASS = re.compile("班$")
_SIZES = (4, 3)
_END = re.compile("\t|$|[(,]")


def find_unlisted(text: str, told: Iterable[Mention]) -> list[Mention]:
    """Further names, with an empty title where none is told; `told` are those beside titles of the list."""
    taken = bytearray(len(text) + 1)
    out: list[Mention] = []

    def claim(mention: Mention) -> bool:
        if any(taken[mention.start : mention.end]):
            return False
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        return True

    for mention in told:
        claim(mention)
        behind = text.endswith(mention.values[0], mention.start, mention.end)
        out += filter(claim, _row(text, mention.end, mention.values[1] if behind else ""))
    for found in (_called(text), _labelled(text), _of_a_house(text), _at_a_post(text)):
        out += filter(claim, found)
    for first in _rows(text):
        if all(not any(taken[m.start : m.end]) for m in first):
            out += filter(claim, first)
    return sorted(out, key=lambda mention: mention.start)


def _sure_at(text: str, at: int, any_surname: bool = False) -> str:
    """The name that begins here and surely is one; empty where none does."""
    names = (text[at : at + size] for size in _SIZES if at + size <= len(text))
    return next((name for name in names if is_sure(name, any_surname)), "")


def _row(text: str, at: int, role: str) -> list[Mention]:
    """王小明 and 陳大華 of 科員林美玉、王小明及陳大華: what follows a name one after another."""
    found: list[Mention] = []
    while (
        (comma := _BETWEEN.match(text, at))
        and (name := _sure_at(text, comma.end(), bool(role)))
        and _CLOSED.match(text, comma.end() + len(name))
    ):
        at = comma.end() + len(name)
        found.append(Mention("person", comma.end(), at, (name, role)))
    return found


def _rows(text: str) -> Iterator[list[Mention]]:
    """Two or more names in a row, without a title."""
    end = 0
    for comma in re.finditer("、", text):
        if comma.start() < end:
            continue
        first = next(
            (n for s in _SIZES if comma.start() >= s and is_sure(n := text[comma.start() - s : comma.start()])), ""
        )
        start = comma.start() - len(first)
        if first and LEFT.search(text[max(0, start - 3) : start]) and (others := _row(text, comma.start(), "")):
            end = others[-1].end
            yield [Mention("person", start, comma.start(), (first, "")), *others]


def _called(text: str) -> Iterator[Mention]:
    """由林大明擔任, 邀請林大明主講."""
    for call in _CALLED.finditer(text):
        name = _sure_at(text, call.end(), any_surname=True)
        if name and _TASK.match(text, call.end() + len(name)):
            yield Mention("person", call.end(), call.end() + len(name), (name, ""))


def _labelled(text: str) -> Iterator[Mention]:
    """填表人:林大明, 攝影:林大明; a line 撰稿 林大明、王小華."""
    for label in _LABEL.finditer(text):
        name = _sure_at(text, label.end(), any_surname=True)
        end = label.end() + len(name)
        if not name or not (_CLOSED.match(text, end) or _NEXT.match(text, end)):
            continue
        others = _row(text, end, label["bare"] or "")
        if label["bare"] and (others[-1].end if others else end) < len(text):
            continue
        yield Mention("person", label.end(), end, (name, label["bare"] or (label["part"] if label["who"] else "")))
        yield from others if label["bare"] else ()


def _of_a_house(text: str) -> Iterator[Mention]:
    """某某大學林大明, where the cell or clause ends with the name."""
    for house in _LEARNED.finditer(text):
        name = _sure_at(text, house.end(), any_surname=True)
        at = house.end() + len(name)
        if name and (_END.match(text, at) or (_CLASS.search(house[0]) and ends(text, at))):
            yield Mention("person", house.end(), house.end() + len(name), (name, ""))


def _at_a_post(text: str) -> Iterator[Mention]:
    """士官長林大明, 救護技術員林大明: a post by its ending, told by the name that surely stands behind it."""
    for at in starts(text):
        if at < 2 or text[at - 1] not in "長員師官佐家手人老士工":
            continue
        post = _POST.search(text[max(0, at - 8) : at])
        name = _sure_at(text, at, any_surname=bool(_CLOSED.match(text, at + 3)))
        if post and name and ends(text, at + len(name)) and not _NO_POST.search(post[0]):
            yield Mention("person", at - len(post[0]), at + len(name), (name, post[0]))
