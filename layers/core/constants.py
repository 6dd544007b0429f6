"""What the program says of itself and of everything it shows; one home for the page and for all that leaves it."""

from collections.abc import Mapping
from datetime import date

PROGRAM = "Security guarantees for Ukraine, a map"
VERSION = "0.2.0"  # pyproject.toml says the same; a test holds it
#: The editions that numbers and statements come in, each with the version it began with. Links and files name theirs.
EDITIONS = {1: "0.1.0", 2: "0.2.0"}
EDITION = max(EDITIONS)
#: Stands on the page, on every figure and in every file.
NOTICE = "Notional: not actual or planned deployments"


def provenance(data_version: str, made: str = "") -> dict[str, str]:
    """Return what every file says of how it was made: `program`, `version`, `data_version` and `made`.

    `data_version`: `geodata.store.Store.data_version`, '' where unknown; `made`: ISO date, today without it.
    """
    made = made or date.today().isoformat()
    return {"program": PROGRAM, "version": VERSION, "data_version": data_version, "made": made}


def made_with(made_by: Mapping[str, str]) -> str:
    """Return a provenance in words, without its date, for the one line that most formats have for it."""
    data = f", data {made_by['data_version']}" if made_by.get("data_version") else ""
    return f"{made_by['program']}, version {made_by['version']}{data}"
