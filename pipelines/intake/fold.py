"""The fold: which files count, decided over all files in the order of delivery.

Arrival does not matter (contracts/README.md section 2, rule 10): the fold walks the files of one
agency and stem by folder day and batch and gives each its status and reason. Belongs here: rules 6
and 7 (duplicates, corrections), the order of F codes, file-level warnings W13, W14 and W18.
Keep out: reading files and rows; the walk is over files, never over cases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.contract import load_contracts
from pipelines.intake.landing import Manifest


@dataclass(frozen=True)
class KnownFile:
    """One line of ``ledger.files``.

    ``is_decoded``: the content was examined; ``has_rows``: its rows stand in raw under this id.
    """

    delivery_id: str
    file_name: str
    sha256: str
    agency: str
    stem: str | None
    batch: int | None
    delivered_on: date | None
    seen_order: int
    content_code: str | None
    content_detail: str | None
    row_count: int | None
    is_decoded: bool
    has_rows: bool
    rows_quarantined: int
    rows_duplicate: int

    @property
    def base_name(self) -> str:
        return self.file_name.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        return self.file_name.rsplit("/", 1)[0] if "/" in self.file_name else ""

    @property
    def order(self) -> tuple[date, int, str, int]:
        return (self.delivered_on or date.min, self.batch or 0, self.file_name, self.seen_order)


@dataclass
class Verdict:
    """What becomes of one file: loaded, quarantined, duplicate or superseded, and why."""

    file: KnownFile
    status: str
    reason: str | None = None
    detail: str | None = None
    expected_rows: int | None = None

    @property
    def rows(self) -> dict[str, int]:
        """received = accepted + quarantined + superseded, for every status."""
        file = self.file
        received = file.row_count if file.row_count is not None else self.expected_rows or 0
        quarantined = superseded = 0
        if self.status == "loaded":
            quarantined, superseded = file.rows_quarantined, file.rows_duplicate
        elif self.status == "quarantined":
            quarantined = received
        else:
            superseded = received
        return {
            "rows_received": received,
            "rows_accepted": received - quarantined - superseded,
            "rows_quarantined": quarantined,
            "rows_superseded": superseded,
        }


@dataclass(frozen=True)
class FileNote:
    """One file-level warning; ``delivery_id`` is None for an entry without a file (W18)."""

    delivery_id: str | None
    agency: str
    table_name: str | None
    file_name: str
    reason_code: str
    masked_value: str | None


def fold_files(
    files: Iterable[KnownFile], manifests: dict[str, Manifest]
) -> tuple[list[Verdict], list[FileNote]]:
    """Verdicts for all files and the file-level warnings that follow from manifests.

    ``manifests`` maps a folder (``police/20250504``) to its manifest; folders without one are
    absent.
    """
    files = sorted(files, key=lambda file: file.order)
    groups: dict[tuple[str, str], list[KnownFile]] = defaultdict(list)
    verdicts = []
    for file in files:
        if file.stem is None:
            detail = "the name matches no contract of this agency"
            verdicts.append(Verdict(file, "quarantined", "F6", detail))
        else:
            groups[(file.agency, file.stem)].append(file)
    for (agency, stem), members in groups.items():
        verdicts += _fold_group(members, manifests, is_snapshot=is_snapshot(agency, stem))
    for verdict in verdicts:
        verdict.expected_rows = _expected_rows(verdict.file, manifests)
    return verdicts, _manifest_notes(files, verdicts, manifests)


def is_snapshot(agency: str, stem: str) -> bool:
    """Whether the newest file of this stem replaces the older ones."""
    return any(
        contract.is_snapshot
        for contract in load_contracts()
        if (contract.agency, contract.file_stem) == (agency, stem)
    )


def _fold_group(
    members: list[KnownFile], manifests: dict[str, Manifest], *, is_snapshot: bool
) -> list[Verdict]:
    verdicts: dict[str, Verdict] = {}
    loaded: list[KnownFile] = []
    replaced_names: dict[str, KnownFile] = {}
    for file in members:
        entry = _entry(file, manifests)
        if entry is not None and entry.sha256 and entry.sha256 != file.sha256:
            verdicts[file.delivery_id] = Verdict(
                file, "quarantined", "F1", "SHA-256 differs from the manifest"
            )
            continue
        rivals = loaded[-1:] if is_snapshot else loaded
        twin = next((other for other in rivals if other.sha256 == file.sha256), None)
        if twin is not None:
            verdicts[file.delivery_id] = Verdict(
                file, "duplicate", "D1", f"the same bytes as {twin.file_name}"
            )
            continue
        if file.content_code is not None:
            verdicts[file.delivery_id] = Verdict(
                file, "quarantined", file.content_code, file.content_detail
            )
            continue
        correction = replaced_names.get(file.file_name)
        if correction is not None:
            verdicts[file.delivery_id] = _superseded(file, correction)
            continue
        # A file whose rows are not in raw yet is taken as good, so that the caller decodes just
        # the files that will count; it folds again once it knows better.
        verdicts[file.delivery_id] = Verdict(file, "loaded" if file.has_rows else "pending")
        for old in [other for other in loaded if _is_replaced(other, file, entry)]:
            loaded.remove(old)
            verdicts[old.delivery_id] = _superseded(old, file)
        if entry is not None and entry.supersedes:
            replaced_names[f"{file.folder}/{entry.supersedes}"] = file
        loaded.append(file)
    return list(verdicts.values())


def _is_replaced(old: KnownFile, new: KnownFile, entry) -> bool:
    """A correction names the file it replaces; a path written anew replaces its older content."""
    if old.file_name == new.file_name:
        return True
    return bool(
        entry is not None and entry.supersedes == old.base_name and old.folder == new.folder
    )


def _superseded(old: KnownFile, new: KnownFile) -> Verdict:
    return Verdict(old, "superseded", "S1", f"replaced by {new.file_name}")


def _entry(file: KnownFile, manifests: dict[str, Manifest]):
    manifest = manifests.get(file.folder)
    return manifest.entries.get(file.base_name) if manifest else None


def _expected_rows(file: KnownFile, manifests: dict[str, Manifest]) -> int | None:
    entry = _entry(file, manifests)
    return entry.rows if entry else None


def _manifest_notes(
    files: list[KnownFile], verdicts: list[Verdict], manifests: dict[str, Manifest]
) -> list[FileNote]:
    notes = []
    for verdict in verdicts:
        file, entry = verdict.file, _entry(verdict.file, manifests)
        place = (file.delivery_id, file.agency, file.stem, file.file_name)
        if entry is None:
            notes.append(FileNote(*place, "W13", None))
        elif entry.rows is not None and file.row_count not in (None, entry.rows):
            notes.append(FileNote(*place, "W14", f"manifest {entry.rows}, file {file.row_count}"))
    present = {file.file_name for file in files}
    for folder, manifest in manifests.items():
        for name in manifest.entries:
            if f"{folder}/{name}" not in present:
                notes.append(FileNote(None, manifest.agency, None, f"{folder}/{name}", "W18", None))
    failed = {
        verdict.file.file_name: verdict for verdict in verdicts if verdict.status == "quarantined"
    }
    for name, verdict in failed.items():
        entry = _entry(verdict.file, manifests)
        if entry is not None and entry.supersedes:
            # Contracts, rule 7: a refused correction leaves the named file in place, and says so.
            file = verdict.file
            notes.append(
                FileNote(
                    file.delivery_id,
                    file.agency,
                    file.stem,
                    name,
                    "S1",
                    f"refused correction of {entry.supersedes}",
                )
            )
    return notes


def data_dates(verdicts: Iterable[Verdict], manifests: dict[str, Manifest]) -> dict[str, date]:
    """Each agency's data date: the greatest ``period.to`` of any folder with a loaded file.

    Without a manifest the folder's day − 1 counts (contracts/README.md section 2, rule 9).
    """
    dates: dict[str, date] = {}
    for verdict in verdicts:
        file = verdict.file
        if verdict.status != "loaded" or file.delivered_on is None:
            continue
        manifest = manifests.get(file.folder)
        day = (manifest.period_to if manifest else None) or file.delivered_on - timedelta(days=1)
        dates[file.agency] = max(dates.get(file.agency, day), day)
    return dates
