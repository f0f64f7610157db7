"""Police and procuratorate: each variant written down a second time."""

from __future__ import annotations

from tests.warehouse.reference.counting import Sql, happened, over, plus, residents, whole
from tests.warehouse.reference.facts import (
    ARREST,
    DEFENDANTS,
    ENDED,
    MEASURES,
    POLICE,
    REVIEWS,
    SUPERVISION,
    SUSPECTS,
    TRIALS,
    accepted,
    adopted,
    approved,
    arrests_in,
    by_court,
    concluded,
    conditional,
    defendants,
    detained,
    dropped,
    ended,
    filed,
    indicted,
    opinions,
    recommended,
    refused,
    sent,
    spared,
)

RATIOS: dict[tuple[str, str], tuple[Sql, Sql | None]] = {
    ("criminal_case_intake_count", "period"): (happened(POLICE, "accepted_at"), None),
    ("criminal_case_filed_count", "period"): (filed, None),
    ("crime_rate_per_100k", "period"): (filed, residents),
    ("homicide_rate_per_100k", "period"): (happened(POLICE, "filed_at", "is_homicide"), residents),
    ("eight_violent_crimes_count", "mps_2022"): (
        happened(POLICE, "filed_at", "is_violent_mps_2022"),
        None,
    ),
    ("eight_violent_crimes_count", "article_17"): (
        happened(POLICE, "filed_at", "is_violent_article_17"),
        None,
    ),
    ("clear_up_rate", "cohort"): (happened(POLICE, "filed_at", "solved_at is not null"), filed),
    ("clear_up_rate", "period"): (happened(POLICE, "solved_at"), filed),
    ("criminal_detention_persons", "period"): (detained, None),
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
        detained,
    ),
    ("non_custodial_measure_overstay_count", "per_agency"): (
        over(MEASURES, "limit_passed_date", "ended_at"),
        None,
    ),
    ("non_custodial_measure_overstay_count", "cumulative"): (
        over(MEASURES, "chain_limit_passed_date", "ended_at"),
        None,
    ),
    ("dormant_investigation_count", "stock"): (over(POLICE, "dormant_date", "concluded_at"), None),
    ("long_custody_unresolved_count", "five_years"): (
        over(MEASURES, "custody_5_years_date", "ended_at"),
        None,
    ),
    ("long_custody_unresolved_count", "three_years"): (
        over(MEASURES, "custody_3_years_date", "ended_at"),
        None,
    ),
    ("case_dismissal_rate", "period"): (dropped, plus(dropped, sent)),
    ("arrest_review_accepted", "records"): (arrests_in, None),
    ("arrest_review_accepted", "suspects"): (happened(ARREST, "accepted_date"), None),
    ("non_arrest_rate", "approved"): (refused, plus(refused, approved)),
    ("non_arrest_rate", "with_decided"): (refused, plus(refused, approved, by_court)),
    ("non_arrest_reason_mix", "period"): (refused, whole(refused)),
    ("non_arrest_objection_rate", "period"): (
        happened(ARREST, "decided_date", "objected_date >= decided_date"),
        refused,
    ),
    ("pre_prosecution_detention_rate", "period"): (
        plus(approved, by_court),
        plus(indicted, spared),
    ),
    ("pre_prosecution_detention_rate", "cohort"): (
        happened(SUSPECTS, "decided_date", f"was_arrested and ({ENDED})"),
        ended,
    ),
    ("pre_prosecution_detention_cohort_rate", "cohort"): (
        happened(SUSPECTS, "decided_date", f"was_arrested and ({ENDED})"),
        ended,
    ),
    ("pre_prosecution_detention_cohort_rate", "period"): (plus(approved, by_court), ended),
    ("prosecution_review_accepted", "records"): (accepted, None),
    ("prosecution_review_accepted", "suspects"): (happened(SUSPECTS, "accepted_date"), None),
    ("non_prosecution_rate", "period"): (spared, ended),
    ("non_prosecution_rate", "with_conditional"): (
        plus(spared, conditional),
        plus(ended, conditional),
    ),
    ("non_prosecution_type_mix", "period"): (spared, whole(spared)),
    ("non_prosecution_objection_rate", "period"): (
        happened(SUSPECTS, "decided_date", "objected_date >= decided_date"),
        spared,
    ),
    ("post_arrest_non_prosecution_rate", "cohort"): (
        happened(
            SUSPECTS,
            "decided_date",
            "was_arrested and prosecution_decision in ('P20', 'P21', 'P22', 'P23')",
        ),
        happened(SUSPECTS, "decided_date", f"was_arrested and ({ENDED})"),
    ),
    ("first_return_rate", "concluded"): (happened(REVIEWS, "first_returned_date"), concluded),
    ("first_return_rate", "accepted"): (happened(REVIEWS, "first_returned_date"), accepted),
    ("second_return_rate", "concluded"): (happened(REVIEWS, "second_returned_date"), concluded),
    ("review_extension_rate", "period"): (
        happened(REVIEWS, "first_extended_date", value="facts.extension_count"),
        concluded,
    ),
    ("procuratorate_case_to_item_ratio", "delivered_items"): (
        plus(
            accepted,
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
        accepted,
    ),
    ("plea_leniency_rate", "period"): (
        happened(SUSPECTS, "decided_date", f"has_plea_leniency and ({ENDED})"),
        ended,
    ),
    ("recommendation_adoption_rate", "period"): (adopted, recommended),
    ("recommendation_adoption_rate", "cohort"): (
        adopted,
        happened(SUSPECTS, "judged_date", "is_recommendation_adopted in (true, false)"),
    ),
    ("determinate_recommendation_rate", "period"): (
        happened(
            SUSPECTS,
            "decided_date",
            "prosecution_decision = 'P10' and has_recommendation and is_recommendation_fixed",
        ),
        recommended,
    ),
    ("conditional_non_prosecution_rate", "period"): (
        happened(SUSPECTS, "decided_date", "is_juvenile and prosecution_decision = 'P24'"),
        happened(
            SUSPECTS, "decided_date", f"is_juvenile and ({ENDED} or prosecution_decision = 'P24')"
        ),
    ),
    ("supervision_opinion_adoption_rate", "cohort"): (
        happened("fct_supervision_matters", "sent_date", f"{SUPERVISION} and is_adopted"),
        opinions,
    ),
    ("supervision_opinion_adoption_rate", "period"): (
        happened("fct_supervision_matters", "replied_date", f"{SUPERVISION} and is_adopted"),
        opinions,
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
        defendants,
    ),
    ("defense_coverage_rate", "duty_lawyer"): (
        happened(DEFENDANTS, "closed_date", "instance <> 'second' and counsel_type_code = '30'"),
        defendants,
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
}
