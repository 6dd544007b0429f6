"""The licences of what leaves: which texts a file must carry, and all notices in one text."""

from collections.abc import Mapping
from pathlib import Path

from geodata.sources import Source
from layers.core.constants import PROGRAM

_PROJECT = Path(__file__).resolve().parents[2]
_VENDOR = _PROJECT / "assets" / "vendor"
#: Of the project's own data, and so of everything made from them.
OWN_DATA = "CC-BY-4.0"


def texts_for(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return the texts of the licences under which data of these sources are, by file name (``CC-BY-4.0.txt``)."""
    stated = [_plain(source.licence) for source in sources.values()] + [_plain(OWN_DATA)]
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((_PROJECT / "LICENSES").glob("*.txt"))
        if any(licence.startswith(_plain(path.stem)) for licence in stated)
    }


def _plain(licence: str) -> str:
    """Return the name of a licence as people and as SPDX write it, the same for both: ``CC BY 4.0``."""
    return licence.replace("-", " ")


def notices() -> str:
    """Return all notices: what is whose, then every licence, those of the code inside plotly.js included."""
    parts = [
        f"{PROGRAM}: code MIT, own data CC BY 4.0",
        _text("THIRD_PARTY.md"),
        _text("geodata/third_party/gshhg/README.md"),
        *(path.read_text(encoding="utf-8") for path in sorted((_PROJECT / "LICENSES").glob("*.txt"))),
        *(path.read_text(encoding="utf-8") for path in sorted(_VENDOR.glob("*.txt"))),
    ]
    return f"\n\n{'-' * 80}\n\n".join(part.strip() for part in parts) + "\n"


def _text(path: str) -> str:
    return (_PROJECT / path).read_text(encoding="utf-8")
