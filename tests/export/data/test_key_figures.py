import csv
import io
import re

from drawing import file_of, registry

from export.metadata.extract import read

QUERY = "name=Now&b=name%3DFar%2Bback%26air_policing.radius_km%3D300%26coalition_forces.standoff_km%3D80"


def _table(query: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file_of("csv", query).decode("utf-8-sig"))))


def test_each_compared_scenario_has_a_column_of_plain_numbers_and_two_have_their_difference():
    head, *rows = _table(QUERY)
    assert head == ["Layer", "Key figure", "Unit", "A · Now", "B · Far back", "B less A"]
    found = {tuple(row[:3]): row[3:] for row in rows if len(row) == len(head)}
    first, second, difference = found["Coalition forces", "Force", "people"]
    assert (first, second, difference) == ("20000", "20000", "")
    first, second, difference = map(float, found["Air policing", "Ukraine within reach of a base", "%"])
    assert difference == second - first < 0


def test_more_than_two_have_a_column_each_and_no_difference():
    head, *_ = _table(f"{QUERY}&c=line%3D2024-07-08")
    assert head[3:] == ["A · Now", "B · Far back", "C"]


def test_in_another_language_head_layers_measures_units_and_notice_are_in_it_and_the_table_opens_again():
    head, *rows = _table(f"{QUERY}&lang=uk")
    assert head == ["Шар", "Ключове число", "Одиниця", "A · Now", "B · Far back", "B мінус A"]
    words = [cell for row in rows for cell in row[:3] if len(row) == len(head)]
    assert [cell for cell in words if re.search("[A-Za-z]{2}", cell)] == []
    assert any(row == ["Умовно: це не наявні й не заплановані розгортання"] for row in rows)
    assert (
        read(file_of("csv", f"{QUERY}&lang=uk"), registry()).compare.params["air_policing"].radius_km == 300
    )


def test_a_table_says_that_it_is_notional_and_opens_its_scenarios_again():
    made = file_of("csv", QUERY)
    assert b"Notional" in made
    again = read(made, registry())
    assert [one.name for one in again.compared] == ["Now", "Far back"]
    assert again.compare.params["air_policing"].radius_km == 300


def test_nothing_in_it_acts_as_a_formula_in_a_spreadsheet():
    cells = [cell for row in _table("name=%3D1%2B1&b=name%3D%253D2&title=%3D3") for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
