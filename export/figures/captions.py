"""What is written round a printed map: title, what is shown and when, what was changed, sources, notice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.assessment import Assessment
from export.figures import measure_table, page_layout
from export.figures.options import SnapshotOptions
from export.figures.page_sizes import Layout, layout_of
from export.typography import typeface
from geodata.sources import Source, parted
from geodata.workspace.folder import OWN_KEY
from i18n.language import Language
from i18n.spoken import message
from layers.core.changes import Change, changes
from layers.core.constants import NOTICE
from layers.core.dated_label import is_compared_with_another_date
from layers.core.params import ParamSpec
from layers.core.registry import Registry
from layers.core.scenario import DEFAULT_TITLE, LETTERS, Scenario, shows_line

#: Small, but not smaller than the numbers of the graticule.
_PAPER_SOURCES_PX, _PAPER_SOURCES_LINES = 7.5, 12


_GENERALISED, _IMPORTED = (
    message("{line}, generalised"),
    message("{line}, imported: drawn as it was published"),
)


def texts(
    scenario: Scenario,
    options: SnapshotOptions,
    translate: Language,
    *,
    projection: str,
    registry: Registry,
    cited: Mapping[str, Source],
    data_date: str,
    notional: bool = True,
    compared: Sequence[Scenario] = (),
    assessments: Sequence[Assessment] = (),
) -> page_layout.Texts:
    """Return all texts of a figure in its language.

    `projection`: '' of what is no map; `cited`: the sources of what is drawn; `data_date`: see
    `layers.core.citations`, '' for none; `notional`: anything notional is shown; `compared`: what the maps beside the
    first show; `assessments`: what each of all comes to.
    """
    shown = [scenario, *compared]
    line = _line(shown, registry, translate)
    is_imported = any(key.startswith(OWN_KEY) for key in cited)
    about = [
        options.author and translate("Figure: {author}", author=options.author),
        line and translate(_IMPORTED if is_imported else _GENERALISED, line=line),
        any(is_compared_with_another_date(one, registry) for one in shown)
        and translate(
            "So is the line of the other date; the ground between them is no measure of a day’s advance"
        ),
        data_date and translate("Data as of {date}", date=translate.date(data_date)),
        projection and translate("{projection} projection", projection=translate(projection)),
    ]
    if compared:
        number = str(len(shown))
        both = translate("Two scenarios compared")
        subtitle = both if len(shown) == 2 else translate("{number} scenarios compared", number=number)
    else:
        changed = _changed(scenario, registry, translate)
        listed = translate("Changed from the defaults: {list}", list="; ".join(changed)) if changed else ""
        subtitle = _sentences([text for text in (line, listed) if text])
    return page_layout.Texts(
        title=_set(translate(scenario.title) if scenario.title == DEFAULT_TITLE else scenario.title),
        subtitle=_set(options.subtitle or subtitle),
        marking=_set(options.marking),
        notice=translate(NOTICE) + "." if notional else "",
        foot=(
            _sources(cited, translate, layout_of(options.layout)),
            page_layout.Foot(_set(_sentences([*(text for text in about if text), ""]))),
        ),
        captions=_captions(shown, registry, translate) if compared else (),
        table=measure_table.rows(assessments, translate),
    )


def _line(shown: Sequence[Scenario], registry: Registry, translate: Language) -> str:
    """Return the date of the line of each scenario that shows a layer which follows it; '' where none does."""
    dates = dict.fromkeys(one.line for one in shown if shows_line(one, registry))
    return (
        translate("Line of occupation on {date}", date=" / ".join(map(translate.date, dates)))
        if dates
        else ""
    )


def _sentences(texts: Sequence[str]) -> str:
    """Join sentences by full stops; a Ukrainian date brings its own. An empty last one ends them all."""
    if not texts:
        return ""
    return " ".join([*(text if text.endswith(".") else f"{text}." for text in texts[:-1]), texts[-1]]).strip()


def _set(text: str) -> str:
    return typeface.settable(text)


def _sources(cited: Mapping[str, Source], translate: Language, layout: Layout) -> page_layout.Foot:
    """Return who published what the figure rests on: as many as two lines hold, and how many more the file names.

    Who holds paper cannot look into the file, so there all are named, smaller and in more lines.
    """
    width_px = layout.design[0] - 2 * page_layout.MARGIN_PX
    sources, assumptions = parted(cited)
    publishers = list(
        dict.fromkeys(_set(translate.publisher(source.publisher)) for source in sources.values())
    )
    rest = " " + translate("Assumptions of this project are listed in this file.") if assumptions else ""
    fitting = page_layout.Foot(_sources_text(publishers, 0, translate) + rest)
    if layout.paper and not _fits(fitting, width_px):
        fitting = replace(fitting, px=_PAPER_SOURCES_PX, max_lines=_PAPER_SOURCES_LINES)
    more = 0
    while more < len(publishers) and not _fits(fitting, width_px):
        more += 1
        fitting = replace(fitting, text=_sources_text(publishers, more, translate) + rest)
    return fitting


def _fits(foot: page_layout.Foot, width_px: float) -> bool:
    return len(typeface.wrapped(foot.text, width_px, foot.px)) <= foot.max_lines


def _sources_text(publishers: Sequence[str], more: int, translate: Language) -> str:
    """Return the sources without the last `more`, of which the number is told."""
    listed = list(publishers[: len(publishers) - more])
    if more:
        listed.append(translate("and {number} more, named in this file", number=str(more)))
    return translate("Sources: {list}", list="; ".join(listed)) + "."


def _changed(scenario: Scenario, registry: Registry, translate: Language) -> list[str]:
    """Return each assumption that is not the default, with the default."""
    return [
        f"{_assumption(one, translate)} "
        + translate("(default: {value})", value=value_text(one.spec, one.spec.default, translate))
        for one in changes(scenario, registry)
    ]


def _captions(shown: Sequence[Scenario], registry: Registry, translate: Language) -> tuple[str, ...]:
    """Return a caption for each scenario: its letter and name, its line, and what it has that others have not.

    A name stands in a line of its own. The line is told where there are two, or where it differs.
    """
    several_lines = len(shown) == 2 or len({one.line for one in shown}) > 1
    captions = []
    for i, own in enumerate(shown):
        others = [*shown[:i], *shown[i + 1 :]]
        told = [
            _line([own], registry, translate) if several_lines else "",
            *_own_layers(own, others, registry, translate),
            *_own_values(own, others, registry, translate),
        ]
        letter, said = LETTERS[i].upper(), _sentences([text for text in told if text])
        head = " · ".join(filter(None, (letter, _set(own.name))))
        captions.append(f"{head}\n{said}" if own.name else " · ".join(filter(None, (letter, said))))
    return tuple(captions)


def _own_layers(
    own: Scenario, others: Sequence[Scenario], registry: Registry, translate: Language
) -> list[str]:
    elsewhere = {layer_id for one in others for layer_id in one.layers}
    alone = [translate(registry[layer_id].title) for layer_id in own.layers if layer_id not in elsewhere]
    return [translate("Only here: {list}", list=", ".join(alone))] if alone else []


def _own_values(
    own: Scenario, others: Sequence[Scenario], registry: Registry, translate: Language
) -> Sequence[str]:
    """Return each assumption of the layers shown that any other scenario has otherwise."""
    found = {(one.layer.id, one.spec.name): one for other in others for one in changes(own, registry, other)}
    told = []
    for layer in registry.layers:
        own_of = [found[layer.id, spec.name] for spec in layer.specs if (layer.id, spec.name) in found]
        if layer.id not in own.layers or not own_of:
            continue
        if len(own_of) == 1:
            told.append(_assumption(own_of[0], translate))
            continue
        values = ", ".join(
            f"{translate(one.spec.title).lower()} {value_text(one.spec, one.value, translate)}"
            for one in own_of
        )
        told.append(f"{translate(layer.title)}: {values}")
    return told


def _assumption(one: Change, translate: Language) -> str:
    name = f"{translate(one.layer.title)}, {translate(one.spec.title).lower()}"
    return f"{name}: {value_text(one.spec, one.value, translate)}"


def value_text(spec: ParamSpec, value: object, translate: Language) -> str:
    """Return a parameter's value with its unit, in a language."""
    if spec.kind in ("number", "integer") and isinstance(value, int | float):
        return translate.amount(value, spec.unit)
    if spec.kind == "several" and isinstance(value, tuple):
        return ", ".join(_label(spec, each, translate) for each in value) or translate("none")
    return _label(spec, str(value), translate)


def _label(spec: ParamSpec, value: str, translate: Language) -> str:
    """Return how a choice is called; a date in full."""
    if value[:4].isdigit() and len(value) == 10:
        return translate.date(value)
    return translate.place(spec.labels.get(value, value))
