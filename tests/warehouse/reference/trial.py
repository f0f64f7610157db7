"""Courts, platform, execution, property, data: each variant written down a second time."""

from __future__ import annotations

from tests.warehouse.reference.counting import Sql, happened, over, plus, standing, whole
from tests.warehouse.reference.facts import (
    ARREST,
    DEFENDANTS,
    HANDOFFS,
    IN_TERM,
    LIGHT,
    OPEN,
    REVIEWS,
    SUSPECTS,
    TERM,
    TRIALS,
    accepted,
    arrests_in,
    closed,
    convicts,
    due,
    effective,
    first_closed,
    first_in,
    first_out,
    judged,
    lost,
    met,
    new,
    opening,
    over_12,
    pending,
    public,
    second,
    terms,
    unseen,
)

RATIOS: dict[tuple[str, str], tuple[Sql, Sql | None]] = {
    ("court_accepted_closed_pending", "pending"): (pending, None),
    ("court_accepted_closed_pending", "opening"): (opening, None),
    ("court_accepted_closed_pending", "new"): (new, None),
    ("court_accepted_closed_pending", "closed"): (closed, None),
    ("closing_to_intake_ratio", "period"): (closed, new),
    ("closing_rate", "period"): (closed, plus(opening, new)),
    ("disposition_time", "period"): (pending, closed),
    ("average_closing_days", "mean"): (
        happened(
            TRIALS, "closed_date", value="date_diff('day', facts.filed_date, facts.closed_date)"
        ),
        closed,
    ),
    ("pending_over_12m_ratio", "of_pending"): (over_12, pending),
    ("pending_over_12m_ratio", "of_closed"): (over_12, closed),
    ("pending_over_12m_ratio", "of_accepted"): (over_12, new),
    ("pending_over_24m_count", "stock"): (
        standing(TRIALS, OPEN + " and facts.filed_date + interval '24 months' <= {day}"),
        None,
    ),
    ("fast_track_rate", "fast_track"): (
        happened(
            TRIALS,
            "closed_date",
            "instance <> 'second' and is_public_prosecution and procedure_code = '30'",
        ),
        public,
    ),
    ("fast_track_rate", "summary"): (
        happened(
            TRIALS,
            "closed_date",
            "instance <> 'second' and is_public_prosecution and procedure_code = '20'",
        ),
        public,
    ),
    ("appeal_rate", "appeal"): (
        happened(
            TRIALS, "pronounced_date", "instance <> 'second' and appealed_date > date '1900-01-01'"
        ),
        judged,
    ),
    ("appeal_rate", "with_protest"): (
        happened(
            TRIALS,
            "pronounced_date",
            "instance <> 'second' and (appealed_date is not null or protested_date is not null)",
        ),
        judged,
    ),
    ("second_instance_hearing_rate", "period"): (
        happened(TRIALS, "closed_date", "instance = 'second' and is_heard"),
        second,
    ),
    ("reversal_to_remand_ratio", "period"): (
        happened(TRIALS, "closed_date", "instance = 'second' and appeal_result = 'reversed'"),
        happened(TRIALS, "closed_date", "instance = 'second' and appeal_result = 'remanded'"),
    ),
    ("first_instance_reversal_remand_rate", "period"): (
        happened(
            TRIALS,
            "closed_date",
            "instance = 'second' and appeal_result in ('reversed', 'remanded')",
        ),
        first_closed,
    ),
    ("first_instance_reversal_remand_rate", "cohort"): (
        happened(TRIALS, "pronounced_date", "instance <> 'second' and overturned_date is not null"),
        judged,
    ),
    ("court_case_to_item_ratio", "delivered_items"): (new, first_in),
    ("acquittal_rate", "period"): (
        happened(DEFENDANTS, "effective_date", "verdict = 'C20'"),
        effective,
    ),
    ("sentence_mix", "period"): (effective, whole(effective)),
    ("probation_rate", "period"): (
        happened(DEFENDANTS, "effective_date", f"({LIGHT}) and probation_months > 0"),
        happened(DEFENDANTS, "effective_date", LIGHT),
    ),
    ("in_court_pronouncement_rate", "period"): (
        happened(TRIALS, "pronounced_date", "instance <> 'second' and is_pronounced_in_court"),
        judged,
    ),
    ("sentence_outlier_count", "period"): (
        happened(
            "fct_sentence_comparisons",
            "effective_date",
            "abs(sentence_months - median_months) > 3 * greatest(mad_months, 1)",
        ),
        None,
    ),
    ("charge_change_rate", "sent_found"): (
        happened(SUSPECTS, "decided_date", "sent_charge_code <> found_charge_code"),
        happened(SUSPECTS, "decided_date", "(sent_charge_code || found_charge_code) is not null"),
    ),
    ("charge_change_rate", "found_judged"): (
        happened(SUSPECTS, "judged_date", "found_charge_code <> convicted_charge_code"),
        happened(
            SUSPECTS, "judged_date", "(found_charge_code || convicted_charge_code) is not null"
        ),
    ),
    ("custody_transfer_missing_rate", "cohort"): (
        plus(
            happened(REVIEWS, "accepted_date", "has_custody and custody_transferred_at is null"),
            happened(
                TRIALS,
                "filed_date",
                "instance = 'first' and has_custody and custody_transferred_at is null",
            ),
        ),
        plus(
            happened(REVIEWS, "accepted_date", "has_custody"),
            happened(TRIALS, "filed_date", "instance = 'first' and has_custody"),
        ),
    ),
    ("doc_backdating_suspect_count", "period"): (
        happened(
            "fct_documents",
            "issued_at",
            "served_at < issued_at or date_diff('day', issued_at, entered_at) > 1",
        ),
        None,
    ),
    ("handler_time_conflict_count", "period"): (
        happened("fct_handler_conflicts", "started_at"),
        None,
    ),
    ("e_dossier_rate", "period"): (
        happened(HANDOFFS, "sent_at", f"{due} and volume_count > 0"),
        happened(HANDOFFS, "sent_at", due),
    ),
    ("online_custody_transfer_rate", "period"): (
        happened(
            HANDOFFS,
            "sent_at",
            "business_type in ('B701', 'B702') and returned_at is null and channel = 'online'",
        ),
        happened(HANDOFFS, "sent_at", "business_type in ('B701', 'B702') and returned_at is null"),
    ),
    ("full_online_rate", "cohort"): (
        happened(TRIALS, "closed_date", "instance = 'first' and is_fully_online"),
        first_out,
    ),
    ("single_track_rate", "cohort"): (
        happened(
            TRIALS, "closed_date", "instance = 'first' and is_on_platform and is_single_track"
        ),
        happened(TRIALS, "closed_date", "instance = 'first' and is_on_platform"),
    ),
    ("handover_return_rate", "period"): (
        happened(HANDOFFS, "sent_at", "returned_at is not null"),
        happened(HANDOFFS, "sent_at"),
    ),
    ("handover_reconciliation_gap", "both"): (plus(lost, unseen), met),
    ("handover_reconciliation_gap", "sent_only"): (lost, met),
    ("handover_reconciliation_gap", "record_only"): (
        unseen,
        plus(arrests_in, accepted, first_in),
    ),
    ("dossier_completeness_rate", "period"): (
        happened(REVIEWS, "accepted_date", "has_required_documents"),
        accepted,
    ),
    ("cc_missing_count", "stock"): (
        over(DEFENDANTS, "correction_missing_date", "correction_registered_date"),
        None,
    ),
    ("cc_population", "stock"): (standing("fct_corrections", IN_TERM), None),
    ("cc_reoffending_rate", "filed"): (
        happened("fct_corrections", "reoffended_date"),
        plus(standing("fct_corrections", IN_TERM, at_start=True), terms),
    ),
    **{
        ("reoffending_rate_nyr", f"years_{years}"): (
            happened(
                DEFENDANTS,
                "effective_date",
                "verdict in ('C10', 'C11', 'S10', 'S20') "
                f"and reoffended_date <= effective_date + to_years({years})",
            ),
            convicts,
        )
        for years in (1, 2, 3, 5)
    },
    ("legal_aid_assignment_on_time_rate", "period"): (
        happened(
            HANDOFFS,
            "sent_at",
            "business_type = 'B706' and returned_at is null and date_diff('day', sent_at, accepted_at) <= 3",
        ),
        happened(HANDOFFS, "sent_at", "business_type = 'B706' and returned_at is null"),
    ),
    ("property_unresolved_over_limit", "items"): (
        over("fct_property_items", "disposal_overdue_date", "disposed_at"),
        None,
    ),
    ("property_unresolved_over_limit", "value"): (
        over("fct_property_items", "disposal_overdue_date", "disposed_at", "facts.value_yuan"),
        None,
    ),
    ("asset_recovery_rate", "period"): (
        happened(
            "fct_property_items", "disposed_at", "property_status_code = '30'", "facts.value_yuan"
        ),
        happened(DEFENDANTS, "closed_date", "instance = 'first'", "facts.amount_yuan"),
    ),
    ("cross_agency_link_rate", "all"): (
        plus(
            happened(ARREST, "accepted_date", "is_first_suspect and has_police_record"),
            happened(REVIEWS, "accepted_date", "has_police_record"),
            happened(TRIALS, "filed_date", "instance = 'first' and has_prosecution_record"),
            happened("fct_corrections", "started_date", f"has_court_record and {TERM}"),
        ),
        plus(arrests_in, accepted, first_in, terms),
    ),
    ("cross_agency_link_rate", "police_procuratorate"): (
        plus(
            happened(ARREST, "accepted_date", "is_first_suspect and has_police_record"),
            happened(REVIEWS, "accepted_date", "has_police_record"),
        ),
        plus(arrests_in, accepted),
    ),
    ("cross_agency_link_rate", "procuratorate_court"): (
        happened(TRIALS, "filed_date", "instance = 'first' and has_prosecution_record"),
        first_in,
    ),
    ("cross_agency_link_rate", "court_justice"): (
        happened("fct_corrections", "started_date", f"has_court_record and {TERM}"),
        terms,
    ),
}
