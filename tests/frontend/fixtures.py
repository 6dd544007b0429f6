"""What the page's scripts are compared with, by the server's own functions: ``python -m tests.frontend.fixtures``.

It is written beside those tests and not committed, so it never says what used to be true.
"""

import json
import random
from pathlib import Path
from typing import Any

from pyproj import Geod

from geodata.geodesy import KM_PER_NM
from geodata.store import Store
from layers.core.address import from_query
from layers.core.registry import Registry, load_registry
from layers.core.scenario import data_query, page_state
from webmap.boot import boot_data

TARGET = Path(__file__).parents[2] / "frontend" / "tests" / "fixtures.json"
QUERIES = [
    "", "layers=", "layers=cities,ports", "line=2022-11-15", "view=30.5,50.4,6.25", "view=-12.12346,48,5", "theme=dark",
    "title=Two+words,+a+comma+%26+100+%25", "title=%D0%9A%D0%B8%D1%97%D0%B2+%E2%80%9Cquoted%E2%80%9D+(%2B)*'!~",
    "air_policing.radius_km=700", "monitoring_mission.depth_km=25&air_policing.radius_km=900&layers=air_policing",
    "line=2024-07-08&b=line%3D2022-11-15%26air_policing.radius_km%3D600", "layers=ports&theme=light&b=layers%3Dcities",
    "line_of_occupation.ghost=2022-11-15",
    "name=As+is&b=name%3DFar%2Bback,+100+%25%26coalition_forces.standoff_km%3D80",
    "view=30,50,5&title=T&name=N&b=&c=line%3D2024-07-08&d=title%3DD%26name%3DLast",
]  # fmt: skip


def addresses(registry: Registry) -> list[dict[str, Any]]:
    """Return scenarios as the page holds them, with the queries that the server writes for them and for their data."""
    found = []
    for query in QUERIES:
        scenario, problems = from_query(query, registry)
        assert not problems, (query, problems)
        data = {layer.id: data_query(layer, scenario) for layer in registry.layers}
        found.append(
            {"state": page_state(scenario, registry), "query": scenario.to_query(registry), "data": data}
        )
    return found


def distances() -> list[dict[str, Any]]:
    """Return pairs of places with what pyproj says of them."""
    some, wgs84 = random.Random(3), Geod(ellps="WGS84")
    far = [(some.uniform(-180, 180), some.uniform(-89, 89), some.uniform(-180, 180), some.uniform(-89, 89))
           for _ in range(60)]  # fmt: skip
    pairs = [
        *far,
        *((lon, lat, lon + 0.2, lat + 0.1) for lon, lat, *_ in far),
        (0, 0, 180, 0),
        (179.9, 10, -179.9, 10),
    ]
    return [{"pair": pair, "km": metres / 1000, "bearing": azimuth % 360}
            for pair in pairs for azimuth, _, metres in [wgs84.inv(*pair)]]  # fmt: skip


def fixtures() -> dict[str, Any]:
    """Return all of it."""
    store = Store()
    registry = load_registry(store)
    boot = boot_data(registry, store.sources, registry.default(), [])
    return {
        "registry": {key: boot[key] for key in ("layers", "defaults", "edition")},
        "addresses": addresses(registry),
        "distances": distances(),
        "km_per_nm": KM_PER_NM,
        "placing": boot["placing"],
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(fixtures(), ensure_ascii=False, indent=1, default=list), encoding="utf-8")
