"""What stands on and beside a printed map so that it can be read as one: graticule, locator, scale bar, north arrow."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from export.figures import page_layout
from export.figures.canvas import Canvas
from export.figures.label_candidates import Box
from export.figures.outlines import path_of_geometry
from export.figures.projection import Bounds, Camera, Rect, camera_for_bounds
from export.typography import typeface as fonts
from geodata.geodesy import KM_PER_NM
from i18n.language import Language
from layers.core import ground

Floats = NDArray[np.float64]

_KM = {"m": 0.001, "km": 1.0, "Mm": 1000.0}  # the units that the scale bar chooses from
_LOCATOR_BOUNDS = (-9.0, 35.0, 60.0, 62.0)
_MUCH = 0.5  # of what a locator shows: more of it the map must not fill
_BACK = 0.75  # opacity of what lets them be read on any ground
_SCALE_BOX_PX, _ARROW_BOX_PX = (150.0, 34.0), (30.0, 40.0)


def obstacles(rect: Rect, *, scale: bool = True, north: bool = True) -> list[Box]:
    """Return what of this stands on a map of a frame, for names and symbols to keep clear of."""
    boxes = []
    if scale:
        width, height = _SCALE_BOX_PX
        boxes.append((rect.left, rect.bottom - height, rect.left + width, rect.bottom))
    if north:
        boxes.append((rect.right - _ARROW_BOX_PX[0], rect.top, rect.right, rect.top + _ARROW_BOX_PX[1]))
    return boxes


def graticule(canvas: Canvas, camera: Camera, translate: Language) -> None:
    """Draw meridians and parallels with their degrees at the left and below."""
    rect = camera.rect
    canvas.clip_to(rect)
    lines = camera.graticule()
    for _, _, points in lines:
        if len(points) > 1:
            canvas.line(points, canvas.rgba("text_muted", 0.28), 0.5)
    canvas.clip_to(None)
    size = page_layout.FOOT_PX - 1
    taken: dict[str, float] = {"lon": -99.0, "lat": -99.0}
    for axis, degrees, points in sorted(lines, key=lambda line: (line[0], line[1])):
        text = _degrees(degrees, axis, translate)
        half = fonts.width_em(text) * size / 2
        if axis == "lon":
            at = _crossing(points, 1, rect.bottom)
            if at is not None and rect.left + half <= at <= rect.right - half and at - half > taken[axis]:
                canvas.text(at, rect.bottom + size + 1.5, text, px=size, token="text_muted", align="center")
                taken[axis] = at + half + 4
        else:
            at = _crossing(points, 0, rect.left)
            if at is not None and rect.top + half <= at <= rect.bottom - half:
                canvas.text(rect.left - 3.5, at, text, px=size, token="text_muted", align="center", turned=90)


def _crossing(points: Floats, axis: int, edge: float) -> float | None:
    """Return where a line crosses an edge: `axis` 1 for a horizontal one, 0 for a vertical one."""
    along = points[:, axis]
    for i in range(len(points) - 1):
        a, b = along[i], along[i + 1]
        if (a - edge) * (b - edge) <= 0 and a != b:
            share = (edge - a) / (b - a)
            return float(points[i, 1 - axis] + share * (points[i + 1, 1 - axis] - points[i, 1 - axis]))
    return None


def _degrees(value: float, axis: str, translate: Language) -> str:
    degrees = translate.number(abs(value), 2)
    if value in (0, 180, -180):
        return f"{degrees}°"
    if axis == "lon":
        return (
            translate("{degrees}° E", degrees=degrees)
            if value > 0
            else translate("{degrees}° W", degrees=degrees)
        )
    return (
        translate("{degrees}° N", degrees=degrees)
        if value > 0
        else translate("{degrees}° S", degrees=degrees)
    )


def locates(camera: Camera) -> bool:
    """Return whether a locator would show more than the map: where the map is about as large, it tells nothing."""
    return _square_degrees(camera.bounds) < _MUCH * _square_degrees(_locator_bounds(camera))


def _square_degrees(bounds: Bounds) -> float:
    west, south, east, north = bounds
    return (east - west) * (north - south)


def _locator_bounds(camera: Camera) -> Bounds:
    """Return what a locator shows: Europe, or half a hemisphere around a map that reaches beyond."""
    west, south, east, north = camera.bounds
    if _LOCATOR_BOUNDS[0] <= west and east <= _LOCATOR_BOUNDS[2] and south >= _LOCATOR_BOUNDS[1]:
        return _LOCATOR_BOUNDS
    lon, lat = (west + east) / 2, (south + north) / 2
    return (lon - 60, max(-70, lat - 45), lon + 60, min(80, lat + 40))


def locator(canvas: Canvas, frames: Mapping[str, gpd.GeoDataFrame], camera: Camera, rect: Rect) -> None:
    """Draw where in Europe the map is."""
    small = camera_for_bounds(_locator_bounds(camera), rect)
    canvas.clip_to(rect)
    canvas.box(rect, fill=canvas.rgba("sea"))
    land = frames[ground.LAYER.id]
    for kind, token in (("country", "land"), ("ukraine", "ukraine")):
        shapes = small.geometry_px(np.asarray(land.loc[land["kind"] == kind].geometry.values), 0.5, 4)
        whole = shapely.geometrycollections([shape for shape in shapes if not shape.is_empty])
        home = kind == "ukraine"
        stroke = canvas.rgba("border_home" if home else "coast")
        canvas.shape(
            path_of_geometry(whole), fill=canvas.rgba(token), stroke=stroke, width=0.8 if home else 0.3
        )
    corners = camera.rect
    t = np.linspace(0, 1, 12)
    edge = np.vstack(
        [
            np.column_stack([corners.left + t * corners.width, np.full(12, corners.top)]),
            np.column_stack([np.full(12, corners.right), corners.top + t * corners.height]),
            np.column_stack([corners.right - t * corners.width, np.full(12, corners.bottom)]),
            np.column_stack([np.full(12, corners.left), corners.bottom - t * corners.height]),
        ]
    )
    placed = small.px(camera.lon_lat(edge))
    placed = placed[np.isfinite(placed).all(axis=1)]
    if len(placed) > 3:
        canvas.shape(
            path_of_geometry(shapely.Polygon(placed)),
            fill=canvas.rgba("occupied", 0.08),
            stroke=canvas.rgba("occupied"),
            width=1.1,
        )
    canvas.clip_to(None)
    canvas.box(rect, stroke=canvas.rgba("text_muted"), width=0.6)


def scale_bar(canvas: Canvas, camera: Camera, translate: Language) -> Any:
    """Add a scale bar, true by geodesic in the middle of the map, in km and nautical miles."""
    from matplotlib_scalebar.scalebar import ScaleBar

    rect = camera.rect
    axes = _axes(canvas, rect)
    half = np.array([rect.width, rect.height]) * camera.m_per_px / 2
    axes.set_xlim(-half[0], half[0])
    axes.set_ylim(-half[1], half[1])

    def both_units(value: float, unit: str) -> str:
        km = value * _KM[unit]
        nautical = km / KM_PER_NM
        metric = translate.amount(value, "m") if unit == "m" else translate.amount(km, "km")
        return f"{metric} ({translate.amount(nautical, 'nm', 0 if nautical >= 10 else 1)})"

    bar = ScaleBar(
        camera.m_per_px_at_middle() / camera.m_per_px,
        "m",
        length_fraction=min(0.3, 120 / rect.width),
        width_fraction=3 / rect.height,
        location="lower left",
        frameon=True,
        color=canvas.rgba("text"),
        box_color=canvas.rgba("halo"),
        box_alpha=_BACK,
        scale_loc="top",
        pad=0.35,
        border_pad=0.5,
        sep=canvas.pt(2.5),
        font_properties={"family": [fonts.FAMILY, fonts.FALLBACK], "size": canvas.pt(9)},
        scale_formatter=both_units,
        rotation="horizontal-only",
    )
    axes.add_artist(bar)
    canvas.note("0123456789., ()" + "".join(translate(unit) for unit in ("m", "km", "nm")))
    return bar


def north_arrow(canvas: Canvas, camera: Camera, translate: Language) -> None:
    """Add a north arrow: every projection here has north up in the middle."""
    from matplotlib_map_utils.core.north_arrow import NorthArrow

    right, top = camera.rect.right - 16, camera.rect.top + 8
    text = canvas.rgba("text")
    back = Rect(left=right - 11, top=top - 3, width=22, height=36)
    canvas.box(back, fill=canvas.rgba("halo", _BACK))
    _axes(canvas, Rect(left=right - 10, top=top, width=20, height=20)).add_artist(
        NorthArrow(
            location="center",
            scale=0.2 * canvas.layout.scale,
            base={"facecolor": canvas.rgba("halo"), "edgecolor": text, "linewidth": canvas.pt(0.8)},
            fancy={"facecolor": text},
            label=False,  # it takes no typeface by name, so the letter is written here
            shadow=False,
            aob={"pad": 0, "borderpad": 0},
            rotation={"degrees": 0},
        )
    )
    canvas.text(right, top + 29, translate("N"), px=9, weight="bold", align="center")


def _axes(canvas: Canvas, rect: Rect) -> Any:
    share = (rect.left / canvas.width, 1 - rect.bottom / canvas.height)
    axes = canvas.figure.add_axes((*share, rect.width / canvas.width, rect.height / canvas.height))
    axes.set_axis_off()
    return axes
