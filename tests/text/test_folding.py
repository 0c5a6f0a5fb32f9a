from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencygraph.text import fold, join, level


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("１０８ 年 ３ 月", "108年3月"),
        ("（一），：；％﹪！", "(一),:;%%!"),
        ("、。「」《》【】", "、。「」《》【】"),
        ("㈠①⑴⒈Ⅱ½㎡ｍ²", "㈠①⑴⒈Ⅱ½㎡m²"),
        ("機關︰本 局", "機關:本局"),
        ("⾏政⺠⽣⻑⻄", "行政民生長西"),
        ("臺\u00ad北\u200b市\ufeff\ufffd\x07", "臺北市"),
        ("QR Code  掃描 wifi 2 台", "QR Code掃描wifi 2台"),
        ("ISO\n27001", "ISO 27001"),
        ("3,4\n82 件", "3,482件"),
        ("每週 1 \n 5", "每週1 5"),
        ("服\r\n務\f台　一\u2028樓", "服務台一樓"),
        ("10～12樓﹣2－3", "10~12樓-2-3"),
        ("", ""),
        (" \n\t　", ""),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


@given(st.text(max_size=80))
def test_each_character_comes_from_its_offset(raw: str) -> None:
    folded = fold(raw)
    assert list(folded.at) == sorted(set(folded.at))
    for letter, at in zip(folded.text, folded.at, strict=True):
        assert letter in {level(raw[at]), " "}
    if folded.text:
        assert fold(raw[slice(folded.at[0], folded.at[-1] + 1)]).text == folded.text


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(raw: str) -> None:
    once = fold(raw).text
    assert fold(once).text == once


def test_a_piece_has_offsets_of_the_whole() -> None:
    raw = "甲 １２ 乙"
    piece = fold(raw, 2, 5)
    assert (piece.text, piece.at) == ("12", (2, 3))
    assert fold(raw, 2, 99).text == "12乙"


def test_join_parts_latin_words_only() -> None:
    raw = "open\ndata 平\n台 12"
    lines = [fold(raw, *span) for span in ((0, 4), (5, 11), (12, 16))]
    joined = join(lines)
    assert joined.text == "open data平台12"
    assert list(joined.at) == sorted(set(joined.at))


def test_twenty_thousand_characters_take_milliseconds() -> None:
    raw = "本所於１０８年 3 月起，設置服務檯（一樓）。\n" * 900
    fold(raw)
    best = min(_seconds(raw) for _ in range(5))
    assert best < 0.05


def _seconds(raw: str) -> float:
    begun = time.perf_counter()
    fold(raw)
    return time.perf_counter() - begun
