"""Sentences say what their figures say: direction, size, and nothing broken where figures are nought or missing.

When this fails, a leader reads that something rose that fell.
"""

from __future__ import annotations

import os
import random
import re
from datetime import date
from decimal import Decimal

import pytest

from dashboards.metrics.book import MetricBook, Scope
from dashboards.reports.blocks import Document, Paragraph, Sentence
from dashboards.reports.definition import load_definitions
from dashboards.reports.keys import read_metric_key
from dashboards.reports.periods import period_name, period_of
from models.metrics.chance import is_beyond_chance
from models.metrics.comparison import Quantity
from models.metrics.formula import round_as_printed
from models.metrics.periods import add_months

RUNS = 200 if os.environ.get("CASELOOM_PROVE") else 10
SEED = 20250630
NUMBER = r"-?[\d,]+(?:\.\d+)?"
CHANGE = re.compile(
    rf"比[^（，。]+（({NUMBER})[^）]*）(上升|下降|增加|减少)({NUMBER})(%|个百分点)?"
)
SAME = re.compile(rf"与[^（，。]+（({NUMBER})[^）]*）(基本)?持平")
BROKEN = re.compile(r"None|nan|NaT|\{|\}|，，|。。|（）|，。|—|--|\binf\b")
TELLING = [name for name, one in load_definitions().items() if one.metrics]


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def sentences(document: Document) -> list[Sentence]:
    return [
        sentence
        for block in document.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
    ]


def contradictions(sentence: Sentence) -> list[str]:
    """What a sentence says against its own figures."""
    wrong = []
    if BROKEN.search(sentence.text):
        wrong.append(f"broken: {sentence.text}")
    value = sentence.numbers[0].value if sentence.numbers else None
    known = {one.text: one.value for one in sentence.numbers}
    for base_text, way, size, unit in CHANGE.findall(sentence.text):
        base = known.get(base_text)
        if base is None or value is None:
            wrong.append(f"no figure [{base_text}]: {sentence.text}")
            continue
        if (value > base) != (way in ("上升", "增加")):
            wrong.append(f"{value} against {base} did not go {way}: {sentence.text}")
        expected = abs(value - base) / base * 100 if unit == "%" else abs(value - base)
        if number(size) != round_as_printed(expected, len(size.partition(".")[2])):
            wrong.append(f"{expected} is not {size}: {sentence.text}")
    for base_text, is_nearly in SAME.findall(sentence.text):
        base = known.get(base_text)
        if base is None or value is None or (value == base) == bool(is_nearly):
            wrong.append(f"{value} against {base}: {sentence.text}")
    # Nought is told as nothing, and what stands behind "连续" or "以来" is a row of figures that the sentence does not spell out.
    if not re.search("连续|以来|偶然|罪名", sentence.text):
        wrong += [
            f"[{one.text}] is not said: {sentence.text}"
            for one in sentence.numbers
            if one.value and one.text not in sentence.text
        ]
    return wrong


def asked(book: MetricBook, chance: random.Random) -> tuple[str, str, Scope]:
    """A report, a period and a scope, any of them; also periods with nothing in them."""
    name = chance.choice(TELLING)
    grain = load_definitions()[name].grain
    day = add_months(book.as_of, -chance.randint(0, 26)).replace(day=chance.randint(1, 28))
    choice = {
        "region": ["320505", "320583", "320571", None, None],
        "charge": ["264001", "133101", "102001", None, None, None],
        "agency": ["GA320583", "JC320505", "FY320581", None, None, None, None],
    }
    cut = {name: chance.choice(codes) for name, codes in choice.items()}
    return name, period_name(period_of(day, grain), grain), Scope(**cut)


def test_no_sentence_contradicts_its_figures(snapshot, make_report) -> None:
    chance, book = random.Random(SEED), MetricBook(snapshot)
    wrong, said = [], 0
    for _ in range(RUNS):
        name, period, scope = asked(book, chance)
        document = make_report(name, period=period, scope=scope)
        for sentence in sentences(document):
            said += 1
            wrong += [f"{name} {period} {scope}: {one}" for one in contradictions(sentence)]
    assert wrong == []
    assert said > RUNS


def test_figures_of_sentences_are_those_of_the_registry(snapshot, make_report) -> None:
    book = MetricBook(snapshot)
    document = make_report("monthly_supervision")
    checked = 0
    for sentence in sentences(document):
        for one in sentence.numbers:
            if one.key.startswith("figure:"):
                continue
            key = read_metric_key(one.key)
            if key.part != "value":
                continue
            figure = book.figure(key.metric_id, key.variant, key.period, key.scope)
            assert one.value == pytest.approx(figure.value, rel=1e-11), one.key
            checked += 1
    assert checked >= 10


def test_english_reads_without_chinese(make_report) -> None:
    for name in ("weekly_briefing", "overdue_daily"):
        for sentence in sentences(make_report(name, language="en")):
            assert not re.search("[\u3400-\u9fff]", sentence.text), sentence.text
            assert not re.search(r"None|nan|\{|;\s*\.|\.\.", sentence.text), sentence.text


@pytest.mark.parametrize(
    ("now", "before", "days", "verdict"),
    [
        (100, 100, (30, 30), False),
        (140, 100, (30, 30), True),
        (110, 100, (30, 30), False),
        (0, 0, (30, 30), None),
        (0, 12, (30, 30), True),
        # Half the days, half the cases: nothing changed.
        (50, 100, (15, 30), False),
    ],
)
def test_counts_differ_by_more_than_chance(now, before, days, verdict) -> None:
    assert is_beyond_chance(Quantity(now), Quantity(before), days=days) is verdict


def test_shares_differ_by_more_than_chance() -> None:
    def share(part: float, whole: float) -> Quantity:
        return Quantity(part, whole, 100.0)

    days = (30, 30)
    assert is_beyond_chance(share(50, 100), share(20, 100), days=days) is True
    assert is_beyond_chance(share(21, 100), share(20, 100), days=days) is False
    assert is_beyond_chance(share(1, 0), share(20, 100), days=days) is None
    assert is_beyond_chance(Quantity(5, 4, 100, is_part=False), share(1, 2), days=days) is None


def test_a_period_before_the_data_says_so(make_report) -> None:
    """Nothing is compared with years from which there are no data, and the report says it once."""
    document = make_report("monthly_statistics")
    first = document.blocks[0]
    assert isinstance(first, Paragraph) and "没有数据" in first.text
    assert not any("上年同期" in one.text for one in sentences(document)[1:])
    assert document.as_of >= date(2024, 1, 1)
