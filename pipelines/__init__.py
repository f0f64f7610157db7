"""The moving: intake of deliveries, dbt runs, publishing, Dagster definitions and the command line.

No business meaning lives here: what a record means is dbt's (``dbt_project/``), what is judged
statistically is ``models/``, what is shown is ``dashboards/``.
"""
