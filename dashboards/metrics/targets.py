"""Targets that somebody published for a metric; the registry's source says who.

Belongs here: the numbers. Keep out: judging (models/metrics/comparison.py). Only adoption of the platform has
targets: outcomes of cases must not have any.
"""

from __future__ import annotations

# In the unit of the metric (per cent). Shenzhen's: electronic dossiers, exchanges of custody, whole
# cases online, paperless cases.
TARGETS = {
    "e_dossier_rate": 100.0,
    "online_custody_transfer_rate": 100.0,
    "full_online_rate": 80.0,
    "single_track_rate": 75.0,
}
