"""Survey results in tables: answer options as heads of columns or of rows, with counts and percents."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agencygraph import tables
from agencygraph.matching.cells import Placed, placed
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, groups, passage, patterns
from agencygraph.matching.scopes import fits
from agencygraph.matching.values import Found, Stretch, canonical, convert, written
from agencygraph.model import Fact, Table
from agencygraph.rules import AnswerRule, Room
from agencygraph.rules.language import alternatives
from agencygraph.text import Expression

_COUNTED = re.compile(
    r"人數|件數|份數|次數|票數|樣本數|百分[比率]|比[例率]|[占佔]比|%|答項|選項|項目$|題目|選答|^回答|^答案"
)
_BEHIND = re.compile(r"[(](\d{1,3}[.]\d+)[)]")
"""A share without sign behind its count: 214(51.94)."""
_COUNTER = re.compile("[人份件位名票次]")
_COUNT = re.compile("(?:回答|填答|勾選|選答|作答)?(?:人數|件數|份數|次數|票數|人次|樣本數)")
_SHARE = re.compile("百分[比率]|比[例率]|[占佔]比|%")
_OPTIONS = re.compile(
    "(?:回答|勾選|選答|填答|作答|意見)?(?:選項|答項)(?:內容|名稱)?|選答項目|勾選項目|回答(?:項目|內容)?|答案|答覆內容"
)
_SCALE = re.compile(
    "(?:非常|很|極|十分|相當|尚|不太|不|非常不|很不|極不)?(?:滿意|同意|贊成|認同|重要)|普通|尚可|[無沒]意見|不知道|未填答"
)
_NOTE = re.compile("[(※*]?(?:附?註|備註|說明|資料|本表|有效|樣本|回收|[nN][=:])")
_MARK = re.compile(r"[(]%[)]$")
_ASKED = re.compile("受訪|問卷|民調|電訪|意見調查")
_LINE = 60
_SIZE = re.compile(r"[nN]=\d")
_TITLE = re.compile(
    r"^[圖表附]*[\d一二三四五六七八九十]+(?:[-—.]\d+)*[:.、]?|(?:之|的)?(?:統計|分析|調查)*(?:結果|情形|一覽|分布|概況)*表?$"
)
_GENERIC = re.compile(
    ".{0,12}(?:滿意度|問卷|意見|民意)(?:電話|書面|網路)?(?:問卷)?(?:調查)?(?:統計|結果|分析|表|情形)*"
)
_ALL_IN_ALL = "(?:整體|總)?滿意(?:度|比[率例]|率|百分比|度百分比)"
_BEST = re.compile("(?:極|非常|很|十分|相當)滿意")
INTRODUCING = 12
_WHOLE = Decimal(100)
_ROUNDED = Decimal(1)


@dataclass(slots=True)
class _Answer:
    """The result of one option: where it stands, its columns, and figures of which no head says what they are."""

    at: Stretch
    row: dict[str, Found]
    bare: list[Stretch] = field(default_factory=list)


def is_poll(table: Table, lines: Iterable[str]) -> bool:
    """Whether a table holds answers of people asked: by a head 選項, by a scale of answers, by (n=412) over it."""
    grid = [[cell.text for cell in row.cells] for row in table.rows]
    heads = [head for line in grid[:2] for head in line]
    scale = {
        head
        for head in (*heads, *(line[at] for line in grid for at in (0, 1) if at < len(line)))
        if _SCALE.fullmatch(head)
    }
    told = [line for line in lines if len(line) <= _LINE]
    shared = any(map(_COUNT.fullmatch, heads)) and any(map(_SHARE.search, heads))
    asked = shared and any(map(_ASKED.search, told))
    return asked or any(map(_OPTIONS.fullmatch, heads)) or len(scale) > 1 or any(map(_SIZE.search, told))


def read(reading: Reading, room: Room, rule: AnswerRule, table: Table) -> Iterator[Fact]:
    """The results in a table whose heads are answer options."""
    first = table.rows[0].paragraph
    poll = is_poll(table, tables.lines_at(reading.document, table))
    if (
        not poll
        and not fits(reading, room, rule.where, first, 0, len(reading.marked[first].text))
        and not any(
            p.search(reading.marked[i].text) for i in _lines(reading, table) for p in patterns(room, rule.where.any)
        )
    ):
        return
    cells = list(placed(reading, table))
    word = alternatives(rule.options)
    joined = "|".join(rule.combined)
    option = Expression(rf"{word}者?(?:(?:、|及|和|與|或|加|\+){word}者?)*(?:以上)?(?:合計)?|{joined}|{_ALL_IN_ALL}")
    answers = _scaled(reading, room, rule, table, cells, option)
    if not answers and poll:
        answers = _listed(reading, room, rule, table, cells)
    _settle(reading, room, table, answers)
    _asked_enough(answers, _stated(reading, room, rule.sample, "n", table))
    for answer in answers.values():
        if "count" in answer.row or "percent" in answer.row:
            at = answer.at
            hit = Hit(at.paragraph, at.start, at.end, 0, len(reading.marked[at.paragraph].text), {})
            yield fact(reading, room, rule.id, answer.row, at.paragraph, passage(reading, hit, "scope"))


def _scaled(
    reading: Reading, room: Room, rule: AnswerRule, table: Table, cells: Sequence[Placed], option: Expression
) -> dict[tuple[str, str], _Answer]:
    """The answers of cells one of whose heads is an option that the rule names, by question and option."""
    answers: dict[tuple[str, str], _Answer] = {}
    for cell in cells:
        heads = [(h, reading.marked[h.paragraph].plain(h.start, h.end)) for h in (*cell.row_heads, *cell.column_heads)]
        options = [(h, bare) for h, text in heads if option.fullmatch(bare := _MARK.sub("", text))]
        if len(options) != 1:
            continue
        about = next(
            (h for h, text in heads if not option.fullmatch(_MARK.sub("", text)) and not _COUNTED.search(text)), None
        )
        told = reading.marked[about.paragraph].plain(about.start, about.end) if about else ""
        overall = re.fullmatch(_ALL_IN_ALL, options[0][1])
        if overall and not (about and _is_share(reading, table, cell, [text for _, text in heads])):
            continue
        name = "滿意" if overall else option_name(reading, options[0][1].removesuffix("合計"), rule)
        if (told, name) not in answers:
            answers[told, name] = _Answer(cell.at, _row(reading, room, rule, table, about, (options[0][0], name)))
        _add(reading, room, answers[told, name], cell, [text for _, text in heads])
    return answers


def _is_share(reading: Reading, table: Table, cell: Placed, heads: Sequence[str]) -> bool:
    """Whether the figure of a cell headed 滿意度 is a percent and no score."""
    percent = any(
        mention.kind == "percent" for mention in reading.marked[cell.at.paragraph].inside(cell.at.start, cell.at.end)
    )
    return percent or any(map(_SHARE.search, heads)) or tables.unit(reading.document, table) == "%"


def _listed(
    reading: Reading, room: Room, rule: AnswerRule, table: Table, cells: Sequence[Placed]
) -> dict[tuple[str, str], _Answer]:
    """The answers of a table whose rows are options in words of their own, with a column of counts or of percents."""
    answers: dict[tuple[str, str], _Answer] = {}
    for cell in cells:
        over = [reading.marked[h.paragraph].plain(h.start, h.end) for h in cell.column_heads]
        if not cell.row_heads or cell.total or not any(_COUNT.fullmatch(h) or _SHARE.search(h) for h in over):
            continue
        head = cell.row_heads[-1]
        name = written(reading, head)
        about = cell.row_heads[0] if len(cell.row_heads) > 1 else None
        told = reading.marked[about.paragraph].plain(about.start, about.end) if about else ""
        if (told, name) not in answers:
            answers[told, name] = _Answer(cell.at, _row(reading, room, rule, table, about, (head, name)))
        _add(reading, room, answers[told, name], cell, over)
    return answers


def _add(reading: Reading, room: Room, answer: _Answer, cell: Placed, heads: Sequence[str]) -> None:
    """Puts the figures of a cell with its answer; of two in a cell (342(61.29%)) each in its column."""
    inside = reading.marked[cell.at.paragraph].inside(cell.at.start, cell.at.end)
    both = {mention.kind for mention in inside} >= {"number", "percent"}
    share = any(map(_SHARE.search, heads)) and not both
    count = any(map(_COUNT.fullmatch, heads)) or both
    for place in range(cell.at.start, cell.at.end):
        mention = reading.marked[cell.at.paragraph].mentions.get(place)
        behind = _BEHIND.fullmatch(reading.marked[cell.at.paragraph].plain(place, place + 1)) if answer.bare else None
        if behind and Decimal(behind[1]) <= _WHOLE:
            span = reading.passage(cell.at.paragraph, place, place + 1)
            answer.row["percent"] = Found((canonical(Decimal(behind[1])),), (span,))
        if mention is None or mention.kind not in ("number", "percent"):
            continue
        at = Stretch(cell.at.paragraph, place, place + 1)
        if mention.kind == "percent" or share:
            answer.row["percent"] = convert(reading, room.column("percent"), at)
        elif count or _COUNTER.match(reading.marked[cell.at.paragraph].text, place + 1, cell.at.end):
            answer.row["count"] = convert(reading, room.column("count"), at)
        else:
            answer.bare.append(at)


def _settle(reading: Reading, room: Room, table: Table, answers: dict[tuple[str, str], _Answer]) -> None:
    """Whether figures without sign are percents: the lines at the table say so, they have fractions, or those of each
    question come to 100.
    """
    bare = {key: answer.bare[0] for key, answer in answers.items() if answer.bare}
    numbers = {key: reading.marked[at.paragraph].mentions[at.start].number or Decimal(0) for key, at in bare.items()}
    sums: dict[str, Decimal] = {}
    for (told, _), number in numbers.items():
        sums[told] = sums.get(told, Decimal(0)) + number
    samples = {answer.row["n"].values for answer in answers.values()}
    whole = bool(sums) and all(abs(total - _WHOLE) <= _ROUNDED for total in sums.values()) and ("100",) not in samples
    broken = any(number != int(number) for number in numbers.values())
    stated = tables.unit(reading.document, table) == "%"
    column = "percent" if stated or broken or (whole and any(samples)) else "count"
    if broken and any(number > _WHOLE for number in numbers.values()):
        return
    for key, at in bare.items():
        own = "count" if "percent" in answers[key].row else column  # 302(55.9%)
        if own not in answers[key].row and (own == "percent" or numbers[key] == int(numbers[key])):
            answers[key].row[own] = convert(reading, room.column(own), at)


def _asked_enough(answers: dict[tuple[str, str], _Answer], samples: Sequence[Found]) -> None:
    """Gives each question a sample that holds its answers: the one that they come to, else the nearest that is smaller
    than none of them; none where each is, so that a sample of another survey nearby is not taken.
    """
    counts: dict[str, list[int]] = {}
    for (told, _), answer in answers.items():
        if count := answer.row.get("count", Found((), ())).values:
            counts.setdefault(told, []).append(int(count[0]))
    for (told, _), answer in answers.items():
        if told in counts:
            enough = [one for one in samples if int(one.values[0]) >= max(counts[told])]
            same = [one for one in enough if int(one.values[0]) == sum(counts[told])]
            answer.row["n"] = next(iter(same or enough), Found((), ()))


def _row(
    reading: Reading, room: Room, rule: AnswerRule, table: Table, about: Stretch | None, option: tuple[Stretch, str]
) -> dict[str, Found]:
    """The columns that the heads of a cell and the table's caption give."""
    host = reading.hosts[table.rows[0].paragraph]
    head, name = option
    return {
        "host": Found((host,), ()) if host else Found((), ()),
        "option": Found((name,), (reading.passage(head.paragraph, head.start, head.end),)),
        "n": next(iter(_stated(reading, room, rule.sample, "n", table)), Found((), ())),
        "dimension": convert(reading, room.column("dimension"), about) if about else _asked(reading, room, rule, table),
    }


def _asked(reading: Reading, room: Room, rule: AnswerRule, table: Table) -> Found:
    """What a table of one question asks: its caption where that names more than a survey, else as its lines tell."""
    if table.caption is not None and not reading.document.paragraphs[table.caption].text.endswith(("。", ":")):
        text = reading.marked[table.caption].plain(0, len(reading.marked[table.caption].text))
        told = re.split("[(]|單位:", text)[0]
        name = _TITLE.sub("", _TITLE.sub("", told))
        if len(name) > 1 and not _GENERIC.fullmatch(name) and not re.search(r"\d|[,。;]", name):
            return Found((name,), (reading.passage(table.caption, 0, len(reading.marked[table.caption].text)),))
    return next(iter(_stated(reading, room, rule.dimension, "dimension", table)), Found((), ()))


def _lines(reading: Reading, table: Table) -> list[int]:
    caption = [table.caption] if table.caption is not None else []
    return [*reading.above[table.rows[0].paragraph], *caption]


def _stated(reading: Reading, room: Room, words: tuple[str, ...], name: str, table: Table) -> list[Found]:
    """The values that the table's caption, the lines above it and the line after it state, the nearest first."""
    below = [line for line in (table.rows[-1].paragraph + 1,) if line < len(reading.marked)]
    note = [line for line in below if _NOTE.match(reading.marked[line].text)]
    further = [*note, *before(reading, table.rows[0].paragraph), *below]
    told: list[Found] = []
    for line in [*reversed(_lines(reading, table)), *(further if name == "n" else further[:1])]:
        found = (pattern.search(reading.marked[line].text) for pattern in patterns(room, words))
        places = [Stretch(line, *groups(one)["value"]) for one in found if one]
        told += [value for place in places if (value := convert(reading, room.column(name), place)).values]
    return told


def before(reading: Reading, index: int) -> Iterator[int]:
    """The paragraphs before a paragraph in its chapter, the nearest first."""
    document = reading.document
    chapter = document.chain(document.paragraphs[index].section)[:1]

    def beside(at: int) -> bool:
        return document.chain(document.paragraphs[at].section)[:1] == chapter

    return itertools.islice(itertools.takewhile(beside, range(index - 1, -1, -1)), INTRODUCING)


def option_name(reading: Reading, text: str, rule: AnswerRule, several: bool = True) -> str:
    """What an option is called; 滿意以上 by the two best of the scale that the report uses."""
    text = text.replace("「", "").replace("」", "")
    for written_as, means in rule.combined.items():
        if re.fullmatch(written_as, text):
            told = Counter(word for marked in reading.marked for word in _BEST.findall(marked.text))
            return means.replace("很滿意", max(told, key=lambda word: told[word], default="很滿意"))
    if not several:
        return text.removesuffix("完成")
    return "+".join(re.sub(r"(?:者|度|以上)+$", "", part) for part in re.split(r"、|及|和|與|或|加上|\+", text))


def search(
    reading: Reading, room: Room, words: tuple[str, ...], name: str, index: int, within: tuple[int, int]
) -> Found:
    """The value nearest before the answer in its paragraph, else (the sample) behind it in its sentence, else in the
    lines above.
    """
    places = [(index, *within)]
    if name == "n":
        places.append((index, within[1], reading.marked[index].sentence(max(0, within[1] - 1), within[1])[1]))
    if not within[0]:
        above = [*reversed(reading.above[index]), *(before(reading, index) if name == "n" else ())]
        places += [(i, 0, len(reading.marked[i].text)) for i in above]
    if name == "n":  # (n=500) behind the last of several answers
        stop = reading.marked[index].text.find("。", within[1])
        places.append((index, within[1], stop if stop >= 0 else len(reading.marked[index].text)))
    for place, low, high in places:
        for pattern in patterns(room, words):
            hits = list(pattern.finditer(reading.marked[place].text, low, high))
            if hits:
                at = Stretch(place, *groups(hits[0] if name == "n" and low else hits[-1])["value"])
                return convert(reading, room.column(name), at)
    return Found((), ())
