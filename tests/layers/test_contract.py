"""What every layer promises, on the shipped data and every shipped date."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from pydantic import ValidationError
from shipped import LAYERS, built

from geodata.distances import contradictions, gazetteer
from layers.core.ground import LAYER as GROUND
from layers.core.params import param_specs
from layers.core.spec import COMMON_COLUMNS, Facts, Layer
from layers.style.rows import STYLE, rows_of

ALL = (*LAYERS, GROUND)
layers = pytest.mark.parametrize("layer", ALL, ids=lambda layer: layer.id)


@pytest.fixture(scope="module")
def frames(store, facts):
    """Every layer with its defaults on every date."""
    return {(la.id, day): built(la, facts(day)) for la in ALL for day in store.line_dates}


def of(frames, layer: Layer):
    return [frame for (layer_id, _), frame in frames.items() if layer_id == layer.id]


def test_ids_and_shortcuts_are_unique():
    assert len({layer.id for layer in ALL}) == len(ALL)
    shortcuts = [layer.shortcut for layer in ALL if layer.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)


def test_the_guarantees_are_numbered_in_the_order_of_the_argument():
    assert [layer.pillar for layer in LAYERS if layer.group == "guarantee"] == [1, 2, 3, 4]


@layers
def test_builds_with_defaults_in_wgs_84(frames, layer):
    for frame in of(frames, layer):
        assert len(frame)
        assert frame.crs.to_epsg() == 4326


@layers
def test_shapes_are_valid_and_wound_by_the_right_hand_rule(frames, layer):
    for frame in of(frames, layer):
        assert not frame.geometry.is_empty.any()
        assert frame.geometry.is_valid.all()
        for part in shapely.get_parts(frame.geometry.to_numpy()):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


@layers
def test_shapes_have_the_type_that_their_style_draws(frames, layer):
    expected = {
        "area": {"Polygon", "MultiPolygon"},
        "line": {"LineString", "MultiLineString"},
        "point": {"Point"},
    }
    for frame in of(frames, layer):
        for kind, shape in zip(frame["kind"], frame.geometry, strict=True):
            assert shape.geom_type in expected.get(STYLE[(layer.id, kind)].form, {"Point"}), kind


@layers
def test_every_kind_has_a_style_and_every_style_can_occur(frames, facts, layer):
    kinds = set().union(*(frame["kind"] for frame in of(frames, layer)))
    for spec in layer.specs:
        if spec.kind == "choice":
            for option in spec.options:
                kinds |= set(built(layer, facts(), layer.params(**{spec.name: option}))["kind"])
    assert kinds == {row.kind for row in rows_of(layer.id) if not row.imported}


@layers
def test_one_kind_leads_each_layer_in_the_panel(layer):
    if layer is not GROUND:
        assert sum(row.lead for row in rows_of(layer.id)) == 1


@layers
def test_feature_ids_are_unique_within_a_layer(frames, layer):
    for frame in of(frames, layer):
        assert frame["feature_id"].is_unique


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_features_say_what_they_are(frames, store, layer):
    for frame in of(frames, layer):
        assert set(COMMON_COLUMNS) <= set(frame.columns)
        assert frame["status"].isin(["documented", "notional", "derived"]).all()
        assert frame["name"].str.len().gt(0).all()
        for row in frame.to_dict("records"):
            assert isinstance(row["measure"], str)
            assert isinstance(row["note"], str)
            assert date.fromisoformat(row["as_of"])
            assert set(row["source"].split(";")) <= set(store.sources)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_what_is_constructed_is_called_notional(frames, layer):
    for frame in of(frames, layer):
        made = frame.loc[frame["kind"].isin([row.kind for row in layer.rows if row.constructed])]
        assert (made["status"] == "notional").all()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_key_figures_are_in_words(frames, layer):
    for frame in of(frames, layer):
        for measure in layer.key_figures(frame, layer.params()):
            assert measure.label
            assert measure.value
            assert "nan" not in f"{measure.value} {measure.caveat}"


class Declared(Mapping):
    """Tables of which only the declared ones may be read."""

    def __init__(self, tables: Mapping, names: tuple[str, ...]) -> None:
        self._tables, self._names = tables, names

    def __getitem__(self, name: str):
        assert name in self._names, f"reads {name}, which it does not declare"
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@layers
def test_reads_the_declared_tables_only_and_leaves_them_as_they_were(facts, layer):
    shipped = facts()
    before = {name: shipped[name].copy(deep=True) for name in layer.facts}
    guarded = Facts(
        tables=Declared(shipped.tables, layer.facts), ukraine=shipped.ukraine, line_date=shipped.line_date
    )
    built(layer, guarded, of=shipped)
    for name, frame in before.items():
        assert_geodataframe_equal(shipped[name], frame)


@layers
def test_the_same_input_gives_the_same_frame(facts, layer):
    assert_geodataframe_equal(*(built(layer, facts()) for _ in range(2)))


@layers
def test_frames_can_become_geojson(frames, layer):
    for frame in of(frames, layer):
        assert len(json.loads(frame.to_json())["features"]) == len(frame)


@layers
def test_names_tables_and_sources_that_exist(store, layer):
    assert set(layer.facts) <= set(store.tables)
    assert set(layer.sources) <= set(store.sources)
    assert layer.title
    assert layer.summary.endswith(".")


@layers
def test_parameters_have_help_range_and_a_default_within(layer):
    for spec in param_specs(layer.params):
        assert spec.help.endswith(".")
        if spec.kind in ("number", "integer"):
            assert spec.unit
            assert spec.step > 0
            assert spec.low <= spec.default <= spec.high
            with pytest.raises(ValidationError, match="less than or equal"):
                layer.params(**{spec.name: spec.high + spec.step})
        else:
            assert set(spec.labels) <= set(spec.options)


@layers
def test_parameters_refuse_unknown_names(layer):
    with pytest.raises(ValidationError, match="Extra inputs"):
        layer.params(colour="red")


def test_facts_of_a_date_are_made_once(store, facts):
    assert facts() is facts()
    assert len({id(facts(day)) for day in store.line_dates}) == len(store.line_dates)


def test_facts_of_an_unknown_date_are_refused(facts):
    with pytest.raises(ValueError, match="no line of 1999-01-01; there are 2022"):
        facts("1999-01-01")


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_distances_in_the_texts_of_a_layer_are_what_the_geometry_says(frames, store, layer):
    towns, oblasts = store.table("basemap/towns"), store.table("basemap/oblasts")
    places = {**dict(zip(towns["name"], towns.geometry, strict=True)), **gazetteer(store.root)}
    places |= {
        name.split(" of ")[-1]: shape for name, shape in zip(oblasts["name"], oblasts.geometry, strict=True)
    }
    for frame in of(frames, layer):
        for row in frame.to_dict("records"):
            for column, text in row.items():
                if isinstance(text, str) and row["kind"] != "maritime_boundary":  # measured with the data
                    wrong = list(contradictions(text, places, row["geometry"]))
                    assert wrong == [], (row["feature_id"], column)
    for text in (layer.summary, layer.later, *(spec.help for spec in layer.specs)):
        assert list(contradictions(text, places)) == []


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_nothing_is_said_to_keep_a_distance_from_a_line_that_is_not_generalised(frames, layer):
    texts = [text for frame in of(frames, layer) for text in frame["note"]]
    texts += [layer.summary, layer.later, *(spec.help for spec in layer.specs)]
    for text in texts:
        assert not re.search(r"km (?:and more )?from the line\b", text), text
