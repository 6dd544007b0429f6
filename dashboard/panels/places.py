"""The places that the search finds, as data (`frontend/panels/search_box.js` asks for them when it is opened)."""

from typing import Any

from dashboard.service import Service
from i18n.language import ENGLISH
from i18n.spoken import current, said, tr
from layers.core.spec import Layer, Search


def places(service: Service) -> list[dict[str, Any]]:
    """Return the groups and places of the search box; each value says what to show.

    `also` is a place's name in Ukrainian, or in English where it is called otherwise on the page, or ''.
    """
    scenario, spoken = service.registry.default(), current()
    groups = []
    for search, layer in _searched(service):
        frame = service.frame(layer, scenario)
        named = frame.loc[frame["kind"].isin(search.kinds)] if search.kinds else frame
        found = []
        for feature in named.sort_values("name").to_dict("records"):
            spot = feature["geometry"].representative_point()
            value = {
                "layer": layer.id,
                "feature_id": feature["feature_id"],
                "name": feature["name"],
                "lon": round(spot.x, 3),
                "lat": round(spot.y, 3),
                "zoom": search.zoom,
            }
            words = [str(feature[column]) for column in search.columns if feature.get(column)]
            extra = f" ({', '.join(map(said, words))})" if words else ""
            name = spoken.place(feature["name"], feature.get("name_uk"))
            also = feature["name"] if name != feature["name"] else feature.get("name_uk") or ""
            found.append({"value": {**value, "name": name}, "label": name + extra, "also": also})
        if spoken.code != ENGLISH:
            found.sort(key=lambda one: str(one["label"]).casefold())
        groups.append({"group": tr(search.group), "items": found})
    return groups


def _searched(service: Service) -> list[tuple[Search, Layer]]:
    found = [(layer.search, layer) for layer in service.registry.layers if layer.search]
    return sorted(found, key=lambda pair: pair[0].order)


def searched_words(service: Service) -> str:
    """Return what can be found, in words: ``towns, oblasts, air bases or ports``."""
    names = [tr(search.group).lower() for search, _ in _searched(service)]
    if len(names) < 2:
        return names[0] if names else tr("places")
    return tr("{some} or {last}", some=", ".join(names[:-1]), last=names[-1])
