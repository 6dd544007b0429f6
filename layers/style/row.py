"""How one kind of a layer is drawn: the row that a layer's own file declares, and every renderer reads."""

from dataclasses import dataclass, replace
from typing import Literal, Self

Form = Literal["area", "line", "point", "label"]


@dataclass(frozen=True, kw_only=True)
class StyleRow:
    """How one kind of one layer is drawn; colours are palette tokens, widths are px at 96 dpi.

    `z` orders all rows from the ground up. `label` is the legend's text; '' keeps the row out of it.
    An area whose outline alone answers hover (`hit`) lets what lies inside it speak.
    `fade_from_zoom`: large filled shapes lose their fill above this zoom so that they do not hide the towns.
    """

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
    pattern: Literal["", "diagonal", "falling", "horizontal", "vertical", "cross", "dots"] = ""
    pattern_opacity: float = 0.6
    symbol: str = ""
    symbol_px: float = 0.0
    text: str = ""  # palette token of the name written beside or on it
    halo: str = "halo"
    text_px: float = 0.0
    text_weight: Literal["regular", "bold", "italic"] = "regular"
    text_priority: int = 50  # which names find their room first, the lowest number: on every map
    text_priority_abroad: int = 0  # of those of places outside Ukraine, where that differs
    text_beside: bool = False  # the name of an area may stand beside it where it finds no room within
    min_zoom: float = 0.0
    text_min_zoom: float = 0.0
    min_zoom_abroad: float = 0.0  # from which zoom places outside Ukraine are drawn, where that differs
    fade_from_zoom: float = 0.0
    interactive: bool = True
    lead: bool = False  # stands for its layer in the panel
    hit: Literal["fill", "outline"] = "fill"  # what of an area answers hover and click
    swatch: Literal["", "arrow"] = ""  # a line in the legend ends in a head
    constructed: bool = False  # made by the layer, so every feature of it must be `notional`
    never_dimmed: bool = False  # all else refers to it: it stays as it is beside what a scene highlights
    #: What the legend says where it knows the `{date}` of the other line: one before the line shown, and one after.
    dated_labels: tuple[str, str] | None = None
    shares_outlines: bool = False  # neighbours meet exactly: print draws each outline once, or dashes fill up
    parts_labels: Literal["", "all", "abroad"] = (
        ""  # names beyond this line, of all or of places abroad, would mislead
    )
    clear_of: str = ""  # kind of the same layer, a line, that names of the row keep clear of in print
    edge_margin: float = 1.0  # half sizes of its symbol that it keeps from the edge of a page
    text_by_rank: bool = False  # names of a lower rank are smaller
    #: Of an area, which is named at one of several points: the first that has room, none below its `label_zoom`.
    several_spots: bool = False
    text_by_place: bool = (
        False  # data say on which side of its symbol each name is tried first (`label_sides`)
    )
    named_only: bool = False  # a place: symbol and name stand together or not at all
    #: So many of its layer's names, by `label_rank`, are on every map that has their places: none waits for others.
    first_names: int = 0
    #: Of its opacity so much is left while it is neither under the mouse, nor chosen, nor what the map speaks of.
    rest_opacity: float = 1.0
    #: Kind of the same layer that draws it as one shape with its like; itself it answers hover and click, and is drawn
    #: where a scene brings it forward.
    drawn_as: str = ""
    on_demand: bool = (
        False  # drawn for the feature that its column `of` names, once that is hovered or chosen
    )
    turned_by: str = ""  # column with the degrees, clockwise from north, by which its symbol is turned
    decoration: bool = (
        False  # a part of how another kind is drawn: left out of what is counted, listed and exported
    )
    #: How far to each side the true line may be; shown as a band where the map is close (layers/core/views.py).
    accuracy_km: float = 0.0
    imported: bool = False  # only there where the user has imported data of their own
    layer: str = ""  # filled in by the layer that has the row
    #: Ground that a guarantee covers, filled in by its layer: not filled where a layer made of it draws it instead.
    covers: bool = False

    def drawing(self, *, z: int) -> Self:
        """Return the row that draws this one and its like as one shape (`drawn_as`): of the same looks, and silent."""
        return replace(
            self,
            kind=self.drawn_as,
            z=z,
            label="",
            lead=False,
            interactive=False,
            decoration=True,
            drawn_as="",
        )

    @property
    def at_rest(self) -> bool:
        """Whether it is drawn while nobody points at it and no scene speaks of it."""
        return not (self.on_demand or self.drawn_as)

    @property
    def in_legend(self) -> bool:
        """Whether it has a line in the legend: it, or what draws it, is on the map at rest."""
        return bool(self.label) and not self.on_demand
