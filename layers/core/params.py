"""Parameters of a layer: how a model declares them, and what control, address, command and docs read off it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal, get_args, get_origin

import geopandas as gpd
from pydantic import BaseModel, ConfigDict, Field, create_model

from i18n.spoken import worded
from layers.core.format import number_text, title_of, unit_of


class Params(BaseModel):
    """Base of every parameter model: frozen, and unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    #: The model that a module declares, of one that was made of it with the options of the data.
    _declared: ClassVar["type[Params] | None"] = None

    @classmethod
    def as_declared(cls) -> "type[Params]":
        """Return the model that a module declares: without the options of the data."""
        return cls._declared or cls


class NoParams(Params):
    """For layers without parameters."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A published value a person may start from: what it is of, the value, where it is from."""

    label: str
    value: float
    note: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FromTable:
    """The options of a parameter, as a data file has them; see `from_table`."""

    table: str
    key: str
    label: str
    group: str
    default: str
    words: Callable[[str], str] | None
    first: tuple[str, ...]


def from_table(
    table: str,
    *,
    key: str,
    label: str = "",
    group: str = "",
    default: str = "",
    words: Callable[[str], str] | None = None,
    first: tuple[str, ...] = (),
) -> FromTable:
    """Say that the values of a column are what a person may choose from, in the order of the file; dates in theirs.

    `label`, `group`: columns with how each is called, and with the country under which the panel lists it; `default`:
    the column that is true for those chosen at the start; `words` says a value where no column does; `first`: options
    before those of the data.
    """
    return FromTable(
        table=table, key=key, label=label, group=group, default=default, words=words, first=first
    )


def number(
    default: float,
    *,
    low: float,
    high: float,
    step: float,
    help: str,
    title: str = "",
    presets: tuple[Preset, ...] = (),
    variants: tuple[float, float] | None = None,
) -> Any:
    """Declare a numeric parameter with its range, slider step, one line of help and published presets.

    `variants`: its values where less is committed, and where more is (`layers.core.variants`); without them, halfway
    from the default to the ends of its range. `title` stands where the field's name says too little.
    """
    return Field(
        default,
        title=title or None,
        ge=low,
        le=high,
        description=help,
        json_schema_extra={"step": step, "presets": presets, "variants": variants},  # type: ignore[dict-item]
    )


def choice(
    default: str,
    *,
    help: str,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    options: FromTable | None = None,
) -> Any:
    """Declare one of several values: annotate the field with a `Literal`, or with `str` where the data has them.

    `title` stands where the field's name says too little.
    """
    extra: dict[str, Any] = {"labels": dict(labels or {}), "options": options}
    return Field(default, title=title or None, description=help, json_schema_extra=extra)


def several(
    default: tuple[str, ...] = (),
    *,
    help: str,
    labels: Mapping[str, str] | None = None,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    default_name: str = "default",
    options: FromTable | None = None,
) -> Any:
    """Declare a selection of values: annotate with ``tuple[Literal[...], ...]``, or ``tuple[str, ...]`` with `options`.

    `groups` orders the values under headings; `default_name` says what the default selection is.
    """
    extra: dict[str, Any] = {
        "labels": dict(labels or {}),
        "groups": dict(groups or {}),
        "default_name": default_name,
        "options": options,
    }
    if options is not None and options.default:
        return Field(default_factory=_not_read, description=help, json_schema_extra=extra)
    return Field(default, description=help, json_schema_extra=extra)


def _not_read() -> Any:
    raise RuntimeError(_NOT_READ)


_NOT_READ = (
    "What this parameter may be is in the data: take its layer from layers.core.registry.load_registry()."
)


@dataclass(frozen=True, kw_only=True)
class ParamSpec:
    """One parameter, read from its model field: all that a control, a URL key or a docs row needs."""

    name: str
    kind: Literal["number", "integer", "choice", "several"]
    default: Any
    help: str
    given_title: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    options: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_name: str = "default"
    presets: tuple[Preset, ...] = ()
    variants: tuple[float, float] | None = None

    @property
    def title(self) -> str:
        """The title given, else the name without its unit, as words: ``depth_km`` → ``Depth``."""
        if self.given_title:
            return self.given_title
        return title_of(self.name)

    @property
    def is_number(self) -> bool:
        """Whether it is moved by a slider."""
        return self.kind in ("number", "integer")

    @property
    def allowed(self) -> str:
        """What a person may enter, in words."""
        if self.kind in ("number", "integer"):
            low, high = (number_text(bound).replace(",", "") for bound in (self.low, self.high))
            return worded("{low} to {high} {unit}", low=low, high=high, unit=self.unit).rstrip()
        between = ", ".join(self.options)
        if self.kind == "choice":
            return worded("one of {list}", list=between)
        return worded("any of {list}", list=between)

    def text(self, value: Any) -> str:
        """Format a value for a person, with its unit."""
        if self.kind == "several":
            return ", ".join(self.labels.get(v, v) for v in value) or "none"
        if self.kind == "choice":
            return self.labels.get(value, value)
        return f"{number_text(value)} {self.unit}".rstrip()


@lru_cache(maxsize=256)
def param_specs(model: type[Params]) -> tuple[ParamSpec, ...]:
    """Read the parameters off a model, in the order in which they are declared; kept, as addresses ask for them."""
    specs = []
    for name, info in model.model_fields.items():
        extra = _extra(info)
        if extra.get("options") is not None:
            raise RuntimeError(_NOT_READ)
        origin = get_origin(info.annotation)
        options: tuple[str, ...] = ()
        kind: Literal["number", "integer", "choice", "several"]
        if origin is Literal:
            kind, options = "choice", get_args(info.annotation)
        elif origin is tuple:
            kind, options = "several", get_args(get_args(info.annotation)[0])
        else:
            kind = "integer" if info.annotation is int else "number"
        bounds = {type(m).__name__: m for m in info.metadata}
        specs.append(
            ParamSpec(
                name=name,
                kind=kind,
                default=info.default,
                help=info.description or "",
                given_title=info.title or "",
                unit=unit_of(name),
                low=getattr(bounds.get("Ge"), "ge", None),
                high=getattr(bounds.get("Le"), "le", None),
                step=extra.get("step"),
                options=options,
                labels=extra.get("labels", {}),
                groups=extra.get("groups", {}),
                default_name=extra.get("default_name", "default"),
                presets=extra.get("presets", ()),
                variants=extra.get("variants"),
            )
        )
    return tuple(specs)


# -- options from the data -------------------------------------------------------------------------

Tables = Callable[[str], gpd.GeoDataFrame]


def over(model: type[Params], table: Tables) -> type[Params]:
    """Return a parameter model with the options that the data have; the model itself where it needs none.

    The same data give the same model, so that parameters of two registries over them are equal.
    """
    model = model.as_declared()
    wanted = {
        name: options
        for name, info in model.model_fields.items()
        if (options := _extra(info).get("options")) is not None
    }
    return _narrowed(model, tuple((name, _read(o, table)) for name, o in wanted.items())) if wanted else model


@dataclass(frozen=True, kw_only=True)
class _Options:
    """What a table holds to choose from."""

    values: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    default: tuple[str, ...]


def _read(wanted: FromTable, table: Tables) -> _Options:
    rows = table(wanted.table).drop_duplicates(wanted.key).to_dict("records")
    if wanted.key.endswith("date"):
        rows.sort(key=lambda row: str(row[wanted.key]))
    keys = [str(row[wanted.key]) for row in rows]
    labels: dict[str, str] = {}
    if wanted.label:
        labels = {key: str(row[wanted.label]) for key, row in zip(keys, rows, strict=True)}
    elif wanted.words is not None:
        labels = {key: wanted.words(key) for key in (*wanted.first, *keys)}
    groups: dict[str, tuple[str, ...]] = {}
    if wanted.group:
        countries = table("basemap/countries")
        names = dict(zip(countries["iso_a3"], countries["name"], strict=True))
        for key, row in zip(keys, rows, strict=True):
            heading = names.get(row[wanted.group], str(row[wanted.group]))
            groups[heading] = (*groups.get(heading, ()), key)
    chosen = tuple(key for key, row in zip(keys, rows, strict=True) if wanted.default and row[wanted.default])
    return _Options(
        values=(*wanted.first, *keys),
        labels=tuple(labels.items()),
        groups=tuple(groups.items()),
        default=chosen,
    )


@lru_cache(maxsize=64)
def _narrowed(model: type[Params], found: tuple[tuple[str, _Options], ...]) -> type[Params]:
    fields: dict[str, Any] = {}
    for name, options in found:
        info = model.model_fields[name]
        extra = {key: value for key, value in _extra(info).items() if key != "options"}
        extra |= {"labels": dict(options.labels) or extra["labels"]}
        one: Any = Literal[options.values]  # type: ignore[valid-type]
        several_of = get_origin(info.annotation) is tuple
        if several_of:
            extra |= {"groups": dict(options.groups)}
        default = options.default if several_of and info.default_factory is not None else info.default
        fields[name] = (
            tuple[one, ...] if several_of else one,
            Field(default, title=info.title, description=info.description, json_schema_extra=extra),
        )
    made: type[Params] = create_model(model.__name__, __base__=model, __module__=model.__module__, **fields)
    made._declared = model
    return made


def _extra(info: Any) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
