"""Draws a layout as SVG that shows alike everywhere: no scripts, no outside fonts, text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from agencygraph.pictures.graph import Graph
from agencygraph.pictures.layout import BAR_WIDTH, BAR_X, ROW_X, Bar, Layout, Name, Row, cut, place, width
from agencygraph.questions import labels

FONTS = (
    "'Noto Sans TC','Noto Sans CJK TC','Source Han Sans TC','PingFang TC','Microsoft JhengHei',"
    "'Heiti TC','WenQuanYi Zen Hei',sans-serif"
)
PALETTE = ("#0b6e6e", "#3d4fa1", "#b5502b", "#7b3a6c", "#5f7a1f", "#2b6a96", "#a8322f", "#8a6414", "#4a4e69", "#1b7f4b")
PAPER, INK, SOFT, FAINT, LINE = "#fbfaf6", "#1d2733", "#5d6875", "#98a1ab", "#e4e0d6"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SIGNS = {"zh": "一二三四五六日", "en": "MTWTFSS"}
_NAME_SIZE, _SMALL = 15.0, 12.0
_NAME_WIDTH = 380.0
_BOX = 17.0


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a picture: its title, a line beneath, where it comes from, and the language."""

    title: str
    subtitle: str = ""
    source: str = ""
    language: labels.Language = "zh"


def svg(graph: Graph, caption: Caption) -> str:
    """The picture of a graph of two sides as an SVG document."""
    layout = place(graph)
    days = any(row.data.get("weekdays") for row in layout.rows)
    said = 0.0 if days else max((width(_label(row), _SMALL) for row in layout.rows), default=0.0)
    name_x = ROW_X + (238 if days else 34 + said + (40 if _heads(layout) else 0))
    names = max((width(_shown(name), _NAME_SIZE) for name in layout.names), default=0.0)
    size = round(max(name_x + names + 40, 760)), round(layout.height + 26)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}"'
        f' height="{size[1]}" font-family="{escape(FONTS)}" role="img" aria-label={quoteattr(caption.title)}>',
        f"<title>{escape(caption.title)}</title>",
        _box(0, 0, size[0], size[1], 0, PAPER),
        *_head(caption, size[0]),
        '<g class="lines" fill="none" stroke-linecap="round">',
        *(_curve(row) for row in layout.rows),
        "</g>",
        *(part for bar in layout.bars for part in _bar(bar, caption)),
        *(part for row in layout.rows for part in _row(row, caption, days=days)),
        *(part for name in layout.names for part in _name(name, name_x)),
        _text(32, size[1] - 18, caption.source, 11, FAINT),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def colour(bar: Bar) -> str:
    """The colour of a bar and its lines."""
    return PALETTE[bar.order % len(PALETTE)]


def _heads(layout: Layout) -> bool:
    return any(row.data.get("headcount") for row in layout.rows)


def _head(caption: Caption, wide: int) -> Iterator[str]:
    yield _text(32, 44, caption.title, 24, INK, weight=700)
    yield _text(32, 68, caption.subtitle, 13, SOFT)
    yield f'<path d="M32 84H{wide - 32}" stroke="{LINE}"/>'


def _curve(row: Row) -> str:
    x1, x2 = BAR_X + BAR_WIDTH, ROW_X
    bend = (x1 + x2) / 2
    heads = str(row.data.get("headcount", ""))
    thick = min(1.6 + 0.7 * int(heads), 9.0) if heads.isdecimal() else 1.8
    return (
        f'<path class="line" data-left={quoteattr(row.bar.node)} data-right={quoteattr(row.node)}'
        f' d="M{x1:g} {row.start_y:.1f}C{bend:g} {row.start_y:.1f} {bend:g} {row.y:.1f} {x2:g} {row.y:.1f}"'
        f' stroke="{colour(row.bar)}" stroke-width="{thick:.1f}" stroke-opacity="0.5"/>'
    )


def _bar(bar: Bar, caption: Caption) -> Iterator[str]:
    first, second = _halves(bar.label)
    middle = (bar.top + bar.bottom) / 2
    height = bar.bottom - bar.top
    yield f'<g class="bar" data-node={quoteattr(bar.node)}><title>{escape(bar.label)}</title>'
    yield _box(BAR_X, bar.top, BAR_WIDTH, height, 6, colour(bar))
    x = BAR_X - 14
    if first:
        yield _text(x, middle - 13, first, 12, SOFT, anchor="end")
    yield _text(x, middle + 6, second, 17, INK, weight=700, anchor="end")
    counted = f"{bar.lines} 項" if caption.language == "zh" else f"{bar.lines} rows"
    if bar.headcount:
        people = f"{bar.headcount} 人" if caption.language == "zh" else f"{bar.headcount} people"
        bodies = f"{bar.lines} 個機關" if caption.language == "zh" else f"{bar.lines} agencies"
        counted = f"{bodies} · {people}"
    yield _text(x, middle + 25, counted, 12, colour(bar), anchor="end")
    yield "</g>"


def _halves(label: str) -> tuple[str, str]:
    """A long name in two lines: the body above, then the branch."""
    for end in ("行政執行署", "政府", "監理所", "國稅局", "保險局", "保險署", "管理局", "總局", "部", "署"):
        first, sign, second = label.partition(end)
        if sign and second and width(first + sign, 12) <= BAR_X - 40:
            return first + sign, cut(second, 17, BAR_X - 46)
    return "", cut(label, 17, BAR_X - 46)


def _row(row: Row, caption: Caption, *, days: bool) -> Iterator[str]:
    tint, heads = colour(row.bar), str(row.data.get("headcount", ""))
    yield f'<g class="row" data-left={quoteattr(row.bar.node)} data-right={quoteattr(row.node)}{_proof(row)}>'
    yield f'<circle cx="{ROW_X:g}" cy="{row.y:g}" r="4" fill="{tint}"/>'
    x = ROW_X + 12
    if heads:
        people = f"{heads} 人" if caption.language == "zh" else f"×{heads}"
        yield _box(x, row.y - 10, 44, 20, 10, tint)
        yield _text(x + 22, row.y + 4.5, people, 12, "#ffffff", weight=600, anchor="middle")
        x += 52
    if days:
        yield from _week(row, x if heads else x + 52, caption)
    else:
        yield _text(x + 4, row.y + 4.5, _label(row), _SMALL, SOFT)
    yield "</g>"


def _week(row: Row, x: float, caption: Caption) -> Iterator[str]:
    told = str(row.data.get("weekdays", "")).split(";")
    tint = colour(row.bar)
    signs = _SIGNS[caption.language]
    if row.data.get("irregular") == "true":
        yield _text(x + 2, row.y + 4.5, "不定期" if caption.language == "zh" else "irregular", _SMALL, SOFT)
        return
    if told != [""]:
        for at, day in enumerate(_DAYS[: 7 if set(told) & {"Sat", "Sun"} else 5]):
            on = day in told
            box = x + at * (_BOX + 2)
            fill, ink = (tint, "#ffffff") if on else ("#f0ede4", "#bdb8ab")
            yield _box(box, row.y - _BOX / 2, _BOX, _BOX, 3.5, fill)
            yield _text(box + _BOX / 2, row.y + 4, signs[at], 11, ink, anchor="middle")
        x += 5 * (_BOX + 2)
    time = labels.hours(str(row.data.get("time", "")), caption.language)
    yield _text(x + 4, row.y + 4, cut(time, 10.5, 80), 10.5, SOFT)


def _label(row: Row) -> str:
    return cut(str(row.data.get("label", "")), _SMALL, 260)


def _shown(name: Name) -> str:
    return cut(name.label, _NAME_SIZE, _NAME_WIDTH)


def _name(name: Name, x: float) -> Iterator[str]:
    yield f'<g class="name" data-node={quoteattr(name.node)}><title>{escape(name.label)}</title>'
    if len(name.rows) > 1:
        top, bottom = min(name.rows), max(name.rows)
        yield f'<path d="M{x - 14:g} {top - 9:g}h4V{bottom + 9:g}h-4" fill="none" stroke="{FAINT}"/>'
    yield _text(x, name.y + 5, _shown(name), _NAME_SIZE, INK, weight=500)
    yield "</g>"


def _proof(row: Row) -> str:
    """The passage and its place, as attributes for the page's tooltip."""
    told = {"quote": row.data.get("quote"), "place": f"{row.data.get('source', '')}:{row.data.get('start', '')}"}
    return "".join(f" data-{key}={quoteattr(' '.join(str(value).split()))}" for key, value in told.items() if value)


def _text(x: float, y: float, words: str, size: float, fill: str, *, weight: int = 400, anchor: str = "start") -> str:
    if not words:
        return ""
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}"{bold}{side}>{escape(words)}</text>'


def _box(x: float, y: float, wide: float, high: float, round_: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:.6g}" width="{wide:g}" height="{high:.6g}" rx="{round_:g}" fill="{fill}"/>'
