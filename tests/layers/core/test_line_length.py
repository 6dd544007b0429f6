import pytest
from small_world import GEOD, LINE_DATE, feature, small_facts, table

from layers.core.line_length import DETAIL_FACTOR, line_length

DRAWN_KM = GEOD.inv(33, 46, 33, 50)[2] / 1000


def known(kind, length_km, *, sectors=(), by="A paper, 1 May 2025", line_date=LINE_DATE):
    return feature(
        f"length-{kind}-{length_km}", None, name="Part of it", kind=kind, line_date=line_date, length_km=length_km,
        main_km=None, by=by, method="", sectors=list(sectors),
    )  # fmt: skip


def lengths(*rows):
    return small_facts(line_lengths=table(*rows))


def test_a_length_measured_on_that_days_map_comes_first_and_published_ones_are_quoted_as_published():
    found = line_length(lengths(known("published_length", 1250), known("measured_length", 600)))
    assert found.km == 600
    assert found.generalised_km == pytest.approx(DRAWN_KM)
    assert "DeepState" in found.basis
    assert found.caveat.endswith("published: 1,250 km (A paper, 1 May 2025)")


def test_what_a_published_length_leaves_out_is_estimated():
    found = line_length(lengths(known("published_length", 420, sectors=["another"])))
    assert found.km == pytest.approx(420 + DETAIL_FACTOR * DRAWN_KM)
    assert "estimated" in found.basis
    whole = line_length(lengths(known("published_length", 420, sectors=["s0"])))
    assert whole.km == 420
    assert "estimated" not in whole.basis


def test_without_a_known_length_the_drawn_one_is_multiplied_by_the_stated_factor():
    found = line_length(lengths(known("measured_length", 600, line_date="2024-07-08")))
    assert found.km == pytest.approx(DETAIL_FACTOR * DRAWN_KM)
    assert "× 1.25" in found.basis


def test_the_factor_lies_between_what_the_measured_dates_give(facts, store):
    table = store.table("line_lengths")
    measured = table.loc[table["kind"] == "measured_length"]
    ratios = [line_length(facts(d)).km / line_length(facts(d)).generalised_km for d in measured["line_date"]]
    assert len(ratios) == 3
    assert min(ratios) < DETAIL_FACTOR < max(ratios)


def test_the_shipped_lengths_are_those_of_the_maps_and_reports(facts):
    assert [round(line_length(facts(d)).km, -1) for d in ("2024-07-08", "2025-08-31", "2026-08-22")] == [
        990,
        1200,
        1090,
    ]
    shown = line_length(facts("2025-08-31")).caveat
    assert "1,000 km (Reuters, 6 Aug 2025)" in shown
    assert "1,250 km (General Syrskyi, 25 Sep 2025)" in shown


def test_a_length_belongs_to_a_shipped_date_and_to_sectors_of_it(store, facts):
    for row in store.table("line_lengths").to_dict("records"):
        assert row["line_date"] in store.line_dates
        assert set(row["sectors"]) <= set(facts(row["line_date"]).line["sector"])
