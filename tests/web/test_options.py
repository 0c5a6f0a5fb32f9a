"""What `agencygraph serve` is told wrongly is said at once, in words."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from agencygraph.cli.group import cli


def _said(graphs: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["serve", "--port", "0", "--graphs", str(graphs), *options])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [
        ("--deadline", "inf", "--deadline"),
        ("--deadline", "nan", "--deadline"),
        ("--rate", "nan", "--rate"),
        ("--rate", "inf", "--rate"),
        ("--memory", "9" * 20, "--memory"),
        ("--public", "foo", "--public"),
        ("--public", "http://", "--public"),
        ("--public", "http://a b/", "--public"),
        ("--public", "https://example.org/?x", "--public"),
        ("--public", "http://[x/", "--public"),
        ("--public", "http://x:y/", "--public"),
        ("--proxy", "junk", "--proxy"),
        ("--store", "http://x/", "--store"),
        ("--host", "999.1.1.1", "--host"),
        ("--host", "192.0.2.1", "--host"),
        ("--host", "x" * 70, "--host"),
        ("--host", "", "--host"),
    ],
)
def test_an_option_that_does_not_fit(
    graphs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str, word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = _said(graphs, option, value)
    assert code == 2 and word in said and "bug" not in said, said
    assert "--port" not in said
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken(graphs: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = _said(graphs, "--port", str(taken.getsockname()[1]))
    assert code == 2 and "--port 8080" in said


def test_help_and_documentation_speak_of_the_same_processes(root: Path) -> None:
    said = " ".join(CliRunner().invoke(cli, ["serve", "--help"]).output.split())
    assert "as many again for long ones. [default: one a core]" in said
    assert "| one a core for short queries, as many again for long ones | `--workers` |" in (
        root / "docs/serving.md"
    ).read_text("utf-8")


def test_loading_into_a_read_only_endpoint_says_what_it_says(server: str, graphs: Path) -> None:
    done = CliRunner().invoke(cli, ["load", "--store", f"{server}/sparql", "--graphs", str(graphs)])
    assert done.exit_code == 2
    assert "This endpoint is read-only" in done.output and "It may be read-only" in done.output


def test_a_server_of_ours_and_the_command_line_tell_the_same_mistake(server: str, graphs: Path) -> None:
    here, there = (
        CliRunner().invoke(cli, ["query", "SELECT * { ?s a ag:Form ) }", *where])
        for where in (["--graphs", str(graphs)], ["--store", f"{server}/sparql"])
    )
    assert here.exit_code == there.exit_code == 2
    assert "line 1, column 25, at ') }'" in here.output and there.output == here.output


@pytest.mark.parametrize("where", ["memory", "disk"])
def test_a_broken_graph_is_named_by_its_file(tmp_path: Path, where: str) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("@prefix r: <https://example.org/report/> .\n\n<urn:a> nothing", "utf-8")
    options = ["--store", str(tmp_path / "store")] if where == "disk" else []
    done = CliRunner().invoke(cli, ["query", "ASK {}", "--graphs", str(file), *options])
    assert done.exit_code == 3 and str(file) in done.output and "example.org" not in done.output


def test_a_parameter_given_twice_is_refused(graphs: Path) -> None:
    twice = ["-p", "host=a", "-p", "host=b"]
    done = CliRunner().invoke(cli, ["query", "stationing", "--graphs", str(graphs), *twice])
    assert done.exit_code == 2 and "more than once" in done.output
