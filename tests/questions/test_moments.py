"""When a plain question says that something was."""

from __future__ import annotations

from datetime import date

import pytest

from agencygraph.questions.moments import Moment, find


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("110年辦了哪些訓練", Moment("2021", "2021")),
        ("民國一一〇年的報告", Moment("2021", "2021")),
        ("108年到110年開辦的服務", Moment("2019", "2021")),
        ("108-110年", Moment("2019", "2021")),
        ("110年3月到6月", Moment("2021-03", "2021-06")),
        ("110年3月的訓練", Moment("2021-03", "2021-03")),
        ("自110年起有哪些服務", Moment("2021", "")),
        ("110年以前", Moment("", "2021")),
        ("between 2019 and 2021", Moment("2019", "2021")),
        ("between 2019-03-01 and 2021-09-30", Moment("2019-03", "2021-09")),
        ("108年2月起到110年8月為止", Moment("2019-02", "2021-08")),
        ("108年初到110年底開辦的服務", Moment("2019", "2021")),
        ("108年3月初到5月底", Moment("2019-03", "2019-05")),
        ("金額是1,105萬還是1,110萬元", None),
        ("since 2019", Moment("2019", "")),
        ("trainings in march 2021", Moment("2021-03", "2021-03")),
        ("12月的會議", Moment(month=12)),
        ("十二月的會議", Moment(month=12)),
        ("in march", Moment(month=3)),
        ("一百一十年的報告", Moment("2021", "2021")),
        ("一百零九年", Moment("2020", "2020")),
        ("一百年", Moment("2011", "2011")),
        ("一一〇年六月的訓練", Moment("2021-06", "2021-06")),
        ("110年上半年的會議", Moment("2021-01", "2021-06")),
        ("from march to june 2021", Moment("2021-03", "2021-06")),
        ("since when", None),
        ("哪一年開始", None),
        ("1234567", None),
        ("3個月內", None),
    ],
)
def test_moments(asked: str, moment: Moment | None) -> None:
    assert find(asked)[1] == moment


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("去年辦了哪些訓練", Moment("2021", "2021")),
        ("今年六月的會議", Moment("2022-06", "2022-06")),
        ("前年度的徵起金額", Moment("2020", "2020")),
        ("大前年", Moment("2019", "2019")),
        ("上個月開了什麼會", Moment("2021-12", "2021-12")),
        ("近三年的訓練", Moment("2019", "2021")),
        ("over the past two years", Moment("2020", "2021")),
        ("trainings last year", Moment("2021", "2021")),
        ("以前年度的案件", None),
        ("較去年同期", None),
        ("110年與前年比較", Moment("2021", "2021")),
    ],
)
def test_moments_told_from_today(asked: str, moment: Moment | None) -> None:
    assert find(asked, date(2022, 1, 31))[1] == moment
