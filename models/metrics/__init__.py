"""Metrics: the arithmetic of figures — values, periods to compare, intervals.

Belongs here: pure functions over numbers and dates. Keep out: which metrics there are (the registry in
dbt_project/seeds/metrics) and reading files or snapshots.
"""
