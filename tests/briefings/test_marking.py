"""The notice, and a marking that says the same, stand only where something notional is shown."""

import pytest

from briefings.loader import load
from briefings.marking import is_notice, marking_on


def marked(scene_text, library, marking: str):
    return load(scene_text().replace("title: A small", f'marking: "{marking}"\ntitle: A small'), library)


@pytest.mark.parametrize(
    "marking", ["Notional: not actual or planned deployments", "Notional. Not actual or planned deployments!"]
)
def test_a_marking_that_says_the_notice_stands_only_on_notional_scenes(scene_text, library, marking):
    briefing = marked(scene_text, library, marking)
    assert is_notice(marking)
    assert marking_on(briefing.marking, notional=True) == marking
    assert marking_on(briefing.marking, notional=False) == ""


def test_any_other_marking_stands_on_every_scene(scene_text, library):
    briefing = marked(scene_text, library, "Draft")
    assert (
        marking_on(briefing.marking, notional=False) == "Draft" == marking_on(briefing.marking, notional=True)
    )
