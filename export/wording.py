"""What is written round a printed map: title, what is shown and when, what was changed, sources, notice."""

from collections.abc import Mapping, Sequence

from export import fonts, page
from export.language import Language
from export.layouts import layout_of
from export.options import SnapshotOptions
from geodata.tables import Source
from layers.about import NOTICE
from layers.scenario import DEFAULT_TITLE, Registry, Scenario
from layers.spec import Layer, ParamSpec


def texts(
    scenario: Scenario,
    options: SnapshotOptions,
    said: Language,
    *,
    projection: str,
    registry: Registry,
    cited: Mapping[str, Source],
    data_date: str,
    compared: bool = False,
) -> page.Texts:
    """Return all texts of a figure in its language; `compared`: a second map shows `scenario.compare`."""
    second = scenario.compare if compared else None
    dates = dict.fromkeys([scenario.line, *([second.line] if second else [])])
    line = said("Line of occupation on {date}", date=" / ".join(said.date(date) for date in dates))
    about = [
        options.author and said("Figure: {author}", author=options.author),
        said("{line}, generalised", line=line),
        said("Data as of {date}", date=said.date(data_date)),
        said("{projection} projection", projection=said(projection)),
    ]
    width_px = layout_of(options.layout).design[0] - 2 * page.MARGIN_PX
    if second:
        subtitle = said("Two scenarios compared")
    else:
        changed = _changed(scenario, registry, said)
        subtitle = _sentences(
            [line, *([said("Changed from the proposal: {list}", list="; ".join(changed))] if changed else [])]
        )
    return page.Texts(
        title=_set(said(scenario.title) if scenario.title == DEFAULT_TITLE else scenario.title),
        subtitle=_set(options.subtitle or subtitle),
        marking=_set(options.marking),
        notice=said(NOTICE) + ".",
        foot=(_sources(cited, said, width_px), _set(_sentences([*(text for text in about if text), ""]))),
        captions=_captions(scenario, second, registry, said) if second else (),
    )


def _sentences(texts: Sequence[str]) -> str:
    """Join sentences by full stops; a Ukrainian date brings its own. An empty last one ends them all."""
    return " ".join([*(text if text.endswith(".") else f"{text}." for text in texts[:-1]), texts[-1]]).strip()


def _set(text: str) -> str:
    return fonts.settable(text)


def _sources(cited: Mapping[str, Source], said: Language, width_px: float) -> str:
    """Return who published what the figure rests on: as many as two lines hold, and how many more the file names."""
    publishers = list(dict.fromkeys(_set(source.publisher) for source in cited.values()))
    for kept in range(len(publishers), -1, -1):
        text = said("Sources: {list}", list="; ".join(publishers[:kept]))
        more = len(publishers) - kept
        text += "; " + said("and {number} more, named in this file", number=str(more)) if more else ""
        if len(fonts.wrapped(text + ".", width_px, page.FOOT_PX)) <= 2:
            break
    return text + "."


def _changed(scenario: Scenario, registry: Registry, said: Language) -> list[str]:
    """Return each assumption that is not the proposal's, with the proposal's value."""
    return [
        f"{_assumption(layer, spec, value, said)} "
        + said("(proposal: {value})", value=value_text(spec, spec.default, said))
        for layer in registry.layers
        for spec in layer.specs
        if (value := getattr(scenario.params[layer.id], spec.name)) != spec.default
    ]


def _captions(first: Scenario, second: Scenario, registry: Registry, said: Language) -> tuple[str, ...]:
    """Return a caption for each of two scenarios: its letter, its line, and what it has that the other has not."""
    return tuple(
        _sentences(
            [
                f"{letter} · " + said("Line of occupation on {date}", date=said.date(own.line)),
                *_own_layers(own, other, registry, said),
                *_own_values(own, other, registry, said),
            ]
        )
        for letter, own, other in (("A", first, second), ("B", second, first))
    )


def _own_layers(own: Scenario, other: Scenario, registry: Registry, said: Language) -> list[str]:
    alone = [said(registry[layer_id].title) for layer_id in own.layers if layer_id not in other.layers]
    return [said("Only here: {list}", list=", ".join(alone))] if alone else []


def _own_values(own: Scenario, other: Scenario, registry: Registry, said: Language) -> Sequence[str]:
    return [
        _assumption(layer, spec, value, said)
        for layer in registry.layers
        for spec in layer.specs
        if layer.id in own.layers
        and (value := getattr(own.params[layer.id], spec.name)) != getattr(other.params[layer.id], spec.name)
    ]


def _assumption(layer: Layer, spec: ParamSpec, value: object, said: Language) -> str:
    return f"{said(layer.title)}, {said(spec.title).lower()}: {value_text(spec, value, said)}"


def value_text(spec: ParamSpec, value: object, said: Language) -> str:
    """Return a parameter's value with its unit, in a language."""
    if spec.kind in ("number", "integer") and isinstance(value, int | float):
        return f"{said.number(value)} {said(spec.unit) if spec.unit else ''}".rstrip()
    if spec.kind == "several" and isinstance(value, tuple):
        return ", ".join(_label(spec, each, said) for each in value) or said("none")
    return _label(spec, str(value), said)


def _label(spec: ParamSpec, value: str, said: Language) -> str:
    """Return how a choice is called; a date in full."""
    if value[:4].isdigit() and len(value) == 10:
        return said.date(value)
    return said.place(spec.labels.get(value, value))
