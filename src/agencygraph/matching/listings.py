"""Columns of tables that count nothing: limits, hours, who came or is stationed, how large a district is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BRACKETS = re.compile(r"[(][^()]*[)]")
_NEVER = re.compile(
    r"(?:適用|服務|申請|受理|參加|補助|收件|申辦)?(?:對象|資格|條件)(?:[及或與、](?:限制|資格|條件|對象))*"
    r"|[^,]*(?:限制|限額|上限|下限|門檻|收費標準|基準|底價)|收費(?:方式|金額|情形)?|工本費|(?:每[件筆張次戶])?手續費|單價|票價|費率"
    r"|(?:上課|訓練|研習|課程|服務|開放|辦理|活動|駐點|進駐|派駐|受理|營業|宣導|舉辦|開會|實施|演練|收件|值班|輪值)?"
    r"(?:時間|時段|日期|期間)|(?:[^,]{0,4}期限|(?:保存|使用|有效|耐用)?(?:年限|效期|天數))"
    r"|轄區(?:總)?(?:面積|人口)|(?:年度|原定|預定|績效)?目標(?:值|數|量)?|衡量標準|編號|項次|序號?|條次|條文|分機|地址|樓層|網址|郵遞區號|文號|駐點日|名次|排名|屆次|頁次|班表"
)
_DAY = re.compile(
    r"(?:辦理|活動|舉辦|上課|訓練|研習|課程|宣導|演練|開會|召開|會議|參訪|實施)?(?:日期|時間|年月日|月日|起訖日期?|日期時間)"
)
_TOPIC = re.compile(
    r"(?:教育)?(?:課程|活動|會議|訓練|研習|講習|宣導|演練|講座|研討|研習班|參訪|座談)(?:會)?(?:名稱|主題|內容|項目|題目|別)?"
    r"|主題|講題|議題|題目|課目|班別|班名|講師|主講人|主講者|授課(?:講師|人員|教師)|主席|主持人"
)
_ATTENDED = re.compile(
    r"(?:預[定計]|實際|應|實)?(?:參加|參與|參訓|參觀|出席|與會|到課|受訓|上課|學員|報名|到場|聽講|參賽|觀賞|到訓|出席會議)?"
    r"(?:人員|民眾|同仁)?(?:總)?(?:人數|人次|人次數)|(?:上課|訓練|研習|課程|認證|學習)?(?:時數|小時)|出席|[男女]性?"
)
_CAME = re.compile("(?:參加|參與|參訓|出席|與會|到課|受訓|到場)(?:人員|民眾|同仁)?(?:人數|人次)")
_STATIONED = re.compile(
    r"(?:派駐|進駐|駐點|駐處|駐在|駐守|受駐|前往|派往)(?:機關|單位|處所|據點|日|日期|時間|時段|人員|地點)?(?:名稱)?"
)
_STATIONING = re.compile(
    "(?<!廠商)(?:派駐|進駐|駐點|駐處)(?!廠商|業者|企業|單位家數)[^,。;]{0,6}(?:派員|情形|一覽|人員|名單|統計|概況|$|[(:])"
)
_STAFF = re.compile("(?:派駐|進駐|駐點|派員|支援)?(?:人數|員額|名額|人員|人力)")
_DISTRICT = re.compile(
    "(?:服務|管轄|轄管|責任|負責|所轄|涵蓋)(?:轄區|區域|範圍|鄉鎮市?區?|地區|村里)(?:範圍)?|轄區(?:範圍|鄉鎮)?|縣市別?|鄉鎮市?區?別?|行政區(?:別|域)?|轄區(?:別)?|區別|區里別?|地區別?|服務區域|轄內鄉鎮|鄉鎮市區別?|村里別?|里別"
)
_INHABITANTS = re.compile("(?:戶籍|設籍|現住|常住|總|轄區|轄內|現有|行政區)人口(?:總?數)?")
_SIZE = re.compile("(?:土地|轄區|行政區域?|總|轄境)?面積|(?:戶籍|設籍|現住|總|轄區|轄內|現有)?人口(?:總?數)?")
_AMENITY = re.compile("(?:服務|便民|無障礙|公眾服務)?(?:設施|設備)(?:項目|名稱)?")
_PLACED = re.compile("(?:設置|裝設|擺設|放置)?(?:地點|位置|處所)")
_PAPER = re.compile(
    "(?:申請)?(?:書表|表單|文件|表格|書件|證件)(?:名稱)?|(?:應備|應附|檢附)(?:文件|證件|書件|資料)(?:名稱)?"
)
_COPIES = re.compile("(?:應備|檢附)?[份張件]數|數量")
_FOUNDED = re.compile(
    "(?:啟用|成立|開辦|進駐|簽約|立案|設立|設置|開放|啟動|到任|修正|發布|揭牌|上線|開始|開設)(?:服務)?日期?"
)
_ATTRIBUTE = re.compile(
    rf"(?:設置|辦理|活動|服務|舉辦|駐點|上課)?(?:地址|地點|位置|處所|場地)|{_FOUNDED.pattern}|.{{0,4}}(?:時間|時段)|電話|(?:聯絡|承辦|負責)人|主管(?:姓名)?|首長|[站所局處隊科課組]長|姓名|網址|備註|說明"
    r"|服務(?:區域|範圍|轄區)|合作.{1,6}|協辦.{1,4}|主辦.{1,4}|受理(?:管道|方式)|(?:法令|法規)依據|依據|講師|講座|主席|主持人|附註"
)
_QUANTITY = re.compile("數量|數目|[臺台座間席]數")


def counts_nothing(every: Iterable[str], own: Sequence[str], caption: str) -> bool:
    """Whether figures under the heads `own`, in a table whose heads are `every`, are no statistics."""
    heads = {_BRACKETS.sub("", head) for head in every}
    mine = [_BRACKETS.sub("", head) for head in own]

    def has(pattern: re.Pattern[str]) -> bool:
        return any(pattern.fullmatch(head) for head in heads)

    def under(pattern: re.Pattern[str]) -> bool:
        return any(pattern.fullmatch(head) for head in mine)

    return (
        under(_NEVER)
        or (has(_DAY) and has(_TOPIC) and under(_ATTENDED))
        or (has(_DAY) and under(_CAME))
        or ((has(_STATIONED) or _STATIONING.search(caption)) and under(_STAFF))
        or (has(_DISTRICT) and under(_SIZE))
        or under(_INHABITANTS)
        or (has(_PAPER) and under(_COPIES))
        or (has(_AMENITY) and has(_PLACED) and under(_QUANTITY))
    )


def tells_no_part(head: str) -> bool:
    """Whether a column beside the names of a table's rows only describes them: 地址, 啟用日期, 承辦人."""
    return bool(_ATTRIBUTE.fullmatch(_BRACKETS.sub("", head)))


def tells_founding(head: str) -> bool:
    """Whether a column tells since when something exists: 啟用日期."""
    return bool(_FOUNDED.fullmatch(_BRACKETS.sub("", head)))
