"""Lead organisations, on three invented states and on the shipped ones."""

import geopandas as gpd
import pytest
import shapely

from layers.core.spec import Facts
from layers.lead_organisations import LAYER, LeadOrganisationsParams, build, key_figures
from layers.style.rows import PALETTES, rows_of


def body(code: str, members: list[str], observers: list[str]) -> dict:
    return {
        "feature_id": f"lead-{code}", "name": f"Body {code.upper()}", "kind": "lead_organisation",
        "status": "notional", "as_of": "2025-08-31", "source": "studio", "note": "Proposed.", "code": code,
        "members": members, "observers": observers, "geometry": None,
    }  # fmt: skip


@pytest.fixture
def three_states() -> Facts:
    hub = {**body("ots", [], []), "feature_id": "hub", "kind": "patrol_hub", "code": None}
    bodies = [hub, body("ots", ["AAA"], ["BBB"]), body("gcc", ["CCC"], [])]
    countries = [
        {
            "iso_a3": iso,
            "name": f"Land {iso}",
            "geometry": shapely.MultiPolygon([shapely.box(x, 40, x + 1, 41)]),
        }
        for x, iso in enumerate(("AAA", "BBB", "CCC", "DDD"))
    ]
    tables = {
        "monitoring": gpd.GeoDataFrame(bodies, geometry="geometry", crs="EPSG:4326"),
        "basemap/countries": gpd.GeoDataFrame(countries, geometry="geometry", crs="EPSG:4326"),
    }
    return Facts(tables=tables, ukraine=shapely.Polygon(), line_date="2025-08-31")


def test_each_state_of_a_body_is_an_area_of_the_base_map(three_states):
    frame = build(three_states, LeadOrganisationsParams())
    assert list(frame["feature_id"]) == ["lead-ots-aaa", "lead-ots-bbb", "lead-gcc-ccc"]
    assert list(frame["kind"]) == ["ots_member", "ots_observer", "gcc_member"]
    assert list(frame["name"]) == ["Land AAA", "Land BBB", "Land CCC"]
    assert list(frame["measure"])[:2] == ["Member of the Body OTS", "Observer of the Body OTS"]
    assert frame.geometry.iloc[1].bounds == (1, 40, 2, 41)


@pytest.mark.parametrize(
    ("organisation", "kinds"), [("ots", {"ots_member", "ots_observer"}), ("gcc", {"gcc_member"})]
)
def test_one_body_can_be_shown_alone(three_states, organisation, kinds):
    assert set(build(three_states, LeadOrganisationsParams(organisation=organisation))["kind"]) == kinds


def test_the_key_figures_count_members_and_say_that_nothing_is_agreed(three_states):
    ots, gcc = key_figures(build(three_states, LeadOrganisationsParams()), LeadOrganisationsParams())
    assert (ots.label, ots.value, ots.caveat) == (
        "Body OTS", "1 member", "and 1 observer; proposed as lead, not agreed",
    )  # fmt: skip
    assert (gcc.value, gcc.caveat) == ("1 member", "proposed as lead, not agreed")


def test_the_shipped_bodies_are_those_of_the_proposal(facts):
    frame = build(facts(), LeadOrganisationsParams())
    states = frame.groupby("kind")["country"].apply(set).to_dict()
    assert states == {
        "ots_member": {"AZE", "KAZ", "KGZ", "TUR", "UZB"},
        "ots_observer": {"HUN", "TKM"},
        "gcc_member": {"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"},
    }
    assert (frame["status"] == "documented").all()  # the membership; the note says what is proposed


def test_no_part_of_ukraine_and_no_part_of_northern_cyprus_is_coloured(facts):
    shown = build(facts(), LeadOrganisationsParams()).geometry.union_all()
    assert shown.intersection(facts().ukraine).area == 0
    assert not shown.contains(shapely.Point(33.36, 35.25))  # north of Nicosia


def test_every_state_is_drawn_in_detail_enough_to_be_known(facts):
    frame = build(facts(), LeadOrganisationsParams()).set_index("country")
    vertices = shapely.get_num_coordinates(frame.geometry)
    assert vertices["QAT"] > 15  # a peninsula, not a spike
    assert vertices["KAZ"] > 300
    assert len(frame.to_json()) < 120_000


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", PALETTES)
def test_outlines_stand_out_from_the_ground_by_three_to_one(theme):
    palette = PALETTES[theme]
    for row in rows_of(LAYER.id):
        for ground in ("land", "sea", "ukraine"):
            high, low = sorted((luminance(palette[row.stroke]), luminance(palette[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 3, (row.kind, ground)


def test_the_two_bodies_differ_by_pattern_and_not_by_colour_alone():
    patterns = {row.kind: row.pattern for row in rows_of(LAYER.id)}
    assert patterns["ots_member"] != patterns["gcc_member"]
    assert all(patterns.values())
