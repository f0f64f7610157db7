"""Pattern methods on public data: what others published must come out, else nobody should trust the rest."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.patterns import hotspots, near_repeat, poisson, scan, surveillance, towns

PUBLISHED = Path(__file__).parent / "published"


def test_salmonella_raises_the_alarms_of_farrington_flexible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R surveillance 1.20.3 raises four alarms in weeks 250-312: 257, 262, 263 and 264."""
    table = pd.read_csv(PUBLISHED / "salmonella_agona.csv")
    # Their run looks back four years; ours five.
    monkeypatch.setattr(surveillance, "MOST_BASELINE", 4 * 52 - surveillance.GUARD_WEEKS)
    weeks = pd.date_range("1990-01-01", periods=len(table), freq="7D")
    counts = table["count"].to_numpy(float)[None]
    panel = surveillance.Panel(counts, weeks, np.ones_like(counts))
    asked = table.dropna(subset="expected")
    found, alarms = [], []
    for week in asked["week"] - 1:
        expected = surveillance.expect(panel, int(week), surveillance.FARRINGTON)
        tail = poisson.upper_tail(counts[:, week], expected.means[:, 0], expected.variances[:, 0])
        found.append(expected.means[0, 0])
        if tail[0] <= 0.01:
            alarms.append(int(week) + 1)
    assert alarms == asked.loc[asked["is_alarm"] == 1, "week"].tolist() == [257, 262, 263, 264]
    # Their parts of the year are counted in calendar weeks, ours in days: a few per cent apart.
    assert np.corrcoef(found, asked["expected"])[0, 1] > 0.98
    assert np.median(np.array(found) / asked["expected"]) == pytest.approx(1.0, abs=0.03)


def test_meningitis_has_the_close_pairs_of_knox() -> None:
    """`surveillance::knox(eps.t = 6.5, eps.s = 1000)`: 4 close pairs, 1.488 expected, p 0.068."""
    table = pd.read_csv(PUBLISHED / "imdepi_type_b.csv")
    found = near_repeat.knox_table(
        table["x"].to_numpy(float), table["y"].to_numpy(float), table["day"].to_numpy(), seed=1
    )
    week = found[found["days"] == 7]
    assert week["observed"].sum() == 4
    assert week["expected"].sum() == pytest.approx(1.488, abs=0.25)
    assert week["p_value"].min() == pytest.approx(0.068, abs=0.05)


def test_getis_ord_of_the_six_points_of_esda() -> None:
    """esda's documentation of G_Local (star): its z values, digit by digit."""
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], float)
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    near = sparse.csr_array((distance <= 15).astype(float))
    z_values, _ = hotspots.getis_ord(np.array([2, 3, 3.2, 5, 8, 7]), near)
    published = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert z_values == pytest.approx(published)


def test_homicide_and_crime_have_the_published_moran() -> None:
    """St. Louis (HR8893, esda): I 0.244, p 0.00027. Columbus (CRIME, spdep 1.2-7): I 0.500189, Gi*."""
    import libpysal
    from esda.moran import Moran

    def read(gal: str, table: str, column: str) -> tuple[np.ndarray, object]:
        path = libpysal.examples.get_path
        opened = libpysal.io.open(path(gal)), libpysal.io.open(path(table))
        with closing(opened[0]) as weights, closing(opened[1]) as rows:
            return np.array(rows.by_col(column)), weights.read()

    homicide = Moran(*read("stl.gal", "stl_hom.txt", "HR8893"), permutations=0)
    assert pytest.approx(0.24365582621771695) == homicide.I
    assert homicide.p_norm == pytest.approx(0.0002714786277)
    values, near = read("columbus.gal", "columbus.dbf", "CRIME")
    assert pytest.approx(0.500188557) == Moran(values, near, permutations=0).I
    near.transform = "b"
    with_self = sparse.csr_array(near.sparse) + sparse.eye_array(len(values), format="csr")
    z_values, _ = hotspots.getis_ord(values, with_self)
    spdep = [-1.432780, -1.340008, -0.771999, -0.131733, 1.285363, 0.068648]
    assert z_values[:6] == pytest.approx(spdep, abs=1e-5)


def test_fever_in_new_york_has_no_cluster_beyond_chance() -> None:
    """SaTScan's own example of this scan (radius up to 3 km, up to 7 days): three clusters, none with p < 0.05."""
    table = pd.read_csv(PUBLISHED / "nyc_fever.csv")
    assert len(table) == 194
    x = table["longitude"].to_numpy() * 111_320 * np.cos(np.radians(40.73))
    y = table["latitude"].to_numpy() * 111_320
    found = scan.find_clusters(
        x, y, table["day"].to_numpy() - 1, weeks=24, seed=1, level=1.0, most_metres=3_000
    )
    assert len(found) >= 3
    assert min(cluster.p_value for cluster in found) > 0.05


def test_cylinders_are_those_of_a_plain_count() -> None:
    """Every circle and window tried one by one, with Kulldorff's formula, gives the same best cluster."""
    chance = np.random.default_rng(5)
    x, y = chance.uniform(0, 3000, (2, 120))
    week = chance.integers(0, 12, 120)
    x[:9], y[:9], week[:9] = 1400 + x[:9] / 50, 1400 + y[:9] / 50, 5
    found = scan.find_clusters(x, y, week, weeks=12, seed=1, level=1.0)
    best = _plain_scan(x, y, week, weeks=12)
    assert found[0].log_likelihood == pytest.approx(best)
    assert (found[0].first_week, found[0].last_week) == (5, 5)
    assert found[0].p_value <= 0.01
    assert np.hypot(found[0].x - 1430, found[0].y - 1430) < 200


def _plain_scan(x: np.ndarray, y: np.ndarray, week: np.ndarray, weeks: int) -> float:
    cells = np.stack([x // scan.CELL_METRES, y // scan.CELL_METRES], axis=1)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    middle = np.array([[x[cell == c].mean(), y[cell == c].mean()] for c in range(cell.max() + 1)])
    total, best = len(x), 0.0
    for centre in middle:
        distance = np.hypot(*(middle - centre).T)
        for radius in np.unique(distance[distance <= scan.MOST_METRES]):
            inside = (distance <= radius)[cell]
            if inside.sum() > total // 2:
                break
            for first in range(weeks):
                for last in range(first, min(first + 6, weeks)):
                    window = (week >= first) & (week <= last)
                    count = (inside & window).sum()
                    expected = inside.sum() * window.sum() / total
                    if count >= scan.LEAST_CASES and count > expected:
                        ratio = count * np.log(count / expected)
                        ratio += (total - count) * np.log((total - count) / (total - expected))
                        best = max(best, ratio)
    return float(best)


def test_shift_share_adds_up_and_empirical_bayes_draws_small_ones_in() -> None:
    """A difference that is chance must not look like one; parts must be the whole."""
    before = np.array([[100, 20], [50, 80]])
    now = np.array([[130, 18], [40, 100]])
    parts = towns.shift_share(now, before)
    assert sum(parts) == pytest.approx(now - before)
    assert parts[2].sum(axis=0) == pytest.approx([0, 0])
    rates = towns.empirical_bayes(np.array([3, 300, 200]), np.array([1_000, 200_000, 200_000]))
    common = 503 / 401_000
    assert abs(rates["smoothed"][0] - common) < abs(rates["rate"][0] - common)
    assert (rates["low"] < rates["smoothed"]).all() and (rates["smoothed"] < rates["high"]).all()
