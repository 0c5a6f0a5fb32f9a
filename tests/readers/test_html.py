"""What pages of the web hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.readers import read


def text(tmp_path: Path, body: str | bytes, name: str = "page.html") -> str:
    path = tmp_path / name
    path.write_bytes(body if isinstance(body, bytes) else f"<!doctype html><meta charset=utf-8>{body}".encode())
    return read(path).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙\n"),
        ("<ol start=3 type=A><li>甲<li value=9>乙</ol>", "C. 甲\nI. 乙\n"),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲<li>乙</ol>', "一、甲\n二、乙\n"),
        ("<ol><li>（一）甲<li>（二）乙</ol>", "（一）甲\n（二）乙\n"),
        ("<ul><li>甲<ul><li>乙</ul></ul>", "• 甲\n  • 乙\n"),
        ("<ol><li>甲<ol><li>乙</ol><li>丙</ol>", "1. 甲\n  1. 乙\n2. 丙\n"),
        ("<h2>服務據點</h2><p>內文", "\n## 服務據點\n內文\n"),
        ("<h2>一、服務據點</h2><p>內文", "一、服務據點\n內文\n"),
        ("<p>甲<br>乙<div>丙</div>丁", "甲\n乙\n丙\n丁\n"),
        ("<p>甲\n  乙 <b>丙</b></p>", "甲 乙 丙\n"),
        ("<pre>甲\n乙</pre>", "甲\n乙\n"),
        ("<p>5公尺<sup>2</sup>", "5公尺²\n"),
        ("<script>var a='壞'</script><style>p{}</style><p hidden>隱</p><p style='display: none'>隱</p>甲", "甲\n"),
        ("<p>甲&nbsp;&lt;乙&gt;&#x2F00;", "甲\xa0<乙>⼀\n"),
        ("<ruby>漢<rt>ㄏㄢ</rt></ruby>", "漢\n"),
    ],
)
def test_what_a_browser_shows(body: str, expected: str, tmp_path: Path) -> None:
    assert text(tmp_path, body) == expected


_MENU = "<ul><li><a href=a>本局簡介</a><li><a href=b>網站導覽</a></ul>"
_PATH = "<div><a href=a>首頁</a> &gt; <a href=b>便民服務</a> &gt; <span>年報</span></div>"
_FORMS = "<ul><li><a href=a.odt>閱覽申請書</a><li><a href=b.odt>補發申請書</a></ul>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<body>{_MENU}{_PATH}<h1>年報</h1><p>內文</p>{_FORMS}", "\n# 年報\n內文\n• 閱覽申請書\n• 補發申請書\n"),
        (f"<body><header><h1>臨海市公所</h1>{_MENU}</header><h2>年報</h2>", "\n## 年報\n"),
        ("<body><header><h1>臨海市公所年報</h1></header><p>內文", "\n# 臨海市公所年報\n內文\n"),
        (f"<body><p>搜尋</p><main>{_PATH}<h2>年報</h2>內文</main><p>累計瀏覽人數：2,146</p>", "\n## 年報\n內文\n"),
        ("<body><h1>年報</h1>內文<footer>地址：臨海市中山路1號</footer>", "\n# 年報\n內文\n"),
        ("<body><article><h1>年報</h1>內文<footer>註：含分所</footer></article>", "\n# 年報\n內文\n註：含分所\n"),
        ('<body><a accesskey=C href=#c>:::</a><div role="search">搜尋</div><p>內文', "內文\n"),
        (f"<body><p>年報</p>{_FORMS}", "年報\n• 閱覽申請書\n• 補發申請書\n"),
        ("<body><p>見<a href=a>甲</a>、<a href=b>乙</a>，餘由分所公告<h1>報</h1>", "見甲、乙，餘由分所公告\n\n# 報\n"),
        ("<body><main></main><p>內文", "內文\n"),
    ],
)  # fmt: skip
def test_what_stands_beside_the_matter_is_left_out(body: str, expected: str, tmp_path: Path) -> None:
    assert text(tmp_path, body) == expected


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    body = (
        "<table><caption>表一 情形</caption><thead><tr><th rowspan=2>機關<th colspan=2>辦理</thead>"
        "<tr><th>件數<th>人次<tr><td>甲<br>所<td>1<td>2</table>"
    )
    assert text(tmp_path, body) == "表一 情形\n\n機關\t辦理\t\n\t件數\t人次\n甲 所\t1\t2\n\n"


def test_tables_that_only_lay_out_are_no_tables(tmp_path: Path) -> None:
    body = "<table><tr><td><p>甲</p><table><tr><td>a<td>1<tr><td>b<td>2</table></table>"
    assert text(tmp_path, body) == "甲\n\na\t1\nb\t2\n\n"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("<meta charset=big5>", "big5"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
        ("<meta charset=gb18030>", "gb18030"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset=nonsense>", "cp950"),
    ],
)
def test_the_charset_is_found(head: str, codec: str, tmp_path: Path) -> None:
    words = "本所於一樓設置服務檯，由志工引導民眾申辦各項業務，全年受理一千二百件。"
    assert text(tmp_path, f"<html>{head}<body><p>{words}</p>".encode(codec)) == f"{words}\n"


def test_a_page_without_a_sign_is_known_by_its_extension(tmp_path: Path) -> None:
    assert text(tmp_path, "<p>甲</p>".encode(), "page.htm") == "甲\n"
    assert text(tmp_path, "<p>甲</p>".encode(), "page.txt") == "<p>甲</p>"
