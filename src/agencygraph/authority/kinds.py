"""What kind of body a name speaks of."""

from __future__ import annotations

_ENDINGS = (
    ("foundation", "基金會"),
    ("company", "公司 企業社 工作室 飯店 事業部"),
    ("bank", "銀行 金庫 信用合作社"),
    ("school", "大學 學院 國小 國中 高中 高職 小學 中學 學校 幼兒園 幼稚園 科大 家商 高工"),
    ("hospital", "醫院 診所 助產所"),
    ("court", "法院 高分院"),
    ("association", "協會 公會 學會 協進會 聯合會 促進會 聯誼會 工會 商會 同濟會 獅子會 扶輪社 農會 漁會 紅十字會"),
    ("association", "世界展望會 合作社 青商會 總會 同鄉會 婦女會"),
    ("media", "電臺 電視臺 新聞網 日報 時報 通訊社"),
)


def kind_of(name: str) -> str:
    """The kind by the ending of the name: court, company, bank …; government where nothing says otherwise."""
    if name.endswith("分院") and "法院" in name:
        return "court"
    for kind, endings in _ENDINGS:
        if name.endswith(tuple(endings.split())):
            return kind
    if name.startswith("財團法人"):
        return "foundation"
    return "association" if name.startswith("社團法人") else "government"
