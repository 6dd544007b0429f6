"""Fixtures on the shipped data, read once for the whole run."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from geodata.store import Store
from layers.core.facts import facts_for
from layers.core.registry import Registry, load_registry
from layers.core.scenario import DEFAULT_LINE_DATE
from layers.core.spec import Facts

# How long an example takes says something of the machine, not of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def store() -> Store:
    return Store()


@pytest.fixture(scope="session")
def registry(store: Store) -> Registry:
    return load_registry(store)


@pytest.fixture(scope="session")
def facts(store: Store) -> Callable[..., Facts]:
    def of(line_date: str = DEFAULT_LINE_DATE) -> Facts:
        return facts_for(store, line_date)

    return of
