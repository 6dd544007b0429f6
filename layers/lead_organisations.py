"""Lead organisations: the states of the two bodies proposed to lead the monitors, members and observers.

The Organization of Turkic States and the Gulf Cooperation Council were named as bodies that both sides might
accept. That is a proposal: neither has agreed, and a state shown here has offered nothing.
"""

from typing import Any, Literal

import geopandas as gpd

from i18n.spoken import worded, worded_plural
from layers.core.params import Params, choice
from layers.core.spec import Facts, Layer, Measure, common, frame_of
from layers.style.row import StyleRow

BOTH = "both"


class LeadOrganisationsParams(Params):
    """Which of the two bodies is shown."""

    organisation: Literal["both", "ots", "gcc"] = choice(
        BOTH,
        help="Organisation whose states are shown. Both were proposed; neither has agreed.",
        labels={
            "both": "Both",
            "ots": "Organization of Turkic States",
            "gcc": "Gulf Cooperation Council",
        },
    )


_OF = {"member": worded("Member of the {body}"), "observer": worded("Observer of the {body}")}


def build(facts: Facts, params: LeadOrganisationsParams) -> gpd.GeoDataFrame:
    """Return the area of each member, then of each observer, by organisation in the order of the table.

    `country` is the ISO alpha-3 code, `organisation` the body's name, `role` `member` or `observer`. Shapes are
    those of the base map, so that both meet exactly.
    """
    countries = facts["basemap/countries"].set_index("iso_a3")
    table = facts["monitoring"]
    rows: list[dict[str, Any]] = []
    for body in table.loc[table["kind"] == "lead_organisation"].to_dict("records"):
        if params.organisation not in (BOTH, body["code"]):
            continue
        for role in ("member", "observer"):
            for iso in body[f"{role}s"]:
                about = common(
                    body,
                    feature_id=f"{body['feature_id']}-{iso.lower()}",
                    name=countries.at[iso, "name"],
                    kind=f"{body['code']}_{role}",
                    status="documented",  # that it is a member; the lead is what is proposed
                    measure=_OF[role].format(body=body["name"]),
                )
                own = {"country": iso, "organisation": body["name"], "role": role}
                rows.append({**about, **own, "geometry": countries.at[iso, "geometry"]})
    return frame_of(rows)


def key_figures(frame: gpd.GeoDataFrame, params: LeadOrganisationsParams) -> tuple[Measure, ...]:
    """How many members, and how many observers, each body has."""
    measures = []
    for name, states in frame.groupby("organisation", sort=False):
        observers = int((states["role"] == "observer").sum())
        caveat = worded("proposed as lead, not agreed")
        if observers:
            with_them = worded_plural("and {number} observer", "and {number} observers", observers)
            caveat = f"{with_them}; {caveat}"
        members = worded_plural("{number} member", "{number} members", len(states) - observers)
        number = len(states) - observers
        measures.append(Measure(label=str(name), value=members, caveat=caveat, number=number))
    return tuple(measures)


ROWS = (
    StyleRow(kind="ots_member", form="area", z=3, ground="land", lead=True,
             label="Member of the Organization of Turkic States", fill="lead_ots", fill_opacity=0.45,
             pattern="diagonal", stroke="lead_ots", width=1.4),
    StyleRow(kind="ots_observer", form="area", z=3, ground="land",
             label="Observer at the Organization of Turkic States", fill="lead_ots", fill_opacity=0.16,
             pattern="diagonal", pattern_opacity=0.4, stroke="lead_ots", width=1.4, dash=(3, 2)),
    StyleRow(kind="gcc_member", form="area", z=3, ground="land",
             label="Member of the Gulf Cooperation Council", fill="lead_gcc", fill_opacity=0.3, pattern="dots",
             pattern_opacity=0.9, stroke="lead_gcc", width=1.4),
)  # fmt: skip

LAYER = Layer(
    id="lead_organisations",
    title="Lead organisations",
    group="context",
    summary="States of the two organisations proposed to lead the monitors.",
    facts=("monitoring", "basemap/countries"),
    params=LeadOrganisationsParams,
    build=build,
    key_figures=key_figures,
    sources=("coffey_2025_08_31", "turkicstates", "gcc_egov", "paris_declaration_2026_01_06"),
    later="The Paris Declaration of 6 January 2026 speaks of “proposed US-led” ceasefire monitoring; "
    "neither organisation has been agreed on.",
    visible=False,
    order=70,
    rows=ROWS,
)
