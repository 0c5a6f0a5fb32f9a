"""Whatever a page does to a text, its paragraphs stay the same and know where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from agencygraph.model import Document, Source
from agencygraph.outline import outline
from agencygraph.text import fold
from tests.outline.damage import Page, broken, printed, widened

_CLAUSES = (
    "本所於一樓大廳設置服務檯",
    "由志工輪值引導民眾取號",
    "全年受理申請案件計3,482件",
    "較前一年度增加12.5%",
    "並於108年5月20日起延長夜間服務時間",
    "提供老花眼鏡、輪椅及血壓計等設備供民眾使用",
    "邀請張講師（社區大學）講授「溝通與傾聽」課程",
    "民眾得以電話、傳真或電子郵件申辦",
    "平均等候時間為6分鐘",
    "參加人員合計57人",
    "依據檔案法第18條規定辦理檔案應用申請",
    "結合鄰近里辦公處共同辦理",
)
_HEADS = ("服務設施", "案件處理情形", "教育訓練", "宣導活動", "檢討與改進", "資訊公開")
_NUMBERS = "一二三四五六七八九"

sentences = st.lists(st.sampled_from(_CLAUSES), min_size=3, max_size=8, unique=True).map(lambda c: "，".join(c) + "。")
sections = st.lists(
    st.tuples(st.sampled_from(_HEADS), st.lists(sentences, min_size=1, max_size=4)), min_size=3, max_size=6
)
pages = st.builds(
    Page,
    columns=st.integers(50, 80),
    rows=st.sampled_from([0, 17, 23]),
    hang=st.sampled_from([0, 2, 6]),
    double=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)


def laid_out(parts: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """A report: numbered heads, and under each a numbered list."""
    out = []
    for place, (head, items) in enumerate(parts):
        out.append(f"{_NUMBERS[place]}、{head}")
        out.extend(f"（{_NUMBERS[number]}）{item}" for number, item in enumerate(items))
    return out


def said(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def outlined(text: str) -> Document:
    return outline(Source("report.txt", text, "utf-8", ""))


@settings(max_examples=60, deadline=None)
@given(parts=sections, page=pages, wide=st.booleans())
def test_paragraphs_survive_the_page(parts: list[tuple[str, list[str]]], page: Page, wide: bool) -> None:
    lines = laid_out(parts)
    plain = outlined("\n".join(lines))
    document = outlined(printed([widened(line) if wide else line for line in lines], page))
    assert said(document) == said(plain)
    assert [section.number for section in document.sections] == [section.number for section in plain.sections]


@settings(max_examples=60, deadline=None)
@given(parts=sections, page=pages)
def test_each_paragraph_knows_its_passage(parts: list[tuple[str, list[str]]], page: Page) -> None:
    text = printed(laid_out(parts), page)
    for paragraph in outlined(text).paragraphs:
        folded = paragraph.folded
        assert list(folded.at) == sorted(set(folded.at))
        placed = zip(folded.at, folded.text, strict=True)
        assert all(fold(text[at]).text == letter for at, letter in placed if letter != " ")
        span = folded.span()
        passage = iter(fold(text, span.start, span.end).text.replace(" ", ""))
        assert all(letter in passage for letter in folded.text.replace(" ", ""))


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="一二、（1）(.)2 \t\n\r\f|。：，本分署年度A-※○●①㈠　-#*i<tr>d\u200b\ufffd", max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    document = outlined(text)
    assert [section.index for section in document.sections] == list(range(len(document.sections)))
    for section in document.sections[1:]:
        assert section.parent is not None and section.parent < section.index and section.number
        assert section.level == len(document.chain(section.index)) - 1
    for place, paragraph in enumerate(document.paragraphs):
        assert paragraph.index == place and paragraph.text
        assert paragraph.section < len(document.sections)


def test_broken_lines_keep_all_letters() -> None:
    assert "".join(broken("本所設服務檯3,482處，並備輪椅。", 10)) == "本所設服務檯3,482處，並備輪椅。"
