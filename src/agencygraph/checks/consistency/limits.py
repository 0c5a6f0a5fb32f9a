"""RATE: an amount that so many fines within their limits cannot make: 300元以上900元以下, 214件, 19萬8,700元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Subject
from agencygraph.model import Folded
from agencygraph.normalise import number

_N = r"\d[\d,.]*(?:[千萬億]\d[\d,]*)*[千萬億]?"
_RANGE = re.compile(rf"(?P<low>{_N})元以上(?:新[臺台]幣)?(?P<high>{_N})元以下")
_FINED = re.compile(
    rf"(?:裁處書?|裁罰|處分書?|開罰|罰鍰|舉發|告發)[^。,;:\d]{{0,6}}(?P<n>\d[\d,]*)(?P<unit>[件案人家次張])[,、]?"
    rf"(?:[共合總]?計|罰鍰|裁罰|處分|總?金額|共|為|達|新[臺台]幣)*(?P<sum>{_N})元"
)
_SEVERAL = re.compile("分別|不等|加重|累計|連續|按[日次]|另|並得|每次|或")


def check(subject: Subject) -> Iterator[Result]:
    """Sentences that tell the limits of a fine and, behind them, how many were fined and how much."""
    for marked in subject.marked.values():
        text = marked.folded.text
        for low, sentence in _sentences(text) if "元以下" in text else ():
            limits = list(_RANGE.finditer(sentence))
            if len(limits) != 1 or _SEVERAL.search(sentence, limits[0].start()):
                continue
            for told in _FINED.finditer(sentence, limits[0].end()):
                yield _judge(marked.folded, low, limits[0], told)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    low = 0
    for sentence in text.split("。"):
        yield low, sentence
        low += len(sentence) + 1


def _judge(folded: Folded, low: int, limit: re.Match[str], told: re.Match[str]) -> Result:
    least, most = (number(limit[name]) or Decimal(0) for name in ("low", "high"))
    n, amount = (number(told[name]) or Decimal(0) for name in ("n", "sum"))
    if not n or n * least <= amount <= n * most:
        return Held("RATE")
    spans = tuple(
        folded.span(low + one.start(name), low + one.end(name))
        for one, name in ((told, "sum"), (told, "n"), (limit, "high"))
    )
    bound = plain(n * most if amount > n * most else n * least)
    words = {"n": told["n"] + told["unit"], "amount": f"{told['sum']}元", "bound": f"{bound}元"}
    return Fired("RATE", "bounds", spans, words["amount"], words["bound"], words, spans[:2])
