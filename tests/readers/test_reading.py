from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from agencygraph.errors import UnreadableError
from agencygraph.readers import read

TEXT = "壹、服務情形\r\n本所於一樓設置服務檯，由志工引導民眾申辦各項業務，全年受理一千二百件。\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (TEXT.encode("cp950"), "cp950"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    source = read(path)
    assert (source.text, source.encoding, source.name) == (TEXT, encoding, "report.txt")
    assert source.digest == hashlib.sha256(data).hexdigest()


def test_hong_kong_characters_are_read(tmp_path: Path) -> None:
    text = "本局於啫喱街設置服務處，由職員為市民提供各項申請之協助，並於假日開放。峯埗滘"
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode("big5hkscs"))
    assert read(path).text == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_newlines_stay(tmp_path: Path, newline: str) -> None:
    text = f"一、項目{newline}二、項目{newline}"
    path = tmp_path / "report.md"
    path.write_bytes(text.encode())
    assert read(path).text == text


def test_a_few_broken_bytes_become_replacement_characters(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes((TEXT * 20).encode()[:-4])
    source = read(path)
    assert source.encoding == "utf-8"
    assert source.text.endswith("\ufffd")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\xe3\x80\x80\n", "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Word"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        ("本".encode() + b"\xff\xfe\x81\x8d\xa0" * 30, "decoded"),
        ("Жили-были дед да баба у самого синего моря".encode("cp1251") * 5, "decoded"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableError, match=said) as caught:
        read(path)
    assert caught.value.exit_code == 3
    assert "report.txt" in caught.value.zh and caught.value.advice


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableError, match=r"200\.0 MB"):
        read(path)
    path.write_text("一二三四五", encoding="utf-8")
    with pytest.raises(UnreadableError, match="limit"):
        read(path, limit=10)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableError, match="folder"):
        read(tmp_path)
