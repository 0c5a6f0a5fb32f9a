"""Whether one name is another in short."""

from __future__ import annotations

from agencygraph.authority.registry import spelling

_LEAST = 3
_OWN_NAMES = ("銀行", "醫院", "大學", "學院", "公司", "學校", "高中", "國中", "國小", "會")
_BRANCH = "分"


def short_form(short: str, full: str) -> bool:
    """Whether the first name is the second with its beginning or a middle part left out: 執行署, 宜蘭縣稅務局.

    The middle of the name of a bank, a school, a foundation … tells it from others, and so does the name of a branch.
    """
    one, two = spelling(short), spelling(full)
    if len(one) < _LEAST or len(one) >= len(two):
        return one == two
    if two.endswith(one):
        return True
    if one[-2:] != two[-2:] or one.endswith(_OWN_NAMES):
        return False
    rest = iter(two)
    return all(char in rest for char in one) and one.count(_BRANCH) == two.count(_BRANCH)
