"""Who a statement is about, and whom 本局, 該局, 前開機關 and short names mean."""

from __future__ import annotations

import pytest

from agencygraph import outline, tables
from agencygraph.matching.reading import Head, Reading, read
from agencygraph.model import Document, Source

BRANCH = Head("年度報告", "法務部行政執行署北海分署", "110", "2021-01", "2021-12")
MINISTRY = Head("施政報告", "農業部", "112", "2023-01", "2023-12")
NONE = Head()


def document(text: str) -> Document:
    return tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))


def reading(text: str, head: Head = BRANCH) -> Reading:
    return read(document(text), head)


def meant(text: str, head: Head, word: str) -> set[str]:
    found = reading(text, head)
    return {
        found.meant(index, mention)
        for index, marked in enumerate(found.marked)
        for mention in marked.mentions.values()
        if marked.folded.text[mention.start : mention.end] == word
    }


def host(text: str, head: Head, word: str) -> str:
    found = reading(text, head)
    index = next(i for i, marked in enumerate(found.marked) if word in marked.text)
    return found.host(index, found.marked[index].text.index(word))


@pytest.mark.parametrize(
    ("text", "head", "word", "body"),
    [
        ("本分署照辦。", BRANCH, "本分署", BRANCH.agency),
        ("本署函示辦理。", BRANCH, "本署", "法務部行政執行署"),
        ("本部補助3萬元。", BRANCH, "本部", "法務部"),
        ("交通部民用航空局研提方案，該局同意試辦。", MINISTRY, "該局", "交通部民用航空局"),
        ("交通部民用航空局研提方案，同局並予補助。", MINISTRY, "同局", "交通部民用航空局"),
        ("案經交通部民用航空局查復。\n該局並於3月試辦。", MINISTRY, "該局", "交通部民用航空局"),
        ("經濟部水利署派員會勘，上開機關同意補助。", NONE, "上開機關", "經濟部水利署"),
        ("臺南市安平地政事務所（下稱本所）辦理登記。\n本所受理3件。", NONE, "本所", "臺南市安平地政事務所"),
        ("臺南市安平地政事務所年報\n本所受理3件。", NONE, "本所", "臺南市安平地政事務所"),
    ],
)
def test_words_that_point_mean_a_body(text: str, head: Head, word: str, body: str) -> None:
    assert meant(text, head, word) == {body}


@pytest.mark.parametrize(
    ("text", "head", "word"),
    [
        ("交通部民用航空局及高雄市政府環境保護局會勘，該局同意試辦。", MINISTRY, "該局"),
        ("本所同仁參訪臺南市安平地政事務所。", NONE, "本所"),
        ("經本院核定。", MINISTRY, "本院"),
    ],
)
def test_what_leaves_a_doubt_means_nobody(text: str, head: Head, word: str) -> None:
    assert meant(text, head, word) <= {""}


@pytest.mark.parametrize(
    ("text", "head", "word", "body"),
    [
        ("至於馬公辦公室方面，全年受理申請，核准在案。", BRANCH, "受理", "馬公辦公室"),
        ("在白沙辦公室，設置飲水機。", BRANCH, "設置", "白沙辦公室"),
        ("健保署派員進駐，受理申請。", BRANCH, "受理", BRANCH.agency),
        ("經濟部水利署查獲違規，裁罰8件。", MINISTRY, "裁罰", "經濟部水利署"),
        ("經濟部水利署查獲違規；另裁罰8件。", MINISTRY, "裁罰", MINISTRY.agency),
        ("經濟部水利署查獲違規，本部裁罰8件。", MINISTRY, "裁罰", MINISTRY.agency),
        ("由經濟部水利署查獲違規8件。", MINISTRY, "查獲", MINISTRY.agency),
        ("經濟部水利署人員查獲違規8件。", MINISTRY, "查獲", MINISTRY.agency),
        ("各直轄市、縣（市）政府受理陳情15件。", NONE, "受理", "各直轄市、縣(市)政府"),
        ("督導各縣市政府辦理補強，完成15件。", NONE, "完成", "各縣市政府"),
    ],
)
def test_the_subject_of_a_sentence_is_the_host(text: str, head: Head, word: str, body: str) -> None:
    assert host(text, head, word) == body


def test_a_short_name_that_is_introduced_keeps_its_spelling_and_has_the_key_of_the_body() -> None:
    text = "社團法人北海更生服務協進會（以下簡稱更生協進會）合作辦理訪視。\n110年3月8日更生協進會舉辦義剪活動。\n"
    found = reading(text, NONE)
    mention = next(m for m in found.marked[1].mentions.values() if m.values == ("更生協進會",))
    assert mention.key == found.keys["更生協進會"] != ""


def test_names_of_a_body_that_was_renamed_share_a_key() -> None:
    keys = reading("行政院農業委員會於112年8月1日改制為農業部。", NONE).keys
    assert keys["行政院農業委員會"] == keys["農業部"]
