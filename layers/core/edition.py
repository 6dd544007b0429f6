"""With which edition's numbers a link or a file was made.

Addresses and files written by this program name their edition. What names none, and holds a scenario, is of the first,
which did not do so; an address that a person types by hand counts as that too.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl

from layers.core.constants import EDITION, EDITIONS

EDITION_KEY = "edition"
FIRST = min(EDITIONS)
ORDINALS = {1: "first", 2: "second", 3: "third"}
#: Keys of an address that say something of what is shown, beside the parameters; light or dark does not.
_TELLING = ("layers", "line", "view", "title", "b")


_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?\S*$")


def is_edition(text: str) -> bool:
    """Return whether a text names an edition that there is."""
    return text.isascii() and text.isdecimal() and int(text[:9]) in EDITIONS


def edition_of_query(query: str, layer_ids: Collection[str]) -> int:
    """Return the edition of an address: the one it names, the first where it holds a scenario, else this one."""
    pairs = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))
    if is_edition(pairs.get(EDITION_KEY, "")):
        return int(pairs[EDITION_KEY])
    tells = any(key in _TELLING or key.partition(".")[0] in layer_ids for key in pairs)
    return FIRST if tells else EDITION


def edition_of_provenance(provenance: Mapping[str, Any]) -> int:
    """Return the edition of a file by its provenance (`export.metadata.embed`): the version, else the scenario."""
    made_by = _VERSION.search(
        str(provenance.get("version") or provenance.get("program", ""))[-40:]
    )  # 0.1 had one text for both
    if made_by:
        version = tuple(int(part or 0) for part in made_by.groups())
        return max((key for key, first in EDITIONS.items() if _numbers(first) <= version), default=FIRST)
    named = provenance["scenario"].get("edition")
    return named if isinstance(named, int) and named in EDITIONS else FIRST


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
