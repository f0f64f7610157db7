"""The fixed reports and charts (统计报表) as data.

Belongs here: the list of reports (reports.yaml) and reading it. Keep out: drawing (grids, pages).
"""
