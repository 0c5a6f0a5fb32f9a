"""NAME: an abbreviation that is none of its name, a person, unit or article told twice with one sign different."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from agencygraph.checks.consistency.contexts import GENERAL, bigrams
from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Paragraph, Span

_SHORT = re.compile(
    r"(?P<full>[一-鿿]{6,40})[」』]?\((?:以下簡?稱|下簡?稱|簡稱)[「『:]?(?P<short>[一-鿿]{4,14})[」』]?\)"
)
_PLACED = re.compile(
    "(?:分會|分局|分署|分行|分院|分隊|分處|分站|分社|分公司|事務所|服務[站處]|辦[公事]處|監理[所站]|就業中心|工作站)$"
)

_UNIT = "[科室課股組]"
_LISTED = re.compile(
    rf"(?:設有?|分為|設置)(?:[^,。;:、]{{0,6}}?)"
    rf"(?P<units>[一-鿿]{{2,8}}{_UNIT}(?:[、及和與]+[一-鿿]{{2,8}}{_UNIT})+)"
)
_NAMED = re.compile(rf"(?P<stem>[一-鿿]{{2,4}})(?P<kind>{_UNIT})$")
_HEAD = re.compile(rf"(?:單位|部門|科室)[:：|\s]*(?P<name>[一-鿿]{{2,6}}{_UNIT})$")
_NUMBERED = re.compile(rf"(?P<stem>[一-鿿]{{2}})第?(?P<n>[一二三四五六七八九])(?P<kind>{_UNIT})")
_COUNT = "一二三四五六七八九"
_OTHERS = re.compile("[署局處院府部會縣市所隊]$")

_CHIEF = "署長|分署長|局長|分局長|處長|所長|館長|站長|主任|檢察長|院長|校長|隊長|科長|課長|股長|秘書|室主任"
_PERSON = re.compile(rf"(?P<title>{_CHIEF})(?:為|[:：|]|\s)*(?P<name>[一-鿿]{{3}})(?![一-鿿]{{0,1}}(?:[縣市區]|等人))")

_FINE = re.compile(
    r"(?P<law>[一-鿿]{2,14}(?:法|條例|辦法|規則))[」』]?第(?P<article>\d+)條"
    r"(?P<more>(?:之\d+)?(?:第\d+項)?(?:第\d+款)?)[^。;\d]{0,14}?"
    r"(?P<low>\d[\d,萬千]*)元以上(?:新[臺台]幣)?(?P<high>\d[\d,萬千]*)元以下"
)


@dataclass(frozen=True, slots=True)
class _Cited:
    """An article with the fine that it sets, and the words around it."""

    article: str
    about: frozenset[str]
    span: Span


def check(subject: Subject) -> Iterator[Result]:
    """Abbreviations, own units, the persons in office, articles with their fines."""
    document = subject.document
    if document is None:
        return
    paragraphs = document.paragraphs
    yield from _abbreviations(paragraphs)
    yield from _units(paragraphs)
    yield from _persons(subject)
    yield from _articles(paragraphs)


def _abbreviations(paragraphs: tuple[Paragraph, ...]) -> Iterator[Result]:
    """法律扶助基金會南投分會（下稱法扶臺中分會）: the place before the last word is another one."""
    for paragraph in paragraphs:
        for found in _SHORT.finditer(paragraph.text) if "稱" in paragraph.text else ():
            full, short = found["full"], found["short"]
            kind = _PLACED.search(short)
            if not kind or not full.endswith(kind[0]) or len(kind[0]) + 2 > len(short):
                continue
            place, own = short[: kind.start()][-2:], full[: -len(kind[0])][-2:]
            if place == own or set(place) & set(full) or not set(short[: kind.start()][:-2]) <= set(full):
                yield Held("NAME")
                continue
            words = {"stated": short, "computed": own}
            span = paragraph.folded.span(*found.span("short"))
            yield Fired("NAME", "abbreviation", (span, paragraph.folded.span(*found.span("full"))), short, None, words)


def _units(paragraphs: tuple[Paragraph, ...]) -> Iterator[Result]:
    """下設文書科、總務科, and 彙編單位：文書室; 設執行一科、執行二科, and 執行三科科長."""
    listed = [found for one in paragraphs if one.role != "row" for found in _LISTED.finditer(one.text)]
    names = {name for found in listed for name in re.split("[、及和與]+", found["units"])}
    kinds = {found["stem"]: found["kind"] for name in names if (found := _NAMED.search(name))}
    numbered: dict[tuple[str, str], set[str]] = {}
    for name in names:
        if one := _NUMBERED.search(name):
            numbered.setdefault((one["stem"], one["kind"]), set()).add(one["n"])
    for paragraph in paragraphs if names else ():
        yield from _headed(paragraph, names, kinds)
        yield from _beyond(paragraph, numbered)


def _headed(paragraph: Paragraph, names: Collection[str], kinds: Mapping[str, str]) -> Iterator[Fired]:
    """A unit at the head of the report that the list of units calls 科 and not 室."""
    head = _HEAD.search(paragraph.text)
    stem = head["name"][:-1] if head else ""
    if head and stem in kinds and kinds[stem] != head["name"][-1] and not any(n.endswith(head["name"]) for n in names):
        span = paragraph.folded.span(*head.span("name"))
        words = {"stated": head["name"], "computed": stem + kinds[stem]}
        yield Fired("NAME", "unit", (span,), words["stated"], words["computed"], words)


def _beyond(paragraph: Paragraph, numbered: Mapping[tuple[str, str], set[str]]) -> Iterator[Fired]:
    """A unit of a number that the list, which counts from one, does not reach."""
    for found in _NUMBERED.finditer(paragraph.text) if numbered else ():
        own = numbered.get((found["stem"], found["kind"]), set())
        if len(own) < 2 or own != set(_COUNT[: len(own)]) or found["n"] in own:
            continue
        if _OTHERS.search(paragraph.text, max(0, found.start() - 1), found.start()):
            continue
        right = "、".join(found["stem"] + n + found["kind"] for n in sorted(own, key=_COUNT.index))
        span = paragraph.folded.span(*found.span())
        yield Fired("NAME", "unit", (span,), found[0], right, {"stated": found[0], "computed": right})


def _persons(subject: Subject) -> Iterator[Result]:
    """主任蘇婉菁 and 現任主任為蘇婉青: one office, two of three signs the same."""
    told: dict[str, dict[str, Span]] = {}
    where: dict[Span, int] = {}
    spoken: set[str] = set()
    for index, marked in subject.marked.items():
        for mention in marked.mentions.values():
            named = mention.kind == "person" and len(mention.values) > 1 and len(mention.values[0]) == 3
            if named and (office := re.search(f"(?:{_CHIEF})$", mention.values[1])):
                span = marked.folded.span(mention.start, mention.end)
                where[span] = index
                spoken.add(mention.values[0])
                told.setdefault(office[0], {}).setdefault(mention.values[0], span)
    for paragraph in subject.document.paragraphs if subject.document else ():
        if paragraph.role == "row":
            for found in _PERSON.finditer(paragraph.text):
                span = paragraph.folded.span(*found.span())
                where[span] = paragraph.index
                told.setdefault(found["title"], {}).setdefault(found["name"], span)
    for title, names in told.items():
        for one, other in _alike(names):
            first, second = sorted((one, other), key=lambda name: names[name])
            if where[names[first]] != where[names[second]] and spoken & {one, other}:
                words = {"stated": second, "computed": first, "title": title}
                yield Fired("NAME", "person", (names[second], names[first]), second, first, words)


def _alike(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names of three signs that have the first and one other in common."""
    shelves: dict[tuple[int, str], list[str]] = {}
    for name in names:
        for at in (1, 2):
            shelves.setdefault((at, name[:at] + name[at + 1 :]), []).append(name)
    yield from ((those[0], those[1]) for those in shelves.values() if len(those) == 2)


def _articles(paragraphs: tuple[Paragraph, ...]) -> Iterator[Result]:
    """依公路法第75條處300元以上3,000元以下罰鍰: the same fine for the same matter under two articles."""
    told: dict[tuple[str, str, str], list[_Cited]] = {}
    for paragraph in paragraphs:
        for found in _FINE.finditer(paragraph.text) if "元以上" in paragraph.text else ():
            law = re.split("[依按據違反照]", found["law"])[-1]
            low = paragraph.text.rfind("。", 0, found.start()) + 1
            before = paragraph.text[max(low, found.start() - 24) : found.end("law")].removesuffix(law)
            about = bigrams(before) - GENERAL
            span = paragraph.folded.span(found.start("article") - 1, found.end("more"))
            told.setdefault((law, found["low"], found["high"]), []).append(_Cited(found["article"], about, span))
    for (law, _, _), cited in told.items():
        first = cited[0]
        for other in cited[1:]:
            if other.article == first.article:
                yield Held("NAME")
            elif first.about & other.about:
                words = {"stated": f"{law}第{other.article}條", "computed": f"{law}第{first.article}條"}
                yield Fired("NAME", "article", (other.span, first.span), words["stated"], words["computed"], words)
