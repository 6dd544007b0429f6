"""The places that the search finds, as data (`frontend/panels/search_box.js` asks for them when it is opened)."""

from typing import Any

from dashboard.service import Service

#: Which layers the search looks through, with the heading of the group and the zoom to go to.
_FINDABLE = {
    "cities": ("Towns", 8.0),
    "oblasts": ("Oblasts", 6.6),
    "air_policing": ("Air bases", 7.0),
    "ports": ("Ports", 8.0),
}


def places(service: Service) -> list[dict[str, Any]]:
    """Return the groups and places of the search box; each value says what to show.

    `also` is a place's Ukrainian name, or ''.
    """
    scenario = service.registry.default()
    groups = []
    for layer_id, (heading, zoom) in _FINDABLE.items():
        layer = service.layer(layer_id)
        if layer is None:
            continue
        frame = service.frame(layer, scenario)
        named = frame.loc[frame["kind"].isin(("oblast", "air_base", "air_base_other", "port", "island"))
                          | frame["kind"].str.startswith("town_")]  # fmt: skip
        found = []
        for feature in named.sort_values("name").to_dict("records"):
            spot = feature["geometry"].representative_point()
            value = {
                "layer": layer_id,
                "feature_id": feature["feature_id"],
                "name": feature["name"],
                "lon": round(spot.x, 3),
                "lat": round(spot.y, 3),
                "zoom": zoom,
            }
            extra = f" ({feature['icao']})" if layer_id == "air_policing" else ""
            also = feature.get("name_uk") or ""
            found.append({"value": value, "label": feature["name"] + extra, "also": also})
        groups.append({"group": heading, "items": found})
    return groups
