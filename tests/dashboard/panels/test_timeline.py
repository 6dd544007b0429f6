"""Dates of the line stand on a scale of time."""

from dashboard.panels.timeline import timeline


def test_first_and_last_date_are_at_its_ends_and_new_years_between():
    made = timeline(("2022-07-02", "2023-01-01", "2023-07-02"))
    assert [(at["line"], at["left"]) for at in made["ticks"]] == [
        ("2022-07-02", "0.0"), ("2023-01-01", "50.1"), ("2023-07-02", "100.0"),
    ]  # fmt: skip
    assert made["years"] == [{"year": 2023, "left": "50.1"}]


def test_one_date_alone_is_a_scale_too():
    assert timeline(("2025-08-31",)) == {"ticks": [{"line": "2025-08-31", "left": "0.0"}], "years": []}
