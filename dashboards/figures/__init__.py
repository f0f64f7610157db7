"""Figures: what is shown as a number or a chart, as data.

Belongs here: the registry and the SQL of figures. Keep out: drawing (components, reports).
"""
