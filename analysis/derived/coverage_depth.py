"""Coverage: which of the guarantees shown covers each piece of land and sea, and what none of them does.

The picture of the thesis: the guarantees complement each other. Pieces come from an exact overlay of what the layers
draw; what it means to cover a place is a rule beside each guarantee, of which the panel offers the choice. A count says
less than which: one is no weakness where it is the one that the place needs.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import geopandas as gpd
import shapely
from pydantic import create_model
from shapely.geometry.base import BaseGeometry

from analysis.cover import LEAST_KM2, Piece, beyond, grounds, pieces
from geodata.geodesy import area_km2, normalize
from i18n.spoken import worded
from layers.core.format import about
from layers.core.params import Params, choice, number
from layers.core.spec import Facts, Layer, Measure, frame_of
from layers.style.row import StyleRow

_EXACT, _BY_OBLAST = "exact", "oblasts"
_SOURCE = "coffey_2025_08_31;natural_earth;studio"


class _Params(Params):
    """Choices for the coverage layer; one for each guarantee that offers several rules is added."""

    by: Literal["exact", "oblasts"] = choice(
        _EXACT,
        title="Shown by",
        help="Where each guarantee reaches, or which oblasts it covers in part.",
        labels={_EXACT: "exact ground", _BY_OBLAST: "oblast"},
    )
    oblast_share_pct: int = number(
        10, low=1, high=100, step=1, variants=(50, 1),
        help="How much of an oblast a guarantee must cover to count for it; a choice of this project.",
    )  # fmt: skip


def params_of(layers: tuple[Layer, ...]) -> type[Params]:
    """Return the model of the parameters: by what is shown, and by which rule each guarantee covers ground."""
    rules: dict[str, Any] = {
        layer.id: (
            Literal[tuple(rule.key for rule in layer.covers)],
            choice(
                layer.covers[0].key,
                title=worded("What {guarantee} covers", guarantee=layer.title),
                help="Which ground of this guarantee counts as covered; a choice of this project.",
                labels={rule.key: rule.label for rule in layer.covers},
            ),
        )
        for layer in layers
        if len(layer.covers) > 1
    }
    made: type[Params] = create_model("CoverageDepthParams", __base__=_Params, __module__=__name__, **rules)
    return made


def rules_of(params: Any) -> dict[str, str]:
    """Return the key of the rule by the id of its guarantee."""
    own = set(_Params.model_fields)
    return {name: value for name, value in params.model_dump().items() if name not in own}


def layer_of(layers: tuple[Layer, ...]) -> Layer:
    """Return the layer over the guarantees that say what they cover."""
    guarantees = tuple(sorted((layer for layer in layers if layer.covers), key=lambda layer: layer.order))

    def build(facts: Facts, params: Any, frames: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
        """Return pieces by which guarantees cover them, and each guarantee's ground as one shape.

        Pieces (`covered`, `uncovered`) carry `guarantees`, the ids joined by ``;``, `count`, `area_km2`, and on land
        `share_pct` of Ukraine's recognised area; oblasts are pieces where they are shown by oblast.
        """
        covered = grounds(frames, guarantees, rules_of(params))
        as_of = max(
            [facts.line_date, *(str(frame["as_of"].max()) for frame in frames.values() if len(frame))]
        )
        rows = list(_rows(facts, params, covered, {g.id: g.title for g in guarantees}))
        return frame_of([{**row, "status": "notional", "as_of": as_of, "source": _SOURCE} for row in rows])

    return Layer(
        id="coverage_depth",
        title="Coverage",
        group="context",
        shortcut="V",
        summary="Which of the guarantees shown covers each place, and what none of them does.",
        facts=("line_of_occupation", "basemap/countries", "basemap/oblasts"),
        params=params_of(guarantees),
        build=build,
        key_figures=key_figures,
        sources=("coffey_2025_08_31", "natural_earth"),
        visible=False,
        order=55,
        derives_from=tuple(layer.id for layer in guarantees),
        rows=tuple(_style_rows(guarantees)),
    )


def _style_rows(guarantees: tuple[Layer, ...]) -> Iterator[StyleRow]:
    yield StyleRow(kind="uncovered", form="area", z=13, lead=True, label="Covered by none of those shown",
                   fill="text_muted", fill_opacity=0.05, pattern="falling", pattern_opacity=0.5,
                   constructed=True)  # fmt: skip
    yield StyleRow(kind="covered", form="area", z=14, fill="text_muted", constructed=True)
    for z, layer in zip(
        range(14 + len(guarantees), 14, -1), guarantees, strict=True
    ):  # listed from the first
        drawn = next(row for row in layer.rows if row.covers)
        yield StyleRow(kind=f"by_{layer.id}", form="area", z=z, label=f"Covered by {layer.title}",
                       fill=drawn.fill, fill_opacity=0.3, pattern=drawn.pattern, pattern_opacity=0.5,
                       ground=drawn.ground, stroke=drawn.fill, width=0.8, constructed=True, decoration=True,
                       interactive=False)  # fmt: skip


def _rows(
    facts: Facts, params: Any, covered: dict[str, BaseGeometry], titles: dict[str, str]
) -> Iterator[dict[str, Any]]:
    total_km2 = area_km2(facts.ukraine)
    if params.by == _BY_OBLAST:
        on_land = list(_oblasts(facts, covered, params.oblast_share_pct))
    else:
        on_land = [(piece, "", "") for piece in pieces(covered, facts.ukraine)]
    at_sea = [(piece, "", "") for piece in beyond(covered, facts.ukraine)]
    for index, (piece, unit, oblast) in enumerate([*on_land, *at_sea]):
        size_km2 = piece.size_km2
        if size_km2 < LEAST_KM2:
            continue
        sea = index >= len(on_land)
        names = ", ".join(titles[one] for one in piece.of)
        yield {
            "feature_id": "-".join(
                ["coverage", *([unit] if unit else piece.of or ("none",)), *(["sea"] if sea else [])]
            ).replace("_", "-"),
            "name": _name(names, oblast),
            "kind": "covered" if piece.of else "uncovered",
            "note": _note(oblast, params),
            "measure": about(size_km2, "km²"),
            "guarantees": ";".join(piece.of),
            "count": len(piece.of),
            "area_km2": size_km2,
            "share_pct": None if sea else 100 * size_km2 / total_km2,
            "geometry": normalize(piece.geometry),
        }
    for guarantee in covered:
        ground = [piece.geometry for piece, _, _ in [*on_land, *at_sea] if guarantee in piece.of]
        if ground:
            yield {
                "feature_id": f"coverage-by-{guarantee.replace('_', '-')}",
                "name": worded("Covered by {guarantee}", guarantee=titles[guarantee]),
                "kind": f"by_{guarantee}",
                "note": "",
                "measure": "",
                "geometry": normalize(shapely.union_all(ground)),
            }


def _name(names: str, oblast: str) -> str:
    if oblast:
        if names:
            return worded("{oblast}, covered by {guarantees}", oblast=oblast, guarantees=names)
        return worded("{oblast}, covered by none of those shown", oblast=oblast)
    if names:
        return worded("Covered by {guarantee}", guarantee=names)
    return worded("Covered by none of those shown")


def _note(oblast: str, params: Any) -> str:
    if oblast:
        return worded(
            "The guarantees that cover at least {share} % of the oblast’s area. A notional drawing, not a promise.",
            share=str(params.oblast_share_pct),
        )
    return worded(
        "Overlay of what the guarantees shown cover as they are drawn. Which ones says more than how many: they do "
        "different things. A notional drawing, not a promise."
    )


def _oblasts(
    facts: Facts, covered: dict[str, BaseGeometry], share_pct: float
) -> Iterator[tuple[Piece, str, str]]:
    """Yield each oblast as a piece of the guarantees that cover at least so much of it, with its id and name."""
    for oblast in facts["basemap/oblasts"].to_dict("records"):
        needed_km2 = area_km2(oblast["geometry"]) * share_pct / 100
        of = [
            one
            for one, ground in covered.items()
            if area_km2(shapely.intersection(oblast["geometry"], ground)) >= needed_km2 * (1 - 1e-9)
        ]
        yield Piece(of=tuple(of), geometry=oblast["geometry"]), oblast["feature_id"], oblast["name"]


def key_figures(frame: gpd.GeoDataFrame, params: Any) -> tuple[Measure, ...]:
    """Share of Ukraine that none covers, that one does, that several do."""
    land = frame.loc[frame["share_pct"].notna()] if "share_pct" in frame else frame
    if land.empty:
        return ()
    by_count = {
        worded("Covered by none of those shown"): land["count"] == 0,
        worded("Covered by one"): land["count"] == 1,
        worded("Covered by two or more"): land["count"] > 1,
    }
    return tuple(
        Measure(
            label=label,
            value=worded("{share} % of Ukraine", share=f"{land.loc[which, 'share_pct'].sum():.0f}"),
            caveat=about(land.loc[which, "area_km2"].sum(), "km²"),
        )
        for label, which in by_count.items()
    )
