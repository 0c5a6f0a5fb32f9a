"""Places a graph of two sides: hosts as bars on the left, a row for each line on the right; nothing overlaps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from agencygraph.pictures.graph import Graph

ROW, GAP, PORT = 32.0, 30.0, 11.0
TOP = 112.0
BAR_X, BAR_WIDTH = 268.0, 12.0
ROW_X = 520.0
_LEAST_BLOCK = 2
_PASSES = 6

Edge = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A node on the left: its number in the order (for its colour), name, vertical extent, how many lines leave it."""

    node: str
    order: int
    label: str
    top: float
    bottom: float
    lines: int
    headcount: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line: from a point on a bar to a row on the right; `data` are the edge's attributes."""

    bar: Bar
    node: str
    start_y: float
    y: float
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """A node on the right: its name and the rows it is reached by."""

    node: str
    label: str
    y: float
    rows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, in pixels."""

    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    names: tuple[Name, ...]
    height: float


def place(graph: Graph) -> Layout:
    """The layout of a graph; the same graph gives the same places, in whatever order it was filled."""
    label: dict[str, str] = {node: data["label"] for node, data in graph.nodes(data=True)}
    edges = [(start, end, data) for start, end, data in graph.edges(data=True)]
    lefts = _ordered(edges, label)
    rank = {node: at for at, node in enumerate(lefts)}
    middle = _means((end, rank[start]) for start, end, _ in edges)
    shared = {end: len({start for start, other, _ in edges if other == end}) > 1 for end in middle}
    edges.sort(key=lambda e: (middle[e[1]], shared[e[1]], label[e[1]], e[1], rank[e[0]], _offset(e[2])))
    ys = _row_places([round(middle[end]) for _, end, _ in edges])
    bars = _bars(lefts, label, edges, ys)
    rows: list[Row] = []
    used = dict.fromkeys(bars, 0)
    for (start, end, data), y in zip(edges, ys, strict=True):
        bar = bars[start]
        rows.append(Row(bar, end, _port(bar, used.get(start, 0)), y, data))
        used[start] = used.get(start, 0) + 1
    names: dict[str, list[float]] = {}
    for row in rows:
        names.setdefault(row.node, []).append(row.y)
    placed = tuple(Name(node, label[node], fmean(at), tuple(at)) for node, at in names.items())
    bottom = max([*ys, *(bar.bottom for bar in bars.values())], default=TOP)
    return Layout(tuple(bars.values()), tuple(rows), placed, bottom + ROW + GAP)


def _ordered(edges: Sequence[Edge], label: dict[str, str]) -> list[str]:
    """The nodes on the left, those that share what is on the right next to each other: each is put, a few times over,
    where the middle of its neighbours is.
    """
    lefts = sorted({start for start, _, _ in edges}, key=lambda node: (label[node], node))
    for _ in range(_PASSES):
        rank = {node: at for at, node in enumerate(lefts)}
        middle = _means((end, rank[start]) for start, end, _ in edges)
        pull = _means((start, middle[end]) for start, end, _ in edges)
        lefts.sort(key=lambda node: (round(pull[node], 6), label[node], node))
    return lefts


def _means(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: fmean(values) for name, values in found.items()}


def _offset(data: dict[str, Any]) -> tuple[int, str]:
    start = str(data.get("start", ""))
    return int(start) if start.isdecimal() else 0, str(data.get("label", ""))


def _row_places(blocks: list[int]) -> list[float]:
    """A height for each row; a gap where another bar's block begins, and room for a bar's name in a small block."""
    places: list[float] = []
    y = TOP
    for at, block in enumerate(blocks):
        if at and block != blocks[at - 1]:
            short = _LEAST_BLOCK - blocks.count(blocks[at - 1])
            y += GAP + max(0, short) * ROW
        places.append(y)
        y += ROW
    return places


def _bars(lefts: list[str], label: dict[str, str], edges: Sequence[Edge], ys: list[float]) -> dict[str, Bar]:
    """The bars, each beside the middle of its rows, pushed down where they would touch the one above."""
    bars: dict[str, Bar] = {}
    above = TOP - ROW / 2 - GAP
    for order, node in enumerate(lefts):
        mine = [(y, data) for (start, _, data), y in zip(edges, ys, strict=True) if start == node]
        height = max(len(mine) * PORT, ROW * 1.5)
        top = max(fmean(y for y, _ in mine) - height / 2, above + GAP * 0.6)
        heads = sum(int(str(data.get("headcount", "0"))) for _, data in mine if str(data.get("headcount")).isdecimal())
        bars[node] = Bar(node, order, label[node], top, top + height, len(mine), heads)
        above = top + height
    return bars


def _port(bar: Bar, number: int) -> float:
    """The height at which the bar's line with this number leaves it."""
    step = (bar.bottom - bar.top) / bar.lines
    return bar.top + step * (number + 0.5)


def width(text: str, size: float) -> float:
    """About how wide a text is in pixels: Chinese characters are as wide as high, others a bit more than half."""
    return sum(size if unicodedata.east_asian_width(sign) in "WFA" else size * 0.58 for sign in text)


def cut(text: str, size: float, most: float) -> str:
    """The text, ended with … where it would be wider than `most` pixels."""
    if width(text, size) <= most:
        return text
    while text and width(text, size) > most - size:
        text = text[:-1]
    return f"{text}…"
