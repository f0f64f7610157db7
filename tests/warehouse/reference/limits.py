"""Statutory limits: each variant written down a second time."""

from __future__ import annotations

from tests.warehouse.reference.counting import Sql, happened, standing

CLOCKS = "fct_clocks"
_DONE = "is_latest_cycle and status in ('on_time', 'completed_late') and ended_at is not null"


def _kept(condition: str) -> tuple[Sql, Sql]:
    """Terms of a kind that ended in time, and all that ended."""
    ended = f"{_DONE} and ({condition})"
    return (
        happened(CLOCKS, "ended_at", f"{ended} and status = 'on_time'"),
        happened(CLOCKS, "ended_at", ended),
    )


_DUTY = "is_latest_cycle and is_duty"
_BESIDE_THE_END = (
    "facts.is_custody and facts.started_at <= {day} + interval '1 day' - interval '1 second' "
    "and cast(facts.due_at as date) between {day} and {day} + 7 "
    "and (facts.ended_at is null or cast(facts.ended_at as date) > {day}) "
    "and (facts.ended_at is null or cast(facts.ended_at as date) > cast(facts.due_at as date) - 7)"
)

# (metric, variant) → numerator, denominator (None: a count).
RATIOS: dict[tuple[str, str], tuple[Sql, Sql | None]] = {
    ("filing_review_on_time_rate", "period"): _kept("starts_with(rule_id, 'filing_review')"),
    ("arrest_review_on_time_rate", "period"): _kept("starts_with(rule_id, 'arrest_review')"),
    ("prosecution_review_on_time_rate", "period"): _kept(
        "starts_with(rule_id, 'prosecution_review')"
    ),
    ("within_limit_closing_rate", "period"): _kept(
        "rule_id in ('first_instance_fast_track', 'first_instance_ordinary', 'first_instance_summary', "
        "'first_instance_private_noncustody', 'second_instance')"
    ),
    ("doc_service_on_time_rate", "period"): _kept("ends_with(rule_id, '_service')"),
    ("execution_delivery_on_time_rate", "period"): _kept("rule_id = 'execution_documents'"),
    ("cc_notice_on_time_rate", "period"): _kept(
        "rule_id = 'cc_notice' or rule_id = 'cc_documents'"
    ),
    ("cc_report_on_time_rate", "period"): _kept("rule_id = 'cc_report'"),
    ("custody_overdue_count", "persons"): (
        standing(
            CLOCKS,
            "facts.is_custody and facts.days_over > 0 and cast(facts.due_at as date) < {day} "
            "and (facts.ended_at is null or cast(facts.ended_at as date) > {day})",
        ),
        None,
    ),
    ("custody_overdue_count", "days"): (
        happened(CLOCKS, "due_at", "is_custody", "days_over"),
        None,
    ),
    ("custody_expiring_count", "seven_days"): (standing(CLOCKS, _BESIDE_THE_END), None),
    ("stage_overdue_rate", "cohort"): (
        happened(CLOCKS, "due_at", f"{_DUTY} and status in ('overdue', 'completed_late')"),
        happened(CLOCKS, "due_at", _DUTY),
    ),
}
