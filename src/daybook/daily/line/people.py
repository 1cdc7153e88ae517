"""With whom: 与张三、李四, 会同市气象台, @张三; a word that merely begins like that stays where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from daybook.daily.line.lexicon import Lexicon, latin
from daybook.daily.line.sheet import Sheet

JOINED = "、"
MOST_SIGNS = 20  # of somebody the bureau does not know

WITH = re.compile(r"(?:本人|我)?(会同|偕同|偕|与|和|同|跟)\s*@?")
TOGETHER = re.compile(r"\s?(?:一起|一同|一道)")
# 张三处长, 李四等11人: told with the name, apart from it, so that the name still points at the colleague.
TITLE = (
    "(?:副?(?:处|科|局|股|所|站|厅|部|市|县|镇|乡|村|校|院|队|组|区)长|副?(?:主任|书记|调研员)|总工|同志|老师|科员|师傅|先生|女士)"
    "(?!办公|接待|会议|信箱|助理)"
)
AND_OTHERS = r"等\s?(?:[0-9]+|[一二三四五六七八九十两几数多]+)?\s?余?(?:人|位|名|位?同志)?|一行(?:[0-9]+人)?"
AFTER_NAME = re.compile(rf"\s?({TITLE})?\s?((?:{AND_OTHERS})(?![级额]))?")
# 张三的, 文明办, 高原地区: the name is not over, or not a name here.
NO_END = re.compile(
    "的|之|间|地区|办(?![理公案文结事])|处(?![理置])|组(?!织)|站(?!在)|区(?!分)|所(?!有)|[局科室委院厅队镇村县市街路河湖库江桥渠坝]|部(?!署)"
)
# 办公室张三: the department is told with the name, apart from it.
HOME = re.compile("[\u4e00-\u9fff]{1,9}?[处室科局办站所委]\\s?")
HOME_GOES_ON = re.compile("[\u4e00-\u9fff]{0,6}?[处室科局办站所委]\\s?")
STRONG = re.compile(r"\s*[、/&]\s*@?")
WEAK = re.compile(r"\s*(?:以及|及|和|与|同|跟|[,，;；])\s*@?|\s+@?")
# 与会, 与时俱进, 同意, 和谐: another word altogether.
ANOTHER_WORD = re.compile(
    "与(?:会|此|时|其|否|民|日|众|生|世)|和(?:谐|平|睦|气|解|蔼|盘|美)|同(?:意|步|时|类|期|比|样|事|志|学|等|一|级|行|创|心|源|质|价|网|城|台)"
    "|跟(?:踪|进|班|岗|随|单|帖|投|上)"
)
PARTY = re.compile(
    r".*(?:[员户商局处科室办委厅部站所院会社司队组镇乡村县市区行厂校团台馆协联]|人|同志|委员|单位|监理|物业|[文交特民]警|[刑法]官|顾问|经理|工程师|对象|施工队|文书|干部|家长|学生|业主|居民|村民|师生|职工|专家|代表|群众|人员|同事|领导|企业|中心"
    rf"|教授|律师|记者|{TITLE}|[0-9]+[人名位])(?:{AND_OTHERS})?"
)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛狄米贝明臧计成戴谈宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓洪包诸左石崔吉龚程邢裴陆荣翁"
    "荀羊甄曲封储靳段巫焦侯宓全班仰仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司黎溥印白怀蒲邰从索籍赖卓蔺屠蒙池乔阴胥闻党翟谭贡姬"
    "申扶冉宰雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎慕连习艾鱼容向古易廖庚终步都耿满弘匡国文寇广禄阙东欧利蔚越隆师巩聂晁"
    "敖冷辛阚那简饶曾沙丰关查游权覃肖闫"
)
FULL_NAME = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")


@dataclass
class Company:
    """People who were told together, and where in the line the telling ends."""

    ends: int
    names: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return JOINED.join(dict.fromkeys(self.names))


def company_at(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    """The people told behind 与, 和, 同, 会同: colleagues, or clearly a list of others and a blank."""
    told = WITH.match(sheet.line, place)
    if told is None:
        return None
    found = _list(sheet, told.end(), known)
    if found is None and not ANOTHER_WORD.match(sheet.line, told.start(1)):
        found = _others(sheet, told.end(), known)
    if found is None or not sheet.is_free(place, found.ends):
        return None
    found.ends = _past(TOGETHER, sheet, found.ends)
    return found


def names_at(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    """The colleagues told at a place with nothing before and nothing behind but a blank or a comma."""
    found = _list(sheet, place, known) if known.at(sheet.line, place) else None
    fits = found and sheet.closes_at(found.ends) and sheet.is_free(place, found.ends)
    return found if fits else None


def listed_at(sheet: Sheet, place: int, end: int, known: Lexicon) -> Company | None:
    """Whoever is told behind 人物： up to `end`, known or not."""
    found = _list(sheet, place, known)
    if found and found.ends <= end:
        return found
    blank = re.compile(r"[\s;。]|$").search(sheet.line, place, end)
    names = _split(sheet.text[place : blank.start()]) if blank else []
    return Company(blank.start(), names) if blank and names else None


def called(sheet: Sheet, known: Lexicon) -> Iterator[tuple[int, Company]]:
    """Everybody called with an @, wherever; somebody unknown where a blank tells the end of the name."""
    place = sheet.line.find("@")
    while place >= 0:
        found = None if latin(sheet.line[place - 1 : place]) else _called(sheet, place + 1, known)
        if found and sheet.is_free(place, found.ends):
            yield place, found
        place = sheet.line.find("@", found.ends if found else place + 1)


def _called(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    if found := _list(sheet, place, known):
        return found
    end = sheet.word_end(place, MOST_SIGNS)
    name = sheet.text[place:end]
    fits = 0 < len(name) <= MOST_SIGNS // 2 and "@" not in name and sheet.closes_at(end)
    return Company(end, [name]) if fits else None


def _list(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    """Colleagues from a place on, with the others told among them; nothing where no colleague begins it."""
    found = Company(place)
    following = _colleague(sheet, place, known)
    while following is not None:
        found.names += following.names
        found.ends = following.ends
        following = _next(sheet, found.ends, known)
    return found if found.names else None


def _next(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    if strong := STRONG.match(sheet.line, place):
        return _colleague(sheet, strong.end(), known) or _other(sheet, strong.end())
    weak = WEAK.match(sheet.line, place)
    if weak is None:
        return None
    if weak[0].isspace():
        # The content may begin here: with a colleague's name only where it is a word of its own.
        found = _named(sheet, weak.end(), known)
        return found if found and sheet.closes_at(found.ends) else None
    return _colleague(sheet, weak.end(), known)


def _colleague(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    """The colleague whose name or number begins at a place, with title and company; 办公室张三 too."""
    found = _named(sheet, place, known)
    home = None if found else HOME.match(sheet.line, place)
    while home:
        if found := _named(sheet, home.end(), known):
            return Company(found.ends, [f"{sheet.text[place : home.end()].strip()} {found.names[0]}"])
        home = HOME_GOES_ON.match(sheet.line, home.end())
    return found


def _named(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    for end, name in known.at(sheet.line, place):
        after = AFTER_NAME.match(sheet.line, end)
        told = [sheet.text[slice(*after.span(group))] for group in (1, 2) if after and after[group]]
        if not told and NO_END.match(sheet.line, end):
            continue
        ends = after.end() if after and told else end
        return Company(ends, [" ".join([name, *told])])
    return None


def _other(sheet: Sheet, place: int) -> Company | None:
    """Somebody unknown between two signs that separate."""
    end = sheet.word_end(place)
    name = sheet.text[place:end]
    # At a full stop or an arrow the list would be the whole clause.
    fits = 0 < len(name) <= MOST_SIGNS and (end == len(sheet.line) or sheet.line[end] in " 、,;")
    return Company(end, [name]) if fits else None


def _others(sheet: Sheet, place: int, known: Lexicon) -> Company | None:
    """People the bureau does not know, where a blank tells the end and each looks like somebody."""
    end = sheet.line.find(" ", place)
    told = _split(sheet.text[place:end]) if end > place else []
    names = [name for each in told if (name := _somebody(each, known))]
    goes_on = end > 0 and sheet.next_word(end) is not None
    return Company(end, names) if names and len(names) == len(told) and goes_on else None


def _somebody(text: str, known: Lexicon) -> str:
    """The name of whoever a text between two commas tells; empty where it does not look like anybody."""
    colleague = _colleague(sheet := Sheet(text), 0, known)
    if colleague and colleague.ends == len(sheet.text):
        return colleague.names[0]
    clear = PARTY.fullmatch(text) or FULL_NAME.fullmatch(text)
    return text if clear and len(text) <= MOST_SIGNS else ""


def _split(text: str) -> list[str]:
    return [name.strip() for name in re.split(r"[、，,/&]|以及|及(?=.{2})", text) if name.strip()]


def _past(pattern: re.Pattern[str], sheet: Sheet, place: int) -> int:
    found = pattern.match(sheet.line, place)
    return found.end() if found and sheet.is_free(place, found.end()) else place
