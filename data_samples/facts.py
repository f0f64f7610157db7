"""The short facts of a matter as a clerk writes them: method, tools, what was taken, how much.

Belongs here: wordings. Keep out: what happened (matters, series). Many wordings on purpose: an analysis
must read what was meant, not one phrase. Some clerks write names and numbers of people in full, as real
ones do; nothing of that may be published.
"""

from __future__ import annotations

from data_samples import names
from data_samples.clock import DAY, HOUR, day_text
from data_samples.dice import Dice
from data_samples.matter import Matter

# Tools by what they are used for; goods by kind of offence. A series keeps both.
TOOLS = {
    "入室盗窃": ("撬棍", "螺丝刀", "锡纸开锁工具", "万能钥匙", "液压钳", "铁丝钩", "塑料卡片", "绳索"),
    "盗窃": ("镊子", "刀片", "铁钩", "剪刀", "螺丝刀", "干扰器", "手套"),
    "盗窃电动自行车": ("断线钳", "液压剪", "T型扳手", "自制钥匙", "套筒扳手", "电动角磨机"),
    "盗窃车内财物": ("弹弓", "安全锤", "火花塞碎片", "强磁干扰器", "螺丝刀", "砖块"),
}  # fmt: skip
GOODS = {
    "入室盗窃": ("黄金首饰", "现金", "笔记本电脑", "名牌手表", "香烟", "白酒", "手机"),
    "盗窃": ("手机", "钱包", "现金", "香烟", "化妆品", "电缆线", "快递包裹", "衣物", "铜料"),
    "盗窃电动自行车": ("雅迪牌电动自行车", "爱玛牌电动自行车", "新日牌电动自行车", "电瓶", "台铃牌电动车"),
    "盗窃车内财物": ("香烟", "现金", "行车记录仪", "手提包", "白酒", "墨镜"),
}  # fmt: skip
# The name under which a fraud goes about; invented.
PRETENCES = (
    "鼎盛优选", "汇通宝贷", "云创智投", "金穗理财通", "惠民速贷", "星耀商城", "聚宝刷客", "华泰智选", "优易购",
    "融易花", "蓝海国际", "天瑞资本", "众帮兼职", "乐享返利", "恒信证投", "百川交易所", "淘金客", "安心租机",
)  # fmt: skip
_WAYS = {
    "M001": ("以技术开锁方式进入", "用工具捅开门锁后入内", "技术性开锁入户"),
    "M002": ("撬开门窗进入", "将窗户撬开后钻入", "撬坏防盗门锁入室"),
    "M003": ("攀爬阳台进入", "沿水管爬上阳台翻入", "翻阳台入户"),
    "M004": ("趁房门未锁溜门进入", "见门虚掩遂推门而入", "溜门入室"),
    "M005": ("砸碎车窗玻璃", "将停放车辆的车窗击碎", "破窗"),
    "M006": ("逐辆拉车门", "趁车门未锁拉开车门", "拉车门试探后"),
    "M007": ("用拨片开锁", "以拨片拨开车锁"),
    "M008": ("剪断车锁", "将车锁剪断", "破坏车锁"),
    "M009": ("破坏电门锁后搭线启动", "撬坏电门锁", "剪断电线后接通启动"),
    "M010": ("趁人不备扒窃", "从衣兜内夹出财物", "割破提包扒窃"),
    "M011": ("趁无人看管顺手牵羊", "见四下无人顺手拿走", "趁店主不备拿走"),
    "M012": ("在超市夹带商品未付款离开", "将商品藏于衣内带出"),
    "M013": ("破坏监控后", "遮挡摄像头后", "剪断监控线路后"),
    "M014": ("踩点尾随后", "事先踩点,"),
    "M015": ("戴帽子口罩手套", "蒙面并戴手套"),
    "M016": ("趁夜深", "深夜"),
    "M017": ("白天趁人外出", "大白天"),
    "M018": ("伙同他人", "多人结伙"),
    "M101": ("冒充电商客服以退款理赔为由", "自称平台客服称商品有质量问题可理赔"),
    "M102": ("以刷单返利为诱饵", "诱导做任务刷单,先返小额佣金后以操作失误为由"),
    "M103": ("诱导在虚假投资平台充值", "拉入荐股群推荐虚假理财"),
    "M104": ("冒充公检法工作人员称其涉嫌洗钱", "自称公安民警要求资金清查"),
    "M105": ("以办理网络贷款需缴保证金为由", "称贷款账户冻结需解冻费"),
    "M106": ("裸聊后以散布视频相威胁", "以隐私视频敲诈"),
    "M107": ("冒充公司领导要求转账", "冒充熟人以急用钱为由"),
    "M108": ("发布虚假商品信息收款后拉黑", "虚假购物"),
    "M109": ("以谈恋爱为名骗取信任后", "网络交友后"),
    "M110": ("短租车辆后质押变现", "租车后将车辆抵押他人"),
    "M111": ("以虚假招工收取押金", "以介绍工作为名收取费用"),
    "M112": ("以换钱为名调包", "调包换钱"),
    "M201": ("出借本人银行卡供他人转账", "将名下银行卡提供给上游"),
    "M202": ("办理电话卡出售给他人", "提供电话卡"),
    "M203": ("为他人跑分转移资金", "用收款码跑分"),
    "M204": ("架设设备为境外诈骗提供通讯", "安装络漫宝设备"),
    "M205": ("帮助上游到银行取现", "线下取现后转交"),
    "M301": ("持刀", "手持水果刀"),
    "M302": ("徒手", "用拳头"),
    "M303": ("持木棍", "持钢管"),
    "M304": ("酒后", "饮酒后"),
    "M305": ("无证驾驶", "未取得驾驶证驾车"),
    "M306": ("醉酒驾驶机动车", "饮酒后驾车被查获,血液酒精含量超过80mg/100ml"),
    "M307": ("肇事后逃逸", "发生事故后驾车逃离"),
    "M308": ("在道路上追逐竞驶", "飙车"),
    "M401": ("利用网络赌博网站", "通过赌博APP"),
    "M402": ("开设棋牌室聚众赌博", "提供场所打麻将抽头渔利"),
    "M403": ("建立微信群组织赌博", "在微信群内发红包赌博"),
    "M501": ("通过网络联络贩卖", "网上联系交易"),
    "M502": ("以埋包方式交易", "通过快递寄递"),
    "M601": ("虚开发票", "无真实交易开具发票"),
    "M602": ("生产销售假冒注册商标的商品", "销售假冒品牌商品"),
    "M603": ("承诺高额利息向社会公众吸收资金", "以保本高息为诱饵集资"),
}
_DEEDS = {
    "盗窃": ("盗走", "窃得", "偷走"),
    "诈骗": ("骗走", "骗取", "诈骗得手"),
    "故意伤害": ("因琐事争执将其打伤", "因口角发生互殴致其受伤", "因债务纠纷殴打致伤"),
    "寻衅滋事": ("随意殴打他人", "在公共场所起哄闹事", "任意损毁财物"),
    "聚众斗殴": ("双方纠集多人斗殴",),
    "交通肇事": ("发生碰撞致一人死亡", "将行人撞倒致其重伤"),
    "危险驾驶": ("被执勤民警查获", "与路边车辆发生剐蹭"),
}  # fmt: skip
_PARTS_OF_DAY = ((0, "凌晨"), (6, "早上"), (9, "上午"), (12, "中午"), (14, "下午"), (18, "晚上"), (22, "深夜"))  # fmt: skip
_IN_FULL = 0.35
_PHONE_WRITTEN = 0.06


def goods_family(name: str) -> str:
    """The kind of offence whose tools and goods suit; empty where nothing is taken by hand."""
    return name if name in GOODS else ""


def tell_facts(dice: Dice, matter: Matter, address: str, modus: list[str]) -> str:
    """Up to some two hundred characters in one of many wordings."""
    offence = matter.offence
    at = matter.occurred
    day = day_text(at // DAY)
    hour = at % DAY // HOUR
    part = [word for since, word in _PARTS_OF_DAY if since <= hour][-1]
    when = dice.pick(
        (
            f"{day[:4]}年{int(day[5:7])}月{int(day[8:])}日{hour}时许",
            f"{day[:4]}年{int(day[5:7])}月{int(day[8:])}日{part}",
            f"{day}{part}{hour}时左右",
        )
    )
    actor = dice.pick(
        ("犯罪嫌疑人", "嫌疑人", "一名男子", "有人", "作案人") if offence.victims else ("嫌疑人", "当事人")
    )  # fmt: skip
    ways = "、".join(dice.pick(_WAYS[code]) for code in modus if code in _WAYS)
    family = goods_family(offence.name)
    tools = matter.tools
    goods = matter.goods
    if family and not matter.series:
        tools = (dice.pick(TOOLS[family]),) if dice.chance(0.5) else ()
        goods = (dice.pick(GOODS[family]),)
    pretence = matter.pretence
    if not pretence and offence.name in ("电信网络诈骗", "诈骗") and dice.chance(0.5):
        pretence = f"{dice.pick(PRETENCES)[:2]}{dice.pick(PRETENCES)[2:]}"
    deed = _deed(dice, matter, goods)
    victim = _victim(dice) if offence.victims else ""
    using = f"{dice.pick(('使用', '用', '携带'))}{'、'.join(tools)}" if tools else ""
    through = f"通过“{pretence}”{dice.pick(('平台', 'APP', '网站', ''))}" if pretence else ""
    body = dice.pick(
        (
            f"{when},{actor}在{address}{using}{ways}{through},{deed}{victim and '被害人' + victim}。",
            f"{victim and victim + '报警称,'}{when},其在{address}被{actor}{using}{ways}{through}{deed}。",
            f"{when},{address}发生一起{offence.name}案。经查,{actor}{using}{ways}{through}{deed}。",
            f"接{victim or '群众'}报案:{when}在{address},{actor}{ways}{using and ',' + using}{through},{deed}。",
        )
    )
    ending = dice.pick(
        ("案件正在进一步侦办中。", "现场已勘查。", "", "", "已调取周边监控。", "被害人要求追究。")
    )
    return (body + ending)[:300]


def _deed(dice: Dice, matter: Matter, goods: tuple[str, ...]) -> str:
    name, amount = matter.offence.name, f"{matter.amount:.0f}元"
    if goods:
        value = dice.pick((f",价值{amount}", f",损失约{amount}", f",涉案价值人民币{amount}"))
        return f"{dice.pick(_DEEDS['盗窃'])}{'、'.join(goods)}{value}"
    if "诈骗" in name:
        return f"{dice.pick(_DEEDS['诈骗'])}人民币{amount}"
    deed = dice.pick(_DEEDS[name]) if name in _DEEDS else f"涉嫌{name}"
    return f"{deed},涉案金额{amount}" if matter.amount else deed


def _victim(dice: Dice) -> str:
    name = names.invent_name(dice, dice.chance(0.5), "01")
    shown = name if dice.chance(_IN_FULL) else f"{name[0]}某"
    if dice.chance(_PHONE_WRITTEN):
        shown += f"(电话1{dice.pick('3578')}{dice.digits(9)})"
    return shown
