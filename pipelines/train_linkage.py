"""Training of the person model from a built home and the truth of its sample: ``caseloom train``.

Belongs here: reading the warehouse and the truth, writing the model. Keep out: estimation
(``models.linkage.train``).
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from models.linkage.person_model import FEATURES, MODEL_PATH
from models.linkage.train import train
from pipelines.home import Home
from pipelines.warehouse import open_warehouse


def train_person_model(home: Home, truth: Path) -> str:
    """Write ``person_model.json`` anew and return its version; commit the file.

    People who are lost in principle teach nothing and are left out.

    Raises:
        FileNotFoundError: the truth folder has no ``person_records.csv`` or ``weaknesses.csv``.
    """
    known = pd.read_csv(truth / "person_records.csv", dtype=str)
    weaknesses = pd.read_csv(truth / "weaknesses.csv", dtype=str)
    lost = weaknesses.loc[weaknesses["is_lost"] == "1", "source_person_no"]
    known = known[~known["source_person_no"].isin(set(lost))]
    columns = ", ".join(("person_key", *FEATURES))
    with open_warehouse(home) as connection:
        features = connection.sql(f"select {columns} from intermediate.int_person_features").df()
        keys = connection.sql(
            "select person_key, agency, source_table, source_person_no "
            "from intermediate.int_person_records"
        ).df()
    labels = keys.merge(known, on=["agency", "source_table", "source_person_no"])
    model = train(features, labels[["person_key", "true_person"]])
    MODEL_PATH.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return str(model["caseloom_version"])
