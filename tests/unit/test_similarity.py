"""Masking, words, consistency, matches. When this fails, a name is published or a court is accused by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models.similarity.consistency import fit_consistency, offsets_of
from models.similarity.masking import find_identifiers, mask_text
from models.similarity.words import Text, WordList, read_text
from models.supervision.matches import find_matches

THINGS = WordList({"tool": {"液压剪": "液压钳"}, "goods": {"电瓶车": "电动自行车"}})


@pytest.mark.parametrize(
    ("text", "names", "leaks"),
    [
        ("犯罪嫌疑人王小明在路口盗窃", ("王小明",), ["王小明"]),
        ("报案人欧阳文静称手机被盗", (), ["欧阳文静"]),
        ("被害人李建国,男,身份证号320502199001011234", (), ["李建国", "320502199001011234"]),
        ("李国强报警称家中被盗,电话13812345678", (), ["李国强", "13812345678"]),
        ("向卡号6222 0212 3456 7890 123转账,微信号wx_abc123", (), ["7890", "wx_abc123"]),
        ("苏E12345小车停于翠湖雅居18幢1903室", (), ["12345", "1903", "18幢"]),
        ("登录 http://www.fake-bank.top/login?u=1 后被骗", (), ["fake-bank"]),
    ],
)
def test_what_leads_to_a_person_is_blotted_out(
    text: str, names: tuple[str, ...], leaks: list[str]
) -> None:
    masked = mask_text(text, names)
    assert [leak for leak in leaks if leak in masked] == []


def test_what_tells_of_the_act_stays() -> None:
    masked = mask_text("2025年3月1日凌晨,有人用液压剪剪断车锁,盗走电瓶车,价值2300元")
    assert masked == "2025年3月1日凌晨,有人用液压剪剪断车锁,盗走电瓶车,价值2300元"


def test_words_tools_and_names_in_quotes_are_read() -> None:
    found = read_text(
        Text("2025-03-01 有人用液压剪盗走电瓶车,登录“鼎盛优选”APP,账号 abc12345"), THINGS
    )
    assert found["tools"] == ["液压钳"] and found["goods"] == ["电动自行车"]
    assert found["marks"] == ["鼎盛优选"]
    assert "abc12345" in found["identifiers"] and "abc12345" not in found["masked"]
    assert not any("abc12345" in term for term in found["terms"])


def test_dates_are_no_accounts() -> None:
    assert find_identifiers("2025-03-01至2025年3月2日间") == []


def make_sentences(lean: float, seed: int) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    number = 1500
    court = dice.integers(0, 8, number)
    amount = np.exp(dice.normal(8, 1, number))
    log = 2 + 0.3 * (np.log(amount) - 8) + lean * (court == 3) + 0.4 * dice.standard_normal(number)
    return pd.DataFrame(
        {
            "court_code": [f"K{value}" for value in court],
            "charge_code": dice.choice(["264001", "266001"], number),
            "pronounced_date": pd.Timestamp("2024-03-01") + pd.to_timedelta(dice.integers(0, 500, number), unit="D"),
            "sentence_months": np.exp(log).clip(1),
            "amount_yuan": amount,
            "has_plea_leniency": dice.random(number) < 0.8,
            "has_surrendered": dice.random(number) < 0.3,
            "accused_count": 1,
        }
    )  # fmt: skip


def test_a_court_that_leans_is_seen_and_others_are_not() -> None:
    offsets = offsets_of(fit_consistency(make_sentences(0.35, seed=2)), "court").set_index(
        "court_code"
    )
    sure = offsets["effect"].abs() > 1.96 * offsets["error"]
    assert sure["K3"] and offsets.loc["K3", "effect"] > 0.2
    assert sure.drop("K3").sum() <= 1
    # Shrinkage never makes a difference larger.
    assert (offsets["effect"].abs() <= offsets["raw"].abs() + 0.02).all()


def test_too_few_sentences_say_nothing() -> None:
    assert fit_consistency(make_sentences(0.0, seed=1).head(20)).empty


def make_meetings(favoured: int, seed: int) -> pd.DataFrame:
    dice = np.random.default_rng(seed)
    rows = [
        ("judge", f"court{place % 4}|2025|1|10", f"J{place % 4}-{dice.integers(8)}", f"A{dice.integers(60)}", str(place))
        for place in range(2400)
    ]  # fmt: skip
    rows += [("judge", "court0|2025|1|10", "J0-1", "A7", f"x{place}") for place in range(favoured)]
    return pd.DataFrame(rows, columns=["kind", "stratum", "official", "counsel", "matter"])


def test_a_favoured_lawyer_is_found_and_chance_is_not() -> None:
    found = find_matches(make_meetings(14, seed=4))
    assert list(zip(found["official"], found["counsel"], strict=True)) == [("J0-1", "A7")]
    assert sum(len(find_matches(make_meetings(0, seed=seed))) for seed in range(5)) == 0
