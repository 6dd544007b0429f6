"""The texts that are said through a variable: tables of the modules, the texts of the data, the shipped briefing."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.sustained_numbers import specs
from briefings.fields import TEXT, walk
from briefings.placeholders import Library
from briefings.repository import BriefingRepository
from briefings.scenes.compare import DEFAULT_NAMES
from dashboard.dialogs import export as export_dialog
from dashboard.panels import feature, shell, sources
from export.decks.slide_layout import ASSUMPTIONS
from export.figures.options import FIGURE_THEMES, SnapshotOptions
from export.figures.page_sizes import LAYOUTS
from export.formats import DECK_TITLES, FORMATS
from geodata.corrections import read_corrections
from geodata.sources import Assumption
from geodata.store import Store
from i18n import language
from i18n.spoken import message
from layers import ONLY_IN
from layers.core.constants import NOTICE, PROGRAM
from layers.core.edition import ORDINALS
from layers.core.format import STATUSES, title_of
from layers.core.registry import load_registry
from layers.core.scenario import DEFAULT_TITLE
from layers.core.spec import COMMON_COLUMNS
from layers.core.views import VIEWS

#: Columns of the facts that hold sentences or words of this project.
_TOLD = ("note", "offer_text", "role", "allied_use", "outcome", "purpose", "operator", "use", "state", "basis", "by",
         "method", "lead", "origin", "objective")  # fmt: skip
#: Tables whose features have names that are no places.
_NAMED = ("invasion_routes", "line_lengths", "line_of_occupation", "black_sea_zones", "monitoring")


#: A sector of the line: its name stands behind the date, and is said by itself.
_SECTOR = re.compile(r"^Line of occupation, .+: (.+)$")
SECTOR = message("Line of occupation, {date}: {sector}")


def tables() -> dict[str, str]:
    """Return what modules say through a variable, with the file that has it."""
    texts: Mapping[str, Iterable[str]] = {
        "export/figures/captions.py": (
            NOTICE, DEFAULT_TITLE, PROGRAM, ONLY_IN.title,
            "Lambert conformal conic", "Lambert azimuthal equal-area", "m", "Sources",
            ASSUMPTIONS, *DEFAULT_NAMES,
        ),
        "i18n/language.py": language.PUBLISHERS,
        "geodata/line_of_occupation.geojson": (SECTOR,),
        "dashboard/panels/shell.py": (shell.INTRO, *(what for _, what in shell._KEYS)),
        "dashboard/panels/sources.py": (*sources._SEEN.values(), *sources._SURE.values()),
        "dashboard/panels/feature.py": (
            feature.ASSUMPTIONS,
            *(text for status in STATUSES.values() for text in (status.label, status.meaning)),
            *feature._WORDS.values(),
        ),
        "analysis/sustained_numbers.py": (spec.title for spec in specs()),
        "layers/core/edition.py": ORDINALS.values(),
        "layers/core/views.py": (view["title"] for view in VIEWS.values()),
        "export/formats.py": (
            *DECK_TITLES.values(), *(t for f in FORMATS.values() for t in (f.title, f.short_title)),
        ),
        "export/figures/options.py": (
            *FIGURE_THEMES.values(), *export_dialog.titles().values(),
            *(info.description or "" for info in SnapshotOptions.model_fields.values()),
        ),
        "export/figures/page_sizes.py": (*(one.title for one in LAYOUTS.values()), *export_dialog.MEDIA),
    }  # fmt: skip
    return {text: where for where, found in texts.items() for text in found if text}


def of_data(store: Store) -> dict[str, str]:
    """Return the sentences of the facts, the assumptions, the corrections and the shipped briefing."""
    found: dict[str, str] = {}
    for table in store.tables:
        if table.startswith("basemap/borders"):
            continue
        frame = store.table(table)
        for column in (c for c in frame.columns if c in _TOLD or (c == "name" and table in _NAMED)):
            texts = {
                sentence
                for text in frame[column]
                if isinstance(text, str) and text
                for sentence in language.SENTENCE_END.split(_SECTOR.sub(r"\1", text))
            }
            found |= dict.fromkeys(sorted(texts), f"geodata/{table}.geojson")
        if "/" not in table:
            own = [c for c in frame.columns if c not in COMMON_COLUMNS and c not in feature._NOT_SHOWN]
            found |= {
                title_of(str(c)): f"geodata/{table}.geojson" for c in own if str(c) not in feature._WORDS
            }
    endings = {layer.listed.ending for layer in load_registry().layers if layer.listed}
    for ending in filter(None, endings):  # names as lists have them, without what all have
        short = {text.removesuffix(ending): where for text, where in found.items() if text.endswith(ending)}
        found |= short
    for one in store.sources.values():
        told = (
            (one.title, one.reason, one.affects) if isinstance(one, Assumption) else (one.title, one.licence)
        )
        found |= dict.fromkeys(told, "geodata/assumptions.yaml" if len(told) > 2 else "geodata/sources.yaml")
    for row in read_corrections().values():
        every = (row.subject, row.said, row.right, row.why, row.before, row.now)
        found |= dict.fromkeys(filter(None, every), "geodata/corrections.yaml")
    return found | _of_briefings(store)


def _of_briefings(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for briefing in BriefingRepository(Library(store)).briefings():
        where = f"briefings/{briefing.id}.yaml"
        found |= {briefing.title: where, briefing.marking: where}
        parts: list[Any] = list(briefing.scenes)
        found |= {text: where for scene in parts for _, text, marks in walk(scene) if TEXT in marks and text}
    return {text: where for text, where in found.items() if text}
