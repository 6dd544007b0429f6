"""What a legend says of kinds that compare two dates: the line of another date, and what changed hands since."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd

from i18n.language import Language
from layers.core.format import rounded
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.style.row import StyleRow

#: Between a number and its unit.
NO_BREAK = "\N{NO-BREAK SPACE}"


def is_compared_with_another_date(scenario: Scenario, registry: Registry) -> bool:
    """Whether a scenario shows the line of another date beside its own."""
    return any(
        layer.reference_line
        and layer.id in scenario.layers
        and getattr(scenario.params[layer.id], layer.reference_line)
        in set(registry.line_dates) - {scenario.line}
        for layer in registry.layers
    )


def legend_label(
    row: StyleRow,
    maps: Sequence[Mapping[str, gpd.GeoDataFrame]],
    translate: Language,
    as_day: Callable[[str], str],
) -> str:
    """Return what the legend says of a kind: with its date and area where it has one and all maps agree.

    `maps`: the frames of each map that the legend is of, by layer; `as_day` writes a date.
    """
    if row.dated_labels is None:
        return translate(row.label)
    said = {
        _dated(row, record, translate, as_day)
        for frames in maps
        if (frame := frames.get(row.layer)) is not None
        for record in frame.loc[frame["kind"] == row.kind].to_dict("records")
    }
    return said.pop() if len(said) == 1 else translate(row.label)


def _dated(
    row: StyleRow, record: Mapping[Any, Any], translate: Language, as_day: Callable[[str], str]
) -> str:
    since, by = row.dated_labels or ("", "")
    other = str(record["line_date"])
    text = translate(since if other < str(record["as_of"]) else by, date=as_day(other))
    if row.form != "area":
        return text
    area = translate.amount(rounded(record["area_km2"]), "km²").replace(" ", NO_BREAK)
    return translate("{label}: about {amount}", label=text, amount=area)
