"""The register of corrections: what an earlier edition said, what is right, why, and what of the map it concerns.

It is data (`corrections.yaml`); here it is read and checked. The page ``/corrections``, the note on links and files
of an earlier edition, and ``docs/corrections.md`` all come from it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from geodata.columns import IsoDate, Text
from geodata.dates import day
from geodata.schema import DATA_DIR
from geodata.validation import DataError, Fault
from geodata.yaml_files import read_rows, read_sources

CORRECTIONS_FILE = "corrections.yaml"
_LABEL = f"geodata/{CORRECTIONS_FILE}"
#: What a note has room for.
Short = Annotated[
    str, Field(max_length=48, description="at most 48 characters: a number with its unit, for a note")
]
Keys = list[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]]


class Correction(BaseModel):
    """One thing that was wrong, and what is right.

    `wrong_from` and `wrong_until` are the days between which it was published; `edition` is the one that corrects it.
    `before` and `now` are the numbers in short, where it is one. `layers` are the ids of those whose map, numbers or
    texts it concerns, none where it concerns none in particular; `measures` names the numbers as the page does.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    subject: Text
    said: Text
    right: Text
    why: Text
    wrong_from: IsoDate
    wrong_until: IsoDate
    edition: Annotated[
        str, Field(pattern=r"^([2-9]|[1-9]\d+)$", description="the number of an edition, from 2")
    ]
    sources: Annotated[Keys, Field(min_length=1, description="a list of keys of geodata/sources.yaml")]
    before: Short = ""
    now: Short = ""
    layers: Annotated[Keys, Field(description="a list of ids of layers")] = []
    measures: Annotated[list[Text], Field(description="a list of names of numbers")] = []

    @property
    def period(self) -> str:
        """Return when it was wrong, as a person reads it."""
        return f"{day(self.wrong_from)} until {day(self.wrong_until)}"

    @property
    def text(self) -> str:
        """Return the sentence that follows `brief` in a note: why a number changed, or what is right instead."""
        return self.why if self.before else self.right

    @property
    def brief(self) -> str:
        """Return it as one line of a note: ``subject: before → now``, or the subject alone."""
        return f"{self.subject}: {self.before} → {self.now}" if self.before else self.subject


def check_corrections(
    root: Path = DATA_DIR, layer_ids: Collection[str] | None = None
) -> tuple[dict[str, Correction], list[Fault]]:
    """Return the valid corrections by id, in the order of the file, and all its faults.

    `layer_ids`: those there are; None where they are not known (`geodata` knows no layers).
    """
    columns = "subject, said, right and so on"
    found, faults = read_rows(root, CORRECTIONS_FILE, Correction, "correction", columns)
    sources, _ = read_sources(root)  # its own faults are reported by `check_all`
    for key, correction in found.items():
        faults += _row_faults(key, correction, sources, layer_ids)
    return found, faults


def _row_faults(
    key: str, correction: Correction, sources: Collection[str], layer_ids: Collection[str] | None
) -> Iterator[Fault]:
    """Yield what no column shows alone."""

    def fault(field: str, found: str, expected: str, advice: str) -> Fault:
        return Fault(
            file=_LABEL, feature_id=key, field=field, found=f'"{found}"', expected=expected, advice=advice
        )

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        yield fault("correction", key, "under a slug of a-z, 0-9 and single hyphens", "Rename it.")
    for name in correction.sources:
        if sources and name not in sources:
            yield fault(
                "sources", name, "in geodata/sources.yaml", "Add the source there or correct the key."
            )
    for name in correction.layers:
        if layer_ids is not None and name not in layer_ids:
            yield fault("layers", name, f"among {', '.join(layer_ids)}", "Correct the id.")
    if bool(correction.before) != bool(correction.now):
        yield fault("now", correction.now, "given together with “before”", "Give both or neither.")
    if correction.wrong_until < correction.wrong_from:
        yield fault(
            "wrong_until", correction.wrong_until, "no earlier than “wrong_from”", "Correct the dates."
        )


def read_corrections(root: Path = DATA_DIR) -> dict[str, Correction]:
    """Return the register by id.

    Raises
    ------
    DataError
        If the file breaks its schema.
    """
    found, faults = check_corrections(root)
    if faults:
        raise DataError(faults)
    return found


def since(
    corrections: Mapping[str, Correction], edition: int, layer_ids: Collection[str]
) -> dict[str, Correction]:
    """Return what was corrected after an edition and concerns any of these layers; numbers come first."""
    concerned = {
        key: one
        for key, one in corrections.items()
        if int(one.edition) > edition and not set(layer_ids).isdisjoint(one.layers)
    }
    return dict(sorted(concerned.items(), key=lambda pair: not pair[1].before))
