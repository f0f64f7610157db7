"""What the metrics count, in the words of the catalogue. Belongs here: facts that several metrics share."""

from __future__ import annotations

from tests.warehouse.reference.counting import happened, plus, standing

POLICE, MEASURES = "fct_police_cases", "fct_measures"
ARREST, REVIEWS = "fct_arrest_review_suspects", "fct_prosecution_reviews"
SUSPECTS, TRIALS = "fct_prosecution_review_suspects", "fct_trials"
DEFENDANTS, HANDOFFS = "fct_trial_defendants", "fct_handoffs"

filed = happened(POLICE, "filed_at")
sent = happened(POLICE, "transferred_at")
dropped = happened(POLICE, "withdrawn_at")
detained = happened(MEASURES, "started_at", "measure_code = '04'")
refused = happened(ARREST, "decided_date", "starts_with(arrest_decision, 'A2')")
approved = happened(ARREST, "decided_date", "arrest_decision = 'A10'")
by_court = happened(
    MEASURES, "started_at", "measure_code = '05' and starts_with(approving_agency_code, 'FY')"
)
ENDED = "prosecution_decision = 'P10' or prosecution_decision in ('P20', 'P21', 'P22', 'P23')"
indicted = happened(SUSPECTS, "decided_date", "prosecution_decision = 'P10'")
spared = happened(SUSPECTS, "decided_date", "prosecution_decision in ('P20', 'P21', 'P22', 'P23')")
ended = happened(SUSPECTS, "decided_date", ENDED)
conditional = happened(SUSPECTS, "decided_date", "prosecution_decision = 'P24'")
concluded = happened(REVIEWS, "concluded_date")
accepted = happened(REVIEWS, "accepted_date")
arrests_in = happened(ARREST, "accepted_date", "is_first_suspect")
recommended = happened(
    SUSPECTS, "decided_date", "prosecution_decision = 'P10' and has_recommendation"
)
adopted = happened(SUSPECTS, "judged_date", "is_recommendation_adopted = true")
new = happened(TRIALS, "filed_date")
closed = happened(TRIALS, "closed_date", "filed_date is not null")
OPEN = "facts.filed_date <= {day} and (facts.closed_date is null or facts.closed_date > {day})"
pending = standing(TRIALS, OPEN)
opening = standing(TRIALS, OPEN, at_start=True)
over_12 = standing(TRIALS, OPEN + " and facts.filed_date + interval '12 months' <= {day}")
first_closed = happened(TRIALS, "closed_date", "instance in ('first', 'remand')")
public = happened(
    TRIALS, "closed_date", "instance in ('first', 'remand') and is_public_prosecution"
)
judged = happened(TRIALS, "pronounced_date", "instance in ('first', 'remand')")
second = happened(TRIALS, "closed_date", "instance = 'second'")
first_in = happened(TRIALS, "filed_date", "instance = 'first'")
first_out = happened(TRIALS, "closed_date", "instance = 'first'")
defendants = happened(DEFENDANTS, "closed_date", "instance in ('first', 'remand')")
effective = happened(DEFENDANTS, "effective_date", "verdict is not null")
GUILTY = "verdict in ('C10', 'S10', 'S20')"
LIGHT = f"{GUILTY} and (sentence_type = 'M20' or sentence_type = 'M30' and sentence_months < 37)"
convicts = happened(DEFENDANTS, "effective_date", "verdict in ('C10', 'C11', 'S10', 'S20')")
due = "carries_dossier and returned_at is null"
should_meet = "business_type in ('B201', 'B301', 'B401') and returned_at is null"
unseen = plus(
    happened(ARREST, "accepted_date", "is_first_suspect and not has_handoff"),
    happened(REVIEWS, "accepted_date", "not has_handoff"),
    happened(
        TRIALS, "filed_date", "instance = 'first' and is_public_prosecution and not has_handoff"
    ),
)
lost = happened(HANDOFFS, "sent_at", f"{should_meet} and has_receiver_record = false")
met = happened(HANDOFFS, "sent_at", should_meet)
SUPERVISION = "supervision_type_code in ('50', '60')"
opinions = happened("fct_supervision_matters", "sent_date", SUPERVISION)
TERM = "coalesce(facts.released_date >= facts.started_date, true)"
IN_TERM = (
    TERM
    + " and facts.started_date <= {day} and (facts.released_date is null or facts.released_date > {day})"
)
terms = happened("fct_corrections", "started_date", TERM)
