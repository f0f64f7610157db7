"""Outlines of the counties, for drawing: no map server is asked.

Belongs here: `counties.geojson` (simplified outlines of the city's ten areas, indicative only: not fit
for measuring or for any question of borders) and reading it. Keep out: drawing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

_FILE = Path(__file__).with_name("counties.geojson")
# Degrees between the points that make an area answer to the pointer (about three kilometres).
_SPACING = 0.03


@dataclass(frozen=True)
class County:
    """One area: its rings as (longitude, latitude) arrays, a point for its name, points that fill it."""

    code: str
    longitude: float
    latitude: float
    rings: tuple[np.ndarray, ...]
    inner: np.ndarray


@lru_cache(maxsize=1)
def read_counties() -> tuple[County, ...]:
    """Every area, the largest first, so that an enclosed one lies above what encloses it."""
    features = json.loads(_FILE.read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: -feature["properties"]["area_km2"])
    return tuple(_county(feature) for feature in features)


def _county(feature: dict) -> County:
    about, shape = feature["properties"], feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = tuple(np.array(ring, dtype=float) for polygon in polygons for ring in polygon)
    return County(about["code"], about["lon"], about["lat"], rings, _fill(rings))


def _fill(rings: tuple[np.ndarray, ...]) -> np.ndarray:
    """Points of a grid within the rings (even-odd rule, as holes ask for)."""
    every = np.concatenate(rings)
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(west, east, _SPACING), np.arange(south, north, _SPACING))
    )
    inside = np.zeros(len(x), dtype=bool)
    for ring in rings:
        x0, y0 = ring[:-1, 0], ring[:-1, 1]
        x1, y1 = ring[1:, 0], ring[1:, 1]
        crosses = (y0[:, None] > y) != (y1[:, None] > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x0[:, None] + (y - y0[:, None]) * (x1 - x0)[:, None] / (y1 - y0)[:, None]
        inside ^= (crosses & (x < at)).sum(axis=0) % 2 == 1
    return np.column_stack([x[inside], y[inside]])
