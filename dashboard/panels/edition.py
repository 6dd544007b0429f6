"""The note on links and files of an earlier edition, as data for the page (`frontend/panels/edition.js`)."""

from collections.abc import Mapping
from typing import Any

from export.metadata.summary import corrected
from geodata.corrections import Correction
from i18n.spoken import said, tr
from layers.core.edition import ORDINALS
from layers.core.scenario import Scenario


def since_data(
    scenario: Scenario, edition: int, corrections: Mapping[str, Correction]
) -> dict[str, Any] | None:
    """Return what the page's note on an earlier edition says, or None where there is nothing to say.

    Returns
    -------
    ``{"edition": "first", "corrections": [{"id", "subject", "before", "now", "text"}]}``
    """
    found = corrected(scenario, edition, corrections)
    if found is None:
        return None
    return {
        "edition": tr(ORDINALS.get(edition, f"{edition}th")),
        "corrections": [
            {
                "id": key,
                "subject": said(one.subject),
                "before": said(one.before),
                "now": said(one.now),
                "text": said(one.text),
            }
            for key, one in found.items()
        ],
    }
