"""The other commands on the sample reports: what stands on stdout, what on stderr, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.cells import cell_len

from agencygraph.cli.group import COMMANDS, cli
from agencygraph.exports import FORMATS, profiles
from agencygraph.questions import questions
from tests.cli.conftest import Process, Run


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("group", {"rdflib", "pyshacl", "shacl", "networkx", "rich", "pydantic", "pyoxigraph", "yaml"}),
        ("build", {"rdflib", "pyshacl", "shacl", "networkx", "rich"}),
        ("query", {"rdflib", "pyshacl", "shacl", "networkx", "pydantic"}),
    ],
)
def test_a_command_imports_no_more_than_it_needs(module: str, heavy: set[str], root: Path) -> None:
    code = f"import sys, agencygraph.cli.{module}; print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=env)
    assert not heavy & set(done.stdout.split())


def test_two_reports_are_built_soon(process: Process, root: Path, tmp_path: Path) -> None:
    """Generous: it fails only when start-up has got a burden."""
    start = time.perf_counter()
    done = process("build", root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt", "-o", tmp_path)
    assert done.returncode == 0
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str, ag: Run) -> None:
    result = ag(name, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout and f"agencygraph {name}" in result.stdout


def test_the_list_of_commands_says_what_they_say(ag: Run) -> None:
    listed = ag("--help").stdout
    for name, line in COMMANDS.items():
        assert name in listed
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        english = line.partition(" · ")[0]
        assert command.short_help is not None and command.short_help.rstrip(".").split()[0] == english.split()[0]


@pytest.mark.parametrize("arguments", [["nosuch"], ["build"], ["query"], ["ask"], ["build", "--jobs", "0", "x"]])
def test_usage_errors(arguments: list[str], ag: Run) -> None:
    assert ag(*arguments).exit_code == 2


def test_text_is_the_text_that_offsets_count(process: Process, ag: Run, linhai: Path, graphs: Path) -> None:
    done = process("text", linhai)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert text == linhai.read_text("utf-8")
    for name in questions():
        for row in _rows(ag("query", name, "--graphs", graphs, "--format", "csv").stdout):
            if row["source"] == linhai.name and "quote" in row:
                assert text[int(row["start"]) : int(row["end"])] == row["quote"]


def test_outline_prints_the_tree(ag: Run, linhai: Path) -> None:
    result = ag("outline", linhai)
    assert result.exit_code == 0
    assert "移送機關派駐" in result.stdout


@pytest.mark.parametrize("command", ["text", "outline"])
def test_unreadable_reports(command: str, ag: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert ag(command, tmp_path / "empty.txt").exit_code == 3
    assert ag(command, tmp_path / "missing.txt").exit_code == 3


def test_query_table(ag: Run, graphs: Path) -> None:
    result = ag("query", "stationing", "--graphs", graphs)
    assert result.exit_code == 0
    assert "海東縣政府稅務局" in result.stdout and "「" in result.stdout and "linhai-110.txt:" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("name", questions())
def test_tables_fit_their_width(
    name: str, columns: str, ag: Run, graphs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = ag("query", name, "--graphs", graphs).stdout.splitlines()
    table = [line for line in lines if line.startswith("  ")]
    assert table or name == "silences"
    assert all(cell_len(line) <= int(columns) for line in table)


def test_query_formats(ag: Run, graphs: Path) -> None:
    def told(form: str) -> str:
        result = ag("query", "stationing", "-p", "host=臨海", "--graphs", graphs, "--format", form)
        assert result.exit_code == 0
        return result.stdout

    rows = _rows(told("csv"))
    assert len(rows) >= 3
    assert told("tsv").splitlines()[0].split("\t") == list(rows[0])
    assert len(json.loads(told("json"))["results"]["bindings"]) == len(rows)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert len(ET.fromstring(told("xml")).findall(f"{space}results/{space}result")) == len(rows)
    assert len(told("md").splitlines()) == len(rows) + 2


def test_query_takes_names_files_and_sparql(ag: Run, graphs: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?f a ag:Stationing }"
    (tmp_path / "q.rq").write_text(query, "utf-8")
    for what in (query, tmp_path / "q.rq"):
        result = ag("query", what, "--graphs", graphs, "--format", "csv")
        assert result.exit_code == 0
        assert int(result.stdout.splitlines()[1]) > 0
    assert ag("query", "ASK { ?s a ag:Form }", "--graphs", graphs).stdout == "true\n"
    assert "ag:Stationing" in ag("query", "CONSTRUCT WHERE { ?s a ag:Stationing }", "--graphs", graphs).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["stationin"],
        ["stationing", "-p", "colour=red"],
        ["stationing", "-p", "host"],
        ["stationing", "-p", "year=soon"],
        ["SELECT * WHERE { broken"],
        ["SELECT * WHERE { ?s ?p ?o }", "-p", "nothing=1"],
    ],
)
def test_query_usage_errors(arguments: list[str], ag: Run, graphs: Path) -> None:
    result = ag("query", *arguments, "--graphs", graphs)
    assert result.exit_code == 2
    assert result.stderr and not result.stdout


def test_query_without_graphs_or_file(ag: Run, graphs: Path, tmp_path: Path) -> None:
    assert ag("query", "stationing", "--graphs", tmp_path).exit_code == 2
    assert ag("query", tmp_path / "no.rq", "--graphs", graphs).exit_code == 3


def test_no_rows_is_said_on_stderr(ag: Run, graphs: Path) -> None:
    result = ag("query", "stationing", "-p", "host=玉山", "--graphs", graphs)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "沒有報告提到" in result.stderr
    assert (
        len(ag("query", "stationing", "-p", "host=玉山", "--graphs", graphs, "--format", "csv").stdout.splitlines())
        == 1
    )


def test_questions(ag: Run) -> None:
    assert all(name in ag("questions").stdout for name in questions())
    told = json.loads(ag("questions", "--format", "json").stdout)
    assert {one["name"] for one in told} == set(questions())
    one = ag("questions", "payment-channels")
    assert "-p means" in one.stdout and "便利商店" in one.stdout and "host_iri" in one.stdout
    turtle = ag("questions", "--format", "ttl", "--endpoint", "https://graphs.example.org/sparql")
    assert turtle.stdout.count("sh:SPARQLSelectExecutable") == len(questions())
    assert ag("questions", "--format", "ttl", "--endpoint", "x> <y").exit_code == 2
    assert ag("questions", "no-such").exit_code == 2


def test_choices_have_names_on_a_screen_and_codes_in_files(ag: Run, graphs: Path) -> None:
    shown = ag("query", "payment-channels", "-p", "means=行動支付", "--graphs", graphs)
    assert "行動支付" in shown.stdout and "mobile" not in shown.stdout
    filed = ag("query", "payment-channels", "-p", "means=mobile", "--graphs", graphs, "--format", "csv")
    assert {row["means"] for row in _rows(filed.stdout)} == {"mobile"}
    wrong = ag("query", "payment-channels", "-p", "means=gold", "--graphs", graphs)
    assert wrong.exit_code == 2 and "便利商店" in wrong.stderr


def test_findings_are_shown(ag: Run, graphs: Path) -> None:
    """They have no section."""
    assert "附註" in ag("query", "findings", "--graphs", graphs).stdout


def test_ask_tells_the_parameters_that_it_understood(ag: Run, graphs: Path) -> None:
    told = ag("ask", "臨海分署可以用行動支付繳款嗎", "--graphs", graphs).stderr
    assert "host=臨海分署" in told and "means=mobile（行動支付）" in told
    assert "未採用「5月」" in ag("ask", "5月有哪些書表", "--graphs", graphs).stderr


def test_ask_in_both_languages(ag: Run, graphs: Path) -> None:
    zh = ag("ask", "哪些機關派員駐點在哪裡", "--graphs", graphs)
    en = ag("ask", "which agencies station staff where", "--graphs", graphs)
    for result in (zh, en):
        assert result.exit_code == 0
        assert "海東縣政府稅務局" in result.stdout
    assert "理解為" in zh.stderr and "Understood as" in en.stderr
    assert ag("ask", "天氣如何", "--graphs", graphs).exit_code == 2
    why = ag("ask", "為什麼臨海分署的滿意度下降", "--graphs", graphs)
    assert why.exit_code == 2 and "沒有說為什麼" in why.stderr and "surveys" in why.stderr
    unsure = ag("ask", "How rich is the director?", "--graphs", graphs).stderr
    assert "not sure" in unsure and "rich" in unsure
    nobody = ag("ask", "高雄分署有哪些會議", "--graphs", graphs)
    assert (nobody.exit_code, nobody.stdout) == (0, "")
    assert "沒有報告提到" in nobody.stderr


def test_explain_tells_the_chain(ag: Run, graphs: Path, linhai: Path) -> None:
    row = _rows(ag("query", "stationing", "-p", "host=臨海", "--graphs", graphs, "--format", "csv").stdout)[0]
    result = ag("explain", row["fact"], "--graphs", graphs, "--report", linhai)
    assert result.exit_code == 0
    for word in ("規則", "stationing/", "章節", f"【{row['quote']}】", row["agency"], "推得", "原文所載"):
        assert word in result.stdout
    short = row["fact"].rpartition("/")[2]
    assert row["quote"] in ag("explain", short, "--graphs", graphs).stdout
    assert ag("explain", "no-such-fact", "--graphs", graphs).exit_code == 2
    assert ag("explain", 'x") } #', "--graphs", graphs).exit_code == 2


def test_every_fact_can_be_explained(ag: Run, graphs: Path) -> None:
    for name, question in questions().items():
        if question.room:
            row = _rows(ag("query", name, "--graphs", graphs, "--format", "csv").stdout)[0]
            result = ag("explain", row["fact"], "--graphs", graphs, "--lang", "en")
            assert result.exit_code == 0
            assert "Why" in result.stdout


def test_check_speaks_the_contract(ag: Run, linhai: Path, graphs: Path) -> None:
    result = ag("check", linhai, "--format", "json", "--fail-on", "never")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert set(told) == {"findings", "ran", "skipped"}
    assert told["ran"] and all(isinstance(count, int) for count in told["ran"].values())
    keys = {"rule", "severity", "message", "stated", "computed", "spans", "fingerprint", "accepted"}
    assert all(set(finding) == keys for finding in told["findings"])
    assert ag("check", graphs, "--format", "json", "--fail-on", "never").exit_code == 0


def test_check_exit_codes(ag: Run, tmp_path: Path) -> None:
    report = tmp_path / "thin.txt"
    report.write_text("一、本所全年召開會議。\n二、其他。\n", "utf-8")
    assert ag("check", report, "--fail-on", "never").exit_code == 0
    assert ag("check", report, "--fail-on", "note").exit_code == 1
    (tmp_path / "empty.txt").write_bytes(b"")
    result = ag("check", report, tmp_path / "empty.txt", "--fail-on", "note", "--format", "json", "--lang", "en")
    assert result.exit_code == 3
    assert any(
        one["rule"] == "UNREADABLE" and "empty.txt" in one["message"] for one in json.loads(result.stdout)["findings"]
    )


def test_check_speaks_chinese_unless_told_otherwise(ag: Run, tmp_path: Path) -> None:
    report = tmp_path / "thin.txt"
    report.write_text("一、其他。\n", "utf-8")
    zh, en = ag("check", report), ag("check", report, "--lang", "en")
    assert "警告 ReportContact" in zh.stdout and "warning ReportContact" in en.stdout
    assert "The report has no" in en.stdout


def test_an_excerpt_need_not_have_the_head_of_a_report(ag: Run, tmp_path: Path) -> None:
    excerpt, report = tmp_path / "excerpt.txt", tmp_path / "report.txt"
    excerpt.write_text("二、業務概況\n（一）全年受理申請案件320件。\n", "utf-8")
    report.write_text("臨海市戶政事務所為民服務報告\n二、業務概況\n（一）全年受理申請案件320件。\n", "utf-8")
    assert "附註 ReportTitle" in ag("check", excerpt).stdout
    assert "錯誤 ReportPeriodStart" in ag("check", report).stdout


@pytest.mark.parametrize("form", FORMATS)
def test_export(form: str, process: Process, ag: Run, graphs: Path, tmp_path: Path) -> None:
    done = process("export", "--format", form, "--graphs", graphs)
    assert done.returncode == 0
    out = tmp_path / f"x.{FORMATS[form].ending}"
    assert ag("export", "-o", out, "--graphs", graphs).exit_code == 0
    assert out.read_bytes() == done.stdout
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("name", profiles())
def test_export_in_an_outside_vocabulary(name: str, process: Process, ag: Run, graphs: Path, tmp_path: Path) -> None:
    done = process("export", "--format", name, "--graphs", graphs)
    assert done.returncode == 0
    out = tmp_path / "x.ttl"
    assert ag("export", "--format", name, "-o", out, "--graphs", graphs).exit_code == 0
    assert out.read_bytes() == done.stdout


def test_export_usage(ag: Run, graphs: Path, tmp_path: Path) -> None:
    assert ag("export", "--format", "nt", "-p", "publisher=https://example.org/", "--graphs", graphs).exit_code == 2
    assert ag("export", "--format", "dcat", "-p", "publisher=nobody", "--graphs", graphs).exit_code == 2
    assert ag("export", "-o", tmp_path / "x.what", "--graphs", graphs).exit_code == 2
    assert ag("export", "-o", tmp_path / "no/x.nt", "--graphs", graphs).exit_code == 2


def test_a_reader_that_leaves_early_is_no_error(graphs: Path, root: Path) -> None:
    query = f"{sys.executable} -m agencygraph query statistics --graphs '{graphs}' --format csv"
    command = f"{query} | head -1; echo ${{PIPESTATUS[0]}}"
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, text=True, env=env)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_a_bug_is_told_in_words(ag: Run, graphs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("agencygraph.questions.run", broken)
    result = ag("query", "stationing", "--graphs", graphs)
    assert result.exit_code == 4
    assert "ZeroDivisionError" in result.stderr and "issues" in result.stderr
    assert "Traceback" not in result.output
