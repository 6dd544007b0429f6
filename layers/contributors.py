"""Contributors: countries by the strongest public offer they have made for after a ceasefire.

An offer is a statement, not a deployment. A country without a public statement is not coloured.
"""

import geopandas as gpd

from layers.spec import Facts, Layer, Measure, NoParams, common, frame_of

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
    """Return the area of each contributor with its offer in words, in the order of the table."""
    countries = facts["basemap/countries"].set_index("iso_a3").geometry
    coalition = facts["coalition"]
    rows = []
    for state in coalition.loc[coalition["kind"] == "contributor"].to_dict("records"):
        rows.append(
            {
                **common(state, kind=KIND_OF_OFFER[state["offer"]], measure=state["offer_text"]),
                "country": state["country"],
                "offer": state["offer"],
                "offer_text": state["offer_text"],
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
            label="States with a public offer",
            value=f"{offering}",
            caveat=f"{troops} of them signal troops; statements, nothing deployed",
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
    sources=("paris_declaration_2026_01_06", "press_reports"),
    visible=False,
)
