"""Digits that name something and count nothing: addresses of the web, phones, documents, articles, floors, codes."""

from __future__ import annotations

import re

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numbers import COUNTER

_N = r"(?:\d+|[〇○零一二三四五六七八九十百千]+)"
_URL = re.compile(r"(?:https?://|www\.)[!#-'*-;=?-Z_a-z~\[\]()]+", re.IGNORECASE)
_TRAIL = ".,;:!?'\"*)]_"
_MAIL = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PHONE = (
    r"(?<![\d-])(?:\(0\d{1,3}\)\d{3,4}-?\d{3,5}|0\d{1,3}-\d{3,4}-?\d{3,4}|09\d{2}-?\d{3}-?\d{3}|0800-?\d{3}-?\d{3}"
    r"|0[2-8]\d{7,8}|\(0\d\)\d{6,8})(?:(?:#|轉|分機|,?ext\.?)\d{1,5})*(?![\d-])"
    r"|(?<=分機)[::]?\d{2,5}|(?<=電話)[::]?\d{6,8}|(?<=傳真)[::]?\d{6,8}"
    r"|(?<![\d.,])(?:1\d{2}|1\d{3})(?=(?:\D{0,6}專線|.{0,4}熱線|市民|便民))|(?<=撥打)1\d{2,3}|(?<=專線)[::]?\d{3,4}(?![\d,])"
)
_EARLY = (
    ("address", _MAIL),
    ("document", r"[\u4e00-\u9fff]{0,8}字第[\dA-Za-z]+(?:-\d+)?號"),
    ("phone", _PHONE),
    ("code", r"(?<![\d.])\d+(?:\.\d+){3,}"),
)
_STREET = rf"(?:{_N}段)?(?:\d+巷)?(?:\d+弄)?\d+(?:[-之]\d+)?(?:[、至~]\d+(?:[-之]\d+)?)*號"
_LATIN = (
    r"(?!(?:c\.?c|kg|km|mg|g|m|ml|mm|cm|KW|kW|MW|GWh|kWh|Wh|MWh|GB|MB|TB|KB|Gbps|Mbps|Kbps|bps|k|K|Hz|MHz|GHz|ppm|ppb"
    r"|dB|W|L|l|m2|m3|inch|FTE|USD|NTD|pm|am|PM|AM|x|X|in)(?![A-Za-z]))"
)
_LATE = (
    ("article", rf"第{_N}(?:條(?:之{_N})?(?:第{_N}[項款目])*|項(?:第{_N}[款目])*|款|目)|附表{_N}|附件{_N}(?![{'份件'}])"),
    ("ordinal", rf"第(?:{_N}(?:[、至~及-]第?{_N})*)(?:{COUNTER}|[屆任期年天日週周月代])?"),
    ("address", rf"(?<=[路街道段巷弄村里鄰])(?:{_STREET}|{_N}段(?=[\d一二三四五六七八九十]))(?:(?:地下)?{_N}樓(?:之\d+)?)?"),
    ("address", rf"{_N}段\d+[巷弄號](?:\d+[弄號])?|\d+[巷弄](?:\d+弄)?\d+(?:[-之]\d+)?號(?:{_N}樓(?:之\d+)?)?"),
    ("floor", rf"(?:地下|地上)?(?:{_N}[、至~及-])*{_N}樓(?:之\d+)?(?!層)|(?<![A-Za-z])B\d(?![A-Za-z\d])|(?<!\d)\d{{1,2}}F(?![A-Za-z])"),
    ("code", rf"(?:(?<![\d.,])\d+(?:[、至~-]\d+)*號|(?:編號|代碼|代號|帳號|統編|統一編號|案號|車號)[::]?(?=[A-Z\d-]*\d)[A-Z\d-]+)"),
    ("postcode", r"(?<![\d.,/-])(?:[1-9]\d{2}|[1-9]\d{4,5})(?=[\u4e00-\u9fff]{2}[市縣][\u4e00-\u9fff]{1,3}[區市鄉鎮路])"),
    ("version", r"(?<![\d.])\d+(?:\.\d+){1,2}版|(?<![\d.])\d+\.\d+\.\d+(?![\d.])|[Vv](?:er)?\.?\d+(?:\.\d+)*(?!\d)"),
    ("version", rf"(?<=[\u4e00-\u9fffA-Za-z])[1-9]\.0(?![\d%萬億千百]|{COUNTER})"),
    ("numbering", r"\(\d+(?:\.\d+)+\)|(?<=[。;:])\(\d{1,2}\)|^\(\d{1,2}\)(?=\D)|(?:^|(?<=[。;:,]))\d{1,2}[.、](?=[\u4e00-\u9fff「『])|○\d{1,2}(?!\d)"),
    ("numbering", r"(?<=[。;:,、])\(\d{1,2}\)(?=[\u4e00-\u9fff「『])"),
    ("code", rf"(?:ISO|IEC|CNS|ISMS|BS|OHSAS)[ /]?(?:IEC[ ]?)?\d+(?::\d{{4}})?(?:-\d+)?(?![\d,])"),
    ("code", rf"(?<![A-Za-z])(?!(?:NT|US|HK|NTD|USD|RMB|TWD|約|為)[ $]?\d)[A-Za-z]+[-+/]?(?:(?<=[A-Za-z])|(?<=[-+/]))\d+(?:[.-]\d+)*(?![\d,.]|[萬億千百餘]|{COUNTER})[A-Za-z+]*"),
    ("code", rf"(?<![\d.,A-Za-z]){_LATIN}\d+{_LATIN}[A-Za-z]+\d*[+]?"),
    ("code", r"(?<![A-Za-z])[A-Za-z]+ \d+(?:\.\d+)*(?=[版型])|\d+型"),
    ("code", r"(?<![\d.,])\d{3,4}(?=人力銀行|聯合拍賣)|7-(?:11|ELEVEN)|(?<!\d)123(?=聯)|(?<![\d.,])\d{1,3}[之/](?:\d{1,3})(?![\d年月日,])"),
    ("article", rf"(?<=[條項款])之{_N}"),
)
_EARLY_PATTERN, _LATE_PATTERN = (
    re.compile("|".join(f"(?P<{reason}_{i}>{pattern})" for i, (reason, pattern) in enumerate(table)))
    for table in (_EARLY, _LATE)
)


def find_urls(claims: Claims) -> None:
    """Claim web addresses, without the brackets and full stops that close the sentence around them."""
    for match in _URL.finditer(claims.text):
        address = match.group()
        while address and address[-1] in _TRAIL and not (address[-1] == ")" and "(" in address):
            address = address[:-1]
        if address.count("(") < address.count(")"):
            address = address[: address.rindex(")")]
        claims.take(Mention("url", match.start(), match.start() + len(address), (address,)))


def find_early_identifiers(claims: Claims) -> None:
    """Claim identifiers that look like dates in part: e-mail addresses, document numbers, phones, object identifiers."""
    _claim(claims, _EARLY_PATTERN)


def find_late_identifiers(claims: Claims) -> None:
    """Claim the identifiers that a date or a time goes before: articles, ordinals, addresses, floors, codes, versions."""
    _claim(claims, _LATE_PATTERN)


def _claim(claims: Claims, pattern: re.Pattern[str]) -> None:
    for match in pattern.finditer(claims.text):
        reason = (match.lastgroup or "").partition("_")[0]
        claims.take(Mention("identifier", match.start(), match.end(), (reason,)))
