"""The whole foreign city. Belongs here: telling every story. Keep out: the stories themselves."""

from __future__ import annotations

from tests.foreign.deliveries import City
from tests.foreign.stories import (
    clean_city,
    files,
    manifests,
    refused_files,
    refused_rows,
    snapshots,
    tolerances,
    versions,
)

# Manifests repeat files of other stories, so they come last.
STORIES = (
    clean_city,
    versions,
    files,
    snapshots,
    refused_files,
    refused_rows,
    tolerances,
    manifests,
)


def make_city() -> City:
    city = City()
    for story in STORIES:
        story.tell(city)
    return city
