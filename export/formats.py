"""The file formats that a scenario can be taken away in: one entry and one module each.

Command, dialog, address, matrix files and `open` go through `FORMATS`. This module itself imports nothing but Python's
own library, because the process that reads foreign files (`export.metadata.sandbox`) starts with it; the module of a
format is loaded when it is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import geopandas as gpd

    from analysis.assessment import Assessment
    from export.figures.options import SnapshotOptions
    from geodata.sources import Source
    from layers.core.registry import Registry
    from layers.core.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a file is made of.

    `frames`: EPSG:4326 by layer id, the ground and the layers that the scenario shows; `sources`: those that may be
    cited, by key; `others`: the frames of each scenario that is compared with it; `made`: ISO date, today without it.
    """

    frames: "Mapping[str, gpd.GeoDataFrame]"
    scenario: "Scenario"
    options: "SnapshotOptions"
    registry: "Registry"
    sources: "Mapping[str, Source]"
    others: "Sequence[Mapping[str, gpd.GeoDataFrame]]" = ()
    made: str = ""
    #: The assessment of a scenario, for formats that have its numbers; None where they are not at hand.
    assess: "Callable[[Scenario], Assessment] | None" = None


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file format. Its name is the ending of its files.

    `module` has ``write(snapshot, name) -> bytes``, the file with the provenance that opens it again; and, where
    `export.metadata.readers` does not know its kind of file yet, ``KIND``, how such a file is recognised and read. What
    it imports at its head must be light.
    """

    name: str
    title: str
    mimetype: str
    module: str
    is_figure: bool = True  # it shows the map on a page, so it has a layout, colours and a language
    of_pixels: bool = False  # it has a scale, and a limit of pixels by address
    needs_layer: bool = False  # there is none without a layer shown
    is_attachment: bool = False  # browsers save it rather than show it

    @property
    def short_title(self) -> str:
        """What a button calls it: its name, where the title begins with it."""
        capitals = self.name.upper()
        return capitals if self.title.startswith(capitals) else self.title

    def load(self) -> Any:
        """Return its module."""
        return import_module(self.module)

    def file_name(self, scenario: "Scenario", layout: str) -> str:
        """Return what a file is called: its date and layout, in letters that every system takes."""
        part = layout if self.is_figure else "data"
        return f"security-guarantees-ukraine-{scenario.line}-{part}.{self.name}"


#: By name, in the order in which they are offered.
FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(
            name="png",
            title="PNG picture",
            mimetype="image/png",
            module="export.figures.files",
            of_pixels=True,
        ),
        Format(name="svg", title="SVG drawing", mimetype="image/svg+xml", module="export.figures.files"),
        Format(name="pdf", title="PDF page", mimetype="application/pdf", module="export.figures.files"),
        Format(
            name="csv",
            title="CSV table",
            mimetype="text/csv",
            module="export.data.key_figures",
            is_figure=False,
            needs_layer=True,
            is_attachment=True,
        ),
        Format(
            name="zip",
            title="Data package",
            mimetype="application/zip",
            module="export.data.files",
            is_figure=False,
            needs_layer=True,
            is_attachment=True,
        ),
    )
}


#: The formats of a briefing (`export.decks.build`): how they are offered, and their media types.
DeckKind = Literal["pptx", "pdf", "html"]
DECK_TITLES: dict[DeckKind, str] = {
    "pptx": "PowerPoint slides", "pdf": "PDF pages", "html": "Web page in one file",
}  # fmt: skip
DECK_MIMETYPES: dict[DeckKind, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html",
}


def openable() -> str:
    """Return in words what can be opened again: every format, and the scenario file."""
    *figures, last = (name.upper() for name, entry in FORMATS.items() if entry.is_figure)
    data = [f"{entry.title.lower()}s ({name})" for name, entry in FORMATS.items() if not entry.is_figure]
    decks = f"decks ({', '.join(DECK_TITLES)})"
    first = f"{', '.join(figures)} and {last} figures" if figures else f"{last} figures"
    return f"{', '.join([first, decks, *data])} and scenario files (JSON)"


def find_format(text: str) -> Format:
    """Return a format by its name.

    Raises
    ------
    ValueError
        If there is none; the text says what is allowed.
    """
    found = FORMATS.get(text.strip().lower())
    if found is None:
        raise ValueError(f"one of {', '.join(FORMATS)}")
    return found


def render(name: str, snapshot: Snapshot) -> bytes:
    """Return a file of a scenario; the same input gives the same bytes.

    Raises
    ------
    ValueError
        If no layer is shown and the format needs one.
    """
    body: bytes = FORMATS[name].load().write(snapshot, name)
    return body
