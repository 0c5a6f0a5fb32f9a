"""Comments stand at their passages, in a copy that reads as the original does."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from agencygraph.errors import UsageError
from agencygraph.readers import Comment, annotate, read
from tests.readers.makers import packed, word_table
from tests.readers.samples import docx_parts, odf_parts, odf_table, word_paragraph

ROWS = (("項目", "件數"), ("買賣", "600"), ("繼承", "300"), ("合計", "950"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
RUNS = (
    "<w:p><w:r><w:t>一、全年受理</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>1,000件</w:t></w:r>"
    "<w:ins><w:r><w:t>：買賣600件、</w:t><w:tab/><w:t>繼承300件</w:t></w:r></w:ins><w:del><w:r><w:delText>贈與</w:delText></w:r>"
    "</w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>內部</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>"
)
SPANS = (
    "<text:p>一、全年受理<text:span>1,000件</text:span>：買賣600件、<text:tab/>繼承<text:span>300"
    "<office:annotation><text:p>舊註解</text:p></office:annotation>件</text:span>。</text:p>"
)


def _docx() -> bytes:
    return packed(docx_parts(word_paragraph("為民服務報告") + RUNS + word_table(ROWS) + word_paragraph("二、結語")))


def _odt() -> bytes:
    return packed(odf_parts(f"<text:p>為民服務報告</text:p>{SPANS}{odf_table(ROWS)}<text:p>二、結語</text:p>"))


def _ods() -> bytes:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return packed(odf_parts(odf_table(ROWS), kind="spreadsheet", mime=mime))


MAKERS: dict[str, Callable[[], bytes]] = {".docx": _docx, ".odt": _odt, ".ods": _ods}


def _part(data: bytes, path: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(path))


def _docx_anchors(data: bytes) -> list[str]:
    """The words between the ends of each comment, without white space."""
    out: dict[str, str] = {}
    open_ones: set[str] = set()
    for element in _part(data, "word/document.xml").iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t"):
        key = element.get(f"{W}id") or ""
        if element.tag.endswith("Start"):
            open_ones.add(key)
        elif element.tag.endswith("End"):
            open_ones.discard(key)
        elif not any(run.find(f"{W}rPr/{W}vanish") is not None for run in element.iterancestors(f"{W}r")):
            for one in open_ones:
                out[one] = out.get(one, "") + (element.text or "")
    return [_bare(out[key]) for key in sorted(out, key=int)]


def _odt_anchors(data: bytes) -> list[str]:
    text = etree.tostring(_part(data, "content.xml"), encoding="unicode")
    found: dict[int, str] = {}
    for name in re.findall(r'annotation-end[^>]*office:name="(agencygraph-\d+)"', text):
        begins = rf'office:name="{name}">.*?</office:annotation>'
        inside = re.search(rf'{begins}(.*?)<office:annotation-end[^>]*"{name}"', text)
        assert inside is not None
        words = re.sub(r"<office:annotation(?: [^>]*)?>.*?</office:annotation>", "", inside[1])
        found[int(name.rpartition("-")[2])] = _bare(re.sub(r"<[^>]*>", "", words))
    return [found[key] for key in sorted(found)]


def _bare(text: str) -> str:
    return "".join(text.split())


def _saved(folder: Path, form: str, data: bytes, name: str = "report") -> Path:
    path = folder / f"{name}{form}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("form", MAKERS)
def test_the_copy_reads_as_the_original(tmp_path: Path, form: str) -> None:
    path = _saved(tmp_path, form, MAKERS[form]())
    text = read(path).text
    comments = [Comment(at.start(), at.end(), "請查核") for at in re.finditer(r"\d[\d,]{2,}件?", text)]
    data, placed = annotate(path, text, comments)
    assert placed == frozenset(range(len(comments))) and comments
    assert read(_saved(tmp_path, form, data, "copy")).text == text
    assert annotate(path, text, comments)[0] == data


@pytest.mark.parametrize(("form", "anchors"), [(".docx", _docx_anchors), (".odt", _odt_anchors)])
@given(data=st.data())
def test_a_comment_stands_at_its_passage(
    tmp_path_factory: pytest.TempPathFactory, form: str, anchors: Callable[[bytes], list[str]], data: st.DataObject
) -> None:
    path = _saved(tmp_path_factory.mktemp("made"), form, MAKERS[form]())
    text = read(path).text
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [(a, b) for a, b in data.draw(st.lists(ends, max_size=4)) if _bare(text[a:b])]
    copy, placed = annotate(path, text, [Comment(a, b, "註") for a, b in spans])
    assert len(placed) == len(spans)
    assert anchors(copy) == [_bare(text[a:b]) for a, b in spans]


def test_comments_that_a_word_document_has_stay(tmp_path: Path) -> None:
    path = _saved(tmp_path, ".docx", _docx())
    text = read(path).text
    once = _saved(tmp_path, ".docx", annotate(path, text, [Comment(0, 6, "甲")])[0], "once")
    twice, _ = annotate(once, text, [Comment(2, 4, "乙")])
    told = _part(twice, "word/comments.xml")
    assert ["".join(str(words) for words in one.itertext()) for one in told] == ["甲", "乙"]
    assert len({one.get(f"{W}id") for one in told}) == 2
    assert _docx_anchors(twice) == ["為民服務報告", "服務"]


def test_a_passage_that_the_document_does_not_hold_is_told(tmp_path: Path) -> None:
    path = _saved(tmp_path, ".docx", _docx())
    assert annotate(path, read(path).text + "另有附錄", [Comment(10_000, 10_004, "甲")])[1] == frozenset()


def test_a_plain_text_has_no_comments(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("一、受理案件100件。\n", "utf-8")
    with pytest.raises(UsageError, match="Word and OpenDocument"):
        annotate(path, "一、受理案件100件。\n", [])
