"""What holds for every parameter value and every shipped date, on the shipped data."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shipped import LAYERS, REGISTRY, built
from small_world import GEOD, nearest_km, params_of, samples

from geodata.geodesy import KM_PER_NM, area_km2, length_km
from layers import coalition_forces, maritime_patrols, monitoring_mission
from layers.core import hub_place
from layers.core.facts import line_with_water
from layers.style.rows import STYLE
from tests.examples import examples

#: `make fuzz` looks for the second mark, and does not see what is tried inside a test.
pytestmark = [pytest.mark.slow, pytest.mark.hypothesis]
few = examples(8, 100)
# Rounding to four decimals moves a vertex by up to 8 m, and an outline with it.
ROUNDING_KM = 0.012


@pytest.fixture(scope="session")
def land(store):
    """Everything that is not sea, near the Black Sea."""
    near = store.table("basemap/countries").cx[26:42, 40:48]
    whole = shapely.clip_by_rect(shapely.union_all(near.geometry.to_numpy()), 26, 40, 42, 48)
    shapely.prepare(whole)
    return whole


def days(store):
    return st.sampled_from(store.line_dates)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_frames_are_sound_for_any_parameters(store, facts, layer):
    @few
    @given(params_of(layer), days(store))
    def check(params, day):
        frame = built(layer, facts(day), params)
        assert frame.geometry.is_valid.all()
        assert not frame.geometry.is_empty.any()
        assert frame["feature_id"].is_unique
        assert all((layer.id, kind) in STYLE for kind in frame["kind"])
        assert all("nan" not in f"{m.value} {m.caveat}" for m in layer.key_figures(frame, params))

    check()


def test_monitored_band_lies_on_both_sides_within_its_depth(store, facts):
    layer = monitoring_mission.LAYER

    @few
    @given(params_of(layer), days(store))
    def check(params, day):
        world = facts(day)
        line = shapely.union_all(line_with_water(world))
        frame = layer.build(world, params).set_index("kind")
        for kind, side in (("band_held", world.held), ("band_occupied", world.occupied)):
            band = frame.loc[kind].geometry
            outside = shapely.difference(band, side)
            assert area_km2(outside) <= ROUNDING_KM * shapely.length(band) * 111
            assert nearest_km(samples(band, most=60), line).max() <= params.depth_km * 1.005
        # Ground beside the line belongs to the band, on either side.
        for point in samples(line, most=15):
            for azimuth in (0, 90, 180, 270):
                lon, lat, _ = GEOD.fwd(*point, azimuth, params.depth_km * 0.99 * 1000)
                spot = shapely.Point(lon, lat)
                if world.ukraine.contains(spot):
                    bands = frame.loc[["band_held", "band_occupied"]].geometry
                    assert shapely.distance(bands.to_numpy(), spot).min() < 2e-4

    check()


def test_patrol_bases_are_dry_on_their_side_and_inside_the_band(store, facts):
    layer = monitoring_mission.LAYER
    lakes = shapely.union_all(
        [*store.table("basemap/lakes").geometry, *store.table("third_party/gshhg/lakes").geometry]
    )
    rivers = shapely.union_all(store.table("third_party/gshhg/rivers").cx[30:41, 44:53].geometry.to_numpy())

    @few
    @given(params_of(layer), days(store))
    def check(params, day):
        world = facts(day)
        line = shapely.union_all(line_with_water(world))
        frame = layer.build(world, params)
        places = frame.loc[frame["kind"] == "patrol_base"]
        line_km = length_km(line)
        assert (
            0.7 * line_km / params.base_spacing_km - 2 <= len(places) <= line_km / params.base_spacing_km + 4
        )
        for side, place in zip(places["side"], places.geometry, strict=True):
            assert {"held": world.held, "occupied": world.occupied}[side].contains(place)
            assert not lakes.intersects(place)
        xy = shapely.get_coordinates(places.geometry.to_numpy())
        if len(xy):
            assert nearest_km(xy, line).max() <= params.depth_km * 1.005
            assert nearest_km(xy, line).min() >= 0.7
            assert nearest_km(xy, rivers).min() >= 0.7

    check()


def test_coalition_keeps_between_its_stand_off_and_its_depth_on_its_route_and_hubs_clear_of_towns(
    store, facts
):
    layer = coalition_forces.LAYER
    borders = store.table("basemap/borders").set_index("between").geometry

    @few
    @given(params_of(layer), days(store))
    def check(params, day):
        world = facts(day)
        taken = hub_place.places_of([world[table] for table in coalition_forces.NAMED_PLACES])
        line = shapely.union_all(line_with_water(world))
        frame = layer.build(world, params)
        routes = world["invasion_routes"].set_index("code")
        areas = frame.loc[frame["kind"] == "deployment_area"] if len(frame) else frame
        for area in areas.itertuples():
            xy = samples(area.geometry, most=60)
            assert nearest_km(xy, world.occupied).min() >= params.standoff_km
            assert nearest_km(xy, line).min() >= params.standoff_km
            guarded = {*coalition_forces.GUARDED_BORDERS}
            start = routes.loc[area.route, "starts_at"]
            guarded |= {coalition_forces.BORDER_OF_START[start]} if start != "line" else set()
            for border in guarded:
                assert nearest_km(xy, borders.loc[border]).min() >= params.standoff_km
            edge = (
                world.land_line if start == "line" else borders.loc[coalition_forces.BORDER_OF_START[start]]
            )
            assert nearest_km(xy, edge).max() <= (params.standoff_km + params.depth_km) * 1.005
            assert not area.geometry.intersects(world.occupied)
            outside = shapely.difference(area.geometry, world.held)
            assert area_km2(outside) <= ROUNDING_KM * area.geometry.length * 111
            assert area.geometry.intersects(routes.loc[area.route].geometry)
            off_route = nearest_km(xy, routes.loc[area.route].geometry)
            assert off_route.max() <= params.corridor_km / 2 * 1.005
            assert area.area_km2 >= coalition_forces.MIN_AREA_KM2 * 0.98
            hubs = frame.loc[(frame["kind"] == "hub") & (frame["route"] == area.route)]
            assert len(hubs)
            assert hubs.within(area.geometry).all()
            clear_km = [
                min(GEOD.inv(hub.x, hub.y, lon, lat)[2] for lon, lat in taken) / 1000 for hub in hubs.geometry
            ]
            # Nearer only where the whole part lies among towns, and then as far from them as it allows.
            for hub, km in zip(hubs.itertuples(), clear_km, strict=True):
                assert f"{km:,.0f} km from the nearest" in hub.note
                part = next(p for p in shapely.get_parts(area.geometry) if p.contains(hub.geometry))
                if km < hub_place.CLEAR_OF_PLACES_KM:
                    grid = hub_place._grid(part)
                    assert km >= hub_place._km_to_nearest(grid, taken).max() - 0.01
        if len(areas):
            assert abs(areas["share_personnel"].sum() - params.force_personnel) <= len(areas)

    check()


@pytest.mark.wide
def test_coalition_keeps_off_the_whole_drawn_line_of_every_date(store, facts):
    layer, standoff_km = coalition_forces.LAYER, 20
    for line_date in store.line_dates:
        world = facts(line_date)
        line = shapely.union_all(line_with_water(world))  # over the estuaries too
        frame = layer.build(world, layer.params(standoff_km=standoff_km))
        for area in frame.loc[frame["kind"] == "deployment_area"].geometry:
            assert nearest_km(samples(area), line).min() >= standoff_km


def test_patrol_zones_are_at_sea_apart_and_off_occupied_coast(store, facts, land):
    layer = maritime_patrols.LAYER

    @few
    @given(params_of(layer), days(store))
    def check(params, day):
        world = facts(day)
        frame = layer.build(world, params)
        zones = frame.loc[frame["kind"] == "patrol_zone"].geometry.to_numpy()
        for number, zone in enumerate(zones):
            assert not land.intersects(zone)
            assert not shapely.intersects(zones[number + 1 :], zone).any()
            if params.standoff_nm:
                distances = nearest_km(samples(zone, most=80), world.occupied)
                assert distances.min() >= params.standoff_nm * KM_PER_NM

    check()


def test_rings_have_their_radius_and_the_covered_ground_is_within_one(store, facts):
    layer = REGISTRY["air_policing"]

    @few
    @given(params_of(layer))
    def check(params):
        frame = layer.build(facts(), params)
        bases = frame.loc[frame["kind"] == "air_base"].set_index("icao").geometry
        rings = frame.loc[frame["kind"] == "reach_ring"]
        assert len(rings) == len(params.bases)
        for ring in rings.itertuples():
            base = bases[ring.feature_id.removeprefix("reach-").upper()]
            xy = samples(ring.geometry, most=40)
            assert nearest_km([(base.x, base.y)], ring.geometry)[0] == pytest.approx(
                params.radius_km, rel=0.005
            )
            away = GEOD.inv([base.x] * len(xy), [base.y] * len(xy), xy[:, 0], xy[:, 1])[2]
            assert max(away) / 1000 <= params.radius_km * 1.005

    check()


def test_occupied_and_held_make_up_ukraine(store, facts):
    for day in store.line_dates:
        world = facts(day)
        assert area_km2(world.occupied) + area_km2(world.held) == pytest.approx(
            area_km2(world.ukraine), rel=1e-6
        )
        assert area_km2(shapely.intersection(world.occupied, world.held)) < 0.1
