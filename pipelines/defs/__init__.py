"""What Dagster knows of Caseloom, one folder per group of the graph, read left to right.

Belongs here: assets, checks, sensors, schedules and jobs that call one function each. Keep out: the
work itself (pipelines/, dbt_project/, models/) and anything heavy at import time.
"""
