"""The group of all commands: loads a command when it is called, and turns every error into words and an exit code."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from agencygraph import __version__
from agencygraph.cli.talk import choose, say
from agencygraph.errors import AgencygraphError

COMMANDS = {
    "build": "Read reports and write their graphs · 讀取報告，建成圖譜",
    "check": "Say what a report lacks or gets wrong · 檢查報告缺漏",
    "query": "Run a ready-made question or SPARQL · 查詢",
    "questions": "List the ready-made questions · 列出現成的問題",
    "ask": "Ask in plain words, answered with quotes · 用白話提問，附原文出處",
    "explain": "Show why the graph says so · 說明一筆事實的來歷",
    "text": "Print what was read from a report · 印出讀到的文字",
    "outline": "Print how a report was cut up · 印出報告的層級",
    "export": "Write the graphs in another RDF format · 匯出",
    "draw": "Draw the answer to a question · 畫成關係圖",
    "serve": "Serve the graphs: SPARQL endpoint and pages · 架設查詢服務",
    "load": "Push the graphs into a SPARQL server · 載入 SPARQL 伺服器",
    "fact": "Make, list or try fact types · 新增、列出或測試事實類型",
}
"""The commands in the order of `--help`, each with its one line; the module has the command's name."""

BUGS = "https://github.com/agencygraph/agencygraph/issues"
DEBUG = "AGENCYGRAPH_DEBUG"


_ALLOCATIONS = 50_000
"""So many new objects are made before cycles are looked for: nearly all that reading a report makes stays in use."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and whose errors never show a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of `--help`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"agencygraph.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a command and leave with its exit code."""
        choose(None)
        _speak_utf8()
        gc.set_threshold(_ALLOCATIONS)
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins that nobody has takes time
        extra["standalone_mode"] = False
        sys.exit(_run(super().main, list(sys.argv[1:] if args is None else args), prog_name or "agencygraph", extra))


def _run(start: Any, args: list[str], name: str, extra: dict[str, Any]) -> int:
    try:
        code = start(args=args, prog_name=name, **extra)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except AgencygraphError as fault:
        say(f"錯誤：{fault.zh}（{fault.code}）{fault.message}", f"Error: {fault.message} ({fault.code})")
        if fault.advice:
            say(f"　　　{fault.advice}", f"       {fault.advice}")
        return fault.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("已中斷。", "Interrupted.")
        return 130
    except BrokenPipeError:
        _close_quietly()
        return 0
    except OSError as fault:
        say(f"系統無法完成：{fault}", f"The system refused: {fault}")
        return 2
    except Exception as fault:  # noqa: BLE001 - the last border: a bug of ours is told in words, never as a traceback
        return _bug(fault)
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale; a file name that is no text comes out in escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_quietly() -> None:
    """The reader of our output has left: write the rest to nowhere, so that closing does not complain."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a descriptor is wanted
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _bug(fault: Exception) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exception(fault)
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - a file name, not a path to open
    kind = type(fault).__name__
    say(
        f"程式出錯（{kind}，{place}）：{fault}\n請回報：{BUGS}，附上指令；設 {DEBUG}=1 可看細節。",
        f"This is a bug in agencygraph ({kind} at {place}): {fault}\n"
        f"Please report it at {BUGS} with the command you ran; {DEBUG}=1 shows the details.",
    )
    return 4


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="agencygraph")
def cli() -> None:
    """Read agencies' service reports into a knowledge graph; every fact carries the passage that states it.

    \b
    agencygraph build reports/*.txt
    agencygraph ask '哪些機關派員駐點在哪裡'
    agencygraph query stationing --format csv
    """


def main() -> None:
    """The entry point of the `agencygraph` script."""
    cli.main()
