"""Where a person's own data lie. Light to load: every program asks, and most find nothing there."""

import os
from pathlib import Path

import platformdirs

#: The setting and option that name the folder; `NONE` is no workspace at all.
SETTING, NONE = "WORKSPACE", "none"
#: Sources of a person's own data are cited by keys that begin so.
OWN_KEY = "own_"
CATALOGUE_FILE = "catalogue.sqlite"


class WorkspaceError(ValueError):
    """A workspace that cannot be read or written; the text says which and what to do."""


def folder_of(name: str | None = None) -> Path | None:
    """Return the folder of the workspace: the one named, else the setting's, else the user's data folder; or None."""
    named = name or os.environ.get(SETTING, "").strip()
    if named == NONE:
        return None
    return (
        Path(named).expanduser()
        if named
        else Path(platformdirs.user_data_dir("guarantee-map", appauthor=False))
    )
