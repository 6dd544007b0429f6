"""The style table: one row per (layer, kind), one palette per theme. Every renderer reads it; none has a colour.

Colours of the light theme are those of the design's table; patterns and symbols differ as well, so that the
layers stay apart in greyscale and for colour-blind readers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark", "print", "safe"]
#: Light and dark are the screen's; `print` has greys alone, `safe` colours that colour-blind readers tell apart.
THEMES: tuple[Theme, ...] = ("light", "dark", "print", "safe")
SCREEN_THEMES: tuple[Theme, ...] = ("light", "dark")
Form = Literal["area", "line", "point", "label"]

#: How sizes follow the zoom: ``(zoom, factor, zoom, factor)``, straight between and level outside.
Stops = tuple[float, float, float, float]
ZOOM_WIDTH: Stops = (4, 0.8, 9, 1.5)
ZOOM_SYMBOL: Stops = (4, 0.8, 8, 1.15)
ZOOM_TEXT: Stops = (4, 0.92, 8, 1.2)

#: Shapes are simplified by this much per tile of the live map, and cut this far beyond it.
TILE_TOLERANCE_PX = 0.3
TILE_BUFFER_PX = 64

#: Symbols and names stand on any ground by a rim of this width.
HALO_PX = 1.6
#: A name breaks above this width, keeps this distance from others; italics are spaced, to read as water.
TEXT_WIDTH_EM = 9
TEXT_PADDING_PX = 3
ITALIC_SPACING_EM = 0.06
#: Which side of the name the symbol is on, first choice first.
TEXT_ANCHORS = ("left", "right", "top", "bottom")
#: Where the name of an area that may stand beside it is on the live map: on its place, below or above, so far off.
AREA_ANCHORS = ("center", "top", "bottom")
AREA_DISTANCE_EM = 1.6

_LIGHT = {
    "sea": "#d6e6ef",
    "land": "#f1efe9",
    "ukraine": "#fbfaf6",
    "border": "#8a8578",
    "border_home": "#55514a",
    "oblast": "#b9b3a6",
    "water": "#a9c8da",
    "coast": "#93afbf",
    "text": "#2b2a27",
    "text_muted": "#6b675f",
    "text_sea": "#416983",
    "text_air": "#8a5a12",
    "halo": "#fbfaf6",
    "halo_sea": "#d6e6ef",
    "occupied": "#9b1c2e",
    "routes": "#c2410c",
    "monitoring": "#6d3fa0",
    "coalition": "#0f7a55",
    "air": "#b0741d",
    "patrol": "#1769aa",
    "offer_1": "#0b5d46",
    "offer_2": "#3b8c74",
    "offer_3": "#7db9a4",
    "offer_4": "#b9dccf",
    "offer_0": "#c9c4b8",
    "lead_ots": "#0e7c86",
    "lead_gcc": "#8c3b78",
    "symbol_ground": "#ffffff",
}
_DARK = {
    "sea": "#10202b",
    "land": "#1d2226",
    "ukraine": "#2a3036",
    "border": "#6f767c",
    "border_home": "#aab1b7",
    "oblast": "#4b535a",
    "water": "#1c3a4c",
    "coast": "#3f5a6b",
    "text": "#eef1f3",
    "text_muted": "#a9b1b8",
    "text_sea": "#86abc3",
    "text_air": "#e8b04b",
    "halo": "#1a1f23",
    "halo_sea": "#10202b",
    "occupied": "#f0647a",
    "routes": "#fb8a4b",
    "monitoring": "#b995f0",
    "coalition": "#41c796",
    "air": "#e8b04b",
    "patrol": "#5fb2f2",
    "offer_1": "#6fe0bb",
    "offer_2": "#3fa98a",
    "offer_3": "#2a7763",
    "offer_4": "#224f45",
    "offer_0": "#4a4f54",
    "lead_ots": "#3fb9c4",
    "lead_gcc": "#dd8ccb",
    "symbol_ground": "#14191d",
}
_PRINT = {
    "sea": "#dedede",
    "land": "#f1f1f1",
    "ukraine": "#ffffff",
    "border": "#808080",
    "border_home": "#404040",
    "oblast": "#b0b0b0",
    "water": "#bcbcbc",
    "coast": "#8c8c8c",
    "text": "#1a1a1a",
    "text_muted": "#555555",
    "text_sea": "#4d4d4d",
    "text_air": "#404040",
    "halo": "#ffffff",
    "halo_sea": "#e6e6e6",
    "occupied": "#000000",
    "routes": "#3a3a3a",
    "monitoring": "#2e2e2e",
    "coalition": "#6a6a6a",
    "air": "#505050",
    "patrol": "#333333",
    "offer_1": "#3d3d3d",
    "offer_2": "#6e6e6e",
    "offer_3": "#9c9c9c",
    "offer_4": "#c8c8c8",
    "offer_0": "#e2e2e2",
    "lead_ots": "#4a4a4a",
    "lead_gcc": "#7d7d7d",
    "symbol_ground": "#ffffff",
}
_SAFE = {
    **_LIGHT,
    "ukraine": "#ffffff",
    "halo": "#ffffff",
    "occupied": "#1f1f1f",
    "routes": "#b0307a",
    "monitoring": "#3a2a94",
    "coalition": "#0a8a66",
    "air": "#b45a00",
    "patrol": "#00659e",
    "text_air": "#a25100",
}

PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": MappingProxyType(_LIGHT),
        "dark": MappingProxyType(_DARK),
        "print": MappingProxyType(_PRINT),
        "safe": MappingProxyType(_SAFE),
    }
)


@dataclass(frozen=True, kw_only=True)
class StyleRow:
    """How one kind of one layer is drawn; colours are palette tokens, widths are px at 96 dpi.

    `z` orders all rows from the ground up. `label` is the legend's text; '' keeps the row out of it.
    An area whose outline alone answers hover (`hit`) lets what lies inside it speak.
    `fade_from_zoom`: large filled shapes lose their fill above this zoom so that they do not hide the towns.
    """

    layer: str
    kind: str
    form: Form
    z: int
    label: str = ""
    fill: str = ""
    fill_opacity: float = 0.0
    stroke: str = ""
    stroke_opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    casing: float = (
        0.0  # px of `halo` on both sides of a line, on which it stands out from symbols and patterns
    )
    ground: str = "ukraine"  # palette token of what an area lies on, for its swatch
    pattern: Literal["", "diagonal", "horizontal", "vertical", "dots"] = ""
    pattern_opacity: float = 0.6
    symbol: str = ""
    symbol_px: float = 0.0
    text: str = ""  # palette token of the name written beside or on it
    halo: str = "halo"
    text_px: float = 0.0
    text_weight: Literal["regular", "bold", "italic"] = "regular"
    text_priority: int = 50
    text_beside: bool = False  # the name of an area may stand beside it where it finds no room within
    min_zoom: float = 0.0
    text_min_zoom: float = 0.0
    fade_from_zoom: float = 0.0
    interactive: bool = True
    lead: bool = False  # stands for its layer in the panel
    hit: Literal["fill", "outline"] = "fill"  # what of an area answers hover and click

    @property
    def text_yields(self) -> bool:
        """Whether names of the row push away no others on the live map.

        A hidden layer keeps its place there, by opacity only, so its names would push away what is seen.
        """
        return self.layer not in ("ground", "cities")


def _rows() -> tuple[StyleRow, ...]:
    row = StyleRow
    return (
        # -- the ground: always there, never hovered ------------------------------------------------
        row(layer="ground", kind="country", form="area", z=0, fill="land", fill_opacity=1,
            stroke="coast", width=0.6, interactive=False),
        row(layer="ground", kind="ukraine", form="area", z=1, fill="ukraine", fill_opacity=1,
            stroke="coast", width=0.8, interactive=False),
        row(layer="ground", kind="lake", form="area", z=12, fill="water", fill_opacity=1,
            interactive=False),
        row(layer="ground", kind="river", form="line", z=5, stroke="water", width=1.1,
            interactive=False),
        row(layer="ground", kind="border", form="line", z=70, stroke="border", width=0.9,
            interactive=False),
        row(layer="ground", kind="border_home", form="line", z=71, stroke="border_home", width=1.6,
            interactive=False),
        row(layer="ground", kind="border_disputed", form="line", z=70, stroke="border", width=0.9,
            dash=(3, 2), interactive=False),
        row(layer="ground", kind="sea_label", form="label", z=90, text="text_sea", halo="halo_sea",
            text_px=14, text_weight="italic", text_priority=20, interactive=False),
        row(layer="ground", kind="country_label", form="label", z=91, text="text_muted", text_px=12,
            text_weight="regular", text_priority=40, interactive=False),
        # -- base map switches ------------------------------------------------------------------------
        row(layer="oblasts", kind="oblast", form="area", z=8, lead=True, label="Oblast",
            fill="ukraine", fill_opacity=0, stroke="oblast", width=0.7, dash=(4, 2)),
        row(layer="oblasts", kind="oblast_label", form="label", z=92, text="text_muted", text_px=10,
            text_priority=60, text_min_zoom=5.8, interactive=False),
        row(layer="cities", kind="town_1", form="point", z=84, lead=True, label="Capital", symbol="capital",
            symbol_px=11, stroke="text", text="text", text_px=14, text_weight="bold", text_priority=1),
        row(layer="cities", kind="town_2", form="point", z=83, label="City or town", symbol="town", symbol_px=8,
            stroke="text", text="text", text_px=12, text_priority=5, min_zoom=4.2, text_min_zoom=4.6),
        row(layer="cities", kind="town_3", form="point", z=82, symbol="town", symbol_px=6,
            stroke="text", text="text", text_px=11, text_priority=30, min_zoom=6.2, text_min_zoom=6.2),
        row(layer="cities", kind="town_4", form="point", z=81, symbol="town", symbol_px=5,
            stroke="text_muted", text="text_muted", text_px=10.5, text_priority=45, min_zoom=7.4, text_min_zoom=7.4),
        row(layer="ports", kind="port", form="point", z=80, lead=True, label="Port", symbol="anchor", symbol_px=13,
            stroke="text_sea", text="text_sea", text_px=11, text_weight="italic", text_priority=24, min_zoom=4.6,
            text_min_zoom=6.6),
        row(layer="ports", kind="island", form="point", z=80, symbol="town", symbol_px=6, stroke="text_sea",
            text="text_sea", text_px=11, text_weight="italic", text_priority=28, text_min_zoom=5.6),
        # -- contributors -------------------------------------------------------------------------------
        row(layer="contributors", kind="offer_troops", form="area", z=2, ground="land", lead=True,
            label="Offers troops or hubs in Ukraine", fill="offer_1", fill_opacity=0.85),
        row(layer="contributors", kind="offer_air_sea", form="area", z=2, ground="land",
            label="Offers air or sea forces", fill="offer_2", fill_opacity=0.85),
        row(layer="contributors", kind="offer_support", form="area", z=2, ground="land",
            label="Offers training, logistics or forces nearby", fill="offer_3", fill_opacity=0.85),
        row(layer="contributors", kind="offer_monitoring", form="area", z=2, ground="land",
            label="Offers monitoring, no troops", fill="offer_4", fill_opacity=0.85),
        row(layer="contributors", kind="offer_none", form="area", z=2, ground="land",
            label="Has ruled out ground troops", fill="offer_0", fill_opacity=0.85, pattern="diagonal",
            stroke="text_muted", width=0.5),
        # -- lead organisations -------------------------------------------------------------------------
        row(layer="lead_organisations", kind="ots_member", form="area", z=3, ground="land", lead=True,
            label="Member of the Organization of Turkic States", fill="lead_ots", fill_opacity=0.45,
            pattern="diagonal", stroke="lead_ots", width=1.4),
        row(layer="lead_organisations", kind="ots_observer", form="area", z=3, ground="land",
            label="Observer at the Organization of Turkic States", fill="lead_ots", fill_opacity=0.16,
            pattern="diagonal", pattern_opacity=0.4, stroke="lead_ots", width=1.4, dash=(3, 2)),
        row(layer="lead_organisations", kind="gcc_member", form="area", z=3, ground="land",
            label="Member of the Gulf Cooperation Council", fill="lead_gcc", fill_opacity=0.3, pattern="dots",
            pattern_opacity=0.9, stroke="lead_gcc", width=1.4),
        # -- the line and what it cuts off --------------------------------------------------------------
        row(layer="line_of_occupation", kind="occupied_territory", form="area", z=10,
            label="Occupied territory (derived)", fill="occupied", fill_opacity=0.12, pattern="diagonal",
            pattern_opacity=0.22),
        row(layer="line_of_occupation", kind="ghost_line", form="line", z=78, label="Line of another date",
            stroke="occupied", stroke_opacity=0.6, width=1.6, dash=(1.5, 1.5)),
        row(layer="line_of_occupation", kind="line", form="line", z=79, lead=True,
            label="Line of occupation, generalised", stroke="occupied", width=3.2, dash=(2.4, 0.9), casing=1.2),
        # -- guarantees ----------------------------------------------------------------------------------
        row(layer="coalition_forces", kind="deployment_area", form="area", z=30, lead=True,
            label="Deployment area (notional)", fill="coalition", fill_opacity=0.34, stroke="coalition",
            width=1.6),
        row(layer="coalition_forces", kind="hub", form="point", z=88, label="Hub, oblast level (notional)",
            symbol="diamond", symbol_px=15, stroke="coalition"),
        row(layer="coalition_forces", kind="named_city", form="point", z=75, label="City named in the press",
            symbol="diamond_open", symbol_px=20, stroke="coalition", min_zoom=4.6),
        row(layer="monitoring_mission", kind="band_held", form="area", z=34, lead=True,
            label="Monitored, government-held side", fill="monitoring", fill_opacity=0.16, pattern="dots",
            stroke="monitoring", width=1.3, dash=(1, 1.6)),
        row(layer="monitoring_mission", kind="band_occupied", form="area", z=34,
            label="Monitored, occupied side", fill="monitoring", fill_opacity=0.3, pattern="dots",
            stroke="monitoring", width=1.3, dash=(1, 1.6)),
        row(layer="monitoring_mission", kind="patrol_base", form="point", z=76,
            label="Patrol base (notional)", symbol="square", symbol_px=7.5, stroke="monitoring", min_zoom=3.6),
        row(layer="monitoring_mission", kind="patrol_hub", form="point", z=75,
            label="OSCE base, 2014 to 2022", symbol="square_open", symbol_px=10, stroke="monitoring", min_zoom=4.4),
        row(layer="air_policing", kind="covered_ground", form="area", z=9,
            label="Ukraine within reach of a base", fill="air", fill_opacity=0.2, pattern="vertical",
            pattern_opacity=0.2),
        row(layer="air_policing", kind="reach_ring", form="area", z=40, lead=True, label="Reach ring (notional)",
            fill="air", fill_opacity=0, stroke="air", stroke_opacity=0.75, width=1.2, dash=(5, 2.5),
            hit="outline"),
        row(layer="air_policing", kind="air_base", form="point", z=87, label="Air base, selected",
            symbol="aircraft", symbol_px=18, stroke="air", text="text_air", text_px=11, text_weight="bold",
            text_priority=4, text_min_zoom=4.5),
        row(layer="air_policing", kind="air_base_other", form="point", z=86, label="Air base, not selected",
            symbol="aircraft_open", symbol_px=14, stroke="air", min_zoom=4.2, text="text_air", text_px=10.5,
            text_priority=48, text_min_zoom=6.0),
        row(layer="maritime_patrols", kind="patrol_zone", form="area", z=32, lead=True, label="Patrol zone (notional)",
            fill="patrol", fill_opacity=0.14, pattern="horizontal", stroke="patrol", width=1.4, ground="sea"),
        row(layer="maritime_patrols", kind="zone_label", form="label", z=93, text="patrol", halo="halo_sea", text_px=11,
            text_priority=22, text_min_zoom=6.2, text_beside=True, interactive=False),
        row(layer="maritime_patrols", kind="corridor", form="line", z=42, label="Ukrainian corridor, generalised",
            stroke="patrol", width=2.4),
        row(layer="maritime_patrols", kind="maritime_boundary", form="line", z=41,
            label="Maritime boundary, ICJ 2009", stroke="text_sea", width=1.2, dash=(6, 2, 1, 2)),
        row(layer="maritime_patrols", kind="port_served", form="point", z=89, label="Port on the corridor",
            symbol="anchor", symbol_px=16, stroke="patrol"),
        # -- routes ---------------------------------------------------------------------------------------
        row(layer="invasion_routes", kind="route_historical", form="area", z=50,
            label="Axis of 2022 (historical)", fill="routes", fill_opacity=0.0, stroke="routes", width=1.2,
            stroke_opacity=0.8),
        row(layer="invasion_routes", kind="route_assessed", form="area", z=52, lead=True,
            label="Assessed axis (notional)", fill="routes", fill_opacity=0.62, stroke="routes", width=0.8,
            fade_from_zoom=7.5),
    )  # fmt: skip


def at_zoom(stops: Stops, zoom: float) -> float:
    """Return the factor at a zoom."""
    low, first, high, last = stops
    share = min(max((zoom - low) / (high - low), 0), 1)
    return first + (last - first) * share


def fade(row: StyleRow) -> Stops:
    """Return the stops of a row's fill opacity, level where it does not fade."""
    rest = 0.25 if row.fade_from_zoom else 1
    return (row.fade_from_zoom, row.fill_opacity, row.fade_from_zoom + 2, row.fill_opacity * rest)


def text_anchors(row: StyleRow) -> tuple[str, ...]:
    """Return which side of a name its place is on, first choice first."""
    if row.form == "point":
        return TEXT_ANCHORS
    return AREA_ANCHORS if row.text_beside else AREA_ANCHORS[:1]


def text_distance_em(row: StyleRow) -> float:
    """Return how far a name starts from the middle of its symbol or place, in units of its text size."""
    if row.form != "point":
        return AREA_DISTANCE_EM
    return 0.55 + row.symbol_px / 2.4 / row.text_px


def text_order(rows: Iterable[StyleRow]) -> list[StyleRow]:
    """Return the rows with names in the order in which the live map places them: those that yield after the rest."""
    return sorted(
        (row for row in rows if row.text), key=lambda row: (row.text_yields, row.text_priority, -row.z)
    )


STYLE: Mapping[tuple[str, str], StyleRow] = MappingProxyType({(r.layer, r.kind): r for r in _rows()})


def rows_of(layer_id: str) -> tuple[StyleRow, ...]:
    """Return the style rows of a layer, from the ground up."""
    return tuple(sorted((r for r in STYLE.values() if r.layer == layer_id), key=lambda r: r.z))


def drawing_order() -> tuple[StyleRow, ...]:
    """Return all rows from the ground up: the one order in which every renderer draws."""
    return tuple(sorted(STYLE.values(), key=lambda r: r.z))


def colour(token: str, theme: str) -> str:
    """Return the hex colour of a palette token in a theme."""
    return PALETTES[theme][token]
