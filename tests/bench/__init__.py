"""Measures the dashboard beside two usual ways to build it; run `python -m tests.bench`."""
