"""List what a figure can say, as a gettext catalogue: `python tools/catalogue.py uk` prints what `uk.po` still lacks.

A new language is one file, `i18n/locale/<code>.po`: redirect the list of a code that has no file yet into it, and
fill in the translations.
"""

import io
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from babel import localedata  # noqa: E402
from babel.messages.catalog import Catalog  # noqa: E402
from babel.messages.extract import extract_from_file  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from briefings.scenes.compare import DEFAULT_NAMES  # noqa: E402
from export.decks.page_words import WORDS  # noqa: E402
from export.decks.slide_layout import ASSUMPTIONS  # noqa: E402
from geodata.store import Store  # noqa: E402
from i18n import language  # noqa: E402
from layers import GROUND, ONLY_IN  # noqa: E402
from layers.core.build import Frames  # noqa: E402
from layers.core.constants import NOTICE  # noqa: E402
from layers.core.format import UNITS  # noqa: E402
from layers.core.registry import load_registry  # noqa: E402
from layers.core.scenario import DEFAULT_TITLE  # noqa: E402
from layers.style.rows import STYLE  # noqa: E402

#: What is called to say something, in the modules that draw.
SAYERS = {"said": None, "translate": None, "language": None}
#: Said through a variable.
_OTHERS = (
    NOTICE,
    DEFAULT_TITLE,
    ONLY_IN.title,
    "Lambert conformal conic",
    "Lambert azimuthal equal-area",
    "m",
    "Sources",
    ASSUMPTIONS,
    *DEFAULT_NAMES,
)


def furniture() -> dict[str, str]:
    """Return each message that the modules of `export/` and the kinds of scenes say, with the file that does."""
    found = dict.fromkeys(_OTHERS, "export/figures/captions.py") | dict.fromkeys(
        language.PUBLISHERS, "i18n/language.py"
    )
    found |= dict.fromkeys(WORDS, "export/decks/page_words.py")
    folders = ("briefings", "export", "layers/core")
    for path in sorted(path for folder in folders for path in (PROJECT / folder).rglob("*.py")):
        for _, message, _, _ in extract_from_file("python", str(path), keywords=SAYERS):
            if isinstance(message, str):
                found[message] = path.relative_to(PROJECT).as_posix()
    return found


def labels() -> dict[str, str]:
    """Return titles, labels, parameters, choices and units, with where they are from."""
    found = {
        text: f"layers/{row.layer}.py"
        for row in STYLE.values()
        for text in (row.label, *(row.dated_labels or ()))
        if text
    }
    for layer in load_registry().layers:
        where = f"layers/{layer.id}.py"
        found[layer.title] = where
        if label := layer.map_label:
            said = (label.name, label.text, label.text_of_one, label.members_called)
            found |= dict.fromkeys(filter(None, said), where)
        for spec in layer.specs:
            found[spec.title] = where
            found |= {label: where for value, label in spec.labels.items() if not value[:4].isdigit()}
    return found | dict.fromkeys(UNITS.values(), "layers/core/format.py")


def places(store: Store, code: str) -> dict[str, str]:
    """Return the names on the map for which a language has no word yet: not in the data, nor in the CLDR."""
    translate, found = language.language(code) if code in language.codes() else language.language("en"), {}
    frames = Frames(store)
    for layer in (GROUND, *frames.registry.layers):
        frame = frames.frame(layer, frames.registry.default())
        named = {kind for (layer_id, kind), row in STYLE.items() if layer_id == layer.id and row.text}
        for record in frame.loc[frame["kind"].isin(named)].to_dict("records"):
            name, own = record["name"], record.get("name_uk")
            if name.strip() and translate.place(name, own) == name:
                found[name] = f"layers/{layer.id}.py"
    return found


def lacking(store: Store, code: str) -> dict[str, str]:
    """Return the messages that a language's catalogue lacks, with where each is from; for `en` all that can be said."""
    path = language.LOCALES / f"{code}.po"
    have: set[str] = set()
    if path.exists():
        with path.open("rb") as file:
            have = {str(message.id) for message in read_po(file) if message.string}
    wanted = {**furniture(), **labels(), **places(store, code)}
    return {message: where for message, where in wanted.items() if message not in have}


def main(code: str) -> None:
    """Print what a language's catalogue lacks."""
    catalogue = Catalog(
        locale=code if code in localedata.locale_identifiers() else None,
        project="guarantee-map",
        charset="utf-8",
        fuzzy=False,
    )
    for message, where in lacking(Store(), code).items():
        catalogue.add(message, locations=[(where, 0)])
    out = io.BytesIO()
    write_po(out, catalogue, include_lineno=False)
    sys.stdout.write(out.getvalue().decode())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "en")
