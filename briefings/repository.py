"""The briefings of a folder: each file read once, and again only after it was changed."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from briefings.claims import claim_faults
from briefings.loader import load
from briefings.model import Briefing
from briefings.placeholders import Library
from briefings.validation import BriefingError, Where
from geodata.validation import Fault

#: The shipped briefings.
FOLDER = Path(__file__).parent
_Stamp = tuple[int, int]


@dataclass(frozen=True)
class _Read:
    """What a file was found to hold: a briefing, or its faults."""

    stamp: _Stamp
    briefing: Briefing | None = None
    faults: list[Fault] = field(default_factory=list)


class BriefingRepository:
    """The briefings of a folder's ``*.yaml`` files, in the order of their names; safe to share between threads."""

    def __init__(self, library: Library, folder: Path = FOLDER) -> None:
        self.library, self.folder = library, folder
        self._read: dict[Path, _Read] = {}
        self._lock = threading.Lock()

    def briefings(self) -> list[Briefing]:
        """Return the sound briefings; of two that share an id, the first."""
        found: dict[str, Briefing] = {}
        for read in self._files().values():
            if read.briefing is not None:
                found.setdefault(read.briefing.id, read.briefing)
        return list(found.values())

    def get(self, briefing_id: str) -> Briefing | None:
        """Return the sound briefing of an id, or None."""
        return next((briefing for briefing in self.briefings() if briefing.id == briefing_id), None)

    def faults(self) -> list[Fault]:
        """Return all that is wrong with the files: ids that two of them share and claims without a source included."""
        faults, first = [], dict[str, str]()
        for path, read in self._files().items():
            faults += read.faults
            if read.briefing is None:
                continue
            other = first.setdefault(read.briefing.id, self._label(path))
            if other != self._label(path):
                found = f"“{read.briefing.id}”, which is that of {other}"
                faults.append(Where(self._label(path)).fault("id", found, "an id of its own"))
            faults += claim_faults(read.briefing, self.library, self._label(path))
        return faults

    def _label(self, path: Path) -> str:
        return f"{self.folder.name}/{path.name}"

    def _files(self) -> dict[Path, _Read]:
        with self._lock:
            cached, self._read = self._read, {}
            for path in sorted(self.folder.glob("*.yaml")):
                stamp = _stamp(path)
                old = cached.get(path)
                self._read[path] = old if old is not None and old.stamp == stamp else self._load(path, stamp)
            return dict(self._read)

    def _load(self, path: Path, stamp: _Stamp) -> _Read:
        try:
            return _Read(stamp, load(path, self.library, label=self._label(path)))
        except BriefingError as problem:
            return _Read(stamp, faults=list(problem.faults))


def _stamp(path: Path) -> _Stamp:
    """Return what changes when a file does; of a file that has just gone, what no file has."""
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_mtime_ns, found.st_size
