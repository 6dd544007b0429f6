"""Fixtures on the shipped data, read once for the whole run."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from geodata.store import Store
from layers import LAYERS
from layers.core.facts import facts_for
from layers.core.scenario import DEFAULT_LINE_DATE, Registry
from layers.core.spec import Facts

# How long an example takes says something of the machine, not of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def store() -> Store:
    return Store()


@pytest.fixture(scope="session")
def registry(store: Store) -> Registry:
    return Registry(layers=LAYERS, line_dates=store.line_dates, data_version=store.data_version)


@pytest.fixture(scope="session")
def facts(store: Store) -> Callable[..., Facts]:
    def of(line_date: str = DEFAULT_LINE_DATE) -> Facts:
        return facts_for(store, line_date)

    return of
