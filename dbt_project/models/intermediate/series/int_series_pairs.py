"""Grain: one pair of cases that may be of one series, with its likelihood ratio and its parts.

Nuance: pairs below the ratio that is shown are not kept; those that people decided about always are.

Belongs here: handing acts and decisions to models.series. Keep out: features, weights, groups.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from models.series.link import link_series, read_acts, read_decisions

    acts = read_acts(dbt.ref("int_series_acts").df())
    decisions = read_decisions(dbt.ref("int_link_decisions").df())
    return link_series(acts, decisions).pairs
