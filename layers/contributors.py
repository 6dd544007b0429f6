"""Contributors: countries by the strongest public offer they have made for after a ceasefire.

An offer is a statement, not a deployment. Only states whose offer a source tells in some detail are coloured: 26
committed themselves in Paris on 4 September 2025 (`citynews_2025_09_04`), 35 took part in the declaration of
6 January 2026 (`paris_declaration_2026_01_06`).
"""

import geopandas as gpd

from layers.core.spec import Facts, Layer, Measure, NoParams, common, frame_of

#: Kind by the `offer` of the coalition table.
KIND_OF_OFFER = {
    "troops": "offer_troops",
    "air": "offer_air_sea",
    "sea": "offer_air_sea",
    "forces_nearby": "offer_support",
    "training": "offer_support",
    "logistics": "offer_support",
    "monitoring": "offer_monitoring",
    "none": "offer_none",
}


def build(facts: Facts, params: NoParams) -> gpd.GeoDataFrame:
    """Return the area of each contributor, its offer in words as `measure`, in the order of the table."""
    countries = facts["basemap/countries"].set_index("iso_a3").geometry
    coalition = facts["coalition"]
    rows = []
    for state in coalition.loc[coalition["kind"] == "contributor"].to_dict("records"):
        rows.append(
            {
                **common(state, kind=KIND_OF_OFFER[state["offer"]], measure=state["offer_text"]),
                "country": state["country"],
                "geometry": countries[state["country"]],
            }
        )
    return frame_of(rows)


def headline(frame: gpd.GeoDataFrame, params: NoParams) -> tuple[Measure, ...]:
    """How many states with a public offer, and how many of them offer troops."""
    offering = int((frame["kind"] != "offer_none").sum())
    troops = int((frame["kind"] == "offer_troops").sum())
    return (
        Measure(
            label="States whose offer is known in detail",
            value=f"{offering}",
            caveat=f"{troops} of them signal troops; 26 states made commitments on 4 Sep 2025, 35 took part "
            "in Paris on 6 Jan 2026; these are statements, not deployments",
        ),
    )


LAYER = Layer(
    id="contributors",
    title="Contributors",
    group="context",
    summary="Countries by what they have publicly offered.",
    facts=("coalition", "basemap/countries"),
    build=build,
    headline=headline,
    sources=("paris_declaration_2026_01_06", "citynews_2025_09_04", "no_deployment_found"),
    visible=False,
)
