"""The key figures and measures of a scenario as a CSV table; of several compared a column each, of two the difference.

The last row holds the provenance, which opens the scenarios again.
"""

import re
from typing import TYPE_CHECKING

from export.metadata.containers import MAX_PROVENANCE_BYTES
from export.metadata.readers.kind import Kind, Text, begins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.assessment import Assessment
    from export.formats import Snapshot
    from layers.core.registry import Registry

#: Spreadsheets read a CSV as UTF-8 by it.
BOM = b"\xef\xbb\xbf"
_PROVENANCE = "Provenance"
_NO_NUMBER = re.compile(r"^[=+\-@\t\r]")


def _provenance(data: bytes) -> Text:
    """Return what the row of the provenance holds; in CSV a quote within quotes is doubled."""
    _, mark, rest = data.rpartition(f'\r\n{_PROVENANCE},"'.encode())
    if not mark:
        return None
    held = re.match(rb'(?:[^"]|"")*', rest[: 2 * MAX_PROVENANCE_BYTES])
    return held[0].replace(b'""', b'"')[: MAX_PROVENANCE_BYTES + 1] if held else None


KIND = Kind(
    name="CSV table",
    # Its head is in the reader's language: three columns, none of which begins as JSON or XML does.
    fits=begins(BOM + rb"[^\s<{\[][^\r\n,]*,[^\r\n,]+,[^\r\n,]+,"),
    provenance=_provenance,
)


def write(snapshot: "Snapshot", name: str) -> bytes:
    """Return the table of all scenarios that are compared."""
    import csv
    import io

    from export.metadata import embed
    from i18n.language import language
    from layers import GROUND
    from layers.core import citations
    from layers.core.compared import called, rows
    from layers.core.constants import NOTICE

    scenario, registry = snapshot.scenario, snapshot.registry
    translate = language(snapshot.options.lang)
    said = translate.said
    maps = [snapshot.frames, *snapshot.others]
    shown = list(zip(scenario.compared, maps, strict=False))
    two = len(shown) == 2
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    head = [translate("Layer"), translate("Key figure"), translate("Unit"), *called(scenario)[: len(shown)]]
    writer.writerow([*head, *([translate("B less A")] if two else [])])
    for row in rows(shown, registry):
        difference = ["" if row.change is None else f"{row.change:.12g}"] if two else []
        words = said(row.layer.title), said(row.label), said(row.unit)
        writer.writerow([*words, *map(plain, row.figures), *difference])
    if snapshot.assess is not None:
        for subject, label, unit, *cells in _measures(
            [snapshot.assess(one) for one in scenario.compared], registry
        ):
            writer.writerow([said(subject), said(label), said(unit), *cells])
    writer.writerow([])
    writer.writerow([said(NOTICE)])
    layers = {key: frame for one in maps for key, frame in one.items() if key != GROUND.id}
    cited = citations.cited(layers, registry, snapshot.sources)
    chosen = {"format": name, **dict(snapshot.options.pairs())}
    provenance = embed.provenance_of(scenario, registry, cited, chosen, made=snapshot.made)
    writer.writerow([_PROVENANCE, provenance])
    return BOM + table.getvalue().encode()


def _measures(found: "Sequence[Assessment]", registry: "Registry") -> "Iterator[list[str]]":
    """Return a row for each measure of the assessment: exact numbers, of shares per cent, and of two the difference."""
    from analysis.compared import shown_unit, subjects
    from analysis.measure import SHARE, YES_NO

    for subject in subjects(found, registry):
        for row in subject.rows:
            times = 100 if row.unit == SHARE else 1
            figures = [*row.numbers, *([row.difference] if len(found) == 2 else [])]
            if row.unit == YES_NO:
                cells = [*row.texts, *([""] if len(found) == 2 else [])]
            else:
                cells = ["" if number is None else f"{round(times * number, 2):.12g}" for number in figures]
            yield [subject.title, row.label, shown_unit(row.unit), *map(plain, cells)]


def plain(text: str) -> str:
    """Return a number as spreadsheets read it: no thousands, a hyphen for minus; what is none never as a formula."""
    number = text.replace(",", "").replace("\N{MINUS SIGN}", "-").removeprefix("+").strip()
    try:
        float(number)
    except ValueError:
        return f"'{text}" if _NO_NUMBER.match(text) else text
    return number
