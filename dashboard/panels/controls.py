"""The controls of a layer's parameters, made from its parameter model: nobody writes a slider by hand."""

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, html
from dash.development.base_component import Component

from layers.core.format import number_text
from layers.core.params import ParamSpec
from layers.core.registry import Registry
from layers.core.spec import Layer


def control_id(layer: Layer, spec: ParamSpec, part: str = "param") -> str:
    """Return the id of a control, or of its `field` (the number beside a slider)."""
    return f"{part}--{layer.id}--{spec.name}"


def control(layer: Layer, spec: ParamSpec) -> Component:
    """Return title, input and reset of one parameter, with its range and one line of help."""
    key = f"{layer.id}.{spec.name}"
    reset = html.Button("reset", className="text-button reset", title=f"Back to {spec.text(spec.default)}",
                        **{"data-reset": key, "aria-label": f"Reset {spec.title.lower()}"})  # fmt: skip
    makers = {"number": _number, "integer": _number, "choice": _choice, "several": _several}
    return html.Div(
        [
            html.Div(
                [html.Span([html.Span(spec.title, className="param-title"), *_range(spec)]), reset],
                className="param-head",
            ),
            *makers[spec.kind](layer, spec),
            html.P(spec.help, className="muted param-help"),
        ],
        className="param",
        **{"data-param": key},
    )


def _range(spec: ParamSpec) -> list[Component]:
    if spec.low is None or spec.high is None:
        return []
    return [
        html.Span(
            f" {number_text(spec.low)}–{number_text(spec.high)} {spec.unit}".rstrip(),
            className="muted param-range",
        )
    ]


def _name(layer: Layer, spec: ParamSpec) -> dict[str, str]:
    return {"aria-label": f"{layer.title}: {spec.title.lower()}{f' in {spec.unit}' if spec.unit else ''}"}


def _number(layer: Layer, spec: ParamSpec) -> list[Component]:
    shared = {"min": spec.low, "max": spec.high, "step": spec.step, "value": spec.default, "size": "xs"}
    slider = dmc.Slider(
        id=control_id(layer, spec),
        updatemode="mouseup",  # frontend/panels/sliders.js follows the thumb; Dash would redraw its panels at each step
        label=None,
        marks=[{"value": spec.default}],  # type: ignore[list-item]
        thumbLabel=_name(layer, spec)["aria-label"],
        className="param-slider",
        **shared,  # type: ignore[arg-type]
    )
    field = dmc.NumberInput(
        id=control_id(layer, spec, "field"),
        hideControls=True,
        clampBehavior="none",  # frontend/panels/sliders.js judges what was typed, and says what is allowed
        allowDecimal=spec.kind == "number",
        thousandSeparator=",",
        suffix=f" {spec.unit}" if spec.unit else None,
        className="param-field",
        style={"width": f"calc({len(spec.text(spec.high))}ch + 24px)"},  # as wide as its longest value
        attributes={"input": _name(layer, spec)},
        **shared,  # type: ignore[arg-type]
    )
    made: list[Component] = [html.Div([slider, field], className="param-row")]
    if spec.presets:
        data = [
            {"value": f"{i}", "label": f"{p.label}: {number_text(p.value)} {spec.unit}"}
            for i, p in enumerate(spec.presets)
        ]
        made.append(
            dmc.Select(
                id=control_id(layer, spec, "preset"),
                data=data,  # type: ignore[arg-type]
                placeholder="Start from a published figure",
                size="xs",
                value=None,
                attributes={"input": {"aria-label": f"{layer.title}: published figures"}},
            )
        )
        made.append(html.P(className="muted param-help", id=control_id(layer, spec, "preset-note")))
    return made


def _choice(layer: Layer, spec: ParamSpec) -> list[Component]:
    data = [{"value": option, "label": spec.labels.get(option, option)} for option in spec.options]
    if len(data) <= 3 and sum(len(d["label"]) for d in data) <= 36:
        return [dmc.SegmentedControl(id=control_id(layer, spec), data=data, value=spec.default, size="xs",
                                     fullWidth=True, attributes={"root": _name(layer, spec)})]  # fmt: skip
    return [dmc.Select(id=control_id(layer, spec), data=data, value=spec.default, size="xs", allowDeselect=False,
                       attributes={"input": _name(layer, spec)})]  # fmt: skip


def _several(layer: Layer, spec: ParamSpec) -> list[Component]:
    groups = spec.groups or {"": spec.options}
    data = [
        {"group": heading, "items": [{"value": o, "label": spec.labels.get(o, o)} for o in options]}
        for heading, options in groups.items()
    ]
    key = f"{layer.id}.{spec.name}"
    sets = {spec.default_name: spec.default, "all": spec.options, "none": ()}
    buttons = [
        html.Button(name, className="text-button", **{"data-set": key, "data-value": ",".join(values)})
        for name, values in sets.items()
    ]
    return [
        html.Div(buttons, className="param-sets"),
        dmc.MultiSelect(id=control_id(layer, spec), data=data, value=list(spec.default), size="xs", searchable=True,  # type: ignore[arg-type]
                        hidePickedOptions=True, attributes={"input": _name(layer, spec)}),
    ]  # fmt: skip


def register(app: Dash, registry: Registry) -> None:
    """Tie each control to the scenario in the browser; sliders and their fields by `frontend/panels/sliders.js`."""
    for layer in registry.layers:
        for spec in layer.specs:
            if spec.kind in ("choice", "several"):
                app.clientside_callback(
                    ClientsideFunction("guarantees", "choice"),
                    Input(control_id(layer, spec), "value"),
                    prevent_initial_call=True,
                )
            if spec.presets:
                app.clientside_callback(
                    ClientsideFunction("guarantees", "preset"),
                    Output(control_id(layer, spec, "preset-note"), "children"),
                    Input(control_id(layer, spec, "preset"), "value"),
                    prevent_initial_call=True,
                )
