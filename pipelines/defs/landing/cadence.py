"""How often an agency delivers, as a freshness policy: contracts/README.md, column "rhythm".

Belongs here: the windows. Keep out: how old the data in a delivery is (marts.ops_freshness).
"""

from __future__ import annotations

from datetime import timedelta

import dagster as dg

from pipelines.contract import Contract


def freshness_of(contract: Contract) -> dg.FreshnessPolicy:
    """Increments come daily, snapshots monthly; a warning first, then a failure."""
    if contract.is_snapshot:
        return dg.FreshnessPolicy.time_window(
            warn_window=timedelta(days=33), fail_window=timedelta(days=35)
        )
    return dg.FreshnessPolicy.time_window(
        warn_window=timedelta(hours=30), fail_window=timedelta(hours=48)
    )
