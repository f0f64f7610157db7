"""A slow second opinion on clocks: events one after the other, days counted one by one.

Belongs here: the arithmetic and the state of a clock, written from the text of the law and the
conventions C1–C10 (docs/clocks.md). Keep out: the engine; nothing here is shared with it but the seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pipelines.clocks.engine import Event, Question
from tests.clocks.reference_state import DAY, Cycle, Hold, Rules, Verdict, months_later, state_of

HOUR = timedelta(hours=1)


class Reference:
    """The clock of one rule for the events of one question."""

    def __init__(self, rules: Rules, question: Question) -> None:
        assert question.rule_id
        self.all = rules
        self.question = question
        self.versions = rules.rules[question.rule_id]
        self.rule = self.versions[0]
        self.events = [
            event
            for event in question.events
            if event.occurred_at <= question.judged_at
            and (not question.person or event.person in (None, question.person))
        ]
        self.cycles: list[Cycle] = []
        self.open_holds: list[Hold] = []
        self.stops = 0
        self.restarts = 0

    def verdict(self) -> Verdict | None:
        """None when the clock never started."""
        if self.rule["direction"] == "backward":
            return self._backward()
        for _, role, row, event in sorted(self._marks(), key=lambda mark: mark[0]):
            self._take(role, row, event)
        if not self.cycles:
            return None
        return self._conclude(self.cycles[-1])

    # What an event does

    def _marks(self) -> Iterator[tuple[tuple, str, dict[str, str], Event]]:
        for place, event in enumerate(self.events):
            for rank, role, row in self._roles(event):
                yield (self._order(event, rank), rank, place), role, row, event

    def _order(self, event: Event, rank: int) -> datetime:
        if event.has_time:
            return event.occurred_at
        return event.occurred_at if rank < 3 else event.occurred_at + DAY - timedelta(seconds=1)

    def _roles(self, event: Event) -> Iterator[tuple[int, str, dict[str, str]]]:
        rule_id, kind = self.question.rule_id, event.event_type
        if kind == self.rule["trigger_event"] and self._applies(event):
            yield 1, "start", {}
        for row in self.all.events:
            if row["rule_id"] == rule_id and row["event_type"] == kind:
                if row["role"] == "also_end":
                    yield 7, "end", row
                elif row["role"] == "stop":
                    yield 5, "stop", row
                else:
                    yield 6, row["role"], row
        for row in self.all.suspensions:
            if row["rule_id"] == rule_id and row["start_event"] == kind:
                yield 2, "suspend", row
        if any(
            row["rule_id"] == rule_id and row["end_event"] == kind for row in self.all.suspensions
        ):
            yield 4, "unsuspend", {}
        if kind == "extension_granted":
            yield 3, "extend", {}
        if kind == self.rule["end_event"]:
            yield 7, "end", {}

    def _applies(self, event: Event) -> bool:
        alternatives: dict[str, bool] = {}
        for row in self.all.conditions:
            if row["rule_id"] == self.question.rule_id:
                value = self._word(event, row["attribute"])
                if value is None:
                    fits = row["when_missing"] != "never"
                else:
                    fits = value in row["accepted_values"].split("|")
                number = row["alternative"]
                alternatives[number] = alternatives.get(number, True) and fits
        return not alternatives or any(alternatives.values())

    @staticmethod
    def _word(event: Event, name: str) -> str | None:
        value = event.attributes.get(name)
        return None if value is None else str(value).lower()

    def _take(self, role: str, row: dict[str, str], event: Event) -> None:
        cycle = self.cycles[-1] if self.cycles else None
        is_live = cycle is not None and cycle.closed_at is None
        is_stopped = is_live and cycle.stopped_on is not None
        if role == "start" and (not is_live or is_stopped):
            waits = any(
                other["role"] == "deferred_start" and other["rule_id"] == self.question.rule_id
                for other in self.all.events
            )
            self._open(event, is_pending=waits and self._word(event, "identity_unknown") == "true")
        elif role in ("also_start", "restart_always"):
            if self.cycles or row["can_start_alone"] == "true":
                self._open(event)
        elif role == "restart_after_stop" and is_stopped:
            self._open(event)
        elif role == "deferred_start" and is_live and cycle.is_pending:
            self.cycles.pop()
            self._open(event)
        elif (
            role == "restart_while_running" and is_live and not is_stopped and not cycle.is_pending
        ):
            self.restarts += 1
            is_allowed = not row["max_times"] or self.restarts <= int(row["max_times"])
            if is_allowed and not self._has_run_out(cycle, event):
                self._open(event)
        elif role == "stop" and is_live and not is_stopped:
            self.stops += 1
            if self.stops <= int(row["max_times"] or self.stops):
                cycle.stopped_on = event.occurred_at.date()
                cycle.stopped_late = self._has_run_out(cycle, event)
        elif role == "resume" and is_stopped:
            self._go_on(cycle, event.occurred_at.date())
        elif role == "suspend":
            self._suspend(cycle if is_live else None, row, event)
        elif role == "unsuspend":
            self._unsuspend(event)
        elif role == "extend" and is_live and not is_stopped:
            self._extend(cycle, event)
        elif role == "end" and is_live:
            if is_stopped:
                self._go_on(cycle, event.occurred_at.date())
            self._close(cycle, event)

    def _open(self, event: Event, *, is_pending: bool = False) -> None:
        if self.cycles and self.cycles[-1].closed_at is None:
            before = self.cycles[-1]
            if before.stopped_on is None:
                self._close(before, event)
        value, unit = int(self.rule["base_value"]), self.rule["unit"]
        months = value if unit == "month" else 0
        days = value if unit in ("day", "working_day", "none") else 0
        for row in self.all.totals:
            if row["rule_id"] == self.question.rule_id and self._word(
                event, row["attribute"]
            ) in row["accepted_values"].split("|"):
                months, days = int(row["months"]), int(row["days"])
        start = event.occurred_at
        if event.event_type == self.rule["trigger_event"] and "date" in event.attributes:
            start = datetime.fromisoformat(event.attributes["date"])
        cycle = Cycle(
            start=start,
            has_time=event.has_time,
            months=months,
            days=days,
            hours=value if unit in ("hour", "duration_hour") else 0,
            is_pending=is_pending,
        )
        cycle.holds = [hold for hold in self.open_holds if not self._is_over(hold, start.date())]
        self.cycles.append(cycle)

    def _close(self, cycle: Cycle, event: Event) -> None:
        cycle.closed_at, cycle.closed_has_time = event.occurred_at, event.has_time
        if event.event_type in self._end_types() and "mailed_on" in event.attributes:
            cycle.closed_at = datetime.fromisoformat(event.attributes["mailed_on"])

    def _end_types(self) -> set[str]:
        return {self.rule["end_event"]} | {
            row["event_type"]
            for row in self.all.events
            if row["rule_id"] == self.question.rule_id and row["role"] == "also_end"
        }

    def _go_on(self, cycle: Cycle, day: date) -> None:
        if not cycle.stopped_late and day > cycle.stopped_on:
            cycle.holds.append(Hold(cycle.stopped_on, "", None, day))
        cycle.stopped_on, cycle.stopped_late = None, False

    def _suspend(self, cycle: Cycle | None, row: dict[str, str], event: Event) -> None:
        since = event.occurred_at.date()
        last = months_later(since, int(row["max_months"]), "") if row["max_months"] else None
        hold = Hold(since, row["end_event"], last)
        self.open_holds.append(hold)
        if cycle and cycle.stopped_on is None and not self._has_run_out(cycle, event):
            cycle.holds.append(hold)

    def _unsuspend(self, event: Event) -> None:
        for hold in self.open_holds:
            if hold.ends_with == event.event_type:
                day = event.occurred_at.date()
                hold.until = min(day, hold.last_possible) if hold.last_possible else day
        self.open_holds = [hold for hold in self.open_holds if hold.ends_with != event.event_type]

    @staticmethod
    def _is_over(hold: Hold, day: date) -> bool:
        return hold.last_possible is not None and day >= hold.last_possible

    def _extend(self, cycle: Cycle, event: Event) -> None:
        kind = self._word(event, "kind")
        rows = [
            row
            for row in self.all.extensions
            if row["rule_id"] == self.question.rule_id and row["kind"] == kind
        ]
        if not rows or self._has_run_out(cycle, event):
            return
        row = rows[0]
        day = event.occurred_at.date().isoformat()
        length = event.attributes.get(row["length_attribute"]) if row["length_attribute"] else None
        is_good = (
            row["effect"] != "none"
            and (row["valid_from"] or "0") <= day < (row["valid_to"] or "9")
            and (
                not row["approvers"] or self._word(event, "approver") in row["approvers"].split("|")
            )
            and (
                not row["condition_attribute"]
                or self._word(event, row["condition_attribute"])
                in row["condition_values"].split("|")
            )
            and (
                not row["length_attribute"]
                or (
                    length is not None
                    and int(row["min_length"]) <= int(length) <= int(row["max_length"])
                )
            )
            and (not row["only_after"] or row["only_after"] in cycle.granted)
            and (not row["not_after"] or row["not_after"] not in cycle.granted)
            and (row["is_repeatable"] == "true" or kind not in cycle.granted)
        )
        if not is_good:
            return
        cycle.granted.append(kind)
        months, days, hours = int(row["months"]), int(row["days"]), int(row["hours"])
        if row["effect"] == "add":
            cycle.added_months += int(length) if row["length_attribute"] == "months" else months
            cycle.added_days += int(length) if row["length_attribute"] == "days" else days
        elif (months, days) > (cycle.months, cycle.days):
            cycle.months, cycle.days = months, days
            if any(
                other["rule_id"] == self.question.rule_id and other["not_after"] == kind
                for other in self.all.extensions
            ):
                # "延长至" is a total (period_arithmetic.md, 2): what was added before is inside it.
                cycle.added_months = cycle.added_days = 0
        cycle.hours = max(cycle.hours, hours)

    # How long it takes

    def _has_run_out(self, cycle: Cycle, event: Event) -> bool:
        """Had the term, as it stood, ended before the event?"""
        if cycle.is_pending:
            return False
        day = event.occurred_at.date()
        if self._is_in_hours():
            end = self._hours_end(cycle)
            return event.occurred_at > end if event.has_time else day > end.date()
        if any(self._covers(hold, day) for hold in cycle.holds):
            return False
        return day > self._postponed(self._last_day(cycle, day))

    def _covers(self, hold: Hold, day: date) -> bool:
        return hold.covers(day) and not self._is_over(hold, day)

    def _is_in_hours(self) -> bool:
        return self.rule["unit"] in ("hour", "duration_hour")

    def _hours_end(self, cycle: Cycle) -> datetime:
        start = cycle.start
        if not cycle.has_time:
            start = datetime(start.year, start.month, start.day, 23, 59, 59)
        if self.rule["unit"] == "hour":
            start = start.replace(minute=0, second=0, microsecond=0) + HOUR
        for _ in range(cycle.hours):
            start += HOUR
        return start

    def _last_day(self, cycle: Cycle, known_until: date) -> date:
        """The last day of the term, postponement left aside; days that do not count are walked over."""
        day = cycle.start.date()
        if self.rule["unit"] == "working_day":
            left = cycle.days + cycle.added_days
            while left:
                day += DAY
                left -= not self.all.is_off(day)
            return day
        months = cycle.months + cycle.added_months
        day = months_later(day, months, self.rule["month_mode"]) if months else day
        for _ in range(cycle.days + cycle.added_days):
            day += DAY
        last = cycle.closed_at.date() if cycle.closed_at else known_until
        walked = cycle.start.date()
        held = 0
        while walked < last:
            held += any(self._covers(hold, walked) for hold in cycle.holds)
            walked += DAY
        for _ in range(held):
            day += DAY
        return day

    def _is_in_custody(self, on: date) -> bool:
        state = self.rule["counts_as_custody_when_unknown"] == "true"
        for event in sorted(self.events, key=lambda event: event.occurred_at):
            if event.occurred_at.date() <= on:
                said = self._word(event, "in_custody")
                if said in ("true", "false"):
                    state = said == "true"
                else:
                    state = self.all.custody.get(event.event_type, state)
        return state

    def _postponed(self, day: date) -> date:
        policy = self.rule["holiday_policy"]
        if policy == "yes" or (policy == "if_not_in_custody" and not self._is_in_custody(day)):
            while self.all.is_off(day):
                day += DAY
        return day

    # What comes of it

    def _conclude(self, cycle: Cycle) -> Verdict:
        judged = self.question.judged_at
        if cycle.is_pending:
            return Verdict("", "on_time" if cycle.closed_at else "suspended", 0)
        if cycle.stopped_on is not None:
            if not cycle.stopped_late:
                return Verdict("", "suspended", 0)
            cycle.closed_at = datetime.combine(cycle.stopped_on, datetime.min.time())
        if cycle.closed_at is None and any(
            self._covers(hold, judged.date()) for hold in cycle.holds
        ):
            return Verdict("", "suspended", 0)
        at = cycle.closed_at or judged
        if self._is_in_hours():
            due = self._hours_end(cycle)
            if cycle.closed_at and not cycle.closed_has_time:
                at = datetime(at.year, at.month, at.day)
            over = 0
            while due + over * DAY < at:
                over += 1
            if cycle.closed_at and not cycle.closed_has_time and at.date() <= due.date():
                over = 0
            left = (due - at) / DAY
            return state_of(f"{due:%Y-%m-%dT%H:%M}", cycle.closed_at is not None, over, left)
        due = self._postponed(self._last_day(cycle, judged.date()))
        over = max(0, (at.date() - due).days)
        return state_of(due.isoformat(), cycle.closed_at is not None, over, (due - at.date()).days)

    def _backward(self) -> Verdict | None:
        """The last date that was set, and the first act that can be meant for it."""
        starts = [
            (self._order(event, 1), place, event)
            for place, event in enumerate(self.events)
            if event.event_type == self.rule["trigger_event"] and self._applies(event)
        ]
        if not starts:
            return None
        starts.sort(key=lambda start: start[:2])
        dates = [self._date_set(event) for _, _, event in starts]
        acts = sorted(
            (self._order(event, 7), event.occurred_at, event.has_time)
            for event in self.events
            if event.event_type in self._end_types()
        )
        is_once = self.rule["is_done_once"] == "true"
        fitting = [at for _, at, _ in acts if is_once or len(dates) == 1 or at > dates[-2]]
        due = dates[-1].date()
        for _ in range(int(self.rule["base_value"])):
            due -= DAY
        closed = fitting[0] if fitting else None
        at = closed or self.question.judged_at
        return state_of(
            due.isoformat(),
            closed is not None,
            max(0, (at.date() - due).days),
            (due - at.date()).days,
        )

    @staticmethod
    def _date_set(event: Event) -> datetime:
        value: Any = event.attributes.get("date")
        return datetime.fromisoformat(value) if value else event.occurred_at
