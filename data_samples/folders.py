"""Folders in the landing folder: files, manifest, and what is wrong with manifests.

Belongs here: writing one agency's folder of one day. Keep out: which files stand in it.
"""

from __future__ import annotations

import json
from pathlib import Path

from data_samples import rates
from data_samples.clock import day_text
from data_samples.dice import Dice
from data_samples.file_faults import FileDraft
from data_samples.firsts import Firsts
from data_samples.truth import Truth


def folder_name(day: int) -> str:
    return day_text(day).replace("-", "")


class Folders:
    """Writes folders and keeps account of every file in the truth."""

    __slots__ = ("_dice", "_firsts", "_landing", "_truth")

    def __init__(self, landing: Path, truth: Truth, dice: Dice) -> None:
        self._landing = landing
        self._truth = truth
        self._dice = dice
        self._firsts = Firsts(dice)

    def write(
        self, agency: str, day: int, *, kind: str, begin: int, end: int, drafts: list[FileDraft]
    ) -> None:
        """One folder with its manifest; ``begin`` and ``end`` are days of the period reported."""
        place = f"{agency}/{folder_name(day)}"
        folder = self._landing / agency / folder_name(day)
        folder.mkdir(parents=True, exist_ok=True)
        self._choose_manifest_faults(drafts, is_full=kind == "full")
        entries = [draft.entry() for draft in drafts if draft.has_entry]
        if kind != "full" and self._firsts.chance("W18", rates.ENTRY_WITHOUT_FILE):
            self._firsts.planted("W18")
            name = drafts[-1].name.replace("__", "__9")
            entries.append({**entries[-1], "name": name} if entries else {"name": name})
            self._truth.planted.append((f"{place}/{name}", 0, drafts[-1].table, "W18", ""))
        manifest = {
            "agency": agency,
            "delivered_on": day_text(day),
            "produced_at": f"{day_text(day)} 02:{self._dice.between(10, 59)}:00",
            "kind": kind,
            "period": {"from": day_text(begin), "to": day_text(end)},
            "synthetic": True,
            "files": entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        if not self._manifest_fails(folder, place, drafts, text, manifest):
            (folder / "_manifest.json").write_text(text, encoding="utf-8")
        for draft in drafts:
            (folder / draft.name).write_bytes(draft.content)
            name = f"{place}/{draft.name}"
            planted = [(name, *fault) for fault in draft.planted]
            self._truth.planted.extend(planted)
            self._truth.delivery(name, agency, draft.table, draft.rows, draft.status, draft.reason)

    def _choose_manifest_faults(self, drafts: list[FileDraft], *, is_full: bool) -> None:
        for draft in drafts:
            if draft.status != "loaded" or draft.supersedes or is_full:
                continue
            if self._firsts.chance("W13", rates.FILE_WITHOUT_ENTRY):
                self._firsts.planted("W13")
                draft.has_entry = False
                draft.planted.append((0, draft.table, "W13", ""))
            elif self._firsts.chance("W14", rates.MANIFEST_ROWS_WRONG):
                self._firsts.planted("W14")
                draft.entry_changes["rows"] = draft.rows + self._dice.pick((-1, 1, 2))
                draft.planted.append((0, draft.table, "W14", ""))

    def _manifest_fails(
        self,
        folder: Path,
        place: str,
        drafts: list[FileDraft],
        text: str,
        manifest: dict[str, object],
    ) -> bool:
        """A manifest that is missing, cut off, or another day's; True when none of use is there.

        Only where the folder's files need none: a correction, a wrong hash, or the rows of a file
        that cannot be read to its end stand in it alone.
        """
        dice = self._dice
        needed = any(
            draft.supersedes or draft.status == "superseded" or draft.reason in ("F1", "F2")
            for draft in drafts
        )
        if needed or manifest["kind"] == "full":
            return False
        draw = dice.random()
        if draw < rates.MANIFEST_MISSING:
            pass
        elif draw < rates.MANIFEST_MISSING + rates.MANIFEST_BROKEN / 2:
            (folder / "_manifest.json").write_text(text[: len(text) // 2], encoding="utf-8")
        elif draw < rates.MANIFEST_MISSING + rates.MANIFEST_BROKEN:
            other = json.dumps({**manifest, "delivered_on": "2001-01-01"}, ensure_ascii=False)
            (folder / "_manifest.json").write_text(other, encoding="utf-8")
        else:
            return False
        absent = [
            fault
            for fault in self._truth.planted
            if fault[3] == "W18" and fault[0].startswith(f"{place}/")
        ]
        for fault in absent:
            self._truth.planted.remove(fault)
        for draft in drafts:
            draft.planted = [fault for fault in draft.planted if fault[2] not in ("W13", "W14")]
            if draft.reason != "F6":
                draft.planted.append((0, draft.table, "W13", ""))
        return True
