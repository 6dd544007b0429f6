"""What is wrong in a data file, in words that say where it is, what is allowed and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong in one file, in words that say where it is and what to do.

    `file` is the path as a person types it from the project's folder. `feature` counts from 1 and is
    None where the whole file is meant; `feature_id` is its id, or the key of a source. `field` is a
    column or `geometry`, empty where the whole file is meant. `found` quotes the file; `expected` ends
    the sentence "must be …".
    """

    file: str
    feature: int | None = None
    feature_id: str = ""
    field: str = ""
    found: str
    expected: str
    advice: str = "Edit the file or re-run the script that makes it."

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = self.file
        if self.feature is not None:
            place += f", feature {self.feature}"
        if self.feature_id:
            place += f" ({self.feature_id})"
        subject = f'"{self.field}"' if self.field else "the file"
        return f"{place}: {subject} must be {self.expected}, got {self.found}. {self.advice}"


class DataError(ValueError):
    """Data files that break their schema: all `faults`, one per line of the message."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))
