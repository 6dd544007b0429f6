"""What is embedded in a file, as the process that reads foreign files finds it."""

import json
from typing import Any

from export.metadata import sandbox
from export.metadata.readers.kinds import kind_of


def provenance_in(data: bytes) -> dict[str, Any]:
    """Return the provenance in an exported file, unchecked."""
    text = sandbox.extract("provenance", kind_of(data), data)
    assert text is not None
    found: dict[str, Any] = json.loads(text)
    return found
