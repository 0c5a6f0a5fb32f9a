"""Headings that only their layout marks."""

from __future__ import annotations

import re

_MARKED = re.compile(
    r"[(（]?\s?[一二三四五六七八九十壹貳參叁肆伍陸柒捌玖拾甲乙丙丁戊己庚辛壬癸\d]{1,4}\s?(?:[)）、.．]|[:：](?!\d))"
    r"|第.{1,4}[章節編篇部項]|附[錄件表]|[㈠-㉃㊀-㊉①-⓿⑴-⒛#◎※●○■□◆◇▲△▼★☆]|[A-Z][、.]"
)
_LONGEST = 60
_RUNNING = re.compile(r"[。；]")


def marked(text: str) -> bool:
    """Whether a line begins with a number or sign that somebody wrote."""
    return bool(_MARKED.match(text))


def headed(text: str, level: int) -> str:
    """A heading with the signs that Markdown sets before it (## for level 1), unless it bears a number of its own."""
    words = " ".join(text.split())
    if not words or len(words) > _LONGEST or _RUNNING.search(words) or marked(words):
        return text
    return f"\n{'#' * min(level + 1, 6)} {words}"
