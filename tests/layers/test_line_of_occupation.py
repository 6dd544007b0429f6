from dataclasses import replace

import pandas as pd
import pytest
import shapely
from small_world import GEOD, LINE_DATE, UKRAINE, feature, line_table, only, small_facts, table

from layers.core.format import about
from layers.line_of_occupation import LAYER, LineOfOccupationParams, build, key_figures


def test_length_is_the_geodesic_one_and_stops_at_the_border():
    line = only(build(small_facts(), LineOfOccupationParams()), "line")
    assert line["length_km"] == pytest.approx(GEOD.inv(33, 46, 33, 50)[2] / 1000, rel=1e-6)
    assert line.geometry.bounds == (33, 46, 33, 50)


def test_the_half_east_of_the_line_is_occupied():
    occupied = only(build(small_facts(), LineOfOccupationParams()), "occupied_territory")
    assert occupied.geometry.bounds == (33, 46, 36, 50)
    assert occupied["share_pct"] == pytest.approx(50, abs=0.05)
    area_m2, _ = GEOD.geometry_area_perimeter(UKRAINE)
    # Edges along parallels are no geodesics, so a box this large differs a little.
    assert occupied["area_km2"] == pytest.approx(area_m2 / 2e6, rel=0.01)
    assert (occupied["status"], occupied["as_of"]) == ("derived", LINE_DATE)


def test_the_line_is_drawn_over_an_inlet_but_not_beyond_its_loose_ends_nor_abroad():
    neighbour = shapely.MultiPolygon([shapely.box(36, 47, 37, 49)])
    inlet = shapely.MultiPolygon([shapely.box(30, 46, 36, 48), shapely.box(30, 48.2, 36, 50)])
    countries = table(
        feature("country-ukr", inlet, iso_a3="UKR"), feature("country-rus", neighbour, iso_a3="RUS")
    )
    facts = replace(small_facts(basemap_countries=countries), ukraine=inlet)
    line = only(build(facts, LineOfOccupationParams()), "line")
    assert line.geometry.equals(shapely.LineString([(33, 50), (33, 46)]))
    on_land_m = GEOD.inv(33, 46, 33, 48)[2] + GEOD.inv(33, 48.2, 33, 50)[2]
    assert line["length_km"] == pytest.approx(on_land_m / 1000)
    assert line["measure"] == about(on_land_m / 1000, "km on land")

    abroad = shapely.LineString([(33, 50.1), (33, 48), (36.2, 48), (36.2, 47.5), (33, 47.5), (33, 45.9)])
    strays = replace(
        facts, ukraine=UKRAINE, tables={**facts.tables, "line_of_occupation": line_table(abroad)}
    )
    drawn = only(build(strays, LineOfOccupationParams()), "line").geometry
    assert UKRAINE.covers(drawn)


def test_the_documented_length_comes_first_and_the_drawn_one_second():
    row = feature("length-a", None, name="Line", kind="measured_length", line_date=LINE_DATE, length_km=612,
                  main_km=None, by="", method="", sectors=[])  # fmt: skip
    frame = build(small_facts(line_lengths=table(row)), LineOfOccupationParams())
    length, drawn, area = key_figures(frame, LineOfOccupationParams())
    assert (length.label, length.value) == ("Length of the line", "about 610 km")
    assert (drawn.label, drawn.value) == ("Length of the generalised line", "about 440 km")
    assert area.value.startswith("about ")
    assert "50 % of Ukraine" in area.caveat
    assert only(frame, "occupied_territory")["documented_km"] == 612


def test_a_length_is_quoted_for_its_own_date_only(store, facts):
    for line_date in store.line_dates:
        length = key_figures(build(facts(line_date), LineOfOccupationParams()), LineOfOccupationParams())[0]
        assert ("Reuters, 6 Aug 2025" in length.caveat) == (line_date == "2025-08-31"), line_date
    cited = set(";".join(store.table("line_lengths")["source"]).split(";"))
    assert cited - {"natural_earth"} <= set(LAYER.sources)


def two_dates(shown_lon, other_lon, *, other="2024-07-08"):
    """The small world with a straight line on each of two dates; the ground east of a line is occupied."""
    lines = [shapely.LineString([(lon, 50.1), (lon, 45.9)]) for lon in (shown_lon, other_lon)]
    both = pd.concat([line_table(lines[0]), line_table(lines[1]).assign(line_date=other)], ignore_index=True)
    return replace(small_facts(), tables={**small_facts().tables, "line_of_occupation": both})


def test_a_reference_line_is_one_feature_and_the_key_figures_tell_the_change_against_it():
    params = LineOfOccupationParams(ghost="2024-07-08")
    frame = build(two_dates(33, 34), params)
    reference_line = only(frame, "ghost_line")
    assert reference_line.geometry.bounds == (34, 46, 34, 50)
    change, occupied, liberated = key_figures(frame, params)[-3:]
    gained_m2, _ = GEOD.geometry_area_perimeter(shapely.box(33, 46, 34, 50))
    assert change.label == "Against 8 Jul 2024"
    assert change.value == f"{about(gained_m2 / 1e6, 'km²')} more"
    assert "none measures a day’s advance" in change.caveat
    assert (occupied.label, occupied.value) == ("Occupied since 8 Jul 2024", about(gained_m2 / 1e6, "km²"))
    assert (liberated.label, liberated.value) == ("Liberated since 8 Jul 2024", "none that the drawing shows")


def test_ground_between_two_dates_is_occupied_or_liberated_and_dated_by_the_other_line():
    params = LineOfOccupationParams(ghost="2024-07-08")
    occupied = only(build(two_dates(33, 34), params), "occupied_since")
    assert occupied.geometry.bounds == (33, 46, 34, 50)
    assert (occupied["name"], occupied["status"], occupied["as_of"]) == (
        "Occupied since 8 Jul 2024", "derived", LINE_DATE,
    )  # fmt: skip
    assert "no measure of a day’s advance" in occupied["note"]
    frame = build(two_dates(34, 33), params)
    assert "occupied_since" not in set(frame["kind"])
    liberated = only(frame, "liberated_since")
    assert (liberated["name"], liberated.geometry.bounds) == ("Liberated since 8 Jul 2024", (33, 46, 34, 50))


def test_against_a_later_line_it_is_said_by_when_ground_was_occupied_or_liberated():
    later = "2026-08-22"
    frame = build(two_dates(33, 34, other=later), LineOfOccupationParams(ghost=later))
    liberated = only(frame, "liberated_since")
    assert (liberated["name"], liberated["as_of"]) == ("Liberated by 22 Aug 2026", later)


def test_parts_too_narrow_for_the_drawing_are_told_apart():
    params = LineOfOccupationParams(ghost="2024-07-08")
    frame = build(two_dates(33, 33.03), params)  # 2 km
    assert not {"occupied_since", "liberated_since"} & set(frame["kind"])
    occupied = key_figures(frame, params)[-2]
    narrow_km2 = only(frame, "ghost_line")["narrow_occupied_km2"]
    assert occupied.value == "none that the drawing shows"
    assert occupied.caveat.startswith(f"and {about(narrow_km2, 'km²')} in parts nowhere wider than 4 km")


def test_a_reference_line_of_the_same_date_is_not_drawn():
    assert "ghost_line" not in set(build(small_facts(), LineOfOccupationParams(ghost=LINE_DATE))["kind"])


def test_the_dates_to_compare_with_are_those_of_the_data(registry, store):
    (spec,) = registry[LAYER.id].specs
    assert spec.options == ("none", *store.line_dates)
