"""How many examples a property is tried with: few in `make test`, many in `make fuzz` (FUZZ=long)."""

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("FUZZ") == "long"


def examples(few: int, many: int) -> settings:
    """Return settings for a property whose examples are dearer, or cheaper, than those of others."""
    return settings(max_examples=many if LONG else few)


def load_profile() -> None:
    """Set what holds for every property that asks for nothing of its own."""
    # How long an example takes says something of the machine, not of the code; fixtures are never written to.
    settings.register_profile(
        "guarantees",
        deadline=None,
        max_examples=300 if LONG else 25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    settings.load_profile("guarantees")
