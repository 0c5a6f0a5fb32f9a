"""Rows as people read them on a terminal: grouped by report, aligned, each with its quote beneath."""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from agencygraph.cli.layout import pad, widths, wrap
from agencygraph.cli.talk import language, pick
from agencygraph.namespaces import BASE, PREFIXES
from agencygraph.questions import labels
from agencygraph.stores import Rows

Record = dict[str, str]

_SOURCE = ("report", "source", "start", "end", "quote", "section", "fact")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BIG = re.compile(r"\d{5,}(?:\.\d+)?")
_PLAIN_NUMBERS = frozenset({"roc_year", "year", "position"})
_GAP = 2
_INDENT = 2
_PIPE_WIDTH = 120
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SIGNS = "一二三四五六日"
_SECTION, _SAME = 24, 6
_HALF_WIDTH = str.maketrans("，：；（）", ",:;()")


def show(rows: Rows, title: str, question: str = "") -> None:
    """Print rows under a title line with their count; rows that quote a report are grouped by it.

    `question` is the name of the question that they answer: its columns may have names of their own.
    """
    console = _console()
    records = list(rows.records())
    columns = list(rows.columns)
    quoted = {"report", "source", "quote"} <= set(columns)
    console.print(_head(title, records, quoted))
    for (report, source), group in _groups(records, quoted):
        console.print()
        shown = _shown(columns, group, quoted)
        common = _common(shown, group) if source else {}
        if source:
            console.print(_report_line(report, source, common))
        heads = {name: labels.column(name, language(), question) for name in shown if name not in common}
        for line in _table(heads, group, console.width, quoted, question):
            console.print(line)


def _console() -> Console:
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else _PIPE_WIDTH
    return Console(width=width, highlight=False, soft_wrap=True, markup=False, emoji=False)


def _head(title: str, records: Sequence[Record], quoted: bool) -> Text:
    count = len(records)
    reports = len(set(map(_report, records))) if quoted else 0
    told = pick(f"{count} 筆", f"{count} row{'s' if count != 1 else ''}")
    if reports:
        told += pick(f"，{reports} 份報告", f" from {reports} report{'s' if reports != 1 else ''}")
    return Text.assemble((title, "bold"), "  ", (told, "dim"))


def _groups(records: list[Record], quoted: bool) -> Iterator[tuple[tuple[str, str], list[Record]]]:
    """The rows by report (and host, where its rows stand together); all in one group where they are not sorted so."""
    groups = [(key, list(group)) for key, group in itertools.groupby(records, key=_report)] if quoted else []
    if len(groups) > len({key for key, _ in groups}) or all(row.get("title") == row.get("report") for row in records):
        groups = []
    for key, group in groups or ([(("", ""), records)] if records else []):
        hosts = [list(part) for _, part in itertools.groupby(group, key=lambda row: row.get("host"))]
        together = groups and len(hosts) == len({row.get("host") for row in group}) <= max(1, len(group) // 2)
        yield from ((key, part) for part in (hosts if together else [group]))


def _report(record: Record) -> tuple[str, str]:
    return record["report"], record["source"]


def _shown(columns: Sequence[str], group: Sequence[Record], quoted: bool) -> list[str]:
    """The columns with something in them; for quoted rows without what stands elsewhere or is for machines."""
    hidden = {*_SOURCE, *(c for c in columns if c.endswith("_iri") and c[:-4] in columns)} if quoted else set()
    return [c for c in columns if c not in hidden and any(record[c] for record in group)]


def _common(shown: Sequence[str], group: Sequence[Record]) -> Record:
    """The host, where all rows of a group have the same: it goes into the group's line."""
    alike = len(shown) > 1 and "host" in shown and len({record["host"] for record in group}) == 1
    return {"host": group[0]["host"]} if alike else {}


def _report_line(report: str, source: str, common: Mapping[str, str]) -> Text:
    where = f"{report}（{source}）" if report else ""
    host = common.get("host", "")
    return Text.assemble((host, "bold cyan"), "  " if host and where else "", (where, "dim" if host else "cyan"))


def _table(
    columns: Mapping[str, str], group: Sequence[Record], width: int, quoted: bool, question: str
) -> Iterator[Text]:
    values = [[_value(column, record[column], question) for record in group] for column in columns]
    heads = list(columns.values())
    numbers = [all(not v or _NUMBER.fullmatch(v.replace(",", "")) for v in column) for column in values]
    sizes = widths([[head, *column] for head, column in zip(heads, values, strict=True)], width - _INDENT, _GAP)
    fits = len(sizes)
    yield from _lines([heads[:fits]], sizes, numbers, "dim underline")
    for place, record in enumerate(group):
        cells = [column[place] for column in values]
        yield from _lines([cells[:fits]], sizes, numbers, "")
        rest = [f"{head}：{cell}" for head, cell in zip(heads[fits:], cells[fits:], strict=True) if cell]
        for line in wrap(" · ".join(rest), width - _INDENT * 2) if rest else ():
            yield Text(" " * _INDENT * 2 + line)
        if quoted:
            yield from _quote(record, width)


def _lines(rows: Sequence[Sequence[str]], sizes: Sequence[int], numbers: Sequence[bool], style: str) -> Iterator[Text]:
    for cells in rows:
        wrapped = [wrap(cell, size) for cell, size in zip(cells, sizes, strict=True)]
        for parts in itertools.zip_longest(*wrapped, fillvalue=""):
            line = Text(" " * _INDENT)
            for at, part in enumerate(parts):
                line.append(pad(part, sizes[at], right=numbers[at]), style)
                line.append(" " * _GAP if at + 1 < len(parts) else "")
            line.rstrip()
            yield line


def _quote(record: Record, width: int) -> Iterator[Text]:
    """The passage in 「」 and its place, wrapped and set in."""
    quote = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", record["quote"]).strip()
    inner = quote.replace("「", "『").replace("」", "』")
    section = _section(record.get("section", ""), quote)
    place = f"{record['source']}:{record['start']} {section}".strip()
    lines = wrap(f"「{inner}」", width - _INDENT * 2)
    for line in lines[:-1]:
        yield Text(" " * _INDENT * 2 + line, "italic green")
    last = Text(" " * _INDENT * 2 + lines[-1], "italic green")
    if cell_len(last.plain) + 2 + cell_len(place) <= width:
        yield last.append("  ").append(place, Style(dim=True, italic=False, color="default"))
        return
    yield last
    for line in wrap(place, width - _INDENT * 3):
        yield Text(" " * _INDENT * 3 + line, "dim")


def _section(section: str, quote: str) -> str:
    """Number and heading, shortened; the number alone where the heading is but the beginning of the quote."""
    number, _, heading = section.partition(" ")
    if heading and heading[:_SAME] in quote.translate(_HALF_WIDTH):
        return number
    return section if len(section) <= _SECTION else f"{section[:_SECTION]}…"


def _weekdays(value: str) -> str:
    days = [_DAYS.index(day) for day in value.split(";") if day in _DAYS]
    signs = [_SIGNS[day] for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        signs = [f"{signs[0]}至{signs[-1]}"]
    return "週" + "、".join(signs)


def _value(column: str, value: str, question: str) -> str:
    if value.startswith(("http://", "https://")):
        return _short(value)
    if column == "weekdays" and language() == "zh" and value:
        return _weekdays(value)
    if column == "time":
        return labels.hours(value, language())
    if value == "true":
        return pick("是", "yes")
    if column not in _PLAIN_NUMBERS and _BIG.fullmatch(value):
        whole, point, part = value.partition(".")
        return f"{int(whole):,}{point}{part}"
    value = ";".join(labels.value(one, column, language(), question) for one in value.split(";"))
    return value.replace(";", pick("、", "; "))


def _short(iri: str) -> str:
    """An IRI with one of the project's prefixes, or what it is under the base of the data."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE)
