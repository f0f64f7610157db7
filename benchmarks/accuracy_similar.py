"""Similar cases: what the likest cases share with the one asked for, and the published benchmark when it is at hand.

    python -m benchmarks.accuracy_similar [--seeds 3] [--cases 4000]
    python -m benchmarks.accuracy_similar --lecard DIR       DIR: `data` of LeCaRD with candidates unpacked

Belongs here: asking and comparing. Keep out: the models. In an invented city two cases are alike when they share the
kind of offence behind them, which the charge and the words only hint at; chance is what any case of the charge gives.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.told_cases import load_words, tell_cases
from models.similarity.words import Text, read_text

FIRST_SEED = 301
PAGE = Path(__file__).parents[1] / "docs" / "similarity-accuracy.md"
# Published by the authors of LeCaRD for BM25 on all 107 queries.
PUBLISHED = {"P@5": 0.406, "P@10": 0.381, "MAP": 0.484, "NDCG@10": 0.731, "NDCG@20": 0.797, "NDCG@30": 0.888}  # fmt: skip
_K1, _B = 1.2, 0.75


def weigh(documents: list[list[str]]) -> tuple[sparse.csr_matrix, dict[str, int]]:
    """The BM25 weights of fct_case_terms: documents by words."""
    places: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for place, words in enumerate(documents):
        for word, count in Counter(words).items():
            rows.append(place)
            columns.append(places.setdefault(word, len(places)))
            counts.append(count)
    lengths = np.array([len(words) for words in documents], float)
    tf = sparse.csr_matrix((counts, (rows, columns)), (len(documents), len(places)), dtype=float)
    holders = np.bincount(tf.indices, minlength=len(places))
    rarity = np.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
    rarity[holders > max(0.5 * len(documents), 20)] = 0.0
    norm = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1e-9))
    row = np.repeat(np.arange(len(documents)), np.diff(tf.indptr))
    tf.data = tf.data * (_K1 + 1) / (tf.data + norm[row]) * rarity[tf.indices]
    return tf, places


def rank(weights: sparse.csr_matrix, places: dict[str, int], words: list[str]) -> np.ndarray:
    """Documents by score, the best first; ties in their order."""
    asked = np.zeros(weights.shape[1])
    asked[[places[word] for word in set(words) if word in places]] = 1.0
    return np.argsort(-(weights @ asked), kind="stable")


def measure_city(seed: int, cases: int) -> dict[str, float]:
    """Shares among the ten likest, and among all, of cases that share the pretence, tool or goods."""
    _, acts, _ = tell_cases(cases=cases, days=365, seed=seed)
    total: dict[str, float] = defaultdict(float)
    for _, part in acts.groupby("family"):
        if len(part) < 200:
            continue
        part = part.reset_index(drop=True)
        weights, places = weigh([list(words) for words in part["terms"]])
        for place in range(0, len(part), 7):
            best = [
                other for other in rank(weights, places, part.at[place, "terms"]) if other != place
            ][:10]
            for name in ("kind", "modus", "goods"):
                own = _as_set(part.at[place, name])
                if own:
                    total[f"{name}_asked"] += 1
                    total[f"{name}_best"] += np.mean(
                        [bool(own & _as_set(part.at[o, name])) for o in best]
                    )
                    others = part[name].sample(10, random_state=place)
                    total[f"{name}_chance"] += np.mean([bool(own & _as_set(o)) for o in others])
    return total


def _as_set(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else set(value or ())


def measure_lecard(folder: Path) -> dict[str, float]:
    """The metrics of the authors' own program, with our words and weights over the candidates of each query."""
    things = load_words()
    labels = json.loads((folder / "label" / "label_top30_dict.json").read_text(encoding="utf-8"))
    scores: dict[str, list[float]] = defaultdict(list)
    for line in (folder / "query" / "query.json").read_text(encoding="utf-8").splitlines():
        query = json.loads(line)
        key = str(query["ridx"])
        texts = {}
        for path in sorted((folder / "candidates").glob(f"**/{key}/*.json")):
            text = json.loads(path.read_text(encoding="utf-8"))
            texts[path.stem] = text.get("ajjbqk") or text.get("qw") or ""
        names = list(texts)
        documents = [read_text(Text(texts[name]), things)["terms"] for name in names]
        weights, places = weigh(documents)
        order = [
            names[place]
            for place in rank(weights, places, read_text(Text(query["q"]), things)["terms"])
        ]
        for metric, value in metrics(order, labels[key]).items():
            scores[metric].append(value)
    return {metric: float(np.mean(values)) for metric, values in scores.items()}


def metrics(order: list[str], grades: dict[str, int]) -> dict[str, float]:
    """P@k and MAP among the graded (grade 3 is relevant), NDCG@k over all, as the authors count them."""
    graded = [name for name in order if name in grades]
    relevant = [grades[name] == 3 for name in graded]
    found = {f"P@{k}": sum(relevant[:k]) / k for k in (5, 10)}
    hits = [place for place, is_hit in enumerate(relevant, start=1) if is_hit]
    found["MAP"] = (
        sum(at / place for at, place in enumerate(hits, start=1)) / len(hits) if hits else 0.0
    )
    gains = [grades.get(name, 0) for name in order] + [0] * 30
    ideal = sorted(grades.values(), reverse=True) + [0] * 30
    for k in (10, 20, 30):
        best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal[:k]))
        got = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:k]))
        found[f"NDCG@{k}"] = got / best if best else 0.0
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cases", type=int, default=4_000)
    parser.add_argument("--lecard", type=Path)
    options = parser.parse_args()
    if options.lecard:
        for metric, value in measure_lecard(options.lecard).items():
            print(f"{metric:8} {value:.3f}   published {PUBLISHED[metric]:.3f}")
        return
    total: dict[str, float] = defaultdict(float)
    for seed in range(FIRST_SEED, FIRST_SEED + options.seeds):
        for name, value in measure_city(seed, options.cases).items():
            total[name] += value
    lines = [
        f"{options.seeds} invented cities of {options.cases:,} cases, "
        f"`python -m benchmarks.accuracy_similar --seeds {options.seeds} --cases {options.cases}`: "
        "of the ten likest cases by words alone, within a family of offences, these share with the case asked for:",
        "",
        "| shared | among the ten likest | among any ten |",
        "|---|---:|---:|",
    ]
    for name, words in (
        ("kind", "kind of offence"),
        ("modus", "a method code"),
        ("goods", "goods"),
    ):
        asked = max(total[f"{name}_asked"], 1)
        lines.append(
            f"| {words} | {total[f'{name}_best'] / asked:.1%} | {total[f'{name}_chance'] / asked:.1%} |"
        )
    print("\n".join(lines))
    write_between(PAGE, "similar", "\n".join(lines))


def write_between(page: Path, mark: str, text: str) -> None:
    """Replace what stands between the marks of the page."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    whole = page.read_text(encoding="utf-8")
    page.write_text(
        f"{whole.split(begin)[0]}{begin}\n{text}\n{end}{whole.split(end)[1]}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
