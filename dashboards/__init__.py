"""The showing: Streamlit pages over published snapshots.

Belongs here: pages, their components, figures (data), texts, fonts and theme. Keep out: computing
what a relation should hold (dbt) and any access to data that does not go through
``pipelines.snapshot``.
"""
