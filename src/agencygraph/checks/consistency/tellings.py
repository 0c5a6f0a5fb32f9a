"""TIE and UNIT over all figures of text and tables: unusual figures a slip apart that are told of the same thing.

Facts name what a figure measures, but not every telling is read as a fact. Here what stands before a figure in its
sentence, and the heads and caption of a table's cell, say what it is about; words that few figures share count most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from agencygraph.checks.consistency import ties
from agencygraph.checks.consistency.contexts import GENERAL, alike, bigrams
from agencygraph.checks.consistency.enumerations import items_of_one_list
from agencygraph.checks.consistency.grids import Grid, tables_of
from agencygraph.checks.consistency.result import Fired, Result, plain
from agencygraph.checks.consistency.scales import in_full
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.ties import opposite, parallel
from agencygraph.matching.marked import Marked
from agencygraph.model import Table

_WINDOW = 40
_LEAST = 3
_SHARED = {3: 5, 4: 4, 5: 3}
_EQUAL = {3: 3}
"""By the number of digits of a value, how many pairs of characters two tellings of it must have in common: where the
values are a slip apart, and where they are equal.
"""

_UNLIKE, _ALIKE = 0.15, 0.8
_RARE = 6
"""In the words of how many paragraphs and tables a pair may stand and still say what a figure is about."""

_COMPARES = re.compile(
    "上年|去年|前年|同期|較|比(?![率例重])|增加|減少|成長|目標|預[計定估算]|平均|每|達成率|提高|降|升|最高|最低|累計|歷年|上限|以上|門檻|第"
)
_YEARS = re.compile(r"(?<!\d)(1?\d{2})年(?!\d{1,2}月\d)")
_SAME = (
    (re.compile("收案|受案|收件|受理件?|收受|新收件?|收辦|進件"), "受收"),
    (re.compile("結案|辦結|終結|審結|辦畢"), "辦結"),
    (re.compile("來電|電話量|話務量?|通話|進線|電話(?:服務|諮詢)?"), "電話"),
    (re.compile("追蹤(?:人數|者)|粉絲(?:人數|數)?|好友(?:數|人數)?|按讚(?:人數|數)?"), "粉絲"),
    (re.compile("瀏覽(?:量|人次|次數)?|點閱(?:率|數|次數)?|造訪|到訪|點擊(?:數|率)?|閱覽人次"), "瀏覽"),
    (re.compile("參加|參訓|參與|到場|出席|與會|到課|受訓"), "參加"),
    (re.compile("服務臺|服務台"), "服務臺"),
    (re.compile("櫃臺|櫃台|櫃檯"), "櫃檯"),
    (re.compile("核發|核給|發給|撥付|發放|撥發"), "核發"),
    (re.compile("寄發|寄送|寄出|郵寄"), "寄送"),
    (re.compile("諮詢|詢問|洽詢"), "諮詢"),
    (re.compile("民眾|市民|鄉親|縣民|洽公者"), "民眾"),
)
_KIN = (
    {"次", "人次", "場次"},
    {"件", "案", "人次", "人", "份"},
    {"人", "名", "位", "人次"},
    {"家", "戶", "間"},
    {"通", "件", "人次"},
    {"張", "份", "件"},
    {"則", "件", "篇"},
)


_PERIODS = re.compile(
    r"[\d至到~-]+月|本年度?|本期|全年度?|年底|年內|一年(?:下來|來)?|迄今|截至|[計共總合]+|\d+年度?|[,。;:、()「」\s的之者]"
)
_GENERAL_WORDS = re.compile(
    "受理|受收|收件|申請|案件|服務|民眾|辦理|件數|人次|人數|次數|提供|協助|各項|業務|完成|處理|參加|核發"
)
_AS_MANY = re.compile(
    "均|全[數部]|皆|即|同|亦|完成|[辦審終]結|結案|回[復覆]|[合總共小]計|共|其中|換算|占|佔|實際|已|歸檔|寄[出發送]|發[出放還]|[上下]述|該"
)
_HEAD = re.compile("([^,。;:]{2,14}):")
_NO_REVERSE = re.compile("免付?費|非常|無障礙|無線|不動產|不定期|未來|預約|最新|比賽|每[日月週年季]")


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure with the words before it; `section` its outline place, `row` whether it stands in a table, `group` its
    paragraph or table.
    """

    figure: Figure
    words: str
    about: frozenset[str]
    section: int
    row: bool
    group: int


def check(subject: Subject) -> Iterator[Result]:
    """TIE: pairs of unusual figures of one unit, a slip apart."""
    told = [one for one in (*_prose(subject), *cells(subject)) if one.figure.exact and _digits(one) >= _LEAST]
    spread = _spread(told)
    shelves: dict[str, list[Telling]] = {}
    for one in told:
        shelves.setdefault(one.figure.unit, []).append(one)
    done: set[int] = set()
    for shelf in shelves.values():
        for a, b in _slips(shelf):
            if a.figure.span.start in done or not _same(subject, a, b, spread):
                continue
            done.update((a.figure.span.start, b.figure.span.start))
            yield _differs(a, b)


def _prose(subject: Subject) -> Iterator[Telling]:
    document = subject.document
    for index, figures in subject.figures.items():
        if document is None:
            return
        marked, paragraph = subject.marked[index], document.paragraphs[index]
        heading = document.sections[paragraph.section].heading if paragraph.section in subject.headed else ""
        head = _HEAD.match(paragraph.text)
        for place, figure in enumerate(figures):
            words = _lead(marked, figures[:place], figure)
            if (
                figure.unit != "%"
                and not _COMPARES.search(re.split("[,;:]", words)[-1][-16:])
                and not _other_year(subject, words)
            ):
                yield Telling(
                    figure,
                    words,
                    _pairs(f"{heading}|{head[1] if head else ''}|{words}"),
                    paragraph.section,
                    False,
                    index,
                )


def _lead(marked: Marked, before: Sequence[Figure], figure: Figure) -> str:
    """The words of the sentence before a figure, those before an earlier figure of its unit left out."""
    low = max(marked.sentence(figure.at, figure.end)[0], figure.at - _WINDOW)
    same = [other.end for other in before if other.unit == figure.unit]
    if same and same[-1] > low:
        low = same[-1]
    return marked.plain(low, figure.at)


def cells(subject: Subject) -> Iterator[Telling]:
    """The figures of tables that have a unit, those of other years and of comparisons left out."""
    if "cells" not in subject.kept:
        subject.kept["cells"] = tuple(_cells(subject))
    return (cell for cell in subject.kept["cells"] if isinstance(cell, Telling))


def _cells(subject: Subject) -> Iterator[Telling]:
    document = subject.document
    if document is None:
        return
    for table, grid in tables_of(document):
        caption = document.paragraphs[table.caption].text[-_WINDOW:] if table.caption is not None else ""
        yield from _table(subject, grid, caption, table)


def _table(subject: Subject, grid: Grid, caption: str, table: Table) -> Iterator[Telling]:
    heads, units = grid.heads(True), {line.at: line.unit for line in grid.columns}
    for row in grid.rows:
        for at, figure in row.figures.items():
            words = f"{row.head}|{heads.get(at, '')}"
            unit = figure.unit or row.unit or units.get(at, "") or grid.unit
            if _COMPARES.search(words) or _other_year(subject, words) or not unit:
                continue
            told, unit = in_full(figure, unit)
            yield Telling(
                replace(told, unit=unit),
                words,
                _pairs(caption + "|" + words),
                table.section,
                True,
                table.rows[0].paragraph,
            )


def _other_year(subject: Subject, words: str) -> bool:
    """Whether the last year named is not the report's."""
    own = subject.end[:4]
    years = _YEARS.findall(words)
    return bool(own and years and int(years[-1]) + 1911 != int(own))


def _pairs(words: str) -> frozenset[str]:
    return bigrams(_said(words))


def _said(words: str) -> str:
    """Words with one of each family in place of the others."""
    for pattern, one in _SAME:
        words = pattern.sub(one, words)
    return words


def _digits(one: Telling) -> int:
    return len(plain(one.figure.value).replace(",", "").replace(".", "").rstrip("0"))


def _slips(shelf: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """The pairs of figures that one slip parts, looked up by what a slip leaves."""
    traces: dict[str, list[Telling]] = {}
    for one in shelf:
        for trace in _traces(plain(one.figure.value)):
            traces.setdefault(trace, []).append(one)
    seen: set[tuple[int, int]] = set()
    for those in traces.values():
        for a, b in combinations(those[:_WINDOW], 2):
            key = (a.figure.span.start, b.figure.span.start)
            if a.figure.value != b.figure.value and key not in seen:
                seen.add(key)
                if slip(a.figure.value, b.figure.value) in ("swapped", "digit"):
                    yield a, b


def _traces(number: str) -> set[str]:
    """What is left of a number when one digit is hidden, or its digits are sorted."""
    digits = number.replace(",", "")
    hidden = {digits[:at] + "?" + digits[at + 1 :] for at in range(len(digits))}
    return hidden | {"".join(sorted(digits))}


def _same(subject: Subject, a: Telling, b: Telling, spread: Counter[str]) -> bool:
    """Whether the words say that two figures tell of one thing."""
    if (a.row and b.row) or a.figure.paragraph == b.figure.paragraph:
        return False
    if not (a.row or b.row) and items_of_one_list(subject, a.section, b.section):
        return False
    one, other = _end(a), _end(b)
    if opposite(*(set(_NO_REVERSE.sub("", words)) for words in (one, other))) or parallel(one, other):
        return False
    swapped = slip(a.figure.value, b.figure.value) == "swapped"
    if _siblings(subject, a, b):
        return False
    if _core(one, other):
        return swapped or _digits(a) > 3 or alike(a.about, b.about) >= 0.8
    if not swapped and _digits(a) < 4:
        return False
    ends = _pairs(a.words[-10:]), _pairs(b.words[-10:])
    common = (a.about & b.about) - GENERAL
    rare = {pair for pair in common if spread[pair] <= _RARE}
    least = _SHARED.get(_digits(a), 3) - (swapped and _digits(a) > 3)
    if len(common) < least or len(rare) < least - 1 or not (ends[0] & b.about and ends[1] & a.about):
        return False
    return (swapped and _digits(a) > 4) or alike(a.about, b.about) >= (0.4 if swapped else 0.5)


def _siblings(subject: Subject, a: Telling, b: Telling) -> bool:
    """Whether two figures stand below different items of one list within a chapter."""
    document = subject.document
    if document is None or a.row or b.row:
        return False
    pairs = list(zip(document.chain(a.section), document.chain(b.section), strict=False))
    return any(one != other for one, other in pairs[1:]) and all(one == other for one, other in pairs[:1])


def _core(one: str, other: str) -> bool:
    """Whether two short wordings of what is measured are the same, or one ends with the other."""
    short, long = sorted((_PERIODS.sub("", _said(words)) for words in (one, other)), key=len)
    return len(short) > 2 and long.endswith(short) and len(_GENERAL_WORDS.sub("", short)) > 1


def _end(one: Telling) -> str:
    """The last words before a figure that say what it counts."""
    if one.row:
        return one.words.split("|")[0]
    return re.split(r"[,。;:、()|]", re.sub(r"[達為計共有約已高者數]+$", "", one.words))[-1][-12:]


def _copied(a: Telling, b: Telling) -> bool:
    """Whether one value stands twice in a paragraph for things that no words say to be the same."""
    last = re.split("[,;:]", b.words)
    return not _AS_MANY.search(b.words) and len(last[-1]) > _LEAST and not (_pairs(a.words) & _pairs(b.words)) - GENERAL


def _noun(one: Telling) -> str:
    """The last two characters of what a figure counts, the period left out: 汽車檢驗全年達."""
    return (_PERIODS.sub("", _end(one)) or _end(one))[-2:]


def _differs(a: Telling, b: Telling) -> Fired:
    first, second = sorted((a, b), key=lambda one: one.figure.span)
    kind = slip(first.figure.value, second.figure.value)
    values = "、".join(f"{plain(one.figure.value)}{one.figure.unit} ×1" for one in (first, second))
    spans = (first.figure.span, second.figure.span)
    words = {"measure": _end(first) or _end(second), "values": values, "slip": kind}
    return Fired("TIE", "differs", spans, plain(first.figure.value), plain(second.figure.value), words, spans)


def values(subject: Subject) -> Iterator[Result]:
    """SAMEVAL and UNIT: over the facts, and over all tellings for what the facts do not tell."""
    said: set[str] = set()
    for result in ties.values(subject):
        if isinstance(result, Fired):
            said.add(result.words["value"])
        yield result
    told = [one for one in (*_prose(subject), *cells(subject)) if one.figure.exact and _digits(one) >= _LEAST]
    spread = _spread(told)
    yield from _units([one for one in told if plain(one.figure.value) not in said], spread)


def _spread(told: Sequence[Telling]) -> Counter[str]:
    """In how many paragraphs and tables the words about a figure hold a pair of characters."""
    return Counter(pair for pair, _ in {(pair, one.group) for one in told for pair in one.about})


def _units(told: Sequence[Telling], spread: Counter[str]) -> Iterator[Result]:
    """One value told of the same thing in two units."""
    shelves: dict[object, list[Telling]] = {}
    for one in told:
        shelves.setdefault(one.figure.value, []).append(one)
    for shelf in shelves.values():
        for a, b in combinations(shelf[:_WINDOW], 2):
            same = a.figure.unit == b.figure.unit
            kin = not same and any({a.figure.unit, b.figure.unit} <= family for family in _KIN)
            if a.row and b.row:
                continue
            if a.figure.paragraph == b.figure.paragraph:
                hours = "小時" in (a.figure.unit, b.figure.unit)
                if (same or hours) and _digits(a) > 3 and _copied(a, b):
                    yield _one_value("SAMEVAL", "same", a, b)
                    break
                continue
            rare = [pair for pair in (a.about & b.about) - GENERAL if spread[pair] <= _RARE]
            alikeness = alike(a.about, b.about)
            likely = len(rare) >= _EQUAL.get(_digits(a), 2) and alikeness >= 0.4
            long = _digits(a) > 4 or (_digits(a) > 3 and len(rare) >= _LEAST and alikeness >= _ALIKE)
            ends = long and bool(rare) and _noun(a) == _noun(b)
            if (kin and (likely or ends)) or (ends and not same):
                yield _one_value("UNIT", "two", a, b)
            elif not (rare or a.row or b.row) and _digits(a) > 3 and _unlike(a, b, alikeness):
                yield _one_value("SAMEVAL", "same", a, b)
            else:
                continue
            break


def _unlike(a: Telling, b: Telling, alikeness: float) -> bool:
    """Whether two figures share no words but general ones, or hours stand where others count things."""
    hours = (a.figure.unit == "小時") != (b.figure.unit == "小時")
    return alikeness < _UNLIKE or (hours and not (a.about & b.about) - GENERAL)


def _one_value(rule: str, case: str, a: Telling, b: Telling) -> Fired:
    value, one, other = plain(a.figure.value), a.figure.unit, b.figure.unit
    words = {"value": value, "one": one, "other": other, "measure": _end(a), "second": _end(b)}
    spans = (a.figure.span, b.figure.span)
    if rule == "SAMEVAL":
        return Fired(rule, case, spans, value, None, words, spans)
    return Fired(rule, case, spans, f"{value} {one}", f"{value} {other}", words, spans)
