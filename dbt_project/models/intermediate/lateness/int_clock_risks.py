"""Grain: one statutory limit in one case with open clocks, and how likely it is to be missed.

Belongs here: handing histories to models.lateness. Keep out: curves, bands and their track record.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    import pandas as pd

    from models.lateness.assess import assess_open_clocks

    clocks = dbt.ref("int_clock_histories").df()
    as_of = pd.Timestamp(clocks["asked_at"].max() if len(clocks) else "2000-01-01")
    return assess_open_clocks(clocks, as_of)
