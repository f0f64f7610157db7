"""Training the person model: a step of its own, run by hand when data or comparisons change.

Belongs here: estimation. Keep out: scoring, files (``caseloom train`` reads and writes them), and
anything that a daily run does.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from models.linkage.person_model import comparisons, splink_settings

if TYPE_CHECKING:
    from splink import Linker

# Odds against two records taken at random from a city being one human, in bits; int_person_links
# replaces it by the odds within a case where two records stand in one.
PRIOR_BITS = 16
RANDOM_PAIRS = 2e7
# What training hardly saw still happens: no weight may be infinite. People move and change phones
# more often than the invented ones do.
SMALLEST_M = {"residence_region_code": 0.10, "phone_hash": 0.10, "sex_code": 0.002}
SMALLEST_M_ELSE = 0.001
SMALLEST_U = 1e-7


def train(features: pd.DataFrame, labels: pd.DataFrame) -> dict[str, Any]:
    """Weights of the comparisons.

    Args:
        features: ``person_key`` and FEATURES.
        labels: ``person_key`` and ``true_person``; u comes from random pairs, m from the labels.
    """
    labelled = features.merge(labels, on="person_key")
    # One record of each human: pairs of them are all different people, as u asks for.
    strangers = labelled.sample(frac=1, random_state=1).drop_duplicates("true_person")
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "person_key",
        "probability_two_random_records_match": 1 / (2**PRIOR_BITS + 1),
        "comparisons": comparisons(),
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }
    u_linker = _make_linker(strangers, settings)
    u_linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    m_linker = _make_linker(labelled, u_linker.misc.save_model_to_json())
    m_linker.training.estimate_m_from_label_column("true_person")
    trained = m_linker.misc.save_model_to_json()
    for comparison in trained["comparisons"]:
        smallest = SMALLEST_M.get(comparison["output_column_name"], SMALLEST_M_ELSE)
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = round(max(level.get("m_probability") or 0, smallest), 6)
                level["u_probability"] = round(max(level.get("u_probability") or 0, SMALLEST_U), 8)
    model = {**splink_settings(trained), **settings, "comparisons": trained["comparisons"]}
    model.pop("linker_uid", None)
    text = json.dumps(model, sort_keys=True)
    return {"caseloom_version": hashlib.sha256(text.encode()).hexdigest()[:12], **model}


def _make_linker(people: pd.DataFrame, settings: dict[str, Any]) -> Linker:
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI()
    return Linker(api.register(people), settings)
