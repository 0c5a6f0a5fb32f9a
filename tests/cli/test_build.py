"""`agencygraph build`: the same bytes for the same reports, whatever the order; bad files are told, not fatal."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Process, Run


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_prints_the_graphs_it_wrote(ag: Run, linhai: Path, tmp_path: Path) -> None:
    result = ag("build", linhai, "-o", tmp_path / "g")
    assert result.exit_code == 0
    written = [Path(line) for line in result.stdout.splitlines()]
    assert len(written) == 1 and written[0].is_file()
    assert sorted(path.name for path in (tmp_path / "g").iterdir()) == sorted(
        ["authority.ttl", "manifest.json", written[0].name]
    )
    assert "1 份報告" in result.stderr


def test_twice_and_in_any_order_gives_the_same_bytes(ag: Run, root: Path, tmp_path: Path) -> None:
    one, two = root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt"
    assert ag("build", one, two, "-o", tmp_path / "a").exit_code == 0
    assert ag("build", two, one, "-o", tmp_path / "b").exit_code == 0
    assert ag("build", one, "-o", tmp_path / "c").exit_code == 0
    assert ag("build", two, "-o", tmp_path / "c").exit_code == 0
    assert ag("build", one, two, "-j", 2, "-o", tmp_path / "d").exit_code == 0
    before = _bytes(tmp_path / "a")
    assert ag("build", one, two, "-o", tmp_path / "a").exit_code == 0
    assert (
        before == _bytes(tmp_path / "a") == _bytes(tmp_path / "b") == _bytes(tmp_path / "c") == _bytes(tmp_path / "d")
    )


def test_hash_seed_changes_nothing(process: Process, linhai: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert process("build", linhai, "-o", tmp_path / seed, PYTHONHASHSEED=seed).returncode == 0
    assert _bytes(tmp_path / "1") == _bytes(tmp_path / "2")


def test_manifest_has_source_checksum_rules_and_counts(graphs: Path) -> None:
    told = json.loads((graphs / "manifest.json").read_text("utf-8"))
    assert told["count"]["reports"] == 2
    for name, entry in told["reports"].items():
        assert (graphs / f"{name}.ttl").is_file()
        assert entry["source"].endswith(".txt") and len(entry["sha256"]) == 64 and entry["rules"]
        assert entry["facts"]["reports"] == 1


def test_bad_files_are_named_and_the_others_built(ag: Run, linhai: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    shutil.copy(linhai, inbox / "good.txt")
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (inbox / "blank.txt").write_text(" \n\u3000\n", "utf-8")
    with (inbox / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    result = ag("build", inbox, inbox / "missing.txt", "-o", tmp_path / "g")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    for name in ("empty", "binary", "blank", "huge", "missing"):
        assert f"{name}.txt" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "word"),
    [("This report is in English. 12 cases were closed.\n", "沒有中文"), ("本所全年受理案件120件。\n", "沒有層次")],
)
def test_texts_that_are_read_with_a_word_of_warning(text: str, word: str, ag: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(text, "utf-8")
    result = ag("build", tmp_path / "report.txt", "-o", tmp_path / "g")
    assert result.exit_code == 0
    assert word in result.stderr
    graph = next(path for path in (tmp_path / "g").glob("report*.ttl")).read_text("utf-8")
    assert bool(graph.strip()) is ("本所" in text)


def test_other_reports_stay_and_a_changed_one_is_replaced(ag: Run, root: Path, tmp_path: Path) -> None:
    report = tmp_path / "linhai-110.txt"
    shutil.copy(root / "examples/linhai-110.txt", report)
    ag("build", report, root / "examples/xingang-land-111.txt", "-o", tmp_path / "g")
    before = _bytes(tmp_path / "g")
    report.write_text(report.read_text("utf-8") + "三、另設有服務鈴1個。\n", "utf-8")
    ag("build", report, "-o", tmp_path / "g")
    after = _bytes(tmp_path / "g")
    assert set(before) == set(after)
    assert {name for name in after if after[name] != before[name]} - {"manifest.json", "authority.ttl"} == {
        name for name in after if "臨海" in name
    }


def test_two_files_of_one_name_stay_apart_in_any_order(ag: Run, linhai: Path, tmp_path: Path) -> None:
    for place, more in (("one", ""), ("two", "\n柒、其他\n一、設有輪椅1臺。\n")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "report.txt").write_text(linhai.read_text("utf-8") + more, "utf-8")
    one, two = tmp_path / "one/report.txt", tmp_path / "two/report.txt"
    ag("build", one, two, "-o", tmp_path / "a")
    ag("build", two, one, "-o", tmp_path / "b")
    ag("build", one, "-o", tmp_path / "c")
    ag("build", two, one, "-o", tmp_path / "c")
    assert len(list((tmp_path / "a").glob("*.ttl"))) == 3
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b") == _bytes(tmp_path / "c")


@pytest.mark.parametrize(
    "name", ["空 白\n換行.txt", 'a"b\\c.txt', "x.y.z.txt", "長" * 80 + ".txt", "#？&.txt", b"\xff\xfe.txt"]
)
def test_odd_file_names(name: str | bytes, ag: Run, linhai: Path, tmp_path: Path) -> None:
    report = tmp_path / (os.fsdecode(name) if isinstance(name, bytes) else name)
    shutil.copy(linhai, report)
    assert ag("build", report, "-o", tmp_path / "g").exit_code == 0
    result = ag("query", "meetings", "--graphs", tmp_path / "g", "--format", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 1


def test_no_half_file_is_left_when_the_folder_cannot_be_written(ag: Run, linhai: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = ag("build", linhai, "-o", tmp_path / "file")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_damaged_manifest_is_told(ag: Run, linhai: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", "utf-8")
    result = ag("build", linhai, "-o", tmp_path)
    assert result.exit_code == 3
    assert "manifest.json" in result.stderr
