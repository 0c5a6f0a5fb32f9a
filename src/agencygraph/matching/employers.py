"""Which body a person's post is of: the one named right before it, else the speaking one where that has such posts."""

from __future__ import annotations

import re

from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS
from agencygraph.text import Expression

Place = tuple[int, int]

_VERBS = "與及或至在邀到為是送洽聘偕率陪訪獲受予以赴將並於請的係則據"
_LATTER = "給依納取謝揚見問託人由經向交派應和之同"
_JOINT = (
    f"[{_VERBS}]|給(?![付水])|依(?!法)|(?<=採)納|(?<=聽)取|(?<=感)謝|(?<=表)揚|(?<=接)見|(?<=慰)問|(?<=委)託"
    "|(?<=[義債]務)人|(?<!自)由|經(?![濟理國貿])|向(?![日陽上])|交(?!通)|派(?!出)|應(?!用)"
    "|(?<![中永太泰])和(?![平美睦春])|之(?!友)|(?<=[會偕陪協連共])同"
)
_SIGNS = SIGNS["identifier"] + SIGNS["unit"] + SIGNS["place"]
_RUN = f"(?:(?!{_JOINT})[一-鿿{_SIGNS}])"
_OPENS = f"(?:^|(?<=[^一-鿿{_SIGNS}])|(?<=[{_VERBS}{_LATTER}]))"
_BODIES = SIGNS["organisation"] + SIGNS["self"]
_BODY = Expression(
    f"[{_BODIES}](?P<more>[之的]?{_RUN}{{0,8}})$|(?:^|[{SIGNS['date']}])[{SIGNS['organisation']}](?P<by>[則均亦]?由)$"
)
_SECTIONS = "科課室股組"
_UNITS = f"[{_SECTIONS}隊庭處系所]|中心|分[局院站會隊場館]|派出所|工作站|服務站"
_UNIT = re.compile(f"(?:{_UNITS})$")
_SECTION = re.compile(f"(?<!衛生)[{_SECTIONS}]$")
_HOUSES = (
    "公司|企業社?|商[行號]|工廠|基金會|[協學公工商農漁總分支議業援友誼]會|聯合會|[促協]進會|委員會|家長會|學生會|[^公上]司|合作社|診所|醫院|藥局|事務所"
    "|大學|學院|高[中商工]|國[中小]|[中小]學|學校|幼兒園|教會|部落|社區|商圈|產銷班|[^各]村|[^各]里|出版社|工作室|[劇樂舞]團|餐廳|飯店|集團|銀行"
    "|電視?[臺台]|[誌報旅]社|旅行社|研究[院所]|博物館|美術館|圖書館|聯盟|組織|衛生室|[牧農漁]場|民宿|工坊|監理站|法院|公所|[^本該各公][局署]"
)
_NAMED = Expression(
    f"{_OPENS}{_RUN}{{1,14}}(?:{_UNITS}|{_HOUSES}|[{SIGNS['unit']}])$|{_OPENS}[{SIGNS['unit']}{SIGNS['place']}{SIGNS['identifier']}]$"
)
_NO_NAME = re.compile(
    "^(?:各|該|本|全|貴|其|某|有|前|原|另|兼|副|新任|現任|時任|資深|知名)|[本該各][局署處所院會站關館校公社里村]"
)
_OF_A_PLACE = re.compile("[村里鄉鎮區縣市]長|耆老|頭目")
_BEFORE = re.compile(f"[{SIGNS['person']}](?:[(][^()]*[)])?[、及與和暨]$")
_STRANGERS = re.compile(
    "(?<!專門)委員|議員|立委|代表|律師|會計師|建築師|技師|代書|地政士|[^督技]師|博士|先生|女士|小姐|[村里鄉鎮區縣市部]長|總統|董事長?|執行長|總?經理|理事長?|監事|總幹事"
    "|會長|法官|[庭院校]長|檢察官|教授|講座|顧問|總裁|[負主][責持]人|創辦人|導演|作家|演員|歌手|藝術家|[畫音樂書雕]+[刻樂法]?家|神父|記者|教練|選手|國手|耆老|頭目|族長"
    "|[^\u4e00-\u9fff]*長老|班長|店長|船長|校友|學者|策展人|捐贈人|得[獎主]|同學|族語教師|司儀|主席|君$"
)
_OWN = {
    "檢察": "檢察官|檢察長|醫師",
    "法院": "法官|[庭院]長",
    "醫院|分院|衛生所|總院": "師$|院長|醫師",
    "學校?$|[國高][中小]$|學院$|高級": "校長|[教導老]師|教授",
    "公司|郵局|銀行|基金會|法人": "董事|監察人|執行長|經理|董事長|總裁",
    "[縣市]政府$|公所$": "[鄉鎮區縣市]長",
    "[^署局處]部$": "部長|次長",
    "會$": "委員|會長|理事|監事|總幹事|執行長",
}


_INSIDE = re.compile(
    r"(?:^[一-鿿]{2,4}[(]|\t)(?P<body>[^()\t]{2,30}?)(?:副|資深|助理|常務|名譽|榮譽|專案|專任|主治|正|幫)*"
    r"(?:[一-鿿]?[長員師司]|主任|教授|理事長?|監事|會長|幹事長?|總幹事|經理|委員|顧問|秘書長?|代表|專員|技[正士佐監])[)]?$"
)
_NEXT_CELL = Expression("\t[^\t]+|[(][^()]+(?=[)])")
_SPEAKING = re.compile("[本該]")


def named(marked: Marked, start: int) -> tuple[Place, Place] | None:
    """The body or unit named right before a person who stands at `start`, and what goes on with its name.

    Who stands in a row, without a post of their own, are of the body of the first.
    """
    low = marked.clause(start, start + 1)[0]
    while (row := _BEFORE.search(marked.text, low, start)) and marked.plain(start, start + 1) == _name(marked, start):
        start = row.start()
    before = marked.text[low:start]
    if body := _BODY.search(before):
        at = low + next(
            i for i in range(body.start(), body.end()) if low + i in marked.mentions and before[i] in _BODIES
        )
        more = body.start("more") if _UNIT.search(body["more"] or "") else body.end()
        return (at, at + 1), (low + more, start)
    words = _NAMED.search(before)
    said = marked.plain(low + words.start(), start) if words else ""
    unsure = words and (
        (words[0] == SIGNS["identifier"] and not is_unit(said))
        or (words[0] == SIGNS["place"] and not _OF_A_PLACE.search(marked.plain(start, start + 1)))
    )
    if words and not unsure and not _NO_NAME.search(said):
        return (low + words.start(), start), (start, start)
    return None


def inside(marked: Marked, start: int, end: int) -> str | None:
    """The body between a name and its post, in brackets or the next cell: 林大明(某某協會理事長).

    Empty where it is one's own; None where nothing stands between.
    """
    cell = _NEXT_CELL.match(marked.text, end)
    found = _INSIDE.search(marked.plain(start, end) if not cell else "\t" + marked.plain(end + 1, cell.end()))
    return None if not found else "" if _SPEAKING.match(found["body"]) else found["body"]


def is_unit(words: str) -> bool:
    """Whether words name a part of a body rather than a body."""
    return bool(_UNIT.search(words))


def is_section(words: str) -> bool:
    """Whether words name a section, whose people are told as the body's: 登記課, 資訊室."""
    return bool(_SECTION.search(words))


def has(host: str, post: str) -> bool:
    """Whether a post that is told without its body is one of the speaking one's."""
    if not _STRANGERS.search(post):
        return True
    return any(re.search(kind, host) and re.search(posts, post) for kind, posts in _OWN.items())


def _name(marked: Marked, at: int) -> str:
    mention = marked.mentions.get(at)
    return mention.values[0] if mention and mention.values else ""
