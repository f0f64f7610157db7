"""The landing folders, one per agency: what comes in from outside, nothing that we make.

Belongs here: external assets from the contracts. Keep out: reading files.
"""

from __future__ import annotations

from itertools import groupby

import dagster as dg

from pipelines.contract import Contract, load_contracts
from pipelines.defs.landing.cadence import freshness_of

GROUP = "landing"


def landing_key(agency: str) -> dg.AssetKey:
    return dg.AssetKey([GROUP, agency])


@dg.definitions
def landing_folders() -> dg.Definitions:
    """One external asset per agency that has a contract."""
    agencies = groupby(load_contracts(), key=lambda contract: contract.agency)
    return dg.Definitions(assets=[_folder(agency, list(group)) for agency, group in agencies])


def _folder(agency: str, contracts: list[Contract]) -> dg.AssetSpec:
    tables = "\n".join(f"- `{contract.physical_name}`: {contract.label}" for contract in contracts)
    return dg.AssetSpec(
        landing_key(agency),
        group_name=GROUP,
        description=f"Files as `{agency}` delivers them, one folder per day:\n\n{tables}",
        kinds={contract.format for contract in contracts},
        owners=["team:agencies"],
        freshness_policy=freshness_of(contracts[0]),
    )
