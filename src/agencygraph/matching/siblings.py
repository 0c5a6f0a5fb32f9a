"""Figures of one list, counted alike, that no total announces: kinds of what the words before the first one say.

查獲槍枝3枝、子彈9枝 counts what was 查獲, 槍枝 and 子彈 are its kinds; 受理門牌初編9件、增編8件 what was 受理門牌.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.phrases import CHANGES, COUNTED, RELATIVE, TIMES, Figure

Words = Callable[[Figure], str]

_GLUE = re.compile("、?(?:及|和|與|以及|暨)?")
_APART = re.compile("[,;](?:及|和|與|以及|暨|另)?")
_BRACKETED = re.compile(r"\([^()]*\)")
_COUNT = re.compile("(?:件|案|人|次|戶|家|場|筆|張)數|金額|人次|場次")
_NO_KIND = re.compile(
    f"[{TIMES}「」()0-9]|{CHANGES.pattern}|平均|合計|總計|共計|累計|其餘|其中|以上|每|約|為$|者$|次之|居|較|總|^(?:依|回復|移|經|已|未|不|強制|駁回|撤|退|遣送|逕行)"
)
_LONGEST, _WORD, _NEAR = 16, 2, 200
_BEGUN = re.compile("[^、,]{0,6}?[共總合]?[計已]")
_PARTLY = re.compile("(?P<kind>[^、,;。:]{2,12}?)部[分份][,:]?(?:已|業|亦|另|再|總|合|共|計)*(?P<rest>.+[^來])")
_QUOTED_KIND = re.compile(
    "「(?P<kind>[^「」]{1,6}[型類級組版式班別制])」(?:部[分份])?(?:已|業|亦|另|再|總|合|共|計)*(?P<rest>[^「」之的]{2,})"
)
_OF_SEX = re.compile("(?:.{2,}者)?(?P<kind>[男女][性生]?)(?:學員)?")
_SEX_TOLD = re.compile("(?P<rest>.{3,}?)(?P<kind>[男女]性)")
_SUMMED = re.compile("合計|總計")
_SHARE = re.compile(r"\(約?[占佔]?(?:比|率)?(?:約|達|為)?")
_LISTING = re.compile("(?:總|合|共)?計有?|包括|包含|分別為")
_ROSE = re.compile(
    "[,、]?(?:而|並|再|又|已|則|逐年|逐漸|大幅|急遽)*(?P<how>增加|減少|成長|上升|下降|提高|降低|提升|擴增|擴充|擴大|縮短|攀升|調高|調降|調升|增|減|升|降)?(?:至|到|為)"
)
_FROM = re.compile("(?:由|從|自|原)[^,。;]{0,8}$")


def risen(marked: Marked, figures: list[Figure]) -> list[Figure]:
    """The figures with, as breakdown, the times between which one rose or fell: 由96年之51.5%上升至97年之55.8%."""
    done = list(figures)
    for place, (first, second) in enumerate(itertools.pairwise(figures)):
        rose = _ROSE.match(marked.text, first.end, second.at)
        if first.unit != second.unit or first.whole or second.whole or not rose:
            continue
        told, then = done[place].breakdown or _time(marked, first), _time(marked, second)
        began = _FROM.search(marked.text, first.low, first.at)
        if began and rose["how"] and not (told or then):
            told, then = "原" if "原" in began[0] else f"{rose['how']}前", f"{rose['how']}後"
        if told and then and (done[place].breakdown or began):
            done[place] = replace(done[place], breakdown=told)
            done[place + 1] = replace(second, measure=done[place].measure, breakdown=then)
    return done


def kinds(marked: Marked, figures: list[Figure], own: Words) -> list[Figure]:
    """The figures whose own words say which kind they are of, with it: 貸款部分核准9件, 「聯合型」補助8案, 女性7人."""
    done = list(figures)
    for place, figure in enumerate(figures):
        if figure.breakdown or figure.whole:
            continue
        name, sentence = own(figure), marked.sentence(figure.at, figure.end)[0]
        alike = [f for f in done[max(0, place - _NEAR) : place] if f.unit == figure.unit and f.at >= sentence]
        told = (pattern.fullmatch(text) for text in (name, figure.measure) for pattern in (_PARTLY, _QUOTED_KIND))
        if found := next(filter(None, told), None):
            done[place] = replace(figure, measure=found["rest"], breakdown=found["kind"])
        elif not alike and (sex := _SEX_TOLD.fullmatch(figure.measure)):
            done[place] = replace(figure, measure=sex["rest"], breakdown=sex["kind"])
        elif alike and (sex := _OF_SEX.fullmatch(name)):
            done[place] = replace(figure, measure=alike[-1].measure, breakdown=sex["kind"])
        elif alike and (summed := _SUMMED.search(marked.text, figure.low, figure.at)):
            done[place] = replace(figure, breakdown=summed[0])
    return done


def _time(marked: Marked, figure: Figure) -> str:
    """The date or period right before a figure, as the report writes it; empty where none stands there."""
    found = re.search(f"([{TIMES}]底?)[^,。;]{{0,6}}$", marked.text[figure.low : figure.at])
    return marked.plain(figure.low + found.start(1), figure.low + found.end(1)) if found else ""


def shares(marked: Marked, figures: list[Figure]) -> list[Figure]:
    """The percents in brackets right behind a part with what it is a part of: 甲案9件(占30%)、乙案21件(占70%)."""
    done = list(figures)
    for place in range(1, len(done)):
        part, figure = done[place - 1], done[place]
        behind = figure.unit == "%" and not figure.breakdown and part.breakdown and part.unit != "%"
        if behind and _SHARE.fullmatch(marked.text, part.end, figure.at):
            done[place] = replace(figure, measure=f"{part.measure}占比", breakdown=part.breakdown)
    return done


def sorted_out(marked: Marked, figures: list[Figure], verbs: re.Pattern[str], own: Words, label: Words) -> list[Figure]:
    """The figures with those of a list as kinds of what its first one's words begin with, or of what the clauses before
    say (`label`); `own` says the words right before a figure, `verbs` matches what is done with what is counted.
    """
    done = list(figures)
    for groups in _runs(marked, figures, verbs, own):
        names, first = [own(figures[group[0]]) for group in groups], figures[groups[0][0]]
        if any(verbs.match(name) or _NO_KIND.search(name) or RELATIVE.fullmatch(name) for name in names[1:]):
            continue
        told = _parted(names, verbs)
        if not told and _LISTING.match(marked.text, first.low) and (before := label(first)):
            told = before, names[0]
        if not told:
            continue
        measure, kind = told
        names[0] = kind
        measure += _ending(names) if verbs.fullmatch(measure) else ""
        for group, name in zip(groups, names, strict=True):
            for place in group:
                done[place] = replace(figures[place], measure=measure, breakdown=name)
    return done


def _ending(names: list[str]) -> str:
    """What all names end in behind a word of their own: 毒品 of 一級毒品 and 二級毒品."""
    shortest = min(names, key=len)
    ends = (shortest[at:] for at in range(_WORD, len(shortest) - 1))
    return next((end for end in ends if all(name.endswith(end) for name in names)), "")


def _runs(marked: Marked, figures: list[Figure], verbs: re.Pattern[str], own: Words) -> Iterator[list[list[int]]]:
    """The places of neighbouring figures counted alike, each with a name of its own and a comma between them; with each
    those right behind it that have none: 甲案9件12人、乙案3件5人.
    """
    run: list[list[int]] = []
    for place, figure in enumerate(figures):
        name = own(figure)
        alone = not figure.whole and not figure.breakdown and figure.taken == figure.end
        if run and alone and not name and _GLUE.fullmatch(marked.text, figures[place - 1].end, figure.at):
            run[-1].append(place)
            continue
        alone = alone and 1 < len(name) <= _LONGEST
        if run and alone:
            last, head = figures[run[-1][-1]], own(figures[run[0][0]])
            between = marked.text[last.end : figure.at]
            glue = _BRACKETED.sub("", between).removesuffix(marked.text[figure.at - len(name) : figure.at])
            kin = head[-1] == name[-1] or _inside(head, name, verbs)
            listed = _GLUE.fullmatch(glue) or (_APART.fullmatch(glue) and kin)
            if figures[run[-1][0]].unit == figure.unit and not COUNTED.search(between) and listed:
                run.append([place])
                continue
        yield from _alike(run, figures)
        run = [[place]] if alone else []
    yield from _alike(run, figures)


def _alike(run: list[list[int]], figures: list[Figure]) -> Iterator[list[list[int]]]:
    """A run of two or more groups that count by the same units."""
    if len(run) > 1 and len({tuple(figures[place].unit for place in group) for group in run}) == 1:
        yield run


def _parted(names: list[str], verbs: re.Pattern[str]) -> tuple[str, str] | None:
    """What the first name says of all, and its own kind; None where it says nothing of all."""
    first, second = names[0], names[1]
    head, of, kind = first.rpartition("之")
    if of and len(head) > 1 and len(kind) > 1 and all(name[-1] == first[-1] for name in names):
        return head, kind
    if inside := _inside(first, second, verbs):
        return inside
    begins = first.find(second[:2], 2)
    if begins > 0 and all(name[:2] == second[:2] for name in names[2:]) and len(first) - begins == len(second):
        return first[:begins], first[begins:]
    begun = _BEGUN.match(first)
    verb = verbs.match(first, begun.end() if begun else 0) or verbs.match(first)
    if not verb or _COUNT.search(first):
        return None
    alike = all(name[-1] == first[-1] and name[-2:] != first[-2:] for name in names[1:])
    if alike and len(first) - len(second) > verb.end():
        cut = len(first) - len(second)
        return first[:cut], first[cut:]
    return (verb[0], first[verb.end() :]) if len(first) - verb.end() > 1 else None


def _inside(first: str, second: str, verbs: re.Pattern[str]) -> tuple[str, str] | None:
    """The first name without the word in it that is of the second's kind, and that word: 中文版|更新, 英文版."""
    size = len(second)
    spots = [at for at in range(len(first) - size - 1) if first[at + size - 1] == second[-1]]
    if size < 2 or len(spots) != 1:
        return None
    at = spots[0]
    if not (verbs.fullmatch(first, at + size) or _COUNT.search(first, at + size)):
        return None
    return first[:at] + first[at + size :], first[at : at + size]
