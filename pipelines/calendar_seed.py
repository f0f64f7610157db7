"""The calendar seed: every day of 2015–2027 with statutory holidays and make-up workdays.

Belongs here: writing ``dbt_project/seeds/domain/calendar.csv`` from the announcements of the State
Council as chinesecalendar knows them. Keep out: counting of days (clocks).

A year that is not announced yet is provisional: weekends and the holidays that the law fixes
(全国年节及纪念日放假办法, 2024), no make-up workdays. Run ``python -m pipelines.calendar_seed`` when a
newer chinesecalendar knows one more year.
"""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.transform import project_dir

SEED_FILE = Path("seeds/domain/calendar.csv")
FIRST_YEAR, LAST_YEAR = 2015, 2027
COLUMNS = (
    "date_day",
    "is_workday",
    "is_holiday",
    "holiday_name",
    "is_makeup_workday",
    "is_provisional",
)
NAMES_ZH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
# (month, day) of the statutory holidays of years without an announcement; lunar ones by almanac.
STATUTORY_DAYS = {
    2027: {
        (1, 1): "元旦",
        (2, 5): "春节",
        (2, 6): "春节",
        (2, 7): "春节",
        (2, 8): "春节",
        (4, 5): "清明节",
        (5, 1): "劳动节",
        (5, 2): "劳动节",
        (6, 9): "端午节",
        (9, 15): "中秋节",
        (10, 1): "国庆节",
        (10, 2): "国庆节",
        (10, 3): "国庆节",
    }
}
SATURDAY = 5


def calendar_rows() -> Iterator[dict[str, str]]:
    """One dict of text per day, in order; booleans as ``true``/``false``."""
    import chinese_calendar
    from chinese_calendar.constants import holidays, in_lieu_days, workdays

    announced = max(holidays).year
    # The library refuses years that it does not know; a jump past it must be a decision here.
    missing = [year for year in range(announced + 1, LAST_YEAR + 1) if year not in STATUTORY_DAYS]
    if missing:
        raise ValueError(f"no statutory days for {missing}; add them to STATUTORY_DAYS")
    day = datetime.date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        is_provisional = day.year > announced
        if is_provisional:
            name = STATUTORY_DAYS[day.year].get((day.month, day.day), "")
            is_workday = not name and day.weekday() < SATURDAY
        else:
            is_workday = chinese_calendar.is_workday(day)
            holiday = holidays.get(day) or in_lieu_days.get(day)
            name = NAMES_ZH[holiday] if holiday else ""
        yield dict(
            zip(
                COLUMNS,
                (
                    day.isoformat(),
                    _text(is_workday),
                    _text(bool(name)),
                    name,
                    _text(not is_provisional and day in workdays and day.weekday() >= SATURDAY),
                    _text(is_provisional),
                ),
                strict=True,
            )
        )
        day += datetime.timedelta(days=1)


def _text(value: bool) -> str:
    return "true" if value else "false"


def write_seed(project: Path) -> Path:
    """Write the seed into the dbt project and return its path."""
    target = project / SEED_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(calendar_rows())
    return target


if __name__ == "__main__":
    sys.stdout.write(f"written: {write_seed(project_dir())}\n")
