"""Whether what a briefing says has a source: the check of the shipped ones (`python app.py check`).

A person's own briefing may say what it likes. In a shipped one each scene cites a published source, and each
date that is typed into it (not computed by the map) is covered by one that is as new.
"""

import re
from collections.abc import Iterator

from briefings.model import Briefing, Scene
from briefings.placeholders import Library
from briefings.validation import Where
from geodata.sources import Source
from geodata.validation import Fault

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(rf"(?:\b({'|'.join(_MONTHS)})[a-z]*\.? )?\b((?:19|20)\d\d)\b", re.I)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def claim_faults(briefing: Briefing, library: Library, label: str) -> Iterator[Fault]:
    """Yield a fault for each scene without a published source, and for each date newer than all that a scene cites."""
    for number, scene in enumerate(briefing.scenes, start=1):
        where = Where(label, number, scene.id)
        cited = [library.sources[key] for key in scene.sources]
        published = [source for source in cited if not source.is_assumption]
        if not (scene.bullets or scene.notes):
            continue
        if not published:
            found = ", ".join(scene.sources) or "nothing"
            yield where.fault(
                "sources", found, "at least one published source", "Add the source of what it says."
            )
            continue
        newest = max(map(last_month, cited))
        for field, text in _texts(scene):
            for claimed, month in _dates(text):
                if month > newest:
                    expected = (
                        f"covered by a source as new (the newest one cited is of {newest[0]}-{newest[1]:02})"
                    )
                    yield where.fault(
                        field, f"“{claimed}”", expected, "Add the source of the claim to the scene."
                    )


def _texts(scene: Scene) -> Iterator[tuple[str, str]]:
    yield "title", scene.title
    for number, bullet in enumerate(scene.bullets, start=1):
        yield f"bullets {number}", bullet
    yield "notes", scene.notes


def _dates(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each date typed into a text, with its year and month (1 where it names none)."""
    for found in _DATE.finditer(_PLACEHOLDER.sub("", text)):
        month = _MONTHS.index(found[1].lower()) + 1 if found[1] else 1
        yield found[0], (int(found[2]), month)


def last_month(source: Source) -> tuple[int, int]:
    """Return the last month in which a source may have been published."""
    year, _, rest = source.date.partition("-")
    return int(year), int(rest[:2]) if rest else 12
