"""Pictures: everything is in them, nothing overlaps, the same graph gives the same bytes, nothing is loaded."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from pyoxigraph import Literal

from agencygraph.cli import cli
from agencygraph.errors import UsageError
from agencygraph.pictures import Caption, graph_of, page, svg
from agencygraph.pictures.layout import cut, place, width
from agencygraph.questions.labels import Language
from agencygraph.stores import Rows

COLUMNS = (
    "host",
    "agency",
    "headcount",
    "weekdays",
    "time",
    "irregular",
    "report",
    "source",
    "start",
    "quote",
    "section",
)
SPACE = "{http://www.w3.org/2000/svg}"


def _rows(count: int, hosts: int = 3) -> Rows:
    rows = []
    for at in range(count):
        agency = f"第{at % (count * 2 // 3 + 1)}稽徵所"
        told = (
            f"示範{at % hosts}分署",
            agency,
            str(at % 9 + 1),
            "Mon;Wed" if at % 2 else "",
            "AM",
            "",
            "報告",
            "r.txt",
            str(at),
            f'第{at}句<&">',
            "一",
        )
        rows.append(tuple(Literal(text) if text else None for text in told))
    return Rows(COLUMNS, tuple(rows))


@pytest.mark.parametrize("count", [1, 2, 12, 150])
def test_layout_keeps_everything_apart(count: int) -> None:
    layout = place(graph_of(_rows(count)))
    ys = sorted(row.y for row in layout.rows)
    assert len(ys) == count
    assert all(b - a >= 31 for a, b in pairwise(ys))
    bars = sorted(layout.bars, key=lambda bar: bar.top)
    assert all(above.bottom + 30 <= below.top + 40 and above.bottom < below.top for above, below in pairwise(bars))
    assert all(bar.top < row.start_y < bar.bottom for row in layout.rows for bar in [row.bar])
    assert layout.height > max(ys)


def test_order_of_the_rows_changes_nothing() -> None:
    rows = _rows(30)
    turned = Rows(rows.columns, tuple(reversed(rows.rows)))
    assert svg(graph_of(rows), Caption("甲")) == svg(graph_of(turned), Caption("甲"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_svg_is_xml_with_every_name(language: Language) -> None:
    root = ET.fromstring(svg(graph_of(_rows(12)), Caption("誰 <駐> 哪裡", "12 筆", "r.txt", language)))
    texts = {element.text for element in root.iter(f"{SPACE}text")}
    assert "誰 <駐> 哪裡" in texts and "第3稽徵所" in texts
    assert not list(root.iter(f"{SPACE}script"))


def test_page_loads_nothing_and_escapes_everything() -> None:
    told = page(graph_of(_rows(6)), Caption("</title><script>alert(1)</script>"))
    assert "<script>alert" not in told
    links = set(re.findall(r"https?://[^\s\"'<>]+", told))
    assert links == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in told
    assert told.count("<script>") == 1 and "@" not in re.sub(r"@media[^{]*", "", told)


def test_rows_without_two_sides_cannot_be_drawn() -> None:
    with pytest.raises(UsageError):
        graph_of(Rows(("s",), ((Literal("x"),),)))


def test_text_is_measured_and_cut() -> None:
    assert width("甲乙ab", 10) == pytest.approx(31.6)
    assert cut("甲乙丙丁", 10, 100) == "甲乙丙丁"
    assert cut("甲乙丙丁戊", 10, 40).endswith("…") and width(cut("甲乙丙丁戊", 10, 40), 10) <= 40


@pytest.fixture(scope="module")
def graphs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    assert CliRunner().invoke(cli, ["build", str(root / "examples/linhai-110.txt"), "-o", str(out)]).exit_code == 0
    return out


@pytest.mark.parametrize("ending", ["svg", "html", "graphml"])
@pytest.mark.parametrize("question", ["stationing", "forms", "surveys", "statistics", "systems"])
def test_draw(question: str, ending: str, graphs: Path, tmp_path: Path) -> None:
    out = tmp_path / f"x.{ending}"
    for _ in range(2):
        result = CliRunner().invoke(cli, ["draw", "--question", question, "-o", str(out), "--graphs", str(graphs)])
        assert result.exit_code == 0, result.output
    assert out.stat().st_size > 500
    if ending == "graphml":
        assert nx.read_graphml(out).number_of_edges() > 0


def test_draw_from_an_organisation_and_usage(graphs: Path, tmp_path: Path) -> None:
    def draw(*arguments: str) -> int:
        return CliRunner().invoke(cli, ["draw", "--graphs", str(graphs), *arguments]).exit_code

    host = "https://w3id.org/agencygraph/id/organisation/法務部行政執行署臨海分署"
    assert draw("--from", host, "-o", str(tmp_path / "x.svg")) == 0
    assert draw("--from", "urn:nobody", "-o", str(tmp_path / "y.svg")) == 2
    assert draw("-o", str(tmp_path / "x.png")) == 2
    assert draw("--question", "nosuch", "-o", str(tmp_path / "x.svg")) == 2
