"""Grain: one series whose small acts together reach the amount from which an act is filed.

Belongs here: handing acts, groups and thresholds to models.series. Keep out: the arithmetic.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.series.groups import sum_acts

    pairs = dbt.ref("int_series_pairs").project(
        "case_id, other_case_id, cast(group_key as varchar) as group_key"
    )
    acts = dbt.ref("int_series_acts")
    thresholds = dbt.ref("filing_thresholds")
    pairs.create_view("pairs_of_series", replace=True)
    acts.create_view("acts_of_series", replace=True)
    thresholds.create_view("thresholds_of_series", replace=True)
    return sum_acts(
        session.sql("""
            select members.group_key, acts.case_id, acts.offence_started_at as offended_at,
                acts.amount_yuan, thresholds.threshold_yuan, thresholds.sum_days
            from (
                select case_id, group_key from pairs_of_series where group_key is not null
                union
                select other_case_id, group_key from pairs_of_series where group_key is not null
            ) as members
            inner join acts_of_series as acts on members.case_id = acts.case_id
            inner join thresholds_of_series as thresholds on acts.charge_code = thresholds.charge_code
            where acts.offence_started_at is not null and thresholds.sum_days is not null""").df()
    )
