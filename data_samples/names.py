"""Names of invented people, and characters that are mistaken for each other.

Belongs here: lists and how names are put together. Keep out: identity numbers and records.
"""

from __future__ import annotations

from data_samples.dice import Dice, Weighted

# Shares of the commonest surnames, in per mille of the population, rounded.
_SURNAMES = Weighted(
    dict(
        zip(
            "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
            "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
            [72, 72, 68, 54, 46, 31, 22, 22, 21, 20, 16, 15, 14, 14, 13, 12, 12, 12, 12, 11]
            + [9] * 20
            + [5] * 30
            + [3] * 40,
            strict=False,
        )
    )
)
_COMPOUND_SURNAMES = ["欧阳", "司马", "诸葛", "上官", "皇甫", "司徒", "夏侯", "尉迟"]
_MALE = [
    "伟",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "杰",
    "涛",
    "明",
    "超",
    "刚",
    "平",
    "辉",
    "鹏",
    "飞",
    "波",
    "斌",
    "浩",
    "宇",
    "凯",
    "健",
    "俊",
    "帆",
    "林",
    "峰",
    "亮",
    "龙",
    "建国",
    "建军",
    "志强",
    "志明",
    "国强",
    "海涛",
    "文杰",
    "家豪",
    "子轩",
    "浩然",
    "俊杰",
    "宏伟",
    "永强",
    "晓东",
    "新华",
    "德华",
    "金龙",
    "小兵",
    "立新",
    "长江",
    "福生",
    "宝根",
    "阿根",
    "兴旺",
    "庆华",
    "天佑",
    "思远",
    "云飞",
    "景涛",
    "振宇",
    "泽宇",
    "建华",
    "卫东",
    "春生",
    "传兵",
    "正茂",
    "学兵",
    "成龙",
]
_FEMALE = [
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "燕",
    "玲",
    "梅",
    "洁",
    "倩",
    "婷",
    "雪",
    "萍",
    "琳",
    "莉",
    "颖",
    "慧",
    "秀英",
    "桂英",
    "丽华",
    "玉兰",
    "小红",
    "晓燕",
    "雅婷",
    "欣怡",
    "梓涵",
    "诗涵",
    "海燕",
    "春梅",
    "秀兰",
    "美玲",
    "丽娟",
    "建英",
    "彩凤",
    "金凤",
    "晓丽",
    "文静",
    "思雨",
    "佳怡",
    "雨欣",
    "雪梅",
    "月娥",
    "巧云",
    "翠花",
    "素珍",
]
# Pairs that sound alike; typed for each other when a name is heard and not read.
_HOMOPHONES = dict(
    zip(
        "伟玮强墙军君丽莉霞侠洋阳杰洁涛滔明铭超朝辉晖鹏朋斌彬浩皓宇羽凯楷健建俊峻峰锋亮谅静靖艳燕娟涓玲铃"
        "梅玫倩茜婷亭颖莹慧惠张章徐许程陈余于沈申曹草蒋姜叶业林琳志智文雯小晓永勇国帼英瑛华桦兰岚欣新春椿",
        "玮伟墙强君军莉丽侠霞阳洋洁杰滔涛铭明朝超晖辉朋鹏彬斌皓浩羽宇楷凯建健峻俊锋峰谅亮靖静燕艳涓娟铃玲"
        "玫梅茜倩亭婷莹颖惠慧章张许徐陈程于余申沈草曹姜蒋业叶琳林智志雯文晓小勇永帼国瑛英桦华岚兰新欣椿春",
        strict=True,
    )
)
_MINORITY_NAMES = {
    "05": [
        "买买提·艾力",
        "阿卜杜拉·吐尔逊",
        "艾尔肯·依明",
        "古丽·阿不都",
        "努尔·麦麦提",
        "库尔班·热合曼",
        "玉素甫·卡德尔",
        "帕提古丽·买买提",
    ],
    "02": ["巴特尔", "乌兰图雅", "苏和", "其其格", "那日苏", "宝音"],
    "07": ["阿木尔布", "吉克阿呷", "沙马拉哈", "曲比阿乌", "阿苏木呷", "吉觉尔古"],
}
FOREIGN_NAMES = (
    ("VNM", "NGUYEN VAN MINH"),
    ("VNM", "TRAN THI HOA"),
    ("MMR", "AUNG KO KO"),
    ("NGA", "JOHN OKAFOR"),
    ("KOR", "KIM MIN SU"),
    ("JPN", "SATO KENJI"),
    ("PAK", "MUHAMMAD ALI KHAN"),
    ("USA", "MICHAEL BROWN"),
)
_NICKNAMES = ["阿{}", "小{}", "老{}", "{}哥", "大{}", "{}子"]


def invent_name(dice: Dice, is_male: bool, ethnicity: str) -> str:
    """A name fitting sex and ethnic group."""
    if ethnicity in _MINORITY_NAMES and dice.chance(0.8):
        return dice.pick(_MINORITY_NAMES[ethnicity])
    surname = dice.pick(_COMPOUND_SURNAMES) if dice.chance(0.004) else dice.draw(_SURNAMES)
    given = dice.pick(_MALE if is_male else _FEMALE)
    # Most given names have two characters; single ones get a second from another name half the time.
    if len(given) == 1 and dice.chance(0.55):
        given += dice.pick(_MALE if is_male else _FEMALE)[-1]
    return surname + given


def invent_nickname(dice: Dice, name: str) -> str:
    return dice.pick(_NICKNAMES).format(dice.pick((name[0], name[-1])))


def mishear(dice: Dice, name: str) -> str:
    """The name with one character replaced by one that sounds alike; unchanged when none does."""
    places = [place for place, character in enumerate(name) if character in _HOMOPHONES]
    if not places:
        return name
    place = dice.pick(places)
    return name[:place] + _HOMOPHONES[name[place]] + name[place + 1 :]
