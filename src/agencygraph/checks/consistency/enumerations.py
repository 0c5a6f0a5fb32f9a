"""Finds wholes and their parts in running text: in brackets, after a colon, before a closing total, in a list below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.normalise.numbers import COUNTER_WORD
from agencygraph.rules import SIGNS

Form = Literal["brackets", "announced", "closing", "list", "among", "following"]

_ANY = "[" + "".join(SIGNS[name] for name in ("number", "percent", "duration")) + "]"
_BRACKETS = re.compile(r"[(【\[][^()【】\[\]]*[)】\]]")
_OTHERS = re.compile(rf"[、,及]?[^、,;及\ue000-\uf8ff]{{0,6}}{_ANY}(?:餘?{COUNTER_WORD})?(?=[、,;及和與)]|$)")
_INSIDE = re.compile(rf"{_ANY}(?:餘?{COUNTER_WORD})?")
_NAMES = re.compile("[" + "".join(SIGNS[name] for name in ("identifier", "date", "period", "time", "law")) + "]")
_NO_PART = re.compile(
    "其中|較|相較|比|增加|減少|成長|上年|去年|前年|同期|平均|每|目標|預算|預計|扣除|累計|歷年|迄今|迄|達成|剩餘|結餘|尚有|尚未|除外|不含|未達|以上|約(?![僱聘用])|"
    "超過|逾|最高|最低|共計|合計|總計|小計|分別|各|至少|原|由|自|並|另|以及其他"
)
_OF_ANOTHER = re.compile(
    "較|相較|上年|去年|前年|同期|目標|預算|預計|平均"
)  # what ends a list of parts: means, and figures held against it
_NO_LONGER = re.compile("平均|較|相較|上年|去年|前年|同期")
"""What ends the parts that a colon or 包括 announces: a mean, or figures of another year."""
_OPEN_AT = re.compile("(?:其中|內含|含|包括|包含|如|例如|較|比|去年|上年|目標|占|佔|約|平均|每|不含|未含|另|第)")
_CUE = re.compile(
    r"(?:總[^,。;:、共計合]{1,4}|合計|共計|總計|總共|小計|共(?!計)|(?<![統會設審估預主累合共總小])計)[^,。;:、]{0,8}$"
)
_TOTAL = re.compile(r"(?:合計|共計|總計|總共|總[^,。;:、]{1,4}|共|(?<![統會設審估預主累])計)[^,。;:、()]{0,4}$")
_CLOSING = re.compile(
    r"\)?(?:\([^()]*\))?(?:等[^,。;:\ue000-\uf8ff]{0,14})?[,、;]?[^。;,:\ue000-\uf8ff]{0,8}"
    r"(?P<cue>合計|共計|總計|總共|小計|總(?:[件人場金戶冊]?[數額]|經費|預算|收入|支出|人次|場次|時數|面積|長度)|共(?!計)|(?<![統會設審估預主累合共總小])計)[^。;,:、占佔\ue000-\uf8ff]{0,8}"
)
_BOTH = re.compile(rf"{_ANY}(?:{COUNTER_WORD})[、,及]$")
"""合計28場、1,964人次: the total of something else right before a total."""

_ANNOUNCES = re.compile(
    rf"(?:[、,][^、,。;:\ue000-\uf8ff]{{0,6}}{_ANY}(?:餘?{COUNTER_WORD})?)?(?:[,:]?(?:分別為|分別是|分別計|其分布為|計有|包括|包含|分為|含括|即|明細(?:為|如下)|分述如下|如下|茲分述如下)[:,]?|:)"
)
_OPEN_LIST = re.compile(r"等(?!級|候|待|[第])")
_MEAN = re.compile("平均[^,。;]*$")
_AMONG = re.compile(rf"(?:[^,。;()、]{{0,12}}(?:,[占佔][^,。;]{{0,12}}{SIGNS['percent']})?[,;(])?其中[,:]?")
_AMONG_LATER = re.compile(r"(?:,[^,。;:()]{1,20}){1,3},其中[,:]?")
_REST = re.compile("其[他它餘]|餘[為係]?$")
"""What the last part is called where the parts are all, though 其中 stands before them."""
_NAMED = re.compile("[^,。;:、()\ue000-\uf8ff]{0,12}(?=[(])")
_SHORT, _LABEL = 4, 24
_MEN_WOMEN = re.compile(r"男[性生]?|女[性生]?")
_ASKED = re.compile("滿意|問卷|受訪")
_DIFFERENCE = re.compile("(?:增加|減少|成長|下降|較|比|同期|上年|去年|前一?年|目標|預算)[^,。;:]{0,10}$")
_UNIT_NAME = re.compile("[科課室股站所局處組隊院校館區鄉鎮市縣里村園廠心年季月]$")
_HOW_MANY = re.compile("[兩二三四五]者")
_MANY = {"兩": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_SHARE = re.compile(f",?[(]?[占佔][^,。;]{{0,8}}{SIGNS['percent']}")
"""工時867件,占31.82%: a part of something else."""
_GOES_ON = re.compile("(?:[之當]?中)?[,;]")
_ELSE = re.compile(f"{SIGNS['percent']}[^;]*;")
"""A rate and a semicolon: what follows is told of something else."""
_INTRODUCED = re.compile(r"[,。]?(?:[^,。;:]{0,10}如[下后後次])?[,。]?[^,。;:]{0,6}[:。]?")
_BESIDE = re.compile(rf"(?:[、,及][^、,。;:\ue000-\uf8ff]{{0,4}}{_ANY}(?:餘?{COUNTER_WORD}))+")
"""、7,795人次: what is told beside a total, of the same items."""
_INTRODUCES = re.compile(r"(?:如下|如后|如後|如次|:)[:。]?$")


@dataclass(frozen=True, slots=True)
class Group:
    """A whole with figures that are said to be its parts, and how they are put.

    `strong` when the words call the whole a total or the form leaves no doubt; `open` when the parts may not be all.
    `breaks` are the places among the parts where a new thought begins (，並), so that those before may be all.
    """

    form: Form
    whole: Figure
    parts: tuple[Figure, ...]
    labels: tuple[str, ...]
    strong: bool
    open: bool = False
    breaks: tuple[int, ...] = ()


def groups(subject: Subject) -> Iterator[Group]:
    """All wholes with their parts, paragraph by paragraph."""
    if "groups" not in subject.kept:
        subject.kept["groups"] = tuple(_groups(subject))
    return (group for group in subject.kept["groups"] if isinstance(group, Group))


def _groups(subject: Subject) -> Iterator[Group]:
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, whole in enumerate(figures):
            before = marked.text[figures[place - 1].end if place else 0 : whole.at]
            asked = _ASKED.search(marked.text, *marked.sentence(whole.at, whole.end))
            if whole.unit == "%" or asked or _DIFFERENCE.search(before):
                continue
            for find in (_in_brackets, _announced, _closing, _among, _following):
                if group := find(marked, figures, place):
                    yield group
                    break
    yield from _lists(subject)


def _in_brackets(marked: Marked, figures: Sequence[Figure], place: int) -> Group | None:
    whole, text = figures[place], marked.text
    named = _NAMED.match(text, whole.end)
    start = named.end() if named else whole.end + (text[whole.end : whole.end + 1] == ",")
    if text[start : start + 1] != "(":
        return None
    end = _closed(text, start)
    inside = [figure for figure in figures[place + 1 :] if figure.at < end and figure.unit == whole.unit]
    inside = [figure for figure in inside if _depth(text, start + 1, figure.at) == 0]
    if len(inside) < 2:
        return None
    labels = labels_of(text, start + 1, inside)
    between = [_clean(text[a.end : b.at]) for a, b in pairwise(inside)]
    bare = not any(labels) and len(inside) > 1
    if any(not _listed(gap) for gap in between) or not (bare or all(labels)):
        return None
    tail = text[inside[-1].end : end]
    open_ = bool(
        _OPEN_AT.match(labels[0]) or _OPEN_LIST.search(tail) or any(_NO_PART.search(label) for label in labels)
    )
    return Group("brackets", whole, tuple(inside), tuple(labels), True, open_, _breaks(text, inside))


def _announced(marked: Marked, figures: Sequence[Figure], place: int) -> Group | None:
    """Parts behind the whole and a word or colon that announces them, up to the end of the sentence."""
    whole, text = figures[place], marked.text
    announcer = _ANNOUNCES.match(text, whole.end)
    if not announcer:
        return None
    end = _stop(text, whole.end)
    behind = [f for f in figures[place + 1 :] if f.at < end and f.unit == whole.unit]
    behind = [f for f in behind if _depth(text, announcer.end(), f.at) == 0]
    parts = _run(text, behind)
    if not parts:
        return None
    labels = labels_of(text, announcer.end(), parts)
    told = len(list(itertools.takewhile(lambda label: not _NO_LONGER.search(label), labels)))
    if told < 2:
        return None
    parts, labels, behind = parts[:told], labels[:told], behind[:told] if told < len(parts) else behind
    tail = text[parts[-1].end : end]
    weak = bool(re.search("包括|包含", announcer[0]))
    doubtful = any(_NO_PART.search(label) or not label for label in labels)
    open_ = doubtful or bool(_OPEN_LIST.match(tail)) or len(parts) < len(behind) or weak
    strong = bool(_CUE.search(text[max(0, whole.at - 14) : whole.at]))
    return Group("announced", whole, tuple(parts), tuple(labels), strong, open_, _breaks(text, parts))


def _closing(marked: Marked, figures: Sequence[Figure], place: int) -> Group | None:
    """Parts before a total that closes their enumeration: A 3場、B 4場，合計7場."""
    whole, text = figures[place], marked.text
    start = text.rfind("。", 0, whole.at) + 1
    before = [f for f in figures[:place] if f.at >= start and f.unit == whole.unit]
    if len(before) < 2:
        return None
    gap = _NAMES.sub("◇", text[before[-1].end : whole.at])
    plain = _BOTH.sub("", gap)
    found = _CLOSING.fullmatch(_OTHERS.sub("", gap) if re.search(_ANY, gap) else gap) or _CLOSING.fullmatch(plain)
    if not found or _NO_PART.search(gap.replace(found["cue"], "")):
        return None
    parts = list(reversed(_run_back(text, before)))
    if two := _HOW_MANY.search(gap):
        parts = parts[-_MANY[two[0][0]] :]  # 兩者合計 adds no more than two
    if len(parts) < 2:
        return None
    labels = labels_of(text, start, parts)
    gaps = [text[a.end : b.at] for a, b in pairwise(parts)]
    bare = any(not label and not re.search(_ANY, gap) for label, gap in zip(labels[1:], gaps, strict=True))
    doubtful = bare or any(_NO_PART.search(label) for label in labels[1:])
    strong = len(found["cue"]) > 1 or len(gap) <= _SHORT
    return Group("closing", whole, tuple(parts), tuple(labels), strong, doubtful, _breaks(text, parts))


def _among(marked: Marked, figures: Sequence[Figure], place: int) -> Group | None:
    """Parts behind 其中: none is more than the whole, and men and women are all."""
    whole, text = figures[place], marked.text
    found = _AMONG.match(text, whole.end) or _AMONG_LATER.match(text, whole.end)
    if found and any(f.unit == whole.unit and f.at < found.end() for f in figures[place + 1 :]):
        found = None
    if not found or _MEAN.search(text[max(0, whole.at - 10) : whole.at]):
        return None
    earlier = [f for f in figures[:place] if f.unit == whole.unit]
    if (
        earlier
        and text[earlier[-1].end] == "、"
        and follows(text[earlier[-1].end : whole.at])
        and text[whole.end] == ";"
    ):
        return None  # the last of several parts: 其中 speaks of them all
    behind = [f for f in figures[place + 1 :] if f.unit == whole.unit]
    parts = _run(text, [f for f in behind if f.at < _stop(text, found.end())])
    if not parts:
        return None
    labels = labels_of(text, found.end(), parts)
    parts = parts[: len(list(itertools.takewhile(lambda label: not _OF_ANOTHER.search(label), labels)))]
    if not parts:
        return None
    if not sum((part.interval for part in parts[1:]), parts[0].interval).meets(whole.interval):
        _, end = marked.sentence(found.end() - 1, found.end())
        parts = [part for part in parts if part.at < end] or parts[:1]
    labels = labels_of(text, found.end(), parts)
    sexes = {name[0][0] for label in labels if (name := _MEN_WOMEN.search(label))}
    both = len(parts) == 2 and len(sexes) == 2
    if len(parts) > 2 and _REST.search(labels[-1]):
        return Group("announced", whole, tuple(parts), tuple(labels), False, True, _breaks(text, parts))
    return Group("among", whole, tuple(parts), tuple(labels), both, not both)


def _following(marked: Marked, figures: Sequence[Figure], place: int) -> Group | None:
    """Parts that follow a figure with nothing but a comma: 總經費90億元，第一期40億元，第二期50億元."""
    whole, text = figures[place], marked.text
    if not _GOES_ON.match(text, whole.end) or _SHARE.match(text, whole.end):
        return None
    end = _stop(text, whole.end)
    parts = _run(text, [f for f in figures[place + 1 :] if f.at < end and f.unit == whole.unit])
    if len(parts) < 2 or len(text[whole.end : parts[0].at]) > _LABEL or _ELSE.search(text[whole.end : parts[0].at]):
        return None
    labels = labels_of(text, text.index(next(sign for sign in text[whole.end :] if sign in ",;"), whole.end) + 1, parts)
    if any(_NO_PART.search(label) or not label for label in labels):
        return None
    named = bool(_TOTAL.search(text[max(0, whole.at - 12) : whole.at])) or _complementary(labels)
    return Group("following", whole, tuple(parts), tuple(labels), False, not named, _breaks(text, parts))


def _lists(subject: Subject) -> Iterator[Group]:
    """Parts in the items below a paragraph that ends with their total."""
    document = subject.document
    if document is None:
        return
    texts: dict[int, list[int]] = {}
    children: dict[int, list[int]] = {}
    for paragraph in document.paragraphs:
        texts.setdefault(paragraph.section, []).append(paragraph.index)
    for section in document.sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section.index)
    for index, figures in subject.figures.items():
        place = document.paragraphs[index].section
        below = children.get(place, [])
        if len(below) < 2 or not figures or texts[place][-1] != index:
            continue
        marked = subject.marked[index]
        last = marked.sentence(len(marked.text) - 1, len(marked.text))[0]
        for whole in figures:
            called = bool(_CUE.search(marked.text[max(0, whole.at - 14) : whole.at]))
            if whole.at < last or whole.unit == "%" or not (called or _introduced(marked, whole)):
                continue
            own = [texts.get(one, []) for one in below]
            if all(len(item) < 2 for item in own[:-1]):
                own[-1] = own[-1][:1]  # what follows a list hangs below its last item
            items = [[f for i in item for f in subject.figures.get(i, ())] for item in own]
            parts = [[f for f in item if f.unit == whole.unit] for item in items]
            if all(len(item) == 1 for item in parts):
                flat = tuple(item[0] for item in parts)
                labels = tuple(_head(subject, figure) for figure in flat)
                doubtful = any(_NO_PART.search(label) or not label for label in labels)
                yield Group("list", whole, flat, labels, called, doubtful)
            elif first := _first_of_each(subject, whole, parts) or _first_item(subject, whole, parts):
                yield first


def _introduced(marked: Marked, whole: Figure) -> bool:
    """Whether nothing but what introduces a list stands behind a whole and the figures told beside it."""
    beside = _BESIDE.match(marked.text, whole.end)
    ends = (whole.end, beside.end()) if beside else (whole.end,)
    return any(_INTRODUCED.fullmatch(marked.text, end) for end in ends)


def _breaks(text: str, parts: Sequence[Figure]) -> tuple[int, ...]:
    """Where a comma or semicolon parts figures of an enumeration that is otherwise joined by 、."""
    signs = [text[a.end : b.at].lstrip(")")[:1] for a, b in pairwise(parts)]
    if "、" not in signs:
        return ()
    return tuple(place for place, sign in enumerate(signs, 1) if sign in ",;")


def _first_item(subject: Subject, whole: Figure, items: Sequence[Sequence[Figure]]) -> Group | None:
    """The enumeration in the first item below a total, where the items as a whole are none."""
    every = [figure.interval for item in items for figure in item]
    if len(items[0]) < 2 or sum(every[1:], every[0]).meets(whole.interval):
        return None
    text = subject.marked[items[0][0].paragraph].text
    parts = _run(text, items[0])
    labels = labels_of(text, 0, parts)
    if len(parts) < 2 or any(_NO_PART.search(label) or not label for label in labels):
        return None
    return Group("announced", whole, tuple(parts), tuple(labels), False, True)


def _first_of_each(subject: Subject, whole: Figure, items: Sequence[Sequence[Figure]]) -> Group | None:
    """The first figure of each item, where items go on with parts of their own: 1.身分登記：3,906件，包括…"""
    if not all(items):
        return None
    parts = tuple(item[0] for item in items)
    labels = tuple(_head(subject, figure) for figure in parts)
    total = sum(part.value for part in parts)
    if any(not label or _NO_PART.search(label) for label in labels) or abs(total - whole.value) * 20 > whole.value:
        return None
    return Group("list", whole, parts, labels, False, True)


def _head(subject: Subject, figure: Figure) -> str:
    """The words before a figure in its paragraph when they are few."""
    text = subject.marked[figure.paragraph].text[: figure.at]
    return re.sub("共計|合計|計有|計|共", "", text.split(":")[0]) if len(text) <= 40 and "。" not in text else ""


def _run(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The first figures as far as they follow each other in one enumeration."""
    kept = list(figures[:1])
    for figure in figures[1:]:
        if not follows(text[kept[-1].end : figure.at]):
            break
        kept.append(figure)
    return kept


def _run_back(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The last figures as far back as they follow each other in one enumeration, the last first."""
    kept = [figures[-1]]
    for figure in reversed(figures[:-1]):
        if not follows(text[figure.end : kept[-1].at]):
            break
        kept.append(figure)
    return kept


def _clean(gap: str) -> str:
    """The words between two parts without brackets and figures of other units."""
    return _NAMES.sub("◇", _INSIDE.sub("", _OTHERS.sub("", _BRACKETS.sub("", gap))))


def follows(gap: str) -> bool:
    """Whether a gap parts two items; a figure of another unit may be all of an item's words: 及學校23案."""
    return _listed(_clean(gap)) or _listed(_NAMES.sub("◇", _INSIDE.sub("", _BRACKETS.sub("", gap))))


def _listed(gap: str) -> bool:
    """Whether the words between two figures are the separator of an enumeration and the next label."""
    return bool(re.fullmatch(r"\)?[、,;及和與暨以]+[^。;,]{0,30}", gap)) and not any(s in gap for s in SIGNS.values())


def _complementary(labels: Sequence[str]) -> bool:
    """Whether of two labels one denies the other: 成立 and 不成立."""
    if len(labels) != 2 or labels[0][-2:] != labels[1][-2:]:
        return False
    return any(sign in labels[0] for sign in "不未非無") != any(sign in labels[1] for sign in "不未非無")


def labels_of(text: str, start: int, parts: Sequence[Figure]) -> list[str]:
    """What stands before each part, from the end of the one before."""
    ends = [start, *(part.end for part in parts[:-1])]
    found = []
    for low, part in zip(ends, parts, strict=True):
        words = _clean(text[low : part.at])
        words = re.split(r"[,;、:](?=[^,;、:]+$)", words.strip("、,;:)("))[-1] if low == start else words
        found.append(words.strip("、,;:()及和與暨 "))
    return found


def _stop(text: str, start: int) -> int:
    """Where the sentence ends that a place lies in; a semicolon does not end an enumeration."""
    end = text.find("。", start)
    return end if end >= 0 else len(text)


def _closed(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed, else the end of the text."""
    depth = 0
    for at in range(start, min(len(text), start + 600)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at
    return len(text)


def _depth(text: str, start: int, end: int) -> int:
    return text.count("(", start, end) - text.count(")", start, end)


def items_of_one_list(subject: Subject, one: int, other: int) -> bool:
    """Whether two outline places are different items of one list, one lies in the other, or their chapters are on
    different places or units (東區服務站, 西區服務站).
    """
    document = subject.document
    if document is None or one <= 0 or other <= 0 or one == other:
        return False
    parents = document.sections[one].parent, document.sections[other].parent
    if one in parents or other in parents:
        return True
    if parents[0] == parents[1] and not {one, other} <= subject.headed:
        return True
    return parted(subject, one, other)


def parted(subject: Subject, one: int, other: int) -> bool:
    """Whether two outline places lie in chapters, or items, on different places or units (東區服務站, 西區服務站)."""
    document = subject.document
    chains = (document.chain(one), document.chain(other)) if document else ()
    pair = next((pair for pair in zip(*chains, strict=False) if pair[0] != pair[1]), None)
    if pair is None:
        return False
    first, second = (section.heading.rstrip(":") for section in pair)
    return first != second and bool(_UNIT_NAME.search(first)) and first[-1] == second[-1]
