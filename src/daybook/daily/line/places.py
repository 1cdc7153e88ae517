"""Where: a place that is known, 在三楼会议室, 赴石门镇, or a first word that ends like a place."""

from __future__ import annotations

import re
from typing import NamedTuple

from daybook.daily.line.lexicon import Lexicon
from daybook.daily.line.people import company_at
from daybook.daily.line.sheet import Sheet

MOST_SIGNS = 30

AT = re.compile("在|于|赴|前往|到|去|往")
# 在建工程, 到位资金, 去年, 于是: another word altogether.
ANOTHER_WORD = re.compile(
    "在(?:建|编|册|岗|线|职|途|办|用|籍|逃|押|党|即|此|先|案|读|手|任|位|世|乎|于|内|外|前|后|中|下|上)"
    "|到(?:位|期|岗|账|会|达|底|访|案|任|此|来|时|货|家|手|目前|今|年|月)"
    "|去(?:年|除|向|世|留|库存|产能|掉|污|重)|于(?:是|今|[0-9])|往(?:来|年|返|往|后)|赴(?:任|宴)"
)
# What an office's place ends with; the rest of the word may be anything that is no act.
ENDINGS = (
    "[室楼厅馆院园堂舍亭镇乡厂矿港河湖江闸坝渠堤岸桥塘]|(?:小|中|大|党|驾)[学校]|办公区|[一二三四五六七八九十0-9]层|(?<!网)站"
    "|(?<![驻农])村|社区|街道|大道|(?:水|仓|车|冷|粮|物资|设备|分|中心|备品)库|库房|[园库灌片小景厂城校辖]区"
    "|(?:现|会|工|机|考|林|牧|市|广|停车|填埋|养殖|操|砂|料|训练)场|(?:派出|税务|司法|管理|事务|研究|收费)所"
    "|[河江港湖堤路标区桥][\u4e00-\u9fff]{0,3}段|(?:渗水|险|监测|采样|值守|执勤|卡|安置|隐患|积水)点"
    "|(?:[门路河渡出入街]|取水|排水|排污)口|窗口|中心|大厅|公司|集团|基地|工地|车间|机房|机关|码头|指挥部|项目部|法院|银行"
    "|堤防|步道|政府|政府办|[河湖]长办|[村居]委会|[市县省镇村乡]里|[支大中]队|酒店|宾馆|大厦|花园|雅苑|驻地|渠首"
    "|[\u4e00-\u9fff]+[县市区省]|[\u4e00-\u9fff]{2,}[局处科委路街巷坳]|k[0-9]+(?:\\+[0-9]+)?(?:处|段)?|[左右两]岸|[上下]游"
)
LIKE_A_PLACE = re.compile(f".*(?:{ENDINGS})(?:[内外前后旁下]|门前|门口|附近|一带|沿线)?")
ELSEWHERE = re.compile("线上|网上|本单位|本局|局机关|家中|驻地|途中|外地|各乡镇|各镇")
NO_PLACE = re.compile("全局|大局|结局|布局|格局|政务公开栏")
# A word that begins with an act tells what was done there.
ACTS = re.compile(
    "下沉|深入|走进|核对|核查|核实|检查|督查|督办|督导|督促|调研|调度|调解|调查|巡查|巡堤|巡河|走访|开展|参加|参与|参会|处理|处置|查看|查处|指导|协调"
    "|研究|研讨|汇报|汇总|对接|慰问|复查|复核|踏勘|召开|召集|接待|接访|接听|验收|勘察|勘验|排查|测量|采样|监测|抽查|抢修|维修|维护|安装"
    "|培训|学习|考察|座谈|宣讲|宣传|起草|撰写|修改|审核|审查|审批|审议|整理|编制|编写|编报|拟|填报|上报|报送|组织|主持|部署|推进|推动|落实"
    "|完成|完善|改造|建设|新建|加固|清理|清淤|清扫|清点|盘点|配合|陪同|联系|通知|转办|答复|回复|办理|收集|统计|分析|讨论|会商|会同|传达|迎接"
    "|迎检|申报|筹备|准备|布置|发放|采购|更新|升级|调试|搭建|测试|关于|对|将|把|就|向|为|带队|带领|抓好|做好|做|写|送|取|看|查|巡|审|印|谈|听|问|记|领|交|报|借|跑|蹲守|徒步|夜查|约谈|按"
)
# 搭办公室的车去白沙镇, 随局长到大桥镇: a way there, not the place.
WAY = re.compile("的|去|到|随|搭|赶|谈|看|送|跟|走")
UNIT = re.compile("[\u4e00-\u9fff]{1,6}?(?:街道|社区|镇|乡|村|县|区|市|局|厅|水库|泵站|水闸|水厂|工地|现场)")


class Where(NamedTuple):
    """A place that was told, where in the line its telling ends, and whether it is a guess."""

    ends: int
    place: str
    guessed: bool = False


def where_at(sheet: Sheet, place: int, known: Lexicon, people: Lexicon, *, leading: bool) -> Where | None:
    """The place told at a place of the line; `leading` while nothing of the content has come."""
    found = _known_word(sheet, place, known, people) or _behind_at(
        sheet, place, known, people, leading=leading
    )
    if found is None and leading:
        found = _like_places(sheet, place, people)
    return found if found and sheet.is_free(place, found.ends) else None


def place_of_label(sheet: Sheet, place: int, end: int, known: Lexicon) -> Where | None:
    """Whatever is told behind 地点： up to a blank."""
    for known_end, name in known.at(sheet.line, place):
        if sheet.closes_at(known_end):
            return Where(known_end, name)
    ends = min(sheet.word_end(place), end)
    return Where(ends, sheet.text[place:ends]) if ends > place else None


def _known_word(sheet: Sheet, place: int, known: Lexicon, people: Lexicon) -> Where | None:
    for end, name in known.at(sheet.line, place):
        if sheet.closes_at(end) or company_at(sheet, end, people):
            return Where(end, name)
    return None


def _behind_at(sheet: Sheet, place: int, known: Lexicon, people: Lexicon, *, leading: bool) -> Where | None:
    at = AT.match(sheet.line, place)
    if at is None:
        return None
    for end, name in known.at(sheet.line, at.end()):
        return Where(end, name)
    if ANOTHER_WORD.match(sheet.line, place):
        return None
    return _whole_word(sheet, at, people) or (_units(sheet, at) if leading else None)


def _whole_word(sheet: Sheet, at: re.Match[str], people: Lexicon) -> Where | None:
    """赴石门镇 核对: the word ends like a place, or one went there."""
    for end in _word_ends(sheet, at.end(), people):
        word = sheet.line[at.end() : end]
        fits = at[0] in {"赴", "前往"} or LIKE_A_PLACE.fullmatch(word)
        if 1 < len(word) <= MOST_SIGNS and fits and end < len(sheet.line) and not ACTS.search(word):
            return Where(end, sheet.text[at.end() : end], guessed=True)
    return None


def _units(sheet: Sheet, at: re.Match[str]) -> Where | None:
    """赴石门镇上坪村核对: units one after another, none of which tells an act."""
    if at[0] in {"在", "于"}:
        return None
    end = at.end()
    while (unit := UNIT.match(sheet.line, end)) and not ACTS.search(unit[0]):
        end = unit.end()
    fits = end > at.end() and not NO_PLACE.fullmatch(sheet.line, at.end(), end)
    return Where(end, sheet.text[at.end() : end], guessed=True) if fits else None


def _like_places(sheet: Sheet, place: int, people: Lexicon) -> Where | None:
    """Words that end like places, before anything of the content: 和平路、解放路."""
    end = last = _like_a_place(sheet, place, people)
    while last and sheet.line[last : last + 1] == "、" and (last := _like_a_place(sheet, last + 1, people)):
        end = last
    # 夜查东堤，手电照坡脚: before a comma it is the beginning of a sentence, unless a comma set it off.
    commas = sheet.line[end : end + 1] == "," and sheet.line[place - 1 : place] != "," if end else False
    return Where(end, sheet.text[place:end], guessed=True) if end and not commas else None


def _like_a_place(sheet: Sheet, place: int, people: Lexicon) -> int | None:
    """Where a word that ends like a place ends: at a blank, a comma, or where people are told."""
    for end in _word_ends(sheet, place, people):
        word = sheet.line[place:end]
        fits = LIKE_A_PLACE.fullmatch(word) or ELSEWHERE.fullmatch(word)
        if 1 < len(word) <= MOST_SIGNS and fits and not _tells_an_act(word):
            return end
    return None


def _tells_an_act(word: str) -> bool:
    return bool(ACTS.match(word) or WAY.search(word) or NO_PLACE.fullmatch(word))


def _word_ends(sheet: Sheet, start: int, people: Lexicon) -> list[int]:
    """Where the word may end: where people are told behind it; at a blank, a comma, another part."""
    end = sheet.word_end(start)
    joint = sheet.line.find("与", start + 1, end)
    return [joint, end] if joint > 0 and company_at(sheet, joint, people) else [end]
