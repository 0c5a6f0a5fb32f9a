"""DATE, NUMBERING, NAME, URL: generated texts without a slip give nothing, one slip gives exactly its finding."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.checks.reports import check

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
DAYS = "一二三四五六日"
CHINESE = ["", *"一二三四五六七八九", "十", "十一", "十二", "十三", "十四", "十五"]
TASKS = (
    "整理卷宗",
    "盤點財產",
    "訪視據點",
    "汰換設備",
    "檢討流程",
    "宣導新制",
    "輔導志工",
    "清查欠費",
    "更新名冊",
    "巡檢環境",
    "接待訪客",
    "測試系統",
)
STYLES: tuple[Callable[[int], str], ...] = (
    lambda n: f"{CHINESE[n]}、",
    lambda n: f"（{CHINESE[n]}）",
    lambda n: f"{n}.",
    lambda n: f"({n})",
    lambda n: f"{'甲乙丙丁戊己庚辛壬癸'[n - 1]}、",
)
PLACES = ("活動中心", "鄉公所禮堂", "圖書館", "大會議室")
FORMER = {
    "行政院衛生署": "衛生福利部",
    "臺北縣政府": "新北市政府",
    "行政院勞工委員會": "勞動部",
    "財政部臺灣省南區國稅局": "財政部南區國稅局",
    "兩性工作平等法": "性別平等工作法",
    "勞工安全衛生法": "職業安全衛生法",
}

days = st.dates(datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
hosts = st.from_regex(r"[a-z]{4,9}\.(?:moj|ntpc|hccg)", fullmatch=True)


def roc(day: datetime.date, year: bool = True) -> str:
    return f"{day.year - 1911}年" * year + f"{day.month}月{day.day}日"


def rules(text: str) -> list[str]:
    return [finding.rule for finding in check(text).findings]


@SETTINGS
@given(st.lists(days, min_size=1, max_size=4, unique=True), st.booleans(), st.data())
def test_a_weekday_beside_a_date(dates: list[datetime.date], year: bool, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["（星期{}）", "(週{})", "（{}）"]))
    lines = [f"於{roc(d, year)}{form.format(DAYS[d.weekday()])}在{PLACES[i]}說明新制。" for i, d in enumerate(dates)]
    assert rules("\n".join(lines)) == []
    at = data.draw(st.integers(0, len(dates) - 1))
    wrong = data.draw(st.sampled_from([day for day in DAYS if day != DAYS[dates[at].weekday()]]))
    told = form.format(DAYS[dates[at].weekday()])
    lines[at] = lines[at].replace(told, form.format(wrong))
    assert rules("\n".join(lines)) == ["DATE"]


@SETTINGS
@given(days, st.sampled_from([(2, 30), (2, 29), (4, 31), (6, 31), (9, 31), (11, 31), (1, 32), (13, 5)]))
def test_a_day_that_no_calendar_has(day: datetime.date, slip: tuple[int, int]) -> None:
    text = "{}在活動中心說明新制，民眾踴躍提問。"
    assert rules(text.format(roc(day))) == []
    assert rules(text.format(f"110年{slip[0]}月{slip[1]}日")) == ["DATE"]


@SETTINGS
@given(days, days, st.sampled_from(["自{}起至{}止", "{}至{}", "{}~{}", "自{}至{}"]))
def test_an_end_before_its_start(one: datetime.date, other: datetime.date, form: str) -> None:
    assume(one != other)
    low, high = sorted((one, other))
    text = f"公告期間{form}，民眾可至櫃檯閱覽。"
    assert rules(text.format(roc(low), roc(high))) == []
    assert rules(text.format(roc(high), roc(low))) == ["DATE"]


@SETTINGS
@given(st.sampled_from(STYLES), st.permutations(TASKS), st.integers(4, 9), st.data())
def test_a_number_left_out_or_used_twice(
    style: Callable[[int], str], tasks: list[str], size: int, data: st.DataObject
) -> None:
    items = [(n, f"{task}並作成紀錄。") for n, task in zip(range(1, size + 1), tasks, strict=False)]

    def told(numbers: list[tuple[int, str]]) -> str:
        return "\n".join(style(n) + words for n, words in numbers)

    assert rules(told(items)) == []
    at = data.draw(st.integers(1, size - 2))
    assert rules(told(items[:at] + items[at + 1 :])) == ["NUMBERING"]
    assert rules(told([(n - 1 if n > at else n, words) for n, words in items])) == ["NUMBERING"]
    assert rules(told([(n + 1, w) if n == at + 1 else (n, w) for n, w in items])) == ["NUMBERING"]


@SETTINGS
@given(st.permutations(TASKS), st.integers(4, 8), st.sampled_from(["{}.", "({})", "（{}）"]), st.data())
def test_an_inline_list(tasks: list[str], size: int, form: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, size - 2))

    def told(numbers: list[int]) -> str:
        return "改善作法：" + "；".join(form.format(n) + task for n, task in zip(numbers, tasks, strict=False)) + "。"

    right = list(range(1, size + 1))
    assert rules(told(right)) == []
    assert rules(told([n + (i >= at) for i, n in enumerate(right)])) == ["NUMBERING"]
    assert rules(told([n - (i >= at) for i, n in enumerate(right)])) == ["NUMBERING"]


@SETTINGS
@given(
    st.sampled_from(sorted(FORMER)), st.sampled_from(["洽請{}協助說明。", "依{}之規定辦理。", "{}網站刊有作業規定。"])
)
def test_a_name_that_has_ended(name: str, form: str) -> None:
    found = check(form.format(name)).findings
    assert [one.rule for one in found] == ["NAME"]
    assert rules(form.format(FORMER[name]).replace("性別平等工作法", "性別工作平等法")) == []
    assert rules(f"民國95年{form.format(name)}") == []


@SETTINGS
@given(hosts, st.sampled_from(["http://www.", "https://", "http://"]), st.sampled_from(["", "/", "/forms/1.html"]))
def test_one_site_written_two_ways(host: str, other: str, path: str) -> None:
    text = "網站為https://www.{0}.gov.tw，歡迎瀏覽。\n申辦請至{1}{0}.gov.tw{2}下載書表。"
    assert rules(text.format(host, "https://www.", "")) == []
    assert rules(text.format(host, other, path)) == ["URL"]


@SETTINGS
@given(
    hosts,
    st.sampled_from(
        ["http:/www.{}.gov.tw", "http//www.{}.gov.tw", "http://www.{}gov.tw", "http://www.{}", "www，{}.gov.tw"]
    ),
)
def test_an_address_that_cannot_work(host: str, form: str) -> None:
    assert rules(f"網址為http://www.{host}.gov.tw，請多利用。") == []
    assert rules(f"網址為{form.format(host)} ，請多利用。") == ["URL"]
