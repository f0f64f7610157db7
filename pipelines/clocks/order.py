"""What cannot have happened in that order: said beside the clock, never silently mended.

Belongs here: ends before starts, resumptions of what was never suspended, restarts of what was never
stopped. Keep out: counting; the engine leaves such events out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.clocks.engine import ClockEngine, Event, Question

# Why an event cannot have happened where it stands: Chinese, English.
_WHYS = {
    "not_started": ("期限尚未起算", "the term had not begun"),
    "not_stopped": ("此前没有停止计算", "nothing had stopped the clock before"),
    "not_suspended": ("此前没有相应的中止事由", "nothing had suspended the clock before"),
}
_OPENING = {"start", "restart", "dependent_restart", "restart_after_stop"}


class OrderCheck:
    """The parts that events play in rules, looked at for their order."""

    def __init__(self, engine: ClockEngine) -> None:
        self._labels = engine.event_labels()
        self._roles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for rule_id, event_type, role in engine.roles():
            self._roles[rule_id][role].add(event_type)
        self._pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for rule_id, suspending, resuming in engine.suspensions():
            self._pairs[rule_id].append((suspending, resuming))

    def find(
        self, question: Question, rule_id: str, *, is_backward: bool, language: str = "zh"
    ) -> list[str]:
        """Sentences about events of this rule whose order is impossible; ``language`` is zh or en."""
        events = [
            event
            for event in question.events
            if event.occurred_at <= question.judged_at
            and (question.person is None or event.person in (None, question.person))
        ]
        roles = self._roles[rule_id]
        found = []
        if not is_backward:
            opening = set().union(*(roles[role] for role in _OPENING))
            found += self._early(events, roles["end"], opening, "not_started", language)
        found += self._early(
            events,
            roles["resume"] | roles["restart_after_stop"],
            roles["stop"],
            "not_stopped",
            language,
        )
        for suspending, resuming in self._pairs[rule_id]:
            found += self._early(events, {resuming}, {suspending}, "not_suspended", language)
        return found

    def _early(
        self, events: Sequence[Event], later: set[str], earlier: set[str], why: str, language: str
    ) -> Iterable[str]:
        firsts = [event.occurred_at for event in events if event.event_type in earlier]
        for event in events:
            if event.event_type in later - earlier and (
                not firsts or event.occurred_at < min(firsts)
            ):
                label_zh, label_en = self._labels[event.event_type]
                day, (why_zh, why_en) = f"{event.occurred_at:%Y-%m-%d}", _WHYS[why]
                if language == "en":
                    yield f"{day} {label_en} ({event.event_type}) is out of order: {why_en}"
                else:
                    yield f"{day}{label_zh}（{event.event_type}）顺序有误：{why_zh}"
