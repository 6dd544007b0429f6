"""The base map: recognised borders, no gaps, and small enough to travel to a browser."""

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tools.water_names import label_zoom, land_of

brotli = pytest.importorskip("brotli")

DATA = Path(__file__).resolve().parents[2] / "geodata"
#: Each file by a short name; what is made from WDBII lies under its own licence.
FILES = {name: DATA / "basemap" / f"{name}.geojson" for name in
         ("countries", "borders", "oblasts", "lakes", "towns", "seas")} | {
    "rivers": DATA / "third_party" / "gshhg" / "rivers.geojson",
    "reservoirs": DATA / "third_party" / "gshhg" / "lakes.geojson",
}  # fmt: skip
KIND = {
    "countries": {"country"},
    "borders": {"border", "border_disputed"},
    "oblasts": {"oblast"},
    "rivers": {"river"},
    "lakes": {"lake"},
    "reservoirs": {"lake"},
    "towns": {"town"},
    "seas": {"sea"},
}
COMMON = {"feature_id", "name", "kind", "status", "as_of", "source", "note"}
OWN = {
    "countries": {"iso_a3", "label_lon", "label_lat"},
    "borders": {"between"},
    "oblasts": {"iso_3166_2", "name_uk", "population", "label_lon", "label_lat"},
    "rivers": {"rank"},
    "lakes": set(),
    "reservoirs": set(),
    "towns": {"name_uk", "rank", "iso_3166_2", "country", "population"},
    "seas": {"rank", "label_zoom"},
}
OBLAST_CODES = {
    f"UA-{number:02d}"
    for number in (5, 7, 9, 12, 14, 18, 21, 23, 26, 30, 32, 35, 40, 43, 46, 48, 51, 53, 56, 59, 61, 63, 65)
} | {"UA-68", "UA-71", "UA-74", "UA-77"}
# Town and place as given by the gazetteer the project works from (lat, lon).
GAZETTEER = {
    "Kyiv": (50.46, 30.52),
    "Pokrovsk": (48.28, 37.18),
    "Sloviansk": (48.85, 37.60),
    "Mykolaiv": (46.98, 31.99),
    "Lyman": (48.99, 37.81),
    "Borova": (49.38, 37.62),
    "Semenivka": (52.18, 32.58),
    "Mena": (51.52, 32.21),
    "Irpin": (50.52, 30.24),
    "Izium": (49.21, 37.28),
    "Kupiansk": (49.71, 37.62),
    "Enerhodar": (47.49, 34.66),
    "Nova Kakhovka": (46.76, 33.36),
    "Tiraspol": (46.84, 29.63),
    "Homyel": (52.43, 30.98),
    "Belgorod": (50.60, 36.58),
}


@pytest.fixture(scope="module")
def tables() -> dict[str, gpd.GeoDataFrame]:
    return {name: gpd.read_file(path) for name, path in FILES.items()}


@pytest.fixture(scope="module")
def ukraine(tables):
    countries = tables["countries"]
    return countries.loc[countries["iso_a3"] == "UKR"].geometry.item()


def country_at(tables, lon, lat):
    countries = tables["countries"]
    return list(countries.loc[countries.contains(shapely.Point(lon, lat)), "iso_a3"])


def test_the_files_stay_small_enough_for_a_browser():
    texts = [path.read_bytes() for path in FILES.values()]
    assert sum(map(len, texts)) <= 1_500_000
    assert sum(len(brotli.compress(text, quality=5)) for text in texts) <= 230_000


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_exactly_the_agreed_columns(name):
    collection = json.loads(FILES[name].read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    for feature in collection["features"]:
        row = feature["properties"]
        assert set(row) == COMMON | OWN[name]
        assert row["kind"] in KIND[name]
        assert row["status"] == "documented"
        assert re.fullmatch(r"[a-z0-9-]+", row["feature_id"])
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["as_of"])
        assert set(row["source"].split(";")) <= {"natural_earth", "wdbii", "geonames", "ukrstat_2022"}


@pytest.mark.parametrize("name", FILES)
def test_coordinates_have_at_most_four_decimals(name):
    collection = json.loads(FILES[name].read_text(encoding="utf-8"))
    coordinates = json.dumps([feature["geometry"]["coordinates"] for feature in collection["features"]])
    assert not re.search(r"\d\.\d{5,}", coordinates)


def test_feature_ids_are_unique_over_all_files(tables):
    ids = [feature_id for table in tables.values() for feature_id in table["feature_id"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", FILES)
def test_geometries_are_valid_and_of_the_agreed_type(tables, name):
    table = tables[name]
    assert table.is_valid.all()
    assert not table.is_empty.any()
    wanted = {"borders": "MultiLineString", "rivers": "MultiLineString", "towns": "Point", "seas": "Point"}
    assert set(table.geom_type) == {wanted.get(name, "MultiPolygon")}


@pytest.mark.parametrize("name", ["countries", "oblasts", "lakes", "reservoirs"])
def test_polygons_follow_the_right_hand_rule(tables, name):
    for polygon in shapely.get_parts(tables[name].geometry.to_numpy()):
        assert polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)


@pytest.mark.parametrize(
    ("place", "lon", "lat", "iso"),
    [
        ("Simferopol", 34.10, 44.95, "UKR"),
        ("Sevastopol", 33.55, 44.58, "UKR"),
        ("Kerch", 36.45, 45.34, "UKR"),
        ("Donetsk", 37.80, 48.02, "UKR"),
        ("Tiraspol", 29.63, 46.84, "MDA"),
        ("Sukhumi", 41.05, 43.02, "GEO"),
        ("Pristina", 21.16, 42.67, "XKX"),
        ("north of Nicosia", 33.30, 35.25, "CYP"),
        ("Baikonur", 63.30, 45.90, "KAZ"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Golan", 35.75, 33.00, "SYR"),
        ("Laayoune", -13.0, 26.9, "ESH"),
        ("Krasnodar", 38.98, 45.04, "RUS"),
    ],
)
def test_places_lie_in_the_country_that_is_recognised(tables, place, lon, lat, iso):
    assert country_at(tables, lon, lat) == [iso], place


def test_ukraine_has_its_area_and_no_hole_or_seam(tables, ukraine):
    area_km2 = gpd.GeoSeries([ukraine], crs=4326).to_crs(3035).area.item() / 1e6
    assert area_km2 == pytest.approx(599_098, abs=300)
    assert not any(part.interiors for part in ukraine.geoms)
    mainland = ukraine.geoms[0]
    assert mainland.contains(shapely.Point(34.1, 44.95))
    assert mainland.contains(shapely.Point(30.5, 50.45))


def test_neighbours_in_the_theatre_share_their_borders(tables):
    countries = tables["countries"]
    near = countries.loc[countries.intersects(shapely.box(8, 38, 50, 60)), "geometry"].to_numpy()
    # Countries of the theatre reach beyond it; a fault counts where it is seen.
    faults = shapely.intersection(shapely.coverage_invalid_edges(near), shapely.box(8, 38, 50, 60))
    assert shapely.length(faults).sum() == 0


def test_names_and_codes_of_countries(tables):
    names = dict(zip(tables["countries"]["iso_a3"], tables["countries"]["name"], strict=True))
    wanted = {"TUR": "Türkiye", "CZE": "Czechia", "MDA": "Moldova", "MKD": "North Macedonia", "XKX": "Kosovo"}
    assert {code: names[code] for code in wanted} == wanted
    assert len(names) == len(tables["countries"])
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in names)
    contributors = [
        "GBR",
        "FRA",
        "CAN",
        "TUR",
        "AUS",
        "NZL",
        "JPN",
        "ISL",
        "NOR",
        "LUX",
        "EST",
        "LVA",
        "LTU",
        "MLT",
        "CYP",
    ]
    assert set(contributors) <= set(names)


def test_label_positions_lie_inside(tables):
    for name in ("countries", "oblasts"):
        table = tables[name]
        inside = shapely.contains_xy(table.geometry.to_numpy(), table["label_lon"], table["label_lat"])
        assert list(table.loc[~inside, "name"]) == []


def test_borders_run_where_countries_meet(tables):
    borders = tables["borders"].set_index("between").geometry
    assert {"BLR-UKR", "MDA-UKR", "RUS-UKR", "POL-UKR", "ROU-UKR"} <= set(borders.index)
    assert all(first < second for first, second in (pair.split("-") for pair in borders.index))
    isthmus = shapely.box(33.4, 45.9, 35.2, 46.4)
    assert not borders["RUS-UKR"].intersects(isthmus)
    shapes = tables["countries"].set_index("iso_a3").geometry
    for pair in ("BLR-UKR", "MDA-UKR", "RUS-UKR", "POL-UKR", "ROU-UKR", "HUN-UKR", "SVK-UKR"):
        for iso in pair.split("-"):
            # Vertices shared with the outline, not merely near it.
            assert shapely.length(shapely.difference(borders[pair], shapes[iso].boundary)) < 1e-6, pair


def test_there_are_27_units_under_their_iso_codes(tables):
    oblasts = tables["oblasts"]
    assert set(oblasts["iso_3166_2"]) == OBLAST_CODES
    assert len(oblasts) == 27
    assert (oblasts["feature_id"] == "oblast-" + oblasts["iso_3166_2"].str.lower()).all()


def test_units_cover_ukraine_exactly_and_do_not_overlap(tables, ukraine):
    shapes = tables["oblasts"].geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.symmetric_difference(shapely.union_all(shapes), ukraine).area == pytest.approx(0, abs=1e-9)
    assert shapely.area(shapes).sum() == pytest.approx(ukraine.area, abs=1e-6)


def test_population_adds_up_to_the_official_total_without_crimea_and_sevastopol(tables):
    oblasts = tables["oblasts"].set_index("iso_3166_2")
    occupied = ["UA-40", "UA-43"]
    assert oblasts.drop(index=occupied)["population"].sum() == 41_167_335
    assert oblasts.loc[occupied, "note"].str.contains("68/262").all()
    assert set(oblasts.loc[occupied, "as_of"].astype(str).str[:10]) == {"2013-01-01"}


def test_rivers_are_there_whole_and_where_they_should_be(tables):
    rivers = tables["rivers"].set_index("name").geometry
    wanted = {"Dnipro", "Southern Buh", "Dniester", "Danube", "Don", "Siverskyi Donets", "Prut", "Desna"}
    assert wanted | {"Prypiat", "Inhulets", "Vistula", "Western Buh", "Siret"} <= set(rivers.index)
    assert len(rivers["Dnipro"].geoms) == 1
    for name, lon, lat in [
        ("Dnipro", 30.57, 50.45),
        ("Dnipro", 35.06, 48.47),
        ("Dnipro", 32.65, 46.63),
        ("Danube", 19.05, 47.50),
        ("Danube", 28.84, 45.34),
        ("Dniester", 29.63, 46.84),
        ("Desna", 31.30, 51.49),
        ("Vistula", 21.03, 52.24),
        ("Don", 39.08, 51.50),
        ("Southern Buh", 28.47, 49.24),
    ]:
        assert rivers[name].distance(shapely.Point(lon, lat)) < 0.08, (name, lon, lat)


@pytest.mark.parametrize(
    ("right_bank", "left_bank"),
    [
        ("Kyiv", "Brovary"),
        ("Cherkasy", "Zolotonosha"),
        ("Svitlovodsk", "Kremenchuk"),
        ("Dnipro", "Samar"),
        ("Nikopol", "Enerhodar"),
        ("Beryslav", "Kakhovka"),
        ("Kherson", "Nova Kakhovka"),
        ("Kherson", "Oleshky"),
    ],
)
def test_towns_stand_on_their_bank_of_the_dnipro(tables, right_bank, left_bank):
    dnipro = tables["rivers"].set_index("name").geometry["Dnipro"]
    towns = tables["towns"].set_index("name").geometry
    way = shapely.LineString([towns[right_bank], towns[left_bank]])
    assert len(shapely.get_parts(way.intersection(dnipro))) % 2 == 1


def test_the_drained_kakhovka_reservoir_is_not_a_lake(tables):
    lakes = pd.concat([tables["lakes"], tables["reservoirs"]])
    assert not lakes.contains(shapely.Point(34.6, 47.55)).any()
    for name in ("Kyiv", "Kaniv", "Kremenchuk", "Kamianske", "Dnipro"):
        assert f"{name} Reservoir" in set(lakes["name"])


def test_there_are_towns_in_four_ranks(tables):
    towns = tables["towns"]
    assert len(towns) >= 90
    assert set(towns["rank"]) == {1, 2, 3, 4}
    assert towns["name_uk"].str.fullmatch(r"[А-ЯІЇЄҐа-яіїєґ’ -]+").all()


def test_names_follow_one_romanisation_and_are_of_today(tables):
    own = tables["towns"].set_index("name")["name_uk"]
    assert own["Siverskodonetsk"] == "Сіверськодонецьк"
    assert own["Yevpatoriia"] == "Євпаторія"
    assert {"Homyel", "Mahilyow", "Hrodna", "Vitsyebsk"} <= set(own.index)


def test_every_ukrainian_town_lies_in_its_unit(tables):
    towns, oblasts = tables["towns"], tables["oblasts"].set_index("iso_3166_2").geometry
    at_home = towns[towns["country"] == "UKR"]
    apart = shapely.distance(oblasts.loc[at_home["iso_3166_2"]].to_numpy(), at_home.geometry.to_numpy())
    # Two ports stand on the generalised coast line's sea side, by less than 0.01°.
    assert apart.max() < 0.01
    assert (apart > 0).sum() <= 2
    assert towns.loc[towns["country"] != "UKR", "iso_3166_2"].isna().all()


def test_every_town_lies_in_or_at_its_country(tables):
    towns, countries = tables["towns"], tables["countries"].set_index("iso_a3").geometry
    apart = shapely.distance(countries.loc[towns["country"]].to_numpy(), towns.geometry.to_numpy())
    assert list(towns.loc[apart > 0.05, "name"]) == []


def test_towns_stand_where_the_gazetteer_has_them(tables):
    towns = tables["towns"].set_index("name").geometry
    for name, (lat, lon) in GAZETTEER.items():
        assert towns[name].distance(shapely.Point(lon, lat)) < 0.03, name


def test_each_unit_has_a_town(tables):
    assert set(tables["towns"]["iso_3166_2"].dropna()) == OBLAST_CODES


def test_sea_labels_stand_in_the_water(tables):
    seas = tables["seas"]
    land = shapely.union_all(tables["countries"].geometry.to_numpy())
    assert {"Black Sea", "Sea of Azov", "Baltic Sea", "Kerch Strait", "Karkinit Bay"} <= set(seas["name"])
    dry = np.array([land.contains(point) for point in seas.geometry])
    assert list(seas.loc[dry, "name"]) == []


def test_names_of_seas_have_room_on_their_water_from_the_zoom_that_they_say(tables):
    land = land_of(tables["countries"].geometry.tolist())
    for sea in tables["seas"].to_dict("records"):
        zoom = label_zoom(sea["name"], sea["rank"], sea["geometry"], land)
        assert zoom == sea["label_zoom"], sea["name"]


def test_what_gshhg_licenses_lies_in_its_folder_and_nothing_else_does(tables):
    for name, frame in tables.items():
        theirs = "third_party" in FILES[name].parts
        assert set(frame["source"].eq("wdbii")) == {theirs}, name
