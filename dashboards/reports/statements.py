"""Sentences that follow from figures: how much, against what, since when, driven by what, how sure.

Belongs here: choosing what may be said. Keep out: words (the catalogue, ``say.*``), arithmetic
(models/metrics). Nothing is said that a figure does not carry: a clause without its figures is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboards.metrics.book import MetricFigure
from dashboards.reports.blocks import Number, Sentence
from dashboards.reports.desk import Desk, Measured
from dashboards.reports.small_cells import is_small
from models.metrics.chance import is_beyond_chance
from models.metrics.comparison import compare
from models.metrics.formula import round_as_printed
from models.metrics.periods import Kind, Period, add_months, month_end, shift_months

# A row of this many changes in one direction is worth saying, and a record this many periods old.
STREAK = 3
RECORD = 6
LOOK_BACK_MONTHS = 24
DRIVERS = 3
CHARGES = 30


@dataclass(frozen=True)
class Clause:
    """A part of a sentence with its figures."""

    text: str
    numbers: tuple[Number, ...] = ()


def say_metric(desk: Desk, name: str, *, with_drivers: bool = False) -> tuple[Sentence, ...]:
    """What a report says of one metric; nothing where the metric cannot be had in this scope."""
    found = desk.measure(name)
    if found.reason or found.figure is None:
        return ()
    if is_small(found, found.figure):
        told = desk.text("say.small", name=desk.name(found.metric, found.variant))
        return (_sentence(desk, [Clause(told)]),)
    clauses = [_level(desk, found)]
    if found.figure.value is not None:
        clauses += [
            clause for kind in desk.kinds if (clause := _against(desk, found, kind)) is not None
        ]
        clauses += _since_when(desk, found)
    sentences = [_sentence(desk, clauses)]
    if with_drivers:
        sentences += _drivers(desk, found)
    return (*sentences, *_doubts(desk, found))


def _level(desk: Desk, found: Measured) -> Clause:
    text, figure = desk.text, found.figure
    name = desk.name(found.metric, found.variant)
    assert figure is not None
    if figure.value is None:
        key = "say.no_observation" if figure.quantity is None else "say.no_value"
        return Clause(text(key, name=name))
    value = desk.number(figure.value, found.variant, found.key())
    said = text("say.level", name=name, value=value.text, unit=desk.unit(found.variant))
    if figure.quantity is None:
        count = Number(
            desk.formats.number(figure.observation_count),
            figure.observation_count,
            found.key("count"),
        )
        return Clause(said + text("say.observations", count=count.text), (value, count))
    quantity = figure.quantity
    if quantity.denominator is None or not quantity.is_part:
        return Clause(said, (value,))
    parts = [
        Number(desk.formats.number(number), number, found.key(part))
        for part, number in (
            ("numerator", quantity.numerator),
            ("denominator", quantity.denominator),
        )
    ]
    told = text("say.parts", numerator=parts[0].text, denominator=parts[1].text)
    return Clause(said + told, (value, *parts))


def _against(desk: Desk, found: Measured, kind: Kind) -> Clause | None:
    """The comparison with one base, in words that its size allows."""
    text, figure = desk.text, found.figure
    when = text(f"say.when.{kind.value}.{desk.grain}")
    base = (found.bases or {}).get(kind)
    if base is None:
        return Clause(text("say.no_base", when=when))
    days, before = base
    assert figure is not None and figure.value is not None
    if before.value is None:
        return Clause(text("say.base_without_value", when=when))
    if is_small(found, before):
        return Clause(text("say.base_small", when=when))
    change = direction_of(found, before)
    shown = desk.number(before.value, found.variant, found.key(period=days))
    unit = desk.unit(found.variant)
    values = {"when": when, "base": shown.text, "unit": unit}
    if figure.value == before.value:
        return Clause(text("say.same", **values), (shown,))
    if change == 0:
        return Clause(text("say.nearly_same", **values), (shown,))
    way = "rose" if change > 0 else "fell"
    size = abs(figure.value - before.value)
    if figure.quantity is not None and before.quantity is not None:
        compared = compare(figure.quantity, before.quantity)
        relative = compared.relative_change
        if relative is not None and not compared.is_small_base and before.value > 0:
            share = f"{round_as_printed(abs(relative) * 100, 1):f}%"
            if share != "0.0%":
                return Clause(text(f"say.{way}_share", share=share, **values), (shown,))
    amount = desk.number(size, found.variant, found.key("change", days)).text
    if found.variant["unit"] == "%":
        return Clause(text(f"say.{way}_points", change=amount, **values), (shown,))
    word = "number" if found.variant["formula"] == "count" else "level"
    return Clause(text(f"say.{way}_{word}", change=amount, **values), (shown,))


def direction_of(found: Measured, before: MetricFigure) -> int:
    """1, -1, or 0 where the change disappears in the printed digits."""
    assert found.figure is not None and found.figure.value is not None and before.value is not None
    change = round_as_printed(found.figure.value - before.value, int(found.variant["decimals"]))
    return (change > 0) - (change < 0)


def _since_when(desk: Desk, found: Measured) -> list[Clause]:
    """A row of changes, or a value not seen for long: for whole months that are over."""
    if desk.grain != "month" or found.is_cut or not found.period.is_whole_months:
        return []
    values: list[tuple[Period, float]] = []
    months = [shift_months(found.period, -back) for back in range(LOOK_BACK_MONTHS)]
    # All are asked for before one is looked at, so that one turn gets them all.
    figures = [
        None if month.first_day < desk.data_start else desk.figure(found, month) for month in months
    ]
    for month, figure in zip(months, figures, strict=True):
        if figure is None or figure.value is None or _is_thin(figure) or is_small(found, figure):
            break
        values.append((month, figure.value))
    if len(values) <= STREAK:
        return []
    said = []
    for way, sign in (("up", 1), ("down", -1)):
        length = 0
        while length + 1 < len(values) and (sign * (values[length][1] - values[length + 1][1]) > 0):
            length += 1
        if length >= STREAK:
            numbers = tuple(
                desk.number(value, found.variant, found.key(period=month))
                for month, value in values[: length + 1]
            )
            said.append(Clause(desk.text(f"say.streak_{way}", count=length), numbers))
    return said or _record(desk, found, values)


def _record(desk: Desk, found: Measured, values: list[tuple[Period, float]]) -> list[Clause]:
    now = values[0][1]
    for way, sign in (("highest", 1), ("lowest", -1)):
        back = next((at for at in range(1, len(values)) if sign * (values[at][1] - now) >= 0), None)
        seen = len(values) if back is None else back
        if seen <= RECORD:
            continue
        numbers = tuple(
            desk.number(value, found.variant, found.key(period=month))
            for month, value in values[: seen + (back is not None)]
        )
        month = values[seen - 1][0] if back is None else values[back][0]
        key = f"say.{way}_of_{'known' if back is None else 'late'}"
        return [Clause(desk.text(key, month=f"{month.first_day:%Y-%m}"), numbers)]
    return []


def _is_thin(figure: MetricFigure) -> bool:
    if figure.quantity is not None:
        return figure.quantity.is_small
    return (figure.observation_count or 0) < 30


def _drivers(desk: Desk, found: Measured) -> list[Sentence]:
    """Which charges moved most in the direction of the whole: for counts compared over whole months."""
    if not desk.kinds:
        return []
    kind = desk.kinds[-1]
    base = (found.bases or {}).get(kind)
    is_cut_by_charge = "charge" in str(found.metric["slices"]).split(";")
    if (
        base is None
        or found.variant["formula"] != "count"
        or found.scope.charge is not None
        or not is_cut_by_charge
        or found.is_cut
        or not found.period.is_whole_months
        or base[1].quantity is None
        or base[1].quantity.is_small
    ):
        return []
    direction = direction_of(found, base[1])
    changes = []
    charges = desk.ask(
        "report_top_charges",
        region=found.scope.region,
        agency=found.scope.agency,
        row_limit=CHARGES,
    )
    for code in charges["charge_code"]:
        one = replace(found, scope=replace(found.scope, charge=code))
        now, before = desk.figure(one, found.period), desk.figure(one, base[0])
        if now is None or before is None or now.value is None or before.value is None:
            continue
        change = now.value - before.value
        # Small cells drive nothing that may be told.
        if change * direction >= 5 and min(now.value, before.value) >= 5:
            changes.append((change, code, one, now, before))
    changes.sort(key=lambda item: (-abs(item[0]), item[1]))
    if not direction or not changes:
        return []
    items, numbers = [], []
    for change, code, one, now, before in changes[:DRIVERS]:
        amount = desk.number(abs(change), found.variant, one.key("change", base[0]))
        numbers += [
            desk.number(now.value, found.variant, one.key()),
            desk.number(before.value, found.variant, one.key(period=base[0])),
        ]
        items.append(
            desk.text(
                "say.driver",
                name=desk.labels.charge(code),
                change=amount.text,
                unit=desk.unit(found.variant),
            )
        )
    way = "up" if direction > 0 else "down"
    when = desk.text(f"say.when.{kind.value}.{desk.grain}")
    listed = desk.text("frame.list_separator").join(items)
    said = Clause(desk.text(f"say.drivers_{way}", when=when, items=listed), tuple(numbers))
    return [_sentence(desk, [said])]


def _doubts(desk: Desk, found: Measured) -> list[Sentence]:
    """What is uncertain about the figure and about its change."""
    text, figure = desk.text, found.figure
    assert figure is not None
    clauses = []
    if found.is_cut or figure.is_unfinished:
        clauses.append(Clause(text("say.unfinished", day=f"{found.period.last_day:%Y-%m-%d}")))
    if figure.is_open_cohort:
        clauses.append(Clause(text("say.open_cohort")))
    if figure.value is not None and found.variant["time_basis"] != "stock":
        clauses += _chance(desk, found, figure)
    if found.metric["availability"] == "partly":
        clauses.append(Clause(text("say.partly")))
    return [_sentence(desk, clauses)] if clauses else []


def _chance(desk: Desk, found: Measured, figure: MetricFigure) -> list[Clause]:
    clauses = []
    interval = figure.quantity.interval if figure.quantity is not None else None
    if interval is not None and found.variant["unit"] == "%":
        ends = tuple(
            desk.number(end, found.variant, found.key(part))
            for part, end in (("lower", interval.lower), ("upper", interval.upper))
        )
        clauses.append(
            Clause(desk.text("say.interval", lower=ends[0].text, upper=ends[1].text), ends)
        )
    if not desk.kinds:
        return clauses
    kind = desk.kinds[-1]
    base = (found.bases or {}).get(kind)
    if base is None or base[1].quantity is None or figure.quantity is None:
        return clauses
    if base[1].value is None or is_small(found, base[1]) or direction_of(found, base[1]) == 0:
        return clauses
    verdict = is_beyond_chance(
        figure.quantity, base[1].quantity, days=(found.period.day_count, base[0].day_count)
    )
    if verdict is not None:
        key = "say.beyond_chance" if verdict else "say.within_chance"
        when = desk.text(f"say.when.{kind.value}.{desk.grain}")
        shown = desk.number(base[1].value, found.variant, found.key(period=base[0]))
        clauses.append(Clause(desk.text(key, when=when), (shown,)))
    return clauses


def _sentence(desk: Desk, clauses: Iterable[Clause]) -> Sentence:
    given = list(clauses)
    joined = desk.text("say.comma").join(clause.text for clause in given)
    if desk.language == "en":
        joined = joined[:1].upper() + joined[1:]
    said = joined + desk.text("say.stop")
    return Sentence(said, tuple(number for clause in given for number in clause.numbers))


def months_until(last: Period, count: int) -> list[Period]:
    """So many whole months, the last one that in which ``last`` ends."""
    first = last.last_day.replace(day=1)
    starts = [add_months(first, -back) for back in reversed(range(count))]
    return [Period(start, month_end(start)) for start in starts]
