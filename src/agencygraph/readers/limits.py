"""How much a file may unfold to: what is over these limits is refused, whatever it claims to be."""

from __future__ import annotations

from dataclasses import dataclass

from agencygraph.errors import UnreadableError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file, beside the bytes it may have.

    `pages` of a PDF; `characters` of the text that comes out; `cells` of its tables, repeated ones counted; `entries`
    of an archive, the bytes that one of its parts may have `unpacked`, and how many times its packed size (`ratio`);
    how deep XML and HTML may nest (`depth`); how many `drawings` of a PDF are looked at for the lines of its tables.
    """

    pages: int = 2_000
    characters: int = 5_000_000
    cells: int = 1_000_000
    entries: int = 5_000
    unpacked: int = 40_000_000
    ratio: int = 300
    depth: int = 150
    drawings: int = 500_000


LIMITS = Limits()


def over(name: str, what: str, zh: str, limit: int) -> UnreadableError:
    """The refusal of a file that has more than `limit` of something, named in both languages."""
    return UnreadableError(
        f"{name} has more than {limit:,} {what}.",
        f"{name} 的{zh}超過 {limit:,}。",
        "Split the file, or raise the limit. 請分割檔案或調高上限。",
    )


def damaged(name: str, what: str, zh: str = "", reason: str = "") -> UnreadableError:
    """The refusal of a file that cannot be taken apart; `what` is the format it should be in, in both languages."""
    why = f": {reason}" if reason else ""
    return UnreadableError(
        f"{name} is a damaged {what}{why}.",
        f"{name} 是損毀的 {zh or what} 檔。",
        "Open it in its own program and save it again. 請用原程式開啟後重新儲存。",
    )


def locked(name: str) -> UnreadableError:
    """The refusal of a file that asks for a password."""
    return UnreadableError(
        f"{name} is protected by a password.",
        f"{name} 有密碼保護。",
        "Save it without a password. 請移除密碼後另存。",
    )
