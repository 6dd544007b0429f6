"""Many figures from one file: every combination of some choices, or a list of figures.

    output: "figures/{line}-{theme}.{format}"   # any key may stand in braces, and {n}, the number of the figure
    base:   {layout: a4-landscape, format: png}  # choices of every figure
    vary:   {line: ["2024-07-08", "2025-08-31"], theme: [light, print]}
    figures:                                     # besides, or instead of `vary`
      - {title: "The Black Sea", view: "33,45,6", format: pdf}

Keys are those of the page's address and of a figure's options.
"""

import itertools
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefings.yamltext import YamlTextError, read_plain
from export.figures.options import SnapshotOptions, read_options, split_pairs
from export.formats import FORMATS, Format, find_format
from layers.core.address import Problem, clip, from_pairs
from layers.core.registry import Registry
from layers.core.scenario import Scenario

MAX_FIGURES = 500
MAX_BYTES = 1_000_000
_KEYS = ("output", "base", "vary", "figures")


class MatrixError(ValueError):
    """A matrix file that cannot be taken, with every problem found."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, kw_only=True)
class Job:
    """One figure to make."""

    format: Format
    scenario: Scenario
    options: SnapshotOptions
    path: Path


def read_matrix(text: str | bytes, registry: Registry, folder: Path) -> list[Job]:
    """Return the figures a matrix file asks for; relative paths are taken from `folder`.

    Raises
    ------
    MatrixError
        If anything in it is not understood: names figure, key, value and what is allowed. Nothing is made then.
    """
    raw = _parsed(text)
    template = raw.get("output", "{n}.{format}")
    base = raw.get("base", {})
    vary = raw.get("vary", {})
    listed = raw.get("figures", [])
    problems = [f"“{key}” is not understood. Allowed: {', '.join(_KEYS)}." for key in raw if key not in _KEYS]
    if not isinstance(template, str):
        problems.append("output: must be text such as “figures/{line}.{format}”.")
    if not isinstance(base, dict) or not isinstance(vary, dict) or not isinstance(listed, list):
        problems.append("base and vary must be mappings, figures a list.")
    elif not all(isinstance(values, list) and values for values in vary.values()):
        problems.append("vary: every key needs a list of values.")
    elif not all(isinstance(figure, dict) for figure in listed):
        problems.append("figures: each must be a mapping of keys and values.")
    if problems:
        raise MatrixError(problems)
    crossed = (
        [dict(zip(vary, values, strict=True)) for values in itertools.product(*vary.values())] if vary else []
    )
    chosen = [{**base, **choices} for choices in [*crossed, *listed]] or [base]
    if len(chosen) > MAX_FIGURES:
        raise MatrixError([f"{len(chosen):,} figures are asked for; at most {MAX_FIGURES} are made at once."])
    jobs: list[Job] = []
    for n, choices in enumerate(chosen, 1):
        job, found = _job({str(k): _text(v) for k, v in choices.items()}, n, template, registry, folder)
        problems += [f"Figure {n}: {problem}" for problem in found]
        jobs += [job] if job else []
    doubled = sorted({str(job.path) for job in jobs if sum(other.path == job.path for other in jobs) > 1})
    if doubled:
        problems.append(
            f"output: several figures would be written to {doubled[0]}; put what differs, or {{n}}, into it."
        )
    if problems:
        raise MatrixError(problems)
    return jobs


def _parsed(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_BYTES:
        raise MatrixError([f"The file has {len(text):,} bytes; at most 1 MB is read."])
    try:
        raw = read_plain(text if isinstance(text, str) else text.decode())
    except YamlTextError as fault:
        if fault.found.startswith(("the anchor", "the alias")):
            words = "Anchors and aliases (& and *) are not read here; write the values out."
        else:
            words = f"The file is not YAML that can be read: {clip(str(fault))}"
        raise MatrixError([words]) from None
    except UnicodeDecodeError as fault:
        raise MatrixError([f"The file is not YAML that can be read: {clip(str(fault))}"]) from None
    if not isinstance(raw, dict):
        raise MatrixError([f"The file must hold the keys {', '.join(_KEYS)}."])
    return raw


def _text(value: Any) -> str:
    """Return a value as an address has it: YAML's own true and false are its yes and no."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return {"true": "yes", "false": "no"}.get(str(value).lower(), str(value))


def _job(
    choices: Mapping[str, str], n: int, template: str, registry: Registry, folder: Path
) -> tuple[Job | None, list[Problem]]:
    rest = dict(choices)
    problems: list[Problem] = []
    form = FORMATS["png"]
    try:
        form = find_format(rest.pop("format", "png"))
    except ValueError as allowed:
        problems.append(Problem(key="format", found=clip(choices["format"]), allowed=str(allowed)))
    own, pairs = split_pairs(rest.items())
    options, of_options = read_options(own)
    scenario, of_scenario = from_pairs(pairs, registry)
    problems += of_options + of_scenario
    values = {"line": scenario.line, "theme": options.theme, "layout": options.layout, "lang": options.lang}
    values |= {key: re.sub(r"[^\w.-]+", "-", text)[:60] for key, text in choices.items()}
    values |= {"format": form.name, "n": str(n)}
    name = _filled(template, values, problems)
    if problems:
        return None, problems
    return Job(format=form, scenario=scenario, options=options, path=folder / name), []


def _filled(template: str, values: Mapping[str, str], problems: list[Problem]) -> str:
    """Fill ``{key}``; nothing but plain keys may stand in braces."""
    try:
        parts = [(literal, field) for literal, field, _, _ in string.Formatter().parse(template)]
    except ValueError:
        parts = [("", "{")]
    unknown = [field for _, field in parts if field is not None and field not in values]
    if unknown:
        problems.append(
            Problem(key="output", found=clip(template), allowed=f"{{{'}, {'.join(sorted(values))}}}")
        )
        return ""
    return "".join(literal + (values[field] if field else "") for literal, field in parts)
