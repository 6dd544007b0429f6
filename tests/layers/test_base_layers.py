import shapely
from small_world import feature, only, small_facts, table

from layers import cities, contributors, oblasts, ports
from layers.core import ground
from layers.core.params import NoParams


def test_contributors_are_countries_by_their_offer():
    coalition = table(
        feature(
            "contributor-tur", None, kind="contributor", country="TUR", offer="sea", offer_text="Lead at sea"
        ),
        feature(
            "city", shapely.Point(30, 48), kind="named_city", country="UKR", offer=None, offer_text="Named"
        ),
    )
    facts = small_facts(coalition=coalition)
    frame = contributors.build(facts, NoParams())
    turkey = only(frame, "offer_air_sea")
    assert len(frame) == 1
    assert turkey["measure"] == "Lead at sea"
    assert turkey.geometry.equals(facts["basemap/countries"].geometry.iloc[1])
    counted = contributors.key_figures(frame, NoParams())[0]
    assert counted.value == "1"
    assert "26 states made commitments on 4 Sep 2025, 35 took part in Paris on 6 Jan 2026" in counted.caveat


def test_every_offer_of_the_data_has_a_kind(store):
    offers = store.table("coalition")["offer"].dropna()
    assert set(offers) <= set(contributors.KIND_OF_OFFER)


def test_an_oblast_tells_its_population_with_its_date_and_has_a_label():
    unit = feature("oblast-x", shapely.MultiPolygon([shapely.box(30, 46, 33, 50)]), kind="oblast",
                   as_of="2022-01-01", iso_3166_2="UA-05", name_uk="Х", population=1_509_515,
                   label_lon=31.5, label_lat=48.0)  # fmt: skip
    frame = oblasts.build(small_facts(basemap_oblasts=table(unit)), NoParams())
    assert only(frame, "oblast")["measure"] == "1,509,515 people (1 Jan 2022)"
    label = only(frame, "oblast_label")
    assert (label["feature_id"], label.geometry.coords[0]) == ("oblast-x-label", (31.5, 48.0))


def test_towns_are_told_apart_by_rank():
    towns = table(
        feature("town-a", shapely.Point(31, 48), rank=1, name_uk="А", country="UKR",
                iso_3166_2=None),
        feature("town-b", shapely.Point(32, 48), rank=4, name_uk="Б", country="UKR",
                iso_3166_2=None),
    )  # fmt: skip
    frame = cities.build(small_facts(basemap_towns=towns), NoParams())
    assert list(frame["kind"]) == ["town_1", "town_4"]


def test_a_town_states_no_population_since_the_date_of_its_count_is_unknown(facts):
    frame = cities.build(facts(), NoParams())
    assert "population" not in frame
    assert (frame["measure"] == "").all()


def test_ports_say_whether_they_are_open():
    points = table(
        feature("port-a", shapely.Point(31, 46), kind="port", country="UKR", state="closed"),
        feature("island", shapely.Point(31, 45), kind="island", country="UKR", state="n/a"),
    )
    frame = ports.build(small_facts(ports=points), NoParams())
    assert list(frame["measure"]) == ["Closed", ""]


def test_the_ground_tells_home_and_its_borders_apart():
    facts = small_facts(
        basemap_borders=table(
            feature("b1", shapely.LineString([(30, 50), (36, 50)]), kind="border", between="BLR-UKR"),
            feature("b2", shapely.LineString([(20, 50), (22, 50)]), kind="border", between="BLR-POL"),
            feature(
                "b3", shapely.LineString([(20, 42), (21, 42)]), kind="border_disputed", between="SRB-XKX"
            ),
        ),
        basemap_seas=table(feature("sea", shapely.Point(33, 43), name="Black Sea", rank=1, label_zoom=3)),
    )
    frame = ground.build(facts, NoParams())
    kinds = dict(zip(frame["feature_id"], frame["kind"], strict=True))
    assert (kinds["b1"], kinds["b2"], kinds["b3"]) == ("border_home", "border", "border_disputed")
    assert (kinds["country-ukr"], kinds["country-tur"]) == ("ukraine", "country")
    assert set(frame.columns) == {
        *("feature_id", "name", "kind", "rank", "label_rank", "label_zoom", "geometry")
    }
    assert only(frame, "sea_label")["name"] == "Black Sea"
