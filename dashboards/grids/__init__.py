"""Grids: metrics by rows and columns, for the fixed reports and the multidimensional analysis alike.

Belongs here: what may be crossed with what (spec.py), the figures (fill.py), what stays unsaid (privacy.py),
tables, charts and files (draw.py). Keep out: widgets and addresses (pages), single figures (metrics).
"""
