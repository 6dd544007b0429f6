"""How long the line of occupation is: published and measured lengths by date, before that of the drawing.

The drawn line is generalised, so it is a quarter to a third shorter than the front it stands for. Whatever is
counted per kilometre of line (monitors, above all) is counted on the documented length.
"""

from dataclasses import dataclass
from typing import Any

from geodata.geodesy import length_km
from geodata.imports.territory import EDGE_KM
from i18n.spoken import worded
from layers.core.format import about
from layers.core.spec import Facts

#: Documented length for each km of the generalised line, for lines that nobody measured: an assumption of this project
#: between the ratios of the dates measured (1.21, 1.34, 1.24; tests/layers/core/test_line_length.py holds it there).
DETAIL_FACTOR = 1.25


@dataclass(frozen=True, kw_only=True)
class LineLength:
    """Length of the line of one date in km, how it is known, and what others published.

    `generalised_km` is the length of the drawn line over land.
    """

    km: float
    generalised_km: float
    basis: str
    published: tuple[str, ...] = ()

    @property
    def caveat(self) -> str:
        """How the length is known, and the published ones beside it."""
        others = "; " + worded("published: {list}", list=", ".join(self.published)) if self.published else ""
        return self.basis + others


def line_length(facts: Facts) -> LineLength:
    """Return the length of the line of `facts.line_date` from the table `line_lengths`.

    A length measured on the control map of that day comes first; else one that was published, the sectors that it
    leaves out estimated; else the whole line is estimated as the generalised length times `DETAIL_FACTOR`.
    """
    generalised_km = length_km(facts.land_line)
    if facts.published:
        return LineLength(
            km=length_km(facts.published.line),
            generalised_km=generalised_km,
            basis=worded(
                "measured on the imported map, more than {km} km inside border and coast", km=f"{EDGE_KM:g}"
            ),
        )
    table = facts["line_lengths"]
    known: list[dict[str, Any]] = [
        {str(column): value for column, value in row.items()}
        for row in table.loc[table["line_date"] == facts.line_date].to_dict("records")
    ]
    measured = [row for row in known if row["kind"] == "measured_length"]
    published = [row for row in known if row["kind"] == "published_length"]
    quoted = tuple(worded("{km} km ({by})", km=f"{row['length_km']:,}", by=row["by"]) for row in published)
    if measured:
        return LineLength(
            km=float(measured[0]["length_km"]),
            generalised_km=generalised_km,
            basis=worded("measured on DeepState’s control map of that day"),
            published=quoted,
        )
    if published:
        row = published[0]
        rest_km = _length_without(facts, row["sectors"])
        basis = worded(
            "{what}: {length}", what=f"{row['name'][:1].lower()}{row['name'][1:]}", length=quoted[0]
        )
        if rest_km:
            basis += "; " + worded(
                "the rest: {length}, estimated", length=about(rest_km * DETAIL_FACTOR, "km")
            )
        return LineLength(
            km=row["length_km"] + rest_km * DETAIL_FACTOR, generalised_km=generalised_km, basis=basis
        )
    return LineLength(
        km=generalised_km * DETAIL_FACTOR,
        generalised_km=generalised_km,
        basis=worded(
            "estimated: the drawn line × {factor}, since no length is known for that day",
            factor=f"{DETAIL_FACTOR:g}",
        ),
    )


def _length_without(facts: Facts, sectors: list[str]) -> float:
    """Return the generalised length over land, in km, of the sectors that are not among those given."""
    if not sectors:
        return 0.0
    rest = facts.line.loc[~facts.line["sector"].isin(sectors)]
    return sum(length_km(sector.intersection(facts.ukraine)) for sector in rest.geometry)
