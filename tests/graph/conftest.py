"""A report that no agency wrote, cut up by hand, with one fact or more of every type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Quad

from agencygraph.mapping import prefixes, quads, turtle
from agencygraph.model import Document, Evidence, Fact, Folded, Paragraph, Role, Section, Source, Span, Value
from agencygraph.rules import load
from agencygraph.stores import Memory

HOST = "法務部行政執行署北濱分署"
TAX = "財政部東區國稅局北濱分局"
STATION = "交通部公路局北濱監理站"
LINES: tuple[tuple[int, Role, str], ...] = (
    (0, "title", "112年度為民服務成果彙編"),
    (0, "title", "陳報機關：法務部行政執行署北濱分署"),
    (0, "title", "資料期間：112年1月至12月"),
    (1, "heading", "服務場所"),
    (2, "text", "大廳設飲水機2臺、哺集乳室，服務電話(03)912-3456。"),
    (2, "text", "北濱國稅分局派2人、北濱監理站派1人，每週二、四下午駐點，監理站不定期到場。"),
    (2, "text", "週一至週五8時30分至17時受理洽公，服務範圍為北濱市，面積12.50平方公里，人口3萬人。"),
    (2, "text", "另於海岸鄉公所設服務站，112年3月1日揭牌，服務海岸鄉與山腰鄉。"),
    (3, "heading", "便民措施"),
    (4, "text", "備有分期繳納申請書、閱卷聲請書等2種書表。"),
    (4, "text", "自112年5月起試辦線上分期，可透過網路、電話申辦，與社團法人北濱關懷協會合作，限5萬元以下。"),
    (4, "text", "依行政執行法第9條辦理，並啟用便民預約系統(https://book.example.tw)。"),
    (5, "heading", "成果"),
    (6, "text", "全年受理案件共1,200件，其中超商繳款300.50件、約徵起3.5億元。"),
    (6, "text", "問卷100份，很滿意55.00%、滿意40%。"),
    (6, "text", "112年6月7日與8日請王小明講師講授「溝通的藝術」，25人參加。"),
    (6, "text", "112年7月9日與慈恩基金會、北濱國小合辦淨灘，80人參加。112年8月召開分署會議3次。"),
    (6, "text", "轉介社會局個案7件。執行科由李大華科長主持。"),
    (7, "heading", "檢討"),
)
SECTIONS = (
    Section(0, None, 0, "", ""),
    Section(1, 0, 0, "壹", "服務場所"),
    Section(2, 1, 1, "一", "環境"),
    Section(3, 0, 0, "貳", "便民措施"),
    Section(4, 3, 1, "一", "措施"),
    Section(5, 0, 0, "參", "成果"),
    Section(6, 5, 1, "一", "數據"),
    Section(7, 0, 0, "肆", "檢討"),
)


def document(lines: Sequence[tuple[int, Role, str]] = LINES, name: str = "beibin-112.txt") -> Document:
    """A document whose paragraphs are the lines, each in its section."""
    text = "\n".join(line for _, _, line in lines)
    paragraphs: list[Paragraph] = []
    at = 0
    for index, (section, role, line) in enumerate(lines):
        paragraphs.append(Paragraph(index, section, role, Folded(line, tuple(range(at, at + len(line))))))
        at += len(line) + 1
    return Document(Source(name, text, "utf-8", "ab" * 32), SECTIONS, tuple(paragraphs), ())


def fact(
    source: Document,
    kind: str,
    quote: str,
    values: Mapping[str, Value],
    *,
    derived: tuple[str, ...] = (),
    context: str = "",
    keys: Mapping[str, tuple[str, ...]] | None = None,
) -> Fact:
    """A fact that the quote states, in the section of the paragraph that holds it."""
    start = source.source.text.index(quote)
    owner = next(p.section for p in reversed(source.paragraphs) if p.folded.at[0] <= start)
    above = source.source.text.find(context) if context else -1
    evidence = Evidence(
        Span(start, start + len(quote)),
        quote,
        source.path(owner),
        f"{kind}/sample",
        context=(Span(above, above + len(context)),) if above >= 0 else (),
        derived=derived,
    )
    return Fact(kind, values, evidence, keys or {})


def sample(source: Document) -> tuple[Fact, ...]:
    """The facts of the sample report, at least one of every type."""

    def here(room: str, quote: str, /, **values: Value) -> Fact:
        stated = values if room in ("reports", "legal-references", "systems", "partners") else {"host": HOST, **values}
        return fact(source, room, quote, stated, derived=("host",) if "host" in stated else ())

    head = here(
        "reports",
        LINES[0][2],
        title="112年度為民服務成果彙編",
        agency=HOST,
        roc_year="112",
        period_start="2023-01",
        period_end="2023-12",
    )
    period = {"period_start": "2023-01", "period_end": "2023-12"}
    station = fact(
        source,
        "stationing",
        "北濱監理站派1人",
        {
            "host": HOST,
            "agency": STATION,
            "headcount": "1",
            "irregular": "true",
            "weekdays": ("Thu", "Tue"),
            "time": "PM",
        },
        derived=("host",),
        context="每週二、四下午駐點",
        keys={"agency": ("2.16.886.101.20003.20016.1",)},
    )
    return (
        head,
        here("facilities", "飲水機2臺", facility="飲水機", place="大廳", count="2"),
        here("facilities", "哺集乳室", facility="哺集乳室", place="大廳"),
        here("stationing", "北濱國稅分局派2人", agency=TAX, headcount="2", weekdays=("Tue", "Thu"), time="PM"),
        station,
        here(
            "service-hours",
            "週一至週五8時30分至17時受理洽公",
            what="受理洽公",
            start_time="08:30",
            end_time="17:00",
            weekdays=("Mon", "Tue", "Wed", "Thu", "Fri"),
        ),
        here(
            "service-areas",
            "服務範圍為北濱市，面積12.50平方公里，人口3萬人",
            district="北濱市",
            area_km2="12.50",
            population="30000",
        ),
        here(
            "outlets",
            "海岸鄉公所設服務站，112年3月1日揭牌",
            name="海岸鄉公所服務站",
            place="海岸鄉公所",
            date="2023-03-01",
            serves=("海岸鄉", "山腰鄉"),
        ),
        here("forms", "分期繳納申請書", form="分期繳納申請書", list="書表", position="1"),
        here("forms", "閱卷聲請書", form="閱卷聲請書", list="書表", position="2"),
        here("milestones", "自112年5月起試辦線上分期", date="2023-05", what="線上分期", change="start"),
        here(
            "services",
            "可透過網路、電話申辦，與社團法人北濱關懷協會合作，限5萬元以下",
            service="線上分期",
            channel=("網路", "電話"),
            partner=("社團法人北濱關懷協會",),
            since="2023-05",
            limit="5萬元以下",
        ),
        here("legal-references", "行政執行法第9條", title="行政執行法", article="第9條"),
        here("systems", "便民預約系統(https://book.example.tw)", name="便民預約系統", url="https://book.example.tw"),
        here("statistics", "全年受理案件共1,200件", measure="受理案件", value="1200", unit="件", **period),
        here(
            "statistics",
            "超商繳款300.50件",
            measure="受理案件",
            value="300.50",
            unit="件",
            breakdown="超商繳款",
            whole="14",
            **period,
        ),
        here(
            "statistics",
            "約徵起3.5億元",
            measure="徵起金額",
            value="350000000",
            unit="元",
            approximate="true",
            **period,
        ),
        here("surveys", "很滿意55.00%", dimension="問卷", n="100", option="很滿意", percent="55.00"),
        here("surveys", "滿意40%", dimension="問卷", n="100", option="滿意", percent="40"),
        here(
            "trainings",
            "112年6月7日與8日請王小明講師講授「溝通的藝術」，25人參加",
            date=("2023-06-07", "2023-06-08"),
            topic="溝通的藝術",
            instructor="王小明",
            attendees="25",
            mode="lecture",
        ),
        here(
            "events",
            "112年7月9日與慈恩基金會、北濱國小合辦淨灘，80人參加",
            date="2023-07-09",
            name="淨灘",
            participants="80",
            partner=("慈恩基金會", "北濱國小"),
        ),
        here("meetings", "112年8月召開分署會議3次", kind="分署會議", count="3", period="2023-08"),
        here("referrals", "轉介社會局個案7件", target="社會局", count="7", **period),
        here("partners", "慈恩基金會", organisation="慈恩基金會", role=("cooperation", "event")),
        fact(source, "people", "李大華科長", {"name": "李大華", "role": "科長", "organisation": HOST}),
        here("units", "執行科", unit="執行科"),
    )


@pytest.fixture(scope="session")
def report() -> Document:
    return document()


@pytest.fixture(scope="session")
def facts(report: Document) -> tuple[Fact, ...]:
    return sample(report)


@pytest.fixture(scope="session")
def mapped(report: Document, facts: tuple[Fact, ...]) -> list[Quad]:
    return quads(report, facts, load())


@pytest.fixture(scope="session")
def written(report: Document, facts: tuple[Fact, ...], mapped: list[Quad]) -> bytes:
    return turtle(mapped, prefixes(report, facts))


@pytest.fixture
def graphs(tmp_path: Path, written: bytes) -> Path:
    """A `graphs/` folder with the sample report."""
    (tmp_path / "sample.ttl").write_bytes(written)
    return tmp_path


@pytest.fixture
def store(graphs: Path) -> Memory:
    return Memory.folder(graphs)
