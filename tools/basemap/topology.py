"""TopoJSON as vertices, rings and polygons; and polygons and lines in a fixed order."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from tools.basemap.rows import Row

Coords = NDArray[np.float64]


def decode_arcs(topology: Row) -> list[Coords]:
    """Delta-coded integers to degrees."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [without_spikes(np.cumsum(np.array(arc), axis=0)) * scale + shift for arc in topology["arcs"]]


def without_spikes(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Drop vertices where a line turns back on itself: quantisation folded thin spits to zero width."""
    while len(points) > 2:
        folded = (points[:-2] == points[2:]).all(axis=1)
        if not folded.any():
            break
        first = int(np.argmax(folded))
        points = np.delete(points, [first + 1, first + 2], axis=0)
    return points


def polygons_of(geometry: Row) -> list[list[list[int]]]:
    """Polygons (lists of rings, which are lists of arc numbers) of one TopoJSON geometry."""
    arcs: list[Any] = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def ring(arcs: list[Coords], numbers: list[int]) -> Coords:
    """One closed ring; `~n` means arc n backwards, as TopoJSON has it."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def polygon(arcs: list[Coords], rings: list[list[int]]) -> Polygon:
    """A polygon from its arc numbers; a hole that simplification closed is left out."""
    outer, *holes = [ring(arcs, numbers) for numbers in rings]
    return Polygon(outer, [hole for hole in holes if len(hole) > 3]) if len(outer) > 3 else Polygon()


def as_multi(geometry: BaseGeometry) -> MultiPolygon:
    """The polygonal part of a geometry: right-hand rule, largest polygon first."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    flat = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    fixed = [shapely.geometry.polygon.orient(shapely.normalize(p)) for p in flat]
    return MultiPolygon(sorted(fixed, key=lambda p: (-p.area, p.bounds)))


def as_lines(lines: list[LineString]) -> MultiLineString:
    """Lines joined end to end, in a fixed order."""
    merged = shapely.get_parts(linemerge(lines)) if len(lines) > 1 else np.array(lines)
    return MultiLineString(sorted(merged, key=lambda line: (-line.length, line.bounds)))
