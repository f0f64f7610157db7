"""Free text without what leads to a person: names, numbers, accounts, house numbers, plates.

Belongs here: what is blotted out before a text may be published or indexed. Keep out: columns (the pipelines
know what they mean).

Names that the case's tables know are replaced by family name and 某. Others are found by the word before or
after them, and, among words, by looking like a name that no dictionary has. Rather too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

BLOT = "*"
_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离"
    "长孙宇文司徒鲜于司空令狐呼延西门东郭南门轩辕百里东门左丘梁丘公西拓跋淳于单于完颜"
)  # fmt: skip
COMPOUND_NAMES = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))
FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅"
    "钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫"
    "易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂兰甘裴梅"
    "童翁霍游阮尤岳柯牟滕谷舒卜饶宁凌盛查单宫闵车冉边楼褚仇焉卞蒲景晏虞糜臧迟冷阚蔺逯佟郎仝麻娄卓闫肖代付"
)  # fmt: skip
_WORDLIKE = frozenset("车文高安常时白金向付万边管查温方毛牛石马路水成明江林池田关单和任连巴黄红于")
_HAN = "\u4e00-\u9fff"
_ROLES = (
    "被害人|受害人|犯罪嫌疑人|嫌疑人|被告人|报案人|报警人|举报人|事主|证人|民警|辅警|男子|女子|男友|女友|当事人|"
    "群众|居民|业主|老板|店主|同事|朋友|邻居|丈夫|妻子|户主|车主|失主|伙同|会同|叫|名为|名叫|系|与|和|接"
)  # fmt: skip
_SAYS = "报警|报案|称|反映|陈述|到案|投案|驾驶|持|手持|等人|等\\d+人|逃离|抓获|被抓|的(?:住处|家中|手机|电动)"
_FAMILY = "(?:" + "|".join(sorted(COMPOUND_NAMES)) + "|[" + "".join(sorted(FAMILY_NAMES)) + "])"
_NAMED = f"(?P<name>(?P<family>{_FAMILY})(?!某)[{_HAN}]{{1,2}})"
_AFTER_ROLE = re.compile(f"(?P<role>{_ROLES}){_NAMED}(?=[(,,。;;、(:]|{_SAYS}|$|[{_HAN}]?某)")
_BEFORE_SAYS = re.compile(
    f"(?:(?<=^)|(?<=[,,。;;、::(]))(?P<role>){_NAMED}(?={_SAYS}|[(][男女电身])"
)
_LONG_NUMBER = re.compile(r"(?<![0-9.])[0-9][0-9 -]{5,}[0-9XxＸ]|[0-9]{7,}[0-9Xx]?")
_HOUSE = re.compile(rf"[0-9A-Za-z-]+(?=号楼|幢|栋|单元|室|号(?![{_HAN}]{{0,1}}码)|弄|组|楼)")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-年./][0-9]{1,2}[-月./][0-9]{1,2}日?")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁][A-Z][··.-]?[A-Z0-9]{5,6}"
)
_ACCOUNT = re.compile(
    r"((?:微信|QQ|支付宝|抖音|陌陌|快手|账号|帐号|昵称|网名|用户名|ID)(?:号|账号|帐号|昵称|名)?(?:为|是|:|:)?\s*)"
    r"[“\"]?([A-Za-z0-9_\-@.]{4,})[”\"]?"
)  # fmt: skip
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\w./?=&%-]+|\b[\w-]+\.(?:com|cn|net|top|xyz|vip|cc|club)\b"
)


def mask_name(name: str) -> str:
    """Family name and 某."""
    family = name[:2] if len(name) > 2 and name[:2] in COMPOUND_NAMES else name[:1]
    return f"{family}某"


def looks_like_name(word: str) -> bool:
    """Two or three characters that begin with a family name that begins few other words."""
    return 2 <= len(word) <= 3 and word[0] in FAMILY_NAMES - _WORDLIKE and word[-1] != "某"


def mask_text(text: str, names: Iterable[str] = ()) -> str:
    """The text with names shortened and numbers blotted out; dates and amounts stay readable."""
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) >= 2:
            text = text.replace(name, mask_name(name))
    text = _AFTER_ROLE.sub(lambda found: found["role"] + mask_name(found["name"]), text)
    text = _BEFORE_SAYS.sub(lambda found: mask_name(found["name"]), text)
    text = _MAIL.sub(BLOT * 3, text)
    text = _ADDRESS.sub(BLOT * 3, text)
    text = _ACCOUNT.sub(lambda found: found[1] + BLOT * 3, text)
    text = _PLATE.sub(lambda found: found[0][:2] + BLOT * 3, text)
    dates: list[str] = []

    def keep(found: re.Match[str]) -> str:
        dates.append(found[0])
        return f"\x00{chr(0xE000 + len(dates))}"

    text = _DATE.sub(keep, text)
    text = _LONG_NUMBER.sub(BLOT * 3, text)
    text = _HOUSE.sub(BLOT, text)
    for place, date in enumerate(dates, start=1):
        text = text.replace(f"\x00{chr(0xE000 + place)}", date)
    return text


def find_identifiers(text: str) -> list[str]:
    """Numbers of accounts and phones, addresses of web sites and plates, as written: what strangers share only
    when the same people are behind. Never published."""
    without_dates = _DATE.sub("", text)
    found = {match[2].lower() for match in _ACCOUNT.finditer(without_dates)}
    found |= {match[0].lower() for match in _ADDRESS.finditer(without_dates)}
    found |= {match[0] for match in _PLATE.finditer(without_dates)}
    found |= {re.sub("[ -]", "", match[0]) for match in _LONG_NUMBER.finditer(without_dates)}
    return sorted(found)
