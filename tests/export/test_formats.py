"""Snapshots as files: the same every time, alone or in a crowd; hostile text is drawn as it is; nothing is lost."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree

import pypdfium2
import pytest
from drawing import asked, draw, file_of, frames_of, kept, registry, store
from embedded import provenance_in
from PIL import Image

from export.figures.options import SnapshotOptions, read_options
from export.formats import FORMATS, Snapshot, render
from export.metadata import extract

pytestmark = pytest.mark.slow

KINDS = ("png", "svg", "pdf")
BEGINS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "zip": b"PK"}
QUERY = "layers=monitoring_mission,cities&line=2024-07-08&view=36,48,6&monitoring_mission.depth_km=20&title=A%20%26%20B"
CHOICES = "layout=square&theme=safe&lang=uk&scale=0.5&author=N.%20N.&graticule=no"
HOSTILE = [
    "$x^2$ \\frac{1}{2} $",
    "</text><script>alert(1)</script> & ]]> <!-- \"'",
    "שלום עולם العربية",
    "\U0001f600 \U0001f1fa\U0001f1e6 漢字",
    "%s {0} {title} \\n \\\\server\\path",
    "x" * 120,
]


@pytest.mark.parametrize("kind", [*KINDS, "zip"])
def test_the_same_input_gives_the_same_bytes(kind):
    assert file_of(kind, f"{QUERY}&{CHOICES}") == kept(kind, f"{QUERY}&{CHOICES}")


@pytest.mark.parametrize("kind", [*KINDS, "zip"])
def test_a_file_opens_again_as_its_scenario_and_choices(kind):
    scenario, options = asked(f"{QUERY}&{CHOICES}")
    data = kept(kind, f"{QUERY}&{CHOICES}")
    assert data.startswith(BEGINS[kind])
    assert extract.read(data, registry()) == scenario
    chosen = {key: text for key, text in provenance_in(data)["options"].items() if key != "format"}
    assert read_options(chosen.items()) == (options, [])


def test_a_comparison_opens_again_with_both_scenarios():
    query = "layers=cities&scale=0.5&b=line%3D2022-11-15%26layers%3Dcities"
    assert extract.read(kept("png", query), registry()) == asked(query)[0]


@pytest.mark.sweep(keep=2)
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.filterwarnings("error")
def test_a_hostile_text_is_drawn_as_it_is(text):
    scenario, _ = asked("layers=cities")
    scenario = replace(scenario, title=text)
    options = SnapshotOptions(layout="social", scale=0.5, subtitle=text, author=text, marking=text[:80])
    files = {kind: rendered(kind, scenario, options) for kind in KINDS}
    assert Image.open(io.BytesIO(files["png"])).size == (600, 315)
    root = ElementTree.fromstring(files["svg"])
    assert not [tag for tag in root.iter() if tag.tag.rpartition("}")[2] == "script"]
    assert len(pypdfium2.PdfDocument(files["pdf"])) == 1
    for data in files.values():
        assert extract.read(data, registry()).title == text


def test_markup_and_mathematics_stand_in_the_drawing_letter_by_letter():
    scenario, _ = asked("layers=")
    drawn = draw(replace(scenario, title="$x^2$ <b> & \\alpha"), SnapshotOptions())
    assert "$x^2$ <b> & \\alpha" in [text.get_text() for text in drawn.canvas.page.texts]


def test_a_title_of_ten_thousand_characters_is_refused_by_the_address():
    from layers.core.address import from_query

    _, (problem,) = from_query(f"title={'x' * 10_000}", registry())
    assert "1 to 120 printable characters" in problem.allowed


@pytest.mark.wide
def test_figures_drawn_at_once_are_those_drawn_one_after_the_other():
    queries = [f"layers=cities&scale=0.3&theme={theme}&lang={lang}" for theme in ("light", "dark")
               for lang in
               ("en", "uk")]  # fmt: skip
    alone = [kept("png", query) for query in queries]
    jobs = [("png", query) for query in queries] * 3 + [("svg", queries[0])] * 2 + [("pdf", queries[1])] * 2
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda job: file_of(*job), jobs))
    assert len(made) == 16
    assert made[:12] == alone * 3
    assert made[12] == made[13] == kept("svg", queries[0])
    assert made[14] == made[15] == kept("pdf", queries[1])


def test_a_picture_has_the_px_of_its_layout_and_scale():
    assert Image.open(io.BytesIO(kept("png", "layers=&layout=social&scale=0.5"))).size == (600, 315)


def test_a_package_without_layers_is_refused():
    scenario, options = asked("layers=")
    with pytest.raises(ValueError, match="Show at least one"):
        rendered("zip", scenario, options)


@pytest.mark.parametrize(("kind", "name"), [("png", "security-guarantees-ukraine-2025-08-31-square.png"),
                                            ("zip", "security-guarantees-ukraine-2025-08-31-data.zip")])  # fmt: skip
def test_a_file_is_called_by_its_date_and_layout(kind, name):
    assert FORMATS[kind].file_name(asked("")[0], "square") == name


def rendered(kind, scenario, options) -> bytes:
    snapshot = Snapshot(
        frames=frames_of(scenario), scenario=scenario, options=options,
        registry=registry(), sources=store().sources, made="2026-01-31",
    )  # fmt: skip
    return render(kind, snapshot)
