"""The head of a report: what it calls itself, who submits it, for which period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agencygraph import authority, normalise
from agencygraph.matching.reading import Head, Reading
from agencygraph.matching.reading import read as read_document
from agencygraph.matching.rows import fact, patterns
from agencygraph.matching.values import Found, Stretch, written
from agencygraph.model import Document, Fact, Folded, Frame, Paragraph, Span
from agencygraph.rules import HeadRule, Room
from agencygraph.text import Expression, fold

_LAST_PART = re.compile("[一-鿿]{1,8}(?:大隊|中隊|分隊|隊|站|所|中心|組|處|局|署|關|科|課|院|館|營區|園區|醫院|學校)")
_BODY = re.compile(
    ".{2,28}(?:[院部署局處所府會廳館校隊站室課科組行社廠區鄉鎮市縣]|分行|中心|公司|大學|學院|中學|小學|醫院|銀行|基金會|委員會|辦公室|公所|法院)"
)
"""How the name of a body ends that no file knows: 單位：件 names none."""
_IN_BRACKETS = re.compile("[【〔\\[]([^】〕\\]]{2,8})[】〕\\]]:?(?=.)")
_UNIT = ("科", "課", "股", "室")
_ISO = re.compile(r"(?P<start>[0-9]{4}(?:-[0-9]{2}){0,2})(?:\s*/\s*(?P<end>[0-9]{4}(?:-[0-9]{2}){0,2}))?")
_FIELDS = ("title", "agency", "roc_year", "period_start", "period_end")
_YEAR = re.compile(r"(?:民國)?(?<![0-9])([0-9]{2,3})年")
_TO = re.compile("[至到~迄–—-]")
_FIRST_PAGE = 12
_TORN = 2  # so much of a label that a broken line tore off may follow a name
_REST_OF_LINE = 5
_WORD = 3  # the signs of a word that a broken line may tear
_PART_OF_TITLE = 20
_LONGEST_NAME = 30
_SHORTEST_TITLE = 6


def find(document: Document, room: Room, rule: HeadRule) -> tuple[Head, tuple[Fact, ...]]:
    """The report's head and the fact that states it; none for an excerpt that names neither agency nor period."""
    reading = read_document(
        replace(document, paragraphs=_lines(document, patterns(room, rule.title)), tables=()), Head()
    )
    places: dict[str, Found] = {}
    title = _title(reading, room, rule)
    for name, labels in (("agency", rule.agency), ("period", rule.period)):
        found = _labelled(reading, room, labels, name)
        if found:
            places[name] = found
    if title and "agency" not in places:
        places |= _from_title(reading, title, "agency")
    if title and "period" not in places:
        places |= _from_title(reading, title, "period")
    if title and "agency" in places:
        title = _without_author(reading, title, places["agency"].values[0])
    head = _head(title, places)
    facts = tuple(_fact(reading, room, rule, head, title, places)) if head.agency and (title or head.period_end) else ()
    return head, facts


def completed(document: Document, room: Room, rule: HeadRule, beside: Head) -> tuple[Head, tuple[Fact, ...]]:
    """The head with what a report does not say of itself taken from `beside`; the fact shows that as derived."""
    told, facts = find(document, room, rule)
    head = Head(*(getattr(told, name) or getattr(beside, name) for name in _FIELDS))
    if head == told or not document.paragraphs or not head.agency:
        return head, facts
    given = {name: value for name in _FIELDS if (value := getattr(head, name)) and not getattr(told, name)}
    if facts:
        evidence = replace(facts[0].evidence, derived=tuple(sorted({*facts[0].evidence.derived, *given})))
        return head, (replace(facts[0], values={**facts[0].values, **given}, evidence=evidence),)
    reading = read_document(replace(document, paragraphs=document.paragraphs[:1], tables=()), Head())
    row = {name: Found((value,), ()) for name in _FIELDS if (value := getattr(head, name))}
    first = reading.passage(0, 0, min(len(reading.marked[0].text), _LONGEST_NAME))
    return head, (fact(reading, room, rule.id, row, 0, first),)


def beside(title: str, agency: str, period: str) -> Head:
    """A head from what a file beside the report says of it: the period as written, 110年1月至12月, 2021-01/2021-12."""
    if iso := _ISO.fullmatch(period):
        start, end = iso["start"], iso["end"] or iso["start"]
    else:
        found = [m.values for m in normalise.find(fold(period).text, Frame()) if m.kind in ("date", "period")]
        start, end = (found[0][0] or found[0][-1], found[-1][-1]) if found else ("", "")
    year = _YEAR.search(title) or _YEAR.search(period)
    roc = year[1] if year else (str(int(start[:4]) - 1911) if start else "")
    return Head(title, agency, roc, start, end)


def _lines(document: Document, titles: list[Expression]) -> tuple[Paragraph, ...]:
    """The lines of the first page, a label and what it labels as `label:value`, a broken line put together: the rest
    of a line is short, or ends a body's name.
    """
    lines: list[Paragraph] = []
    for paragraph, folded in _labels(document):
        last = lines[-1] if lines else None
        if last and {last.role, paragraph.role} == {"title"} and _is_broken(last.text, folded.text, titles):
            lines[-1] = replace(last, folded=Folded.join((last.folded, folded)))
        else:
            lines.append(replace(paragraph, index=len(lines), folded=folded))
    return tuple(lines)


def _labels(document: Document) -> Iterator[tuple[Paragraph, Folded]]:
    """The first paragraphs, with a colon between a label in brackets or a cell, and what stands beside it."""
    rows = {row.paragraph: row.cells for table in document.tables for row in table.rows}
    for paragraph in document.paragraphs[:_FIRST_PAGE]:
        cells = rows.get(paragraph.index, ())
        if cells and len(cells) % 2 == 0 and all(cell.text for cell in cells[::2]):
            yield from ((paragraph, _told(*pair)) for pair in zip(cells[::2], cells[1::2], strict=True))
        elif found := _IN_BRACKETS.match(paragraph.text):
            yield (
                paragraph,
                _told(paragraph.folded.cut(*found.span(1)), paragraph.folded.cut(found.end(), len(paragraph.text))),
            )
        else:
            yield paragraph, paragraph.folded


def _told(label: Folded, value: Folded) -> Folded:
    return Folded.join((label, Folded(":", label.at[-1:]), value))


def _is_broken(line: str, rest: str, titles: list[Expression]) -> bool:
    """Whether a line goes on in the next; a title that is whole does not."""
    whole = next((title for title in titles if title.search(line)), None)
    if whole and (len(rest) > _WORD or not whole.search(line + rest)):
        return False
    return _goes_on(line, rest)


def _goes_on(line: str, rest: str) -> bool:
    if ":" in rest:
        return False
    if len(rest) <= _REST_OF_LINE:
        return True
    return ":" not in line and _only_body(line) and _only_body(line + rest)


def _only_body(text: str) -> bool:
    """Whether a line is a body's name and nothing else, be it one of a body whose last part no file knows."""
    bodies = [mention for mention in authority.find(text) if mention.kind == "organisation"]
    if any(mention.end - mention.start == len(text) for mention in bodies):
        return True
    return any(mention.start == 0 and _LAST_PART.fullmatch(text, mention.end) for mention in bodies)


def _title(reading: Reading, room: Room, rule: HeadRule) -> Found | None:
    for pattern in patterns(room, rule.title):
        for index, paragraph in enumerate(reading.document.paragraphs):
            if paragraph.section != 0 or paragraph.role not in ("title", "heading"):
                continue
            if pattern.search(reading.marked[index].text):
                first = _title_begins(reading, index, patterns(room, rule.title))
                places = [Stretch(i, 0, len(reading.marked[i].text)) for i in range(first, index + 1)]
                spans = tuple(reading.passage(at.paragraph, at.start, at.end) for at in places)
                return Found(("".join(written(reading, at) for at in places),), spans, str(index))
    return None


def _title_begins(reading: Reading, index: int, titles: list[Expression]) -> int:
    """The first line of a title that stands on several: short lines without a label, none of them a body's name."""
    lines = reading.document.paragraphs
    while index and lines[index - 1].role == "title":
        above = lines[index - 1].text
        if len(above) > _PART_OF_TITLE or ":" in above or _only_body(above) or any(t.search(above) for t in titles):
            break
        index -= 1
    return index


def _without_author(reading: Reading, title: Found, agency: str) -> Found:
    """The title without the agency whose name its line begins with: that is the author's."""
    index = int(title.key)
    marked = reading.marked[index]
    at = next((at for at in range(1, len(marked.text)) if marked.plain(0, at) == agency), 0)
    rest = Stretch(index, at, len(marked.text))
    if not at or len(marked.plain(at, rest.end)) < _SHORTEST_TITLE:
        return title
    return Found((written(reading, rest),), (reading.passage(index, at, rest.end),), title.key)


def _labelled(reading: Reading, room: Room, labels: tuple[str, ...], name: str) -> Found | None:
    for pattern in patterns(room, labels):
        for index, marked in enumerate(reading.marked):
            found = pattern.search(marked.text)
            if not found:
                continue
            value = _of(reading, index, *found.span("value"), name)
            if value:
                return value
    return None


def _of(reading: Reading, index: int, start: int, end: int, name: str) -> Found | None:
    marked = reading.marked[index]
    mentions = marked.inside(start, end)
    if name == "period":
        kept = [m for m in mentions if m.kind in ("date", "period")]
        if not kept:
            return None
        last = kept[-1] if kept[0].kind == "date" and _TO.search(marked.plain(start, end)) else kept[0]
        low, high = kept[0].values[0] or kept[0].values[-1], last.values[-1]
        return Found((low, high), (reading.passage(index, start, end),), marked.plain(start, end))
    text = written(reading, Stretch(index, start, end))
    bodies = [m for m in mentions if m.kind == "organisation"]
    if any(m.kind == "person" for m in mentions) or not (bodies or _BODY.fullmatch(text)):
        return None
    if bodies and (text.endswith(_UNIT) or bodies[0].values[0].endswith(_UNIT)):
        return None
    if len(bodies) == 1:
        rest = marked.at[end] - bodies[0].end
        again = any(text in line.folded.text for i, line in enumerate(reading.marked) if i != index)
        torn = bodies[0].start == marked.at[start] and 0 < rest <= _TORN and not again
        if torn or marked.at[end] - marked.at[start] > _LONGEST_NAME:
            text = bodies[0].values[0]
    return Found((text,), (reading.passage(index, start, end),))


def _from_title(reading: Reading, title: Found, name: str) -> dict[str, Found]:
    for index in range(int(title.key), -1, -1):
        marked = reading.marked[index]
        if name == "agency":
            bodies = [m for m in marked.mentions.values() if m.kind == "organisation"]
            if bodies:
                whole = _only_body(marked.folded.text)
                start, end = (0, len(marked.folded.text)) if whole else (bodies[0].start, bodies[0].end)
                named = marked.folded.text if whole else bodies[0].values[0]
                return {name: Found((named,), (marked.folded.span(start, end),))}
            if index < int(title.key) and _BODY.fullmatch(marked.folded.text):
                return {name: Found((marked.folded.text,), (marked.folded.span(),))}
        elif found := _of(reading, index, 0, len(marked.text), name):
            return {name: found}
    return {}


def _head(title: Found | None, places: dict[str, Found]) -> Head:
    agency = places["agency"].values[0] if "agency" in places else ""
    period = places["period"].values if "period" in places else ("", "")
    texts = ([title.values[0]] if title else []) + ([places["period"].key] if "period" in places else [])
    years = [found[1] for text in texts if (found := _YEAR.search(text))]
    year = years[0] if years else (str(int(period[0][:4]) - 1911) if period[0] else "")
    return Head(title.values[0] if title else "", agency, year, period[0], period[1])


def _fact(
    reading: Reading, room: Room, rule: HeadRule, head: Head, title: Found | None, places: dict[str, Found]
) -> Iterator[Fact]:
    spans = {name: found.spans for name, found in places.items()}
    if title:
        spans["title"] = title.spans
    first = min(span for found in spans.values() for span in found)
    last = max(span for found in spans.values() for span in found)
    whole = Span(first.start, last.end)
    if len("".join(reading.document.source.text[whole.start : whole.end].split())) > 200:
        whole = first
    row = {
        "title": Found((head.title,), spans.get("title", ())) if head.title else Found((), ()),
        "agency": Found((head.agency,), spans.get("agency", ())) if head.agency else Found((), ()),
        "roc_year": Found((head.roc_year,), ()) if head.roc_year else Found((), ()),
        "period_start": Found((head.period_start,), spans.get("period", ())) if head.period_start else Found((), ()),
        "period_end": Found((head.period_end,), spans.get("period", ())) if head.period_end else Found((), ()),
    }
    yield fact(reading, room, rule.id, row, 0, whole)
