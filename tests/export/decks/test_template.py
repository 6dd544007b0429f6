"""The own template is data, made by a script, and takes the colours of every theme."""

import io
import zipfile

import pytest

from export.decks.template import OWN, open_template
from layers.style.rows import colour
from tools.build_slide_template import template_bytes


def parts(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_committed_template_is_the_one_that_the_script_makes():
    assert parts(OWN.read_bytes()) == parts(template_bytes()), "run python -m tools.build_slide_template"


@pytest.mark.parametrize("theme", ["light", "dark", "print", "safe"])
def test_the_template_has_a_themes_colours_and_three_layouts(theme):
    presentation, layouts = open_template(None, theme)
    assert [layout.name for layout in presentation.slide_layouts] == ["Opening", "Text", "Scene"]
    assert (layouts.scene.name, layouts.title.name, layouts.text.name) == ("Scene", "Opening", "Text")
    made = io.BytesIO()
    presentation.save(made)
    painted = parts(made.getvalue())["ppt/theme/theme1.xml"].decode()
    assert f'<a:dk1><a:srgbClr val="{colour("text", theme).lstrip("#").upper()}"/>' in painted
    assert 'typeface="Arial"' in painted
