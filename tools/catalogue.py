"""List what can be said, as a gettext catalogue: `python tools/catalogue.py uk` prints what `uk.po` still lacks.

A new language is one file, `i18n/locale/<code>.po`: redirect the list of a code that has no file yet into it, and
fill in the translations.
"""

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from babel import localedata  # noqa: E402
from babel.messages.catalog import Catalog  # noqa: E402
from babel.messages.extract import extract_from_file  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from geodata.store import Store  # noqa: E402
from i18n import language  # noqa: E402
from i18n.script_words import script_messages  # noqa: E402
from i18n.spoken import IN_PAGE  # noqa: E402
from layers import GROUND, LAYERS  # noqa: E402
from layers.core.build import Frames  # noqa: E402
from layers.core.format import UNITS  # noqa: E402
from layers.core.registry import load_registry  # noqa: E402
from layers.style.rows import STYLE  # noqa: E402
from tools import catalogue_texts  # noqa: E402

#: What is called to say something, with the arguments that are messages.
SAYERS = {
    **dict.fromkeys(("said", "translate", "language", "tr", "worded", "spoken", "message")),
    "plural": (1, 2),
    "worded_plural": (1, 2),
}
#: Where it is called.
_FOLDERS = (
    "analysis",
    "briefings",
    "commands",
    "dashboard",
    "export",
    "geodata",
    "i18n",
    "jobs",
    "layers",
    "webmap",
)
_PAGES = ("webmap/map.html", "assets/presenter.html")

#: A message, or what is said of one and of many; with where it is from.
Messages = dict[str | tuple[str, ...], str]


def furniture() -> Messages:
    """Return each message that modules, templates and scripts say, and the tables that they say through a variable."""
    found: Messages = {}
    for one, many in script_messages():
        found[(one, many) if many else one] = "frontend"
    for pattern, method in (("*.py", "python"), ("*.html", "jinja2.ext:babel_extract")):
        for path in sorted(path for folder in _FOLDERS for path in (PROJECT / folder).rglob(pattern)):
            where = path.relative_to(PROJECT).as_posix()
            if where not in _PAGES:
                for _, message, _, _ in extract_from_file(method, str(path), keywords=SAYERS):
                    if message:
                        found[message if isinstance(message, str) else tuple(message)] = where
    for page in _PAGES:
        found |= dict.fromkeys(IN_PAGE.findall((PROJECT / page).read_text(encoding="utf-8")), page)
    return found | catalogue_texts.tables()


def labels() -> dict[str, str]:
    """Return what layers declare: titles, labels, parameters, choices and units, with where they are from."""
    found = {
        text: _file_of(row.layer)
        for row in STYLE.values()
        for text in (row.label, *(row.dated_labels or ()))
        if text
    }
    for layer in load_registry().layers:
        where = _file_of(layer.id)
        texts = [layer.title, layer.summary, layer.later, layer.search.group if layer.search else ""]
        if label := layer.map_label:
            texts += [label.name, label.text, label.text_of_one, label.members_called]
        texts += [rule.label for rule in layer.covers]
        for spec in layer.specs:
            texts += [spec.title, spec.help, *(spec.groups if spec.groups else ())]
            texts += [spec.default_name] if spec.kind == "several" else []
            texts += [label for value, label in spec.labels.items() if not value[:4].isdigit()]
            texts += [text for preset in spec.presets for text in (preset.label, preset.note)]
        found |= dict.fromkeys(filter(None, texts), where)
    return found | dict.fromkeys(UNITS.values(), "layers/core/format.py")


def _file_of(layer_id: str) -> str:
    derived = any(layer.id == layer_id and layer.derives_from for layer in LAYERS)
    return f"{'analysis/derived' if derived else 'layers'}/{layer_id}.py"


def places(store: Store, code: str) -> dict[str, str]:
    """Return the names on the map for which a language has no word yet: not in the data, nor in the CLDR."""
    translate, found = language.language(code) if code in language.codes() else language.language("en"), {}
    frames = Frames(store)
    for layer in (GROUND, *frames.registry.layers):
        frame = frames.frame(layer, frames.registry.default())
        named = {kind for (layer_id, kind), row in STYLE.items() if layer_id == layer.id and row.text}
        for record in frame.loc[frame["kind"].isin(named)].to_dict("records"):
            name, own = record["name"], record.get("name_uk")
            if name.strip() and translate.named(name, own) == name:
                found[name] = _file_of(layer.id)
    return found


def lacking(store: Store, code: str) -> Messages:
    """Return the messages that a language's catalogue lacks, with where each is from; for `en` all that can be said."""
    path = language.LOCALES / f"{code}.po"
    have: set[Any] = set()
    if path.exists():
        with path.open("rb") as file:
            have = {message.id for message in read_po(file) if message.id and _is_full(message.string)}
    wanted = furniture()
    wanted.update(labels())
    wanted.update(catalogue_texts.of_data(store))
    known = language.language(code) if code in language.codes() else language.language(language.ENGLISH)
    missing = {message: where for message, where in wanted.items() if message not in have}
    # What the data or the CLDR already say is no message.
    names = {text for text in missing if isinstance(text, str) and known.place(text) != text}
    found: Messages = {text: where for text, where in missing.items() if text not in names}
    found.update(places(store, code))
    return found


def _is_full(text: str | Iterable[str]) -> bool:
    return bool(text) if isinstance(text, str) else all(text)


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
