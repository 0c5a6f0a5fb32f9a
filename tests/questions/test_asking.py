"""Plain questions find the ready-made one that they mean, with the bodies, years and topics that they name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from agencygraph.questions import questions, run
from agencygraph.questions.asking import answer, consider, understand
from agencygraph.questions.likeness import fit, likeness
from agencygraph.questions.refusing import Refusal, as_read, speaks
from agencygraph.questions.wordlists import folded, table
from agencygraph.stores import Memory

TODAY = date(2022, 6, 1)
TOLD = yaml.safe_load((Path(__file__).parent / "paraphrases.yaml").read_text("utf-8"))
PARAPHRASES = [
    (told["ask"], name, {key: value for key, value in told.items() if key != "ask"})
    for name, every in TOLD.items()
    if name != "none"
    for told in (one if isinstance(one, dict) else {"ask": one} for one in every)
]


@pytest.mark.parametrize(("text", "name", "values"), PARAPHRASES)
def test_paraphrase(text: str, name: str, values: dict[str, str], sample: Memory) -> None:
    understood = understand(sample, text, TODAY)
    assert understood is not None
    assert understood.question.name == name
    assert not values or understood.values == values


def test_there_are_a_hundred_and_every_question_has_some() -> None:
    assert len(PARAPHRASES) >= 100
    assert set(questions()) == {name for _, name, _ in PARAPHRASES}


@pytest.mark.parametrize("name", questions())
def test_wordings_of_a_question_lead_to_it(name: str, sample: Memory) -> None:
    """All but those about some organisation, which name none."""
    for wording in (*questions()[name].zh, *questions()[name].en):
        understood = understand(sample, wording)
        assert name == "about-organisation" or (understood and understood.question.name == name), wording


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("臨海分署 110 年辦了哪些教育訓練", "trainings", {"host": "臨海分署", "year": "2021"}),
        ("臨海有哪些會議", "meetings", {"host": "臨海"}),
        ("新港地政事務所2022年有什麼書表", "forms", {"host": "新港地政事務所", "year": "2022"}),
        ("民國111年新港有哪些統計數據", "statistics", {"host": "新港", "year": "2022"}),
        ("台北分署開了哪些會議", "meetings", {"host": "臺北分署"}),
        ("高雄辦了哪些訓練", "trainings", {"host": "高雄"}),
        ("Which trainings did the Taoyuan branch hold in 2019?", "trainings", {"host": "桃園", "year": "2019"}),
    ],
)
def test_names_and_years(text: str, name: str, values: dict[str, str], sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None
    assert (understood.question.name, understood.values) == (name, values)


def test_a_body_that_the_question_has_no_parameter_for_narrows_the_reports(sample: Memory) -> None:
    understood = understand(sample, "新港地政事務所引用了哪些法規")
    assert understood is not None
    assert understood.agency == "新港地政事務所"
    rows, _ = answer(sample, understood)
    assert {record["source"] for record in rows.records()} <= {"xingang-land-111.txt"}


def test_everything_about_a_body(sample: Memory) -> None:
    understood = understand(sample, "關於海東縣政府消防局的所有資料")
    assert understood is not None
    assert understood.question.name == "about-organisation"


def test_a_topic_narrows_the_rows_where_some_speak_of_it(sample: Memory) -> None:
    understood = understand(sample, "有哪些「實價登錄」的統計數據")
    assert understood is not None and understood.strict
    rows, narrowed = answer(sample, understood)
    assert narrowed
    assert all("實價登錄" in " ".join(row) for row in rows.texts())


def test_a_quoted_topic_that_nobody_mentions_gives_nothing(sample: Memory) -> None:
    understood = understand(sample, "有哪些「太空探險」的訓練")
    assert understood is not None
    assert not len(answer(sample, understood)[0])


@pytest.mark.parametrize("text", TOLD["none"])
def test_what_no_report_answers_is_refused_with_a_reason(text: str, sample: Memory) -> None:
    refusal = consider(sample, text)
    assert isinstance(refusal, Refusal)
    assert refusal.zh and refusal.en


def test_a_word_that_no_report_speaks_of_is_told(sample: Memory) -> None:
    refusal = consider(sample, "臨海分署的長頸鹿案件有多少件")
    assert isinstance(refusal, Refusal)
    assert "長頸鹿" in refusal.zh and "statistics" in {one.name for one in refusal.near}


def test_much_unknown_beside_little_understood_makes_unsure(sample: Memory) -> None:
    understood = understand(sample, "How rich is the director?")
    assert understood is not None and not understood.sure
    assert understood.unheard == ("rich",)


def test_a_year_after_all_reports_is_refused(sample: Memory) -> None:
    refusal = consider(sample, "臨海分署2099年有哪些會議")
    assert isinstance(refusal, Refusal) and "2099" in refusal.en
    assert consider(sample, "2022年有哪些會議") == understand(sample, "2022年有哪些會議")


def test_a_time_told_from_today_is_that_time(sample: Memory) -> None:
    refusal = consider(sample, "去年開了哪些會議", date(2031, 5, 1))
    assert isinstance(refusal, Refusal) and "2030" in refusal.zh and "2021" in refusal.zh
    understood = understand(sample, "去年開了哪些會議", TODAY)
    assert understood is not None and understood.values == {"year": "2021"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("哪些單位沒有派人駐點", ""), ("中午不打烊的是哪個分署", "service-hours"), ("哪些報告沒提到訓練", "silences")],
)
def test_who_did_not_is_not_answered_with_who_did(text: str, name: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert (understood.question.name if understood else "") == name


def test_a_body_that_reports_is_no_partner_of_itself(sample: Memory) -> None:
    understood = understand(sample, "臨海分署和誰合作")
    assert understood is not None and understood.agency == "臨海分署" and not understood.values
    assert len(answer(sample, understood)[0])
    understood = understand(sample, "臨海分署和海東縣農會合作嗎")
    assert understood is not None and understood.values == {"organisation": "海東縣農會"}


@pytest.mark.parametrize(("text", "unheard"), [("臨海分署有沒有駐點律師", "律師"), ("哪裡有AED", "aed")])
def test_what_is_not_heard_makes_unsure(text: str, unheard: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None and understood.unheard == (unheard,) and not understood.sure


def test_an_answer_of_nothing_is_unsure(sample: Memory) -> None:
    understood = understand(sample, "2019年有哪些會議")
    assert understood is not None and not understood.sure and not len(answer(sample, understood)[0])


def test_brackets_in_rows_hide_no_word() -> None:
    told = as_read("哺（集）乳室", "（愛心）鈴")
    assert all(speaks(told, word) for word in ("哺乳室", "哺集乳室", "愛心鈴"))
    assert not speaks(told, "乳室鈴")


def test_two_bodies_for_one_parameter_narrow_nothing(sample: Memory) -> None:
    understood = understand(sample, "比較臨海分署和新港地政事務所各題的滿意度")
    assert understood is not None and understood.question.name == "satisfaction-by-dimension"
    assert "host" not in understood.values and not understood.agency


def test_a_choice_that_is_denied_is_not_chosen(sample: Memory) -> None:
    understood = understand(sample, "Show me the errors of the checks, not the warnings")
    assert understood is not None and understood.values == {"severity": "error"}


@pytest.mark.parametrize("text", ["天氣如何", "xyzzy", "？", "  ", "1234567"])
def test_no_question_is_guessed(text: str, sample: Memory) -> None:
    assert understand(sample, text) is None


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("有沒有飲水機", "facilities", "飲水機"),
        ("Is there free wifi?", "facilities", "無線上網"),
        ("資安課程上了幾小時", "trainings", "資通安全"),
        ("超商繳款有幾件", "statistics", "便利商店"),
        ("機車可以停車嗎", "facilities", "停車"),
        ("民眾對服務態度滿意嗎", "surveys", "服務態度"),
        ("收了多少錢", "statistics", "元"),
    ],
)
def test_what_is_asked_for_narrows_the_answer(text: str, name: str, word: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None and understood.question.name == name
    rows, narrowed = answer(sample, understood)
    assert narrowed and len(rows) < len(run(sample, name))
    assert all(word in " ".join(row) for row in rows.texts())


def test_a_day_of_the_week_narrows_stationing(sample: Memory) -> None:
    understood = understand(sample, "哪些機關每週三派人駐點")
    assert understood is not None and understood.values == {"weekday": "Wed"}
    rows, _ = answer(sample, understood)
    assert 0 < len(rows) < len(run(sample, "stationing"))
    assert all("Wed" in record["weekdays"] for record in rows.records())


def test_a_month_narrows_what_is_dated(sample: Memory) -> None:
    understood = understand(sample, "110年3月辦了哪些訓練")
    assert understood is not None
    rows, narrowed = answer(sample, understood)
    assert narrowed and [record["date"] for record in rows.records()] == ["2021-03-10"]


@pytest.mark.parametrize(("text", "unused"), [("109年到110年有哪些書表", "2020–2021"), ("5月有哪些書表", "5月")])
def test_what_is_said_of_time_in_vain_is_told(text: str, unused: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None and understood.question.name == "forms"
    assert (understood.unused, dict(understood.values)) == (unused, {})


def test_two_choices_of_one_kind_choose_none(sample: Memory) -> None:
    understood = understand(sample, "可以用信用卡或超商繳款嗎")
    assert understood is not None and understood.question.name == "payment-channels"
    assert "means" not in understood.values


@pytest.mark.parametrize("text", ["跟哪些銀行合作", "哪些監理站派員駐點", "什麼單位轉介給社會處"])
def test_asking_words_are_no_names(text: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None
    assert not any("哪" in value or "什麼" in value for value in understood.values.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("那本彙編哪幾個數值講得顛三倒四前後兩樣", "figures-told-again"),
        ("Whose clerks would I bump into behind your counters on a Monday?", "stationing"),
        ("上課的老師都是哪些學校或機關出身", "trainings-by-theme"),
    ],
)
def test_what_is_said_in_other_words_is_like_the_known_ones(text: str, name: str) -> None:
    points = likeness(text)
    assert max(points, key=lambda one: points[one]) == name


def test_pieces_that_no_question_has_are_like_none() -> None:
    assert likeness("zzyzx 齉龘") == {}


def test_pieces_alone_beside_an_unknown_word_are_refused(sample: Memory) -> None:
    text = "Would anybody juggle bananas behind them?"
    assert likeness(text)
    assert isinstance(consider(sample, text), Refusal)


def test_the_answer_in_quotes_is_the_option(sample: Memory) -> None:
    understood = understand(sample, "問卷裡答「很滿意」的百分比")
    assert understood is not None and understood.values == {"option": "很滿意"}
    assert not understood.strict


def test_two_names_of_one_body_are_one(sample: Memory) -> None:
    understood = understand(sample, "新港的地政事務所有哪些書表")
    assert understood is not None and understood.question.name == "forms"
    assert understood.values["host"] in "新港地政事務所" and "host" in understood.values


def test_a_body_that_publishes_nothing_is_a_partner(sample: Memory) -> None:
    understood = understand(sample, "和海東縣政府消防局一起辦的便民服務有哪些")
    assert understood is not None and understood.question.name == "services"
    assert not understood.agency and understood.values == {"partner": "海東縣政府消防局"}


def test_the_longest_english_name_of_a_body_counts(sample: Memory) -> None:
    understood = understand(sample, "On which days is the local tax bureau stationed there?")
    assert understood is not None and understood.question.name == "stationing"
    assert understood.values["agency"].endswith("稅務局")


def test_every_question_has_wordings_in_both_languages_that_none_shares() -> None:
    told = table("wordings")
    assert set(told) == set(questions())
    every = [said for name in told for language in ("zh", "en") for said in told[name][language]]
    assert all(len(told[name][language]) >= 15 for name in told for language in ("zh", "en"))
    assert {said for said in every if every.count(said) > 1} == set()


@pytest.mark.parametrize("name", questions())
def test_a_question_is_most_like_its_wordings(name: str) -> None:
    every = [said for language in ("zh", "en") for said in table("wordings")[name][language]]
    right = [
        said
        for said in every
        if (points := likeness(folded(said))) and max(points, key=lambda one: points[one]) == name
    ]
    assert len(right) >= 0.85 * len(every)


def test_wordings_hold_much_of_what_is_asked_and_little_of_what_is_not() -> None:
    assert fit("駐點的人禮拜幾會在", "stationing") > 0.3 > fit("企鵝怎麼孵蛋", "stationing")
    assert fit("駐點的人禮拜幾會在", "stationing") > fit("駐點的人禮拜幾會在", "forms")


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("性平主題的課在哪幾個月", "trainings-by-theme", {"theme": "gender"}),
        ("可以用JCB付款嗎", "payment-channels", {"means": "card"}),
        ("哪些措施收掉了", "milestones", {"change": "end"}),
        ("Which outside bodies sent a lecturer?", "partners", {"role": "instructor"}),
        (
            "new measures started between 2020 and 2021",
            "services-begun",
            {"from": "2020", "until": "2021", "kind": "measure"},
        ),
        ("各分署服務態度這一題的滿意度比較", "satisfaction-by-dimension", {"dimension": "服務態度"}),
    ],
)
def test_choices_and_parts_of_names_are_heard_in_other_words(
    text: str, name: str, values: dict[str, str], sample: Memory
) -> None:
    understood = understand(sample, text)
    assert understood is not None
    assert (understood.question.name, dict(understood.values)) == (name, values)


@pytest.mark.parametrize("text", ["臨海分署和新港地政事務所都有往來的機關", "哪些機關兩個分署都有往來"])
def test_bodies_side_by_side_ask_for_a_comparison(text: str, sample: Memory) -> None:
    understood = understand(sample, text)
    assert understood is not None and understood.question.name == "bodies-across-reports"


def test_persons_of_a_body_that_reports_are_asked_for_by_its_name(sample: Memory) -> None:
    understood = understand(sample, "臨海的分署長是誰")
    assert understood is not None and understood.question.name == "people"
    assert understood.values == {"organisation": "臨海"} and not understood.agency


@pytest.mark.parametrize("text", ["欠最多錢的義務人是誰", "Who owes the most?"])
def test_debtors_are_not_named(text: str, sample: Memory) -> None:
    assert isinstance(consider(sample, text), Refusal)
