"""Quantiles: the single values behind each."""

from __future__ import annotations

from tests.warehouse.reference.counting import Asked, happened
from tests.warehouse.reference.facts import HANDOFFS, POLICE, REVIEWS, TRIALS

# (metric, stem of the variant) → relation, day, value: quantiles of single values.
OBSERVED: dict[tuple[str, str], tuple[str, str, str]] = {
    ("investigation_duration", ""): (
        POLICE,
        "transferred_at",
        "date_diff('day', filed_at, transferred_at)",
    ),
    ("prosecution_review_duration", ""): (
        REVIEWS,
        "concluded_date",
        "concluded_date - accepted_date",
    ),
    ("prosecution_review_duration", "at_hand"): (REVIEWS, "concluded_date", "review_days_at_hand"),
    ("average_closing_days", ""): (TRIALS, "closed_date", "closed_date - filed_date"),
    ("sentence_dispersion", "mad"): (
        "fct_sentence_comparisons",
        "effective_date",
        "abs(sentence_months - median_months)",
    ),
    ("custody_transfer_lag", ""): (
        REVIEWS,
        "accepted_date",
        "case when has_custody and custody_transferred_at >= accepted_date then "
        "date_diff('minute', cast(accepted_date as timestamp), custody_transferred_at) / 60.0 end",
    ),
    ("handover_lag", ""): (HANDOFFS, "sent_at", "epoch(accepted_at - sent_at) / 3600"),
    ("end_to_end_duration", "transfer"): (
        TRIALS,
        "pronounced_date",
        "case when instance = 'first' then pronounced_date - matter_transferred_date end",
    ),
    ("end_to_end_duration", "filing"): (
        TRIALS,
        "effective_date",
        "effective_date - matter_filed_date",
    ),
}


def observed_sql(metric_id: str, variant: str, asked: Asked) -> str:
    """The list of single values behind a quantile; NULL where there is none."""
    stem = variant.replace("median", "").replace("p90", "").strip("_")
    relation, column, value = OBSERVED[metric_id, stem]
    return happened(relation, column, f"({value}) is not null", value, "list")(asked)
