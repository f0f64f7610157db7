"""The independent computation of every metric: plain SQL over published marts.

Belongs here: each variant written down a second time from the catalogue's words, stocks counted one by
one on their day. Keep out: cubes, measures, parts — nothing of the metric layer is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.metrics.book import Scope
from models.metrics.periods import Period

# Relation → SQL of the acting unit and of the charge (None: the lead charge of the case).
WHERE: dict[str, tuple[str | None, str | None]] = {
    "fct_police_cases": ("unit_code", "charge_code"),
    "fct_measures": ("unit_code", "charge_code"),
    "fct_arrest_review_suspects": ("procuratorate_code", "charge_code"),
    "fct_prosecution_reviews": ("procuratorate_code", "charge_code"),
    "fct_prosecution_review_suspects": ("procuratorate_code", "charge_code"),
    "fct_supervision_matters": ("procuratorate_code", None),
    "fct_trials": ("court_code", "charge_code"),
    "fct_trial_defendants": ("court_code", "charge_code"),
    "fct_sentence_comparisons": ("court_code", "charge_code"),
    "fct_handoffs": ("sender_agency_code", None),
    "fct_corrections": ("unit_code", None),
    "fct_property_items": ("unit_code", None),
    "fct_documents": ("issuing_unit_code", None),
}


@dataclass(frozen=True)
class Asked:
    """What a reference is asked for."""

    period: Period
    scope: Scope
    as_of: date


Sql = Callable[[Asked], str]


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"


def _scoped(
    relation: str, condition: str, asked: Asked, value: str = "1", aggregate: str = "sum"
) -> str:
    unit, charge = WHERE[relation]
    scope = asked.scope
    conditions = ["true"]
    if scope.region is not None:
        conditions.append(f"units.region_code = '{scope.region}'")
    if scope.agency is not None:
        conditions.append(f"units.agency_code = '{scope.agency}'")
    if scope.charge is not None:
        known = (
            f"coalesce(chosen.{charge}, cases.lead_charge_code)"
            if charge
            else "cases.lead_charge_code"
        )
        conditions.append(f"{known} = '{scope.charge}'")
    if scope.breakdown != "all":
        expression = BREAKDOWNS.get(scope.breakdown, f"chosen.{scope.breakdown}")
        conditions.append(f"coalesce(cast({expression} as varchar), 'unknown') = '{scope.member}'")
    return f"""(
        select {aggregate}(chosen.counted)
        from (
            select facts.*, {value} as counted from snapshot.marts.{relation} as facts where {condition}
        ) as chosen
        left join snapshot.marts.dim_units as units on chosen.{unit} = units.unit_code
        left join snapshot.marts.dim_cases as cases on chosen.case_id = cases.case_id
        where {" and ".join(conditions)}
    )"""


BREAKDOWNS = {
    "time_anomaly": "case when chosen.served_at < chosen.issued_at then 'served_before_signed' "
    "when date_diff('day', chosen.issued_at, chosen.entered_at) > 1 then 'entered_after_signed' else 'none' end"
}


def happened(
    relation: str, column: str, condition: str = "true", value: str = "1", aggregate: str = "sum"
) -> Sql:
    """Facts whose day lies in the period, counted or with their values."""

    def sql(asked: Asked) -> str:
        last = min(asked.period.last_day, asked.as_of)
        within = (
            f"cast(facts.{column} as date) >= {_day(asked.period.first_day)} "
            f"and cast(facts.{column} as date) <= {_day(last)}"
        )
        return _scoped(relation, f"{within} and ({condition})", asked, value, aggregate)

    return sql


def standing(relation: str, condition: str, value: str = "1", *, at_start: bool = False) -> Sql:
    """Facts that stand on a day, one by one; ``condition`` names the day as ``{day}``."""

    def sql(asked: Asked) -> str:
        day = asked.period.first_day - timedelta(days=1) if at_start else asked.period.last_day
        return _scoped(relation, condition.format(day=_day(min(day, asked.as_of))), asked, value)

    return sql


def plus(*parts: Sql) -> Sql:
    return lambda asked: "(" + " + ".join(f"coalesce({part(asked)}, 0)" for part in parts) + ")"


def residents(asked: Asked) -> str:
    """People of the census; every charge and agency has the same."""
    where = f"where region_code = '{asked.scope.region}'" if asked.scope.region else ""
    return f"(select coalesce(sum(resident_population), 0) from snapshot.marts.dim_regions {where})"


def whole(part: Sql) -> Sql:
    """The same without the member of a breakdown: what a mix is a share of."""

    def sql(asked: Asked) -> str:
        scope = Scope(asked.scope.region, asked.scope.agency, asked.scope.charge)
        return part(Asked(asked.period, scope, asked.as_of))

    return sql


POLICE, MEASURES = "fct_police_cases", "fct_measures"
ARREST, REVIEWS = "fct_arrest_review_suspects", "fct_prosecution_reviews"
SUSPECTS, TRIALS = "fct_prosecution_review_suspects", "fct_trials"
DEFENDANTS, HANDOFFS = "fct_trial_defendants", "fct_handoffs"

_filed = happened(POLICE, "filed_at")
_sent = happened(POLICE, "transferred_at")
_dropped = happened(POLICE, "withdrawn_at")
_detained = happened(MEASURES, "started_at", "measure_code = '04'")
_refused = happened(ARREST, "decided_date", "starts_with(arrest_decision, 'A2')")
_approved = happened(ARREST, "decided_date", "arrest_decision = 'A10'")
_by_court = happened(
    MEASURES, "started_at", "measure_code = '05' and starts_with(approving_agency_code, 'FY')"
)
_ENDED = "prosecution_decision = 'P10' or prosecution_decision in ('P20', 'P21', 'P22', 'P23')"
_indicted = happened(SUSPECTS, "decided_date", "prosecution_decision = 'P10'")
_spared = happened(SUSPECTS, "decided_date", "prosecution_decision in ('P20', 'P21', 'P22', 'P23')")
_ended = happened(SUSPECTS, "decided_date", _ENDED)
_conditional = happened(SUSPECTS, "decided_date", "prosecution_decision = 'P24'")
_concluded = happened(REVIEWS, "concluded_date")
_accepted = happened(REVIEWS, "accepted_date")
_arrests_in = happened(ARREST, "accepted_date", "is_first_suspect")
_recommended = happened(
    SUSPECTS, "decided_date", "prosecution_decision = 'P10' and has_recommendation"
)
_adopted = happened(SUSPECTS, "judged_date", "is_recommendation_adopted = true")
_new = happened(TRIALS, "filed_date")
_closed = happened(TRIALS, "closed_date", "filed_date is not null")
_OPEN = "facts.filed_date <= {day} and (facts.closed_date is null or facts.closed_date > {day})"
_pending = standing(TRIALS, _OPEN)
_opening = standing(TRIALS, _OPEN, at_start=True)
_over_12 = standing(TRIALS, _OPEN + " and facts.filed_date + interval '12 months' <= {day}")
_first_closed = happened(TRIALS, "closed_date", "instance in ('first', 'remand')")
_public = happened(
    TRIALS, "closed_date", "instance in ('first', 'remand') and is_public_prosecution"
)
_judged = happened(TRIALS, "pronounced_date", "instance in ('first', 'remand')")
_second = happened(TRIALS, "closed_date", "instance = 'second'")
_first_in = happened(TRIALS, "filed_date", "instance = 'first'")
_first_out = happened(TRIALS, "closed_date", "instance = 'first'")
_defendants = happened(DEFENDANTS, "closed_date", "instance in ('first', 'remand')")
_effective = happened(DEFENDANTS, "effective_date", "verdict is not null")
_GUILTY = "verdict in ('C10', 'S10', 'S20')"
_LIGHT = f"{_GUILTY} and (sentence_type = 'M20' or sentence_type = 'M30' and sentence_months < 37)"
_convicts = happened(DEFENDANTS, "effective_date", "verdict in ('C10', 'C11', 'S10', 'S20')")
_due = "carries_dossier and returned_at is null"
_should_meet = "business_type in ('B201', 'B301', 'B401') and returned_at is null"
_unseen = plus(
    happened(ARREST, "accepted_date", "is_first_suspect and not has_handoff"),
    happened(REVIEWS, "accepted_date", "not has_handoff"),
    happened(
        TRIALS, "filed_date", "instance = 'first' and is_public_prosecution and not has_handoff"
    ),
)
_lost = happened(HANDOFFS, "sent_at", f"{_should_meet} and has_receiver_record = false")
_met = happened(HANDOFFS, "sent_at", _should_meet)
_SUPERVISION = "supervision_type_code in ('50', '60')"
_opinions = happened("fct_supervision_matters", "sent_date", _SUPERVISION)
_TERM = "coalesce(facts.released_date >= facts.started_date, true)"
_IN_TERM = (
    _TERM
    + " and facts.started_date <= {day} and (facts.released_date is null or facts.released_date > {day})"
)
_terms = happened("fct_corrections", "started_date", _TERM)
_OVER = (
    "facts.{column} <= {{day}} and (facts.{until} is null or cast(facts.{until} as date) > {{day}})"
)


def _over(relation: str, column: str, until: str, value: str = "1") -> Sql:
    return standing(relation, _OVER.format(column=column, until=until), value)


# (metric, variant) → numerator, denominator (None: a count).
RATIOS: dict[tuple[str, str], tuple[Sql, Sql | None]] = {
    ("criminal_case_intake_count", "period"): (happened(POLICE, "accepted_at"), None),
    ("criminal_case_filed_count", "period"): (_filed, None),
    ("crime_rate_per_100k", "period"): (_filed, residents),
    ("homicide_rate_per_100k", "period"): (happened(POLICE, "filed_at", "is_homicide"), residents),
    ("eight_violent_crimes_count", "mps_2022"): (
        happened(POLICE, "filed_at", "is_violent_mps_2022"),
        None,
    ),
    ("eight_violent_crimes_count", "article_17"): (
        happened(POLICE, "filed_at", "is_violent_article_17"),
        None,
    ),
    ("clear_up_rate", "cohort"): (happened(POLICE, "filed_at", "solved_at is not null"), _filed),
    ("clear_up_rate", "period"): (happened(POLICE, "solved_at"), _filed),
    ("criminal_detention_persons", "period"): (_detained, None),
    ("detention_extended_30d_rate", "cohort"): (
        happened(MEASURES, "ended_at", "measure_code = '04' and detention_limit_code = '30'"),
        happened(MEASURES, "ended_at", "measure_code = '04'"),
    ),
    ("detained_not_transferred_rate", "cohort"): (
        happened(
            MEASURES,
            "started_at",
            "measure_code = '04' and coalesce(prosecution_accepted_date, date '9999-01-01') "
            "> (cast(started_at as date) + to_years(2))",
        ),
        _detained,
    ),
    ("non_custodial_measure_overstay_count", "per_agency"): (
        _over(MEASURES, "limit_passed_date", "ended_at"),
        None,
    ),
    ("non_custodial_measure_overstay_count", "cumulative"): (
        _over(MEASURES, "chain_limit_passed_date", "ended_at"),
        None,
    ),
    ("dormant_investigation_count", "stock"): (_over(POLICE, "dormant_date", "concluded_at"), None),
    ("long_custody_unresolved_count", "five_years"): (
        _over(MEASURES, "custody_5_years_date", "ended_at"),
        None,
    ),
    ("long_custody_unresolved_count", "three_years"): (
        _over(MEASURES, "custody_3_years_date", "ended_at"),
        None,
    ),
    ("case_dismissal_rate", "period"): (_dropped, plus(_dropped, _sent)),
    ("arrest_review_accepted", "records"): (_arrests_in, None),
    ("arrest_review_accepted", "suspects"): (happened(ARREST, "accepted_date"), None),
    ("non_arrest_rate", "approved"): (_refused, plus(_refused, _approved)),
    ("non_arrest_rate", "with_decided"): (_refused, plus(_refused, _approved, _by_court)),
    ("non_arrest_reason_mix", "period"): (_refused, whole(_refused)),
    ("non_arrest_objection_rate", "period"): (
        happened(ARREST, "decided_date", "objected_date >= decided_date"),
        _refused,
    ),
    ("pre_prosecution_detention_rate", "period"): (
        plus(_approved, _by_court),
        plus(_indicted, _spared),
    ),
    ("pre_prosecution_detention_rate", "cohort"): (
        happened(SUSPECTS, "decided_date", f"was_arrested and ({_ENDED})"),
        _ended,
    ),
    ("pre_prosecution_detention_cohort_rate", "cohort"): (
        happened(SUSPECTS, "decided_date", f"was_arrested and ({_ENDED})"),
        _ended,
    ),
    ("pre_prosecution_detention_cohort_rate", "period"): (plus(_approved, _by_court), _ended),
    ("prosecution_review_accepted", "records"): (_accepted, None),
    ("prosecution_review_accepted", "suspects"): (happened(SUSPECTS, "accepted_date"), None),
    ("non_prosecution_rate", "period"): (_spared, _ended),
    ("non_prosecution_rate", "with_conditional"): (
        plus(_spared, _conditional),
        plus(_ended, _conditional),
    ),
    ("non_prosecution_type_mix", "period"): (_spared, whole(_spared)),
    ("non_prosecution_objection_rate", "period"): (
        happened(SUSPECTS, "decided_date", "objected_date >= decided_date"),
        _spared,
    ),
    ("post_arrest_non_prosecution_rate", "cohort"): (
        happened(
            SUSPECTS,
            "decided_date",
            "was_arrested and prosecution_decision in ('P20', 'P21', 'P22', 'P23')",
        ),
        happened(SUSPECTS, "decided_date", f"was_arrested and ({_ENDED})"),
    ),
    ("first_return_rate", "concluded"): (happened(REVIEWS, "first_returned_date"), _concluded),
    ("first_return_rate", "accepted"): (happened(REVIEWS, "first_returned_date"), _accepted),
    ("second_return_rate", "concluded"): (happened(REVIEWS, "second_returned_date"), _concluded),
    ("review_extension_rate", "period"): (
        happened(REVIEWS, "first_extended_date", value="facts.extension_count"),
        _concluded,
    ),
    ("procuratorate_case_to_item_ratio", "delivered_items"): (
        plus(
            _accepted,
            happened(ARREST, "objected_date"),
            happened(SUSPECTS, "objected_date"),
            happened(REVIEWS, "first_returned_date"),
            happened(REVIEWS, "second_returned_date"),
            happened(REVIEWS, "first_extended_date", value="facts.extension_count"),
            happened(REVIEWS, "withdrawn_date"),
            happened(
                DEFENDANTS,
                "closed_date",
                "instance in ('first', 'remand') and (verdict = 'C30' or close_type_code = '30')",
            ),
        ),
        _accepted,
    ),
    ("plea_leniency_rate", "period"): (
        happened(SUSPECTS, "decided_date", f"has_plea_leniency and ({_ENDED})"),
        _ended,
    ),
    ("recommendation_adoption_rate", "period"): (_adopted, _recommended),
    ("recommendation_adoption_rate", "cohort"): (
        _adopted,
        happened(SUSPECTS, "judged_date", "is_recommendation_adopted in (true, false)"),
    ),
    ("determinate_recommendation_rate", "period"): (
        happened(
            SUSPECTS,
            "decided_date",
            "prosecution_decision = 'P10' and has_recommendation and is_recommendation_fixed",
        ),
        _recommended,
    ),
    ("conditional_non_prosecution_rate", "period"): (
        happened(SUSPECTS, "decided_date", "is_juvenile and prosecution_decision = 'P24'"),
        happened(
            SUSPECTS, "decided_date", f"is_juvenile and ({_ENDED} or prosecution_decision = 'P24')"
        ),
    ),
    ("supervision_opinion_adoption_rate", "cohort"): (
        happened("fct_supervision_matters", "sent_date", f"{_SUPERVISION} and is_adopted"),
        _opinions,
    ),
    ("supervision_opinion_adoption_rate", "period"): (
        happened("fct_supervision_matters", "replied_date", f"{_SUPERVISION} and is_adopted"),
        _opinions,
    ),
    ("withdrawn_transfer_count", "count"): (happened(REVIEWS, "withdrawn_date"), None),
    ("withdrawn_transfer_count", "not_back"): (
        happened(
            REVIEWS,
            "withdrawn_date",
            "coalesce(next_accepted_date, date '9999-01-01') > withdrawn_date + to_months(6)",
        ),
        happened(REVIEWS, "withdrawn_date"),
    ),
    ("defense_coverage_rate", "counsel"): (
        happened(DEFENDANTS, "closed_date", "instance <> 'second' and counsel_type_code < '30'"),
        _defendants,
    ),
    ("defense_coverage_rate", "duty_lawyer"): (
        happened(DEFENDANTS, "closed_date", "instance <> 'second' and counsel_type_code = '30'"),
        _defendants,
    ),
    ("plea_appeal_rate", "cohort"): (
        happened(SUSPECTS, "judged_date", "has_plea_leniency and is_appealed"),
        happened(SUSPECTS, "judged_date", "has_plea_leniency"),
    ),
    ("missed_arrest_prosecution_corrected", "arrest"): (
        happened("fct_documents", "issued_at", "document_type_code = '2007' and not is_withdrawn"),
        None,
    ),
    ("missed_arrest_prosecution_corrected", "indictment"): (
        happened(
            "fct_documents",
            "issued_at",
            "document_type_code in ('2042', '2044') and not is_withdrawn",
        ),
        None,
    ),
    ("indictment_withdrawal_rate", "period"): (
        happened(
            DEFENDANTS,
            "closed_date",
            "instance in ('first', 'remand') and (verdict = 'C30' or close_type_code = '30')",
        ),
        happened(
            DEFENDANTS, "closed_date", "instance in ('first', 'remand') and is_public_prosecution"
        ),
    ),
    ("protest_change_rate", "second_instance"): (
        happened(TRIALS, "closed_date", "is_protest and appeal_result in ('reversed', 'remanded')"),
        happened(TRIALS, "closed_date", "is_protest"),
    ),
    ("court_accepted_closed_pending", "pending"): (_pending, None),
    ("court_accepted_closed_pending", "opening"): (_opening, None),
    ("court_accepted_closed_pending", "new"): (_new, None),
    ("court_accepted_closed_pending", "closed"): (_closed, None),
    ("closing_to_intake_ratio", "period"): (_closed, _new),
    ("closing_rate", "period"): (_closed, plus(_opening, _new)),
    ("disposition_time", "period"): (_pending, _closed),
    ("average_closing_days", "mean"): (
        happened(
            TRIALS, "closed_date", value="date_diff('day', facts.filed_date, facts.closed_date)"
        ),
        _closed,
    ),
    ("pending_over_12m_ratio", "of_pending"): (_over_12, _pending),
    ("pending_over_12m_ratio", "of_closed"): (_over_12, _closed),
    ("pending_over_12m_ratio", "of_accepted"): (_over_12, _new),
    ("pending_over_24m_count", "stock"): (
        standing(TRIALS, _OPEN + " and facts.filed_date + interval '24 months' <= {day}"),
        None,
    ),
    ("fast_track_rate", "fast_track"): (
        happened(
            TRIALS,
            "closed_date",
            "instance <> 'second' and is_public_prosecution and procedure_code = '30'",
        ),
        _public,
    ),
    ("fast_track_rate", "summary"): (
        happened(
            TRIALS,
            "closed_date",
            "instance <> 'second' and is_public_prosecution and procedure_code = '20'",
        ),
        _public,
    ),
    ("appeal_rate", "appeal"): (
        happened(
            TRIALS, "pronounced_date", "instance <> 'second' and appealed_date > date '1900-01-01'"
        ),
        _judged,
    ),
    ("appeal_rate", "with_protest"): (
        happened(
            TRIALS,
            "pronounced_date",
            "instance <> 'second' and (appealed_date is not null or protested_date is not null)",
        ),
        _judged,
    ),
    ("second_instance_hearing_rate", "period"): (
        happened(TRIALS, "closed_date", "instance = 'second' and is_heard"),
        _second,
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
        _first_closed,
    ),
    ("first_instance_reversal_remand_rate", "cohort"): (
        happened(TRIALS, "pronounced_date", "instance <> 'second' and overturned_date is not null"),
        _judged,
    ),
    ("court_case_to_item_ratio", "delivered_items"): (_new, _first_in),
    ("acquittal_rate", "period"): (
        happened(DEFENDANTS, "effective_date", "verdict = 'C20'"),
        _effective,
    ),
    ("sentence_mix", "period"): (_effective, whole(_effective)),
    ("probation_rate", "period"): (
        happened(DEFENDANTS, "effective_date", f"({_LIGHT}) and probation_months > 0"),
        happened(DEFENDANTS, "effective_date", _LIGHT),
    ),
    ("in_court_pronouncement_rate", "period"): (
        happened(TRIALS, "pronounced_date", "instance <> 'second' and is_pronounced_in_court"),
        _judged,
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
    ("e_dossier_rate", "period"): (
        happened(HANDOFFS, "sent_at", f"{_due} and volume_count > 0"),
        happened(HANDOFFS, "sent_at", _due),
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
        _first_out,
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
    ("handover_reconciliation_gap", "both"): (plus(_lost, _unseen), _met),
    ("handover_reconciliation_gap", "sent_only"): (_lost, _met),
    ("handover_reconciliation_gap", "record_only"): (
        _unseen,
        plus(_arrests_in, _accepted, _first_in),
    ),
    ("dossier_completeness_rate", "period"): (
        happened(REVIEWS, "accepted_date", "has_required_documents"),
        _accepted,
    ),
    ("cc_missing_count", "stock"): (
        _over(DEFENDANTS, "correction_missing_date", "correction_registered_date"),
        None,
    ),
    ("cc_population", "stock"): (standing("fct_corrections", _IN_TERM), None),
    ("cc_reoffending_rate", "filed"): (
        happened("fct_corrections", "reoffended_date"),
        plus(standing("fct_corrections", _IN_TERM, at_start=True), _terms),
    ),
    **{
        ("reoffending_rate_nyr", f"years_{years}"): (
            happened(
                DEFENDANTS,
                "effective_date",
                "verdict in ('C10', 'C11', 'S10', 'S20') "
                f"and reoffended_date <= effective_date + to_years({years})",
            ),
            _convicts,
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
        _over("fct_property_items", "disposal_overdue_date", "disposed_at"),
        None,
    ),
    ("property_unresolved_over_limit", "value"): (
        _over("fct_property_items", "disposal_overdue_date", "disposed_at", "facts.value_yuan"),
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
            happened("fct_corrections", "started_date", f"has_court_record and {_TERM}"),
        ),
        plus(_arrests_in, _accepted, _first_in, _terms),
    ),
    ("cross_agency_link_rate", "police_procuratorate"): (
        plus(
            happened(ARREST, "accepted_date", "is_first_suspect and has_police_record"),
            happened(REVIEWS, "accepted_date", "has_police_record"),
        ),
        plus(_arrests_in, _accepted),
    ),
    ("cross_agency_link_rate", "procuratorate_court"): (
        happened(TRIALS, "filed_date", "instance = 'first' and has_prosecution_record"),
        _first_in,
    ),
    ("cross_agency_link_rate", "court_justice"): (
        happened("fct_corrections", "started_date", f"has_court_record and {_TERM}"),
        _terms,
    ),
}

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
