"""A picture as one HTML file that loads nothing: pan, zoom, and the passage behind each line on pointing at it."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from agencygraph.pictures.graph import Graph
from agencygraph.pictures.svg import Caption, svg


def page(graph: Graph, caption: Caption) -> str:
    """The picture of a graph as an HTML document."""
    here = files("agencygraph.pictures")
    parts = {
        "@LANG@": "zh-Hant" if caption.language == "zh" else "en",
        "@TITLE@": escape(caption.title),
        "@HINT@": "滾輪縮放，拖曳移動，指著一列看原文"
        if caption.language == "zh"
        else "Wheel: zoom. Drag: move. Point at a row: its passage.",
        "@STYLE@": (here / "page.css").read_text("utf-8"),
        "@SCRIPT@": (here / "page.js").read_text("utf-8"),
    }
    text = (here / "page.html").read_text("utf-8")
    for mark, words in parts.items():
        text = text.replace(mark, words)
    return text.replace("@PICTURE@", svg(graph, caption))
