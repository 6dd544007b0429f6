"""What a person reads is plain modern English: no archaic words, no codes that stand nowhere on the map."""

import re
from pathlib import Path

import pytest
from shipped import LAYERS

from geodata.corrections import read_corrections
from geodata.store import Store

PROJECT = Path(__file__).parents[1]
ARCHAIC = re.compile(
    r"\b(anew|lest|reckon\w*|whilst|thereof|therein|parts paragraphs|arithmetic only|proposal as published)\b"
    r"|, for (it|its|they|he|Russia)\b"
)
ROUTE_CODE = re.compile(r"\b[FNES][1-9]\b")
PAGES = [
    "README.md", "CHANGELOG.md", "docs/user-guide.md", "docs/briefings.md", "docs/layers.md", "briefings/default.yaml",
    *(str(path.relative_to(PROJECT)) for path in sorted((PROJECT / "dashboard/templates").glob("*.html"))),
]  # fmt: skip
FACTS = ("air_bases", "black_sea_zones", "coalition", "invasion_routes", "line_lengths", "line_of_occupation",
         "monitoring", "ports")  # fmt: skip


def of_facts(store: Store) -> list[str]:
    """Return what features, sources, assumptions and corrections say."""
    columns = ("name", "note", "outcome", "purpose", "role", "allied_use", "offer_text", "method", "by")
    tables = [store.table(name) for name in FACTS]
    cells = [str(cell) for table in tables for column in columns if column in table for cell in table[column]]
    reasons = [
        f"{s.title} {getattr(s, 'reason', '')} {getattr(s, 'affects', '')}" for s in store.sources.values()
    ]
    rows = [f"{one.subject} {one.said} {one.right} {one.why}" for one in read_corrections().values()]
    return [*cells, *reasons, *rows]


def of_layers() -> list[str]:
    """Return what the cards say."""
    return [
        text
        for layer in LAYERS
        for text in (layer.summary, layer.later, *(spec.help for spec in layer.specs))
    ]


def test_features_and_cards_use_no_archaic_word(store: Store) -> None:
    assert [text for text in (*of_facts(store), *of_layers()) if ARCHAIC.search(text)] == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_use_no_archaic_word(page: str) -> None:
    new = (PROJECT / page).read_text(encoding="utf-8").split("\n## 0.1.0")[0]
    assert [line for line in new.splitlines() if ARCHAIC.search(line)] == []


def test_routes_are_named_not_coded(store: Store) -> None:
    assert [text for text in (*of_facts(store), *of_layers()) if ROUTE_CODE.search(text)] == []


def test_what_the_badge_and_the_legend_call_notional_is_not_called_so_again(store: Store) -> None:
    for table in ("black_sea_zones", "invasion_routes"):
        frame = store.table(table)
        said = frame.loc[frame["status"] == "notional", ["name", "note"]]
        assert not said.apply(lambda column: column.str.contains("notional", case=False)).to_numpy().any(), (
            table
        )
