"""Finding a place by its name, in English or Ukrainian, among all that the map's search finds."""

import difflib
from dataclasses import dataclass

from i18n.spoken import worded
from layers.core.build import Frames
from layers.core.ground import HOME

_SUGGESTED = 4
_ALIKE = 0.6


class UnknownPlaceError(ValueError):
    """No place of that name; the text names those spelled most like it."""


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """A place of the search: its name, and a point in it (WGS 84)."""

    name: str
    layer: str
    feature_id: str
    lon: float
    lat: float


def named_place(frames: Frames, name: str) -> NamedPlace:
    """Return the place of a name; of several, the first in the order of the search, those in Ukraine before others.

    Raises
    ------
    UnknownPlaceError
        If there is none.

    """
    wanted = _plain(name)
    spellings: dict[str, tuple[str, NamedPlace]] = {}
    for spelling, place in _spellings(frames):
        spellings.setdefault(_plain(spelling), (spelling, place))
    if wanted in spellings:
        return spellings[wanted][1]
    alike = difflib.get_close_matches(wanted, spellings, n=_SUGGESTED, cutoff=_ALIKE)
    begun = [key for key in spellings if wanted and key.startswith(wanted) and key not in alike]
    found = [spellings[key][0] for key in (*alike, *begun)][:_SUGGESTED]
    shown = " ".join(name.split())[:60]
    if not found:
        raise UnknownPlaceError(
            worded(
                "There is no place “{name}” on this map. Try a town, an oblast, an air base or a port.",
                name=shown,
            )
        )
    raise UnknownPlaceError(
        worded(
            "There is no place “{name}” on this map. Spelled like it: {names}.",
            name=shown,
            names=", ".join(found),
        )
    )


def _plain(name: str) -> str:
    """Return a name without what spellings differ in: case, apostrophes, hyphens, double spaces."""
    kept = "".join(" " if c in "-–" else c for c in name if c not in "'’ʼ`")
    return " ".join(kept.casefold().split())


def _spellings(frames: Frames) -> list[tuple[str, NamedPlace]]:
    """Return each name that a place is found by with the place, in the order in which they are preferred."""
    scenario = frames.registry.default()
    searched = [(layer.search, layer) for layer in frames.registry.layers if layer.search]
    found: list[tuple[bool, int, str, NamedPlace]] = []
    for search, layer in searched:
        for feature in frames.frame(layer, scenario).to_dict("records"):
            if search.kinds and feature["kind"] not in search.kinds:
                continue
            spot = feature["geometry"].representative_point()
            place = NamedPlace(
                name=feature["name"],
                layer=layer.id,
                feature_id=feature["feature_id"],
                lon=round(spot.x, 4),
                lat=round(spot.y, 4),
            )
            names = [
                feature["name"],
                feature.get("name_uk"),
                *(feature.get(column) for column in search.columns),
            ]
            is_abroad = feature.get("country", HOME) != HOME
            found += [(is_abroad, search.order, str(name), place) for name in names if name]
    found.sort(key=lambda one: one[:2])
    return [(name, place) for _, _, name, place in found]
