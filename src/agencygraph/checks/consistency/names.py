"""NAME: bodies and laws by names that they no longer bore in the report's period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from agencygraph import authority
from agencygraph.authority.registry import spelling
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Document, Mention, Paragraph, Span
from agencygraph.normalise import roc

_BEFORE = re.compile(
    r"(?:原|前|舊稱|舊名|原名|原稱|前身為?|時任|(?:改制|改隸|更名|整併)前之?|曾為?|當時之?)[之的]?[「(]?$"
)
_AFTER = re.compile(
    r"[」)]?(?:\((?:現|今|已|後)|,?(?:現為|現稱|今|改制|更名|改名|改隸|升格|整併|裁撤|時期|時代)"
    r"|.{0,6}(?:字第|(?<!法)令|函頒))"
)
_TOLD = re.compile("曾任|歷任|改制|更名|改名|升格|前身|沿革|整併|改隸|舊制|原名|原稱")
_PAST = re.compile("沿革|大事記|歷史|緣起|演進|簡史|附錄|參考|文獻")
_DATE = re.compile(r"(?:民國)?(?<!\d)(\d{2,4})年")
_SINCE = re.compile("現為|現稱|今|改制|更名|改名|升格|改隸|整併|即將|將於|預定|籌備|成立")
_FIRST_DAYS = "15"
_GENERIC = ("臺北市政府", "高雄市政府", "新北市政府")


@dataclass(frozen=True, slots=True)
class Former:
    """A name that ended: its last day and the name after it."""

    text: str
    until: str
    now: str


@dataclass(frozen=True, slots=True)
class _Use:
    """A mention of a former name: the name's passage, and whether the words around speak of its time."""

    former: Former
    span: Span
    past: bool


def check(subject: Subject) -> Iterator[Result]:
    """The checks of all names that have ended."""
    document = subject.document
    if document is None:
        return
    uses = [use for paragraph in document.paragraphs for use in _uses(document, paragraph)]
    if not subject.start:
        yield from [Unable("NAME", "no-period")] * len(uses)
        return
    yield from _early(subject, document)
    told: dict[str, list[_Use]] = {}
    for use in uses:
        if use.past or (use.former.until >= subject.start and not _at_once(subject, use.former)):
            yield Held("NAME")
        else:
            told.setdefault(use.former.text, []).append(use)
    for same in told.values():
        former = _latest(same[0].former, subject.start)
        words = {"until": roc(former.until), "start": roc(subject.start)}
        yield Fired("NAME", "outdated", tuple(use.span for use in same), former.text, former.now, words)
    late = [use for use in uses if use.former.until >= subject.start and not _at_once(subject, use.former)]
    yield from _both(document, [use for use in late if not use.past])


def _at_once(subject: Subject, former: Former) -> bool:
    """Whether a name ended in the first days of a period of half a year or more."""
    begins, day = subject.start[:7] == former.until[:7] and subject.start[8:10] in ("", "01"), former.until[8:10]
    half = subject.end[:4] > subject.start[:4] or subject.end[5:7] >= f"{int(subject.start[5:7] or 1) + 5:02}"
    return begins and half and day <= _FIRST_DAYS


def _early(subject: Subject, document: Document) -> Iterator[Result]:
    """Names that came up only after the report's period, where the body or law had another name in it."""
    if not subject.end:
        return
    later = {name: former for name, former in _new_names().items() if former.until[:7] > subject.end[:7]}
    told: dict[str, list[Span]] = {}
    for paragraph in document.paragraphs:
        text, plain = paragraph.text, _spelt(paragraph.text)
        if not any(name in plain for name in later):
            continue
        for mention in authority.find(text):
            name = next((one for one in later if plain.startswith(one, mention.start)), "")
            around = text[max(0, mention.start - 12) : mention.start] + text[mention.end :][:12]
            if name and not _SINCE.search(around):
                told.setdefault(name, []).append(paragraph.folded.span(mention.start, mention.start + len(name)))
    for name, spans in told.items():
        words = {"until": roc(later[name].until), "end": roc(subject.end)}
        yield Fired("NAME", "early", tuple(spans), name, later[name].text, words)


def _latest(former: Former, start: str) -> Former:
    """The former name with the name that held when the period began, where it was renamed more than once."""
    following = _former_names().get(former.now)
    while following and former.until < following.until < start:
        former = Former(former.text, former.until, following.now)
        following = _former_names().get(former.now)
    return former


def _both(document: Document, uses: list[_Use]) -> Iterator[Result]:
    """Names that ended in the report's period or later, beside the names that took their place."""
    for former in dict.fromkeys(use.former for use in uses):
        spans = [use.span for use in uses if use.former == former]
        now = [
            paragraph.folded.span(at, at + len(former.now))
            for paragraph in document.paragraphs
            for at in [paragraph.text.replace(former.text, "□" * len(former.text)).find(former.now)]
            if at >= 0 and former.text not in former.now
        ]
        if now:
            yield Fired("NAME", "two", (spans[0], now[0]), former.text, former.now)


def _uses(document: Document, paragraph: Paragraph) -> Iterator[_Use]:
    text = paragraph.text
    plain = _spelt(text)
    if not any(plain.find(key) >= 0 for key in _beginnings()):
        return
    for mention in authority.find(text):
        former = _former(mention)
        if former is None:
            continue
        start = text.find(mention.values[0][:2], mention.start, mention.end)
        start = start if start >= 0 else mention.start
        end = min(mention.end, start + len(former.text))
        yield _Use(former, paragraph.folded.span(start, end), _is_past(document, paragraph, mention, former))


def _spelt(text: str) -> str:
    """A text in the spelling of the names on file, character by character."""
    plain = spelling(text)
    return plain if len(plain) == len(text) else text.replace("台", "臺")


def _former(mention: Mention) -> Former | None:
    """The former name that a mention is or begins with; none for a name in full that goes on otherwise."""
    if mention.kind not in ("organisation", "law"):
        return None
    written = spelling(mention.values[0])
    names = _former_names()
    for size in range(len(written), 2, -1):
        if written[:size] in names:
            return names[written[:size]]
    return None


def _is_past(document: Document, paragraph: Paragraph, mention: Mention, former: Former) -> bool:
    """Whether the words around a mention speak of the time when the name held."""
    text = paragraph.text
    low = max(text.rfind("。", 0, mention.start), text.rfind("\t", 0, mention.start)) + 1
    high = text.find("。", mention.end)
    sentence = text[low : high if high >= 0 else len(text)]
    if _BEFORE.search(text[low : mention.start]) or _AFTER.match(text, mention.end) or _TOLD.search(sentence):
        return True
    years = [int(year) + (1911 if int(year) < 1000 else 0) for year in _DATE.findall(sentence)]
    last = int(former.until[:4]) - (former.until[5:] <= f"01-{_FIRST_DAYS}")
    if any(year <= last for year in years):
        return True
    return any(_PAST.search(section.heading) for section in document.chain(paragraph.section))


@cache
def _former_names() -> Mapping[str, Former]:
    """The names of bodies and laws on file that have ended, with their last day and the name after them."""
    register = authority.load()
    found: dict[str, Former] = {}
    for name, until, now in register.ended():
        generic = any(register.knows(city + name) for city in _GENERIC)
        if not generic:
            found[name] = Former(name, until, now)
    return found


@cache
def _new_names() -> Mapping[str, Former]:
    """The names that bodies and laws on file took on one day, with the name before it.

    Left out are names that were someone's before or part of the one before, those of bodies made of several, and
    governments, since 高雄縣 went into a 高雄市 that was there.
    """
    formers = _former_names()
    before: dict[str, list[Former]] = {}
    for former in sorted(formers.values(), key=lambda one: len(one.text)):
        before.setdefault(former.now, []).append(former)
    return {
        now: those[-1]
        for now, those in before.items()
        if len({former.until for former in those}) == 1
        and all(_shortens(former.text, those[-1].text) for former in those)
        and now not in formers
        and not those[-1].text.endswith(now)
        and not now.endswith("政府")
    }


def _shortens(short: str, full: str) -> bool:
    """Whether a name is made of characters of another in their order: 健保局, 中央健康保險局."""
    rest = iter(full)
    return all(sign in rest for sign in short)


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple({name[:4] for name in _former_names()})
