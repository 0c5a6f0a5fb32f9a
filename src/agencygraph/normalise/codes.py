"""Digits that name something and count nothing: addresses of the web, phones, documents, articles, floors, codes."""

from __future__ import annotations

import re
from itertools import count

from agencygraph.model import Mention
from agencygraph.normalise.claims import Claims
from agencygraph.normalise.numbers import COUNTER, COUNTER_WORD, STRICT_COUNTER
from agencygraph.text import Expression

_N = r"(?:\d+|[〇○零一二三四五六七八九十百千]+)"
_HAN = "[\u4e00-\u9fff]"
_START = r"(?<![\d.,])"  # no digit of the same figure stands before
_URL = re.compile(r"(?:https?://|www\.)[!#-'*-;=?-Z_a-z~\[\]()]+", re.IGNORECASE)
_TRAIL = ".,;:!?'\"*)]_"
_MAIL = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_ISSUER = Expression("(?:(?![年月日以為因依據照符合配應與及函並於])[\u4e00-\u9fff]){0,8}$")  # in front of 字第…號
_PHONE = (
    r"(?<![\d-])(?:\(0\d{1,3}\)\d{3,4}-?\d{3,5}|0\d{1,3}-\d{3,4}-?\d{3,4}|09\d{2}-?\d{3}-?\d{3}|0800-?\d{3}-?\d{3}"
    r"|0[2-8]\d{7,8})(?:(?:#|轉|分機|,?ext\.?)\d{1,5}(?:[、或~]\d{2,5}(?![\d名人件]))*)*(?![\d-])"
    r"|(?<=分機):?\d{2,5}|(?:(?<=電話)|(?<=傳真)):?\d{6,8}"
    r"|(?<![\d.,])1\d{2,3}(?=\D{0,6}專線|.{0,4}熱線|市民|便民)|(?<=撥打)1\d{2,3}|(?<=專線):?\d{3,4}(?![\d,年件通案則]|人次?)"
)
_EARLY = {
    r"[A-Za-z_]": (("address", _MAIL),),
    "字": (("document", r"字第[\dA-Za-z]+(?:-\d+)?號"),),
    r"[\d(::]": (
        ("phone", _PHONE),
        ("code", r"(?<![\d.])\d+(?:\.\d+){3,}"),
        ("code", r"(?<=[戶號])[:(]?\d{7,}(?!\d|,\d)"),
    ),
}
_STREET = (
    rf"(?:{_N}段)?(?:\d+巷)?(?:\d+弄)?"
    r"\d+(?:[-之]\d+)?(?:[、至~]\d+(?:[-之]\d+)?)*號(?:之\d+)?"
)
_FLOOR = rf"(?:地下)?{_N}樓(?:之\d+)?"
# Units in Latin letters; other letters that touch a digit make a name of it.
_UNIT = (
    r"(?!(?:c\.?c|[kmcK]?m[23]?|[km]?g|m?l|[kKMG]?W|[GMk]?Wh|[GMTK]B|[GMK]?bps|[MGk]?Hz|k|K|pp[mb]|dB|L|x|X"
    r"|USD|NTD|[ap]m|[AP]M|TEU|FTE)(?![A-Za-z]))"
)
_LAW = rf"第{_N}(?:條(?:之{_N})?(?:第{_N}[項款目點])*|項(?:第{_N}[款目])*|款|目|點)"
_BEHIND_PLACE = r"(?<=[路街道段巷弄村里鄰])"
_HOTLINES = r"(?:11[023789]|16[58]|19(?:22|50|55|57|66|68|85|88|91|95|96|99))"
_LED = r"(?<![計共達約為有至由逾各近到含超過及與和數額\d.A-Za-z])(?<!\d,)"  # no word that counts stands before
_NO_COUNT = f"(?={_HAN})(?!{COUNTER}|[餘多萬億兆千百十成年月日時個以左上天小分秒至到])"
_YEAR = r"(?:19|20)\d{2}"
_LATE = {
    "第": (
        ("article", _LAW),
        ("ordinal", rf"第(?:{_N}(?:[、至~及-]第?{_N})*)(?:{COUNTER_WORD}|[屆任期年天日週周月代])?"),
    ),
    r"[\d〇○零一二三四五六七八九十百千地]": (
        ("address", rf"{_BEHIND_PLACE}(?:{_STREET}|{_N}段(?=[\d一二三四五六七八九十]))(?:{_FLOOR})?"),
        ("address", rf"{_N}段\d+[巷弄號](?:\d+[弄號])?|\d+[巷弄](?:\d+弄)?\d+(?:[-之]\d+)?號(?:{_FLOOR})?"),
        ("floor", rf"(?:地下|地上)?(?:{_N}[、至~及-])*{_FLOOR}(?!層)"),
    ),
    "[圖表]": (
        ("ordinal", rf"(?:^|(?<=[如詳見附及至、(]))[圖表](?:\d{{1,2}}[-—]\d{{1,2}}(?!\d)|{_N}(?![\d,.-]|{COUNTER}))"),
    ),
    r"\d": (
        ("floor", r"(?<!\d)\d{1,2}F(?![A-Za-z])"),
        ("code", rf"{_START}\d+(?:[、至~-]\d+)*號"),
        ("postcode", rf"(?<![\d.,/-])[1-9]\d{{2}}(?:\d{{2,3}})?(?={_HAN}{{2}}[市縣]{_HAN}{{1,3}}[區市鄉鎮路])"),
        ("version", r"(?<![\d.])(?:\d+(?:\.\d+){1,2}版|\d+\.\d+\.\d+(?![\d.]))"),
        ("version", rf"(?<=[\u4e00-\u9fffA-Za-z])[1-9]\.0(?![\d%萬億兆千百]|{COUNTER})"),
        ("numbering", rf"{_START}\d{{1,2}}\.(?=[「『]|{_HAN})|(?:^|(?<=[。;:]))\d{{1,2}}、(?=[「『]|{_HAN})"),
        ("code", rf"(?<![\d.,A-Za-z]){_UNIT}\d+{_UNIT}[A-Za-z]+\d*\+?"),
        ("code", rf"{_START}(?:\d+型|[1-9]用|\d{{3,4}}(?=人力銀行)|\d{{1,3}}/\d[\d,]*(?![\d年月日]))|7-(?:11|ELEVEN)"),
        ("code", rf"(?<=「)\d{{2,4}}(?={_HAN})(?!{COUNTER}|[年月日至餘萬億兆千百])"),
        ("code", r"(?<=[\u4e00-\u9fff])(?:\d{2,4}(?=」)|\d{3,4}(?=「))"),
        ("phone", rf"{_START}{_HOTLINES}(?={_HAN})(?!{COUNTER}|[年月日萬億兆千百餘時至多小])"),
        ("code", rf"{_LED}\d{{3,4}}(?![及和與]){_NO_COUNT}"),  # 921地震, 特別301報告: a short figure in a name
        (
            "code",
            rf"(?<![\d.,/-]){_YEAR}(?:-{_YEAR})?(?=[)」』:]|{_HAN})(?!{STRICT_COUNTER}|[餘多萬億兆千百年個以至])",
        ),
    ),
    "[A-Za-z]": (
        ("code", r"(?:ISO|IEC|CNS|ISMS|BS|OHSAS)[ /]?(?:IEC ?)?\d+(?::\d{4})?(?:-\d+)?(?![\d,])"),
        ("floor", r"(?<=地下)B\d|B\d(?=樓|停車)"),
        ("version", r"(?<![A-Za-z])[Vv](?:er)?\.?\d+(?:\.\d+)*(?!\d)"),
        (
            "code",
            r"(?<![A-Za-z])(?!(?:NT|US|HK|NTD|USD|RMB|TWD)[ $]?\d)[A-Za-z]+[-+/]?\d+(?:[.-]\d+)*"
            rf"(?![\d,.]|[萬億兆千百餘]|{STRICT_COUNTER})(?:[A-Za-z]+\d*)*\+?",
        ),
        ("code", r"(?<![A-Za-z])(?:[A-Za-z]+ \d+(?:\.\d+)*(?=[版型])|[A-Z]\d(?![\d,.]))"),
    ),
    r"[(○#附編代帳統案車之]": (
        ("numbering", rf"\(\d+(?:\.\d+)+\)|\(\d{{1,2}}\)(?=[「『]|{_HAN})|○\d{{1,2}}(?!\d)"),
        ("article", rf"(?:附表|附件){_N}(?![份件])|(?<=[條項款])之{_N}"),
        ("code", r"#\d+|(?:編號|代碼|代號|帳號|統編|統一編號|案號|車號):?(?=[A-Z\d-]*\d)[A-Z\d-]+"),
    ),
}


def _pattern(table: dict[str, tuple[tuple[str, str], ...]]) -> Expression:
    """One pattern of all forms, sorted by the character they begin with; the group that matched names the reason."""
    place, branches = count(), []
    for head, forms in table.items():
        named = "|".join(f"(?P<{reason}_{next(place)}>{form})" for reason, form in forms)
        branches.append(f"(?={head})(?:{named})")
    heads = "|".join(table)
    return Expression(f"(?={heads})(?:{'|'.join(branches)})")


_EARLY_PATTERN, _LATE_PATTERN = _pattern(_EARLY), _pattern(_LATE)


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
    """Claim what looks like a date in part: addresses of mail, document numbers, phones, object identifiers."""
    _claim(claims, _EARLY_PATTERN)


def find_late_identifiers(claims: Claims) -> None:
    """Claim the identifiers that dates and times go before: articles, ordinals, addresses, floors, codes, versions."""
    _claim(claims, _LATE_PATTERN)


def _claim(claims: Claims, pattern: Expression) -> None:
    for match in pattern.finditer(claims.text):
        reason, start = (match.lastgroup or "").partition("_")[0], match.start()
        if reason == "document":
            issuer = _ISSUER.search(claims.text, max(0, start - 8), start)
            start = issuer.start() if issuer else start
        claims.take(Mention("identifier", start, match.end(), (reason,)))
