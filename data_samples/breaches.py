"""What an analysis should find: breaches of periods and other irregularities, judged by the story itself.

Belongs here: judgement of what was watched, and the file of findings. Keep out: the arithmetic of
periods (limits.py) and the notes (watch.py).

The day of judgement is the last data day. A breach is what the records show: late, or not done and due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from data_samples.clock import DAY, add_months, day_text
from data_samples.limits import ALWAYS, AT_LARGE, LIMITS, last_day, last_moment
from data_samples.meetings import find_meetings
from data_samples.watch import Clue, Paper, Period
from data_samples.world import World

# Which irregularity a broken period is; periods of all other rules are overdue handling.
FINDING_OF_RULE = {
    "detention_request_arrest": "overdue_custody",
    "detention_to_detention_center": "overdue_custody",
    "investigation_custody": "overdue_custody",
    "arrest_review_detained": "overdue_custody",
    "arrest_refused_release": "overdue_custody",
    "bail_max": "measure_overstayed",
    "residential_surveillance_max": "measure_overstayed",
    "detention_family_notice": "late_notice",
    "detention_first_interrogation": "late_notice",
    "arrest_family_notice": "late_notice",
    "arrest_first_interrogation": "late_notice",
    "investigation_custody_extension_request": "late_notice",
    "no_filing_notice_service": "late_service",
    "judgment_service": "late_service",
    "execution_documents": "late_execution_handover",
    "cc_documents": "late_execution_handover",
    "cc_report": "late_correction_report",
}
# Reviews and trials are a matter of custody while the person is inside.
_CUSTODY_OR_CASE = frozenset(
    (
        "prosecution_review_ordinary",
        "prosecution_review_fast_track",
        "first_instance_ordinary",
        "first_instance_summary",
        "first_instance_fast_track",
        "second_instance",
    )
)
# A case in which nothing happened for this long is dormant; who was detained this long ago and never
# sent to the procuratorate is left hanging.
_DORMANT_DAYS = 180
_HANGING_MONTHS = 12
# How long after a transfer the exchange of custody may still come.
_HANDOVER_DAYS = 7

# rule_id, limit_rule, true_case, true_person, source_table, record_key, due_at
Finding = tuple[str, str, str, str, str, str, str]


def find_irregularities(world: World) -> Iterator[Finding]:
    """Every irregularity in the records delivered, each once."""
    seen = set()
    for finding in _all(world):
        if finding[:4] not in seen or not finding[3]:
            seen.add(finding[:4])
            yield finding


def lost_rows(world: World) -> Iterator[tuple[str, str, str]]:
    """(table, record key, number of the case in it) of rows that never arrived: of their cases nobody can
    tell everything."""
    for table, record in world.watch.lost:
        fields = record.versions[0][1]
        names = ("AJBH", "caseId", "统一受案号", "关联统一受案号", "src_case_no")
        number = next((fields[name] for name in names if fields.get(name)), "")
        yield table, str(record.key), str(number)


def _all(world: World) -> Iterator[Finding]:
    for period in world.watch.periods:
        due = _breach(world, period)
        if due:
            rule = FINDING_OF_RULE.get(period.rule, "overdue_handling")
            if period.rule in _CUSTODY_OR_CASE and _is_inside(world, period, due):
                rule = "overdue_custody"
            yield (
                rule, period.rule, period.matter, period.human, period.table,
                str(period.record.key), due,
            )  # fmt: skip
    for clue in world.watch.clues:
        if (
            clue.record.versions[0][0] < world.clock.end
            and not world.watch.is_forgotten(clue.record)
            and _is_due(world, clue)
        ):
            yield _of_clue(clue)
    papers = [paper for paper in world.watch.papers if not world.watch.is_forgotten(paper.record)]
    for paper in _out_of_sequence(papers):
        yield (
            "document_number_out_of_sequence", "", paper.matter, "", paper.table,
            str(paper.record.key), "",
        )  # fmt: skip
    yield from _left_hanging(world)
    yield from find_meetings(world)


def _of_clue(clue: Clue) -> Finding:
    return clue.rule, "", clue.matter, clue.human, clue.table, str(clue.record.key), ""


def _is_due(world: World, clue: Clue) -> bool:
    """Some clues need time to be one."""
    if clue.rule == "custody_handover_missing":
        return clue.record.versions[0][0] // DAY + _HANDOVER_DAYS < world.clock.last_day
    if clue.rule == "borrowed_time_extension":
        return clue.window[1] < world.clock.end and not _has_evidence(world, clue)
    if clue.rule == "borrowed_time_return":
        return not _has_evidence(world, clue)
    return True


def _has_evidence(world: World, clue: Clue) -> bool:
    """Whether anything new was written down in the matter meanwhile, about whomever; to the end of the
    last day, as decisions and returns are delivered as days."""
    since, until = clue.window
    return any(since <= at < (until // DAY + 1) * DAY for at in world.watch.evidence[clue.matter])


def _breach(world: World, period: Period) -> str:
    """The day or moment at which the period was over, empty when it was kept."""
    clock = world.clock
    if period.start >= clock.end or period.record.versions[0][0] >= clock.end:
        return ""
    limit = LIMITS[period.rule]
    end = period.end if 0 < period.end < clock.end else 0
    if limit.hours:
        moment = last_moment(period.start, limit.hours)
        return clock.text(moment) if (end or clock.end) > moment else ""
    if limit.is_backward:
        due = last_day(clock, limit, period.start)
        return day_text(due) if end // DAY > due else ""
    due, is_open = _due_day(world, period, end)
    if is_open:
        return ""
    until = end // DAY if end else clock.last_day
    return day_text(due) if until > due else ""


def _is_inside(world: World, period: Period, due: str) -> bool:
    noon = date.fromisoformat(due).toordinal() * DAY + DAY // 2
    return world.watch.is_inside(period.matter, period.human, noon)


def _due_day(world: World, period: Period, end: int) -> tuple[int, bool]:
    """The last day, with valid extensions and pauses; and whether the clock stands still."""
    clock, limit = world.clock, LIMITS[period.rule]
    months = days = pause = 0
    start, due, allowed = period.start, last_day(clock, limit, period.start), True
    for at, more_months, more_days, is_total, is_rightful in sorted(period.extensions):
        if end and at > end:
            break
        if not (more_months or more_days):
            # Another serious offence: two months from then, while the old term is running.
            if at // DAY <= due:
                start, months, days, allowed = at, 0, 0, True
                due = last_day(clock, limit, start)
            continue
        if not (is_rightful and allowed) or at // DAY > due:
            # Later extensions build on this one.
            allowed = False
            continue
        if is_total:
            due = period.start // DAY + more_days
            continue
        months, days = months + more_months, days + more_days
        due = last_day(clock, limit, start, months=months, days=days)
    for since, until in period.pauses:
        if since // DAY > due:
            continue
        if until >= clock.end:
            return due, True
        pause += until // DAY - since // DAY
    due += pause
    if limit.moves == ALWAYS or (
        limit.moves == AT_LARGE
        and not world.watch.is_inside(period.matter, period.human, due * DAY + DAY // 2)
    ):
        due = clock.workday(due)
    return due, False


def _out_of_sequence(papers: list[Paper]) -> Iterator[Paper]:
    """Documents that are dated before one with a lower number, or bear the number of a later year."""
    series: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        text = str(paper.number).removesuffix("号")
        series[text.rstrip("0123456789")].append(paper)
    for prefix, group in series.items():
        year = next((int(prefix[i + 1 : i + 5]) for i, sign in enumerate(prefix) if sign in "〔("
                     and prefix[i + 1 : i + 5].isdigit()), 0)  # fmt: skip
        for paper in group:
            day = paper.printed // DAY
            if day >= paper.entered // DAY:
                continue
            # A witness has a lower number and a later date, was entered before, and is not itself
            # dated after its entry.
            if int(day_text(day)[:4]) < year or any(
                other.printed // DAY > day and other.printed <= other.entered <= paper.entered
                for other in group
                if _serial(other) < _serial(paper)
            ):
                yield paper


def _serial(paper: Paper) -> int:
    text = str(paper.number).removesuffix("号")
    return int(text[len(text.rstrip("0123456789")) :])


def _left_hanging(world: World) -> Iterator[Finding]:
    """Dormant cases, and suspects detained long ago whom nobody sent on."""
    clock, watch = world.clock, world.watch
    dormant = set()
    sent = {matter for matter, _ in watch.transferred}
    for matter, suspect in watch.stalled:
        record = suspect.case.record
        if suspect.caught >= clock.end or (matter, suspect.human.number) in watch.transferred:
            continue
        since = suspect.custody_since
        if since and add_months(since // DAY, _HANGING_MONTHS) < clock.last_day:
            yield (
                "detained_never_transferred", "", matter, suspect.human.number, "police.cases",
                str(record.key), "",
            )  # fmt: skip
        last = min(watch.last_acts[matter], clock.end)
        if (
            matter not in dormant
            and matter not in sent
            and clock.last_day - last // DAY > _DORMANT_DAYS
        ):
            dormant.add(matter)
            yield "dormant_case", "", matter, "", "police.cases", str(record.key), ""
