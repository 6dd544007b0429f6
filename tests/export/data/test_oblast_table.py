"""The table of oblasts: one model for page and files, read again from CSV and from a workbook."""

import csv
import io
import zipfile
from dataclasses import replace
from types import MappingProxyType

import pytest
from lxml import etree

from analysis.assessment import assess
from export.data.oblast_files import as_csv, as_xlsx, notes
from export.data.oblast_table import Column, oblast_table, table_of
from i18n.spoken import speaking
from layers.core.build import Frames
from layers.core.constants import NOTICE
from layers.core.scenario import LETTERS

MADE = "2026-11-28"
ADDRESS = "https://example.org/?line=2025-08-31"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def frames(store):
    return Frames(store)


@pytest.fixture(scope="module")
def table(frames):
    return table_of(frames, frames.registry.default())


@pytest.fixture(scope="module")
def two(frames):
    first = frames.registry.default()
    params = first.params["air_policing"].model_copy(update={"radius_km": 300.0})
    second = replace(first, params=MappingProxyType({**first.params, "air_policing": params}))
    return first.beside([second])


def _below(frames, scenario):
    sources = [frames.store.sources["ukrstat_2022"]]
    return notes(scenario, frames.registry, sources, address=ADDRESS, made=MADE)


def _cells(body: bytes) -> dict[str, tuple[str, str]]:
    """Return type and value of each cell of a workbook's one sheet, by its name."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        texts = [
            "".join(one.itertext())
            for one in etree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        ]
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{_SHEET}f"))
    found = {}
    for cell in sheet.iter(f"{_SHEET}c"):
        value = cell.findtext(f"{_SHEET}v")
        if value is not None:
            kind = cell.get("t", "n")
            found[cell.get("r")] = (kind, texts[int(value)] if kind == "s" else value)
    return found


def test_it_has_every_oblast_and_the_country_that_they_add_up_to(table):
    assert len(table.rows) == 27
    keys = [column.key for column in table.columns if column.kind != "share"]
    for key in keys:
        assert sum(row.numbers[key] for row in table.rows) == pytest.approx(table.total.numbers[key])
    whole = sum(row.numbers["area"] * row.numbers["uncovered_area"] for row in table.rows)
    assert whole / table.total.numbers["area"] == pytest.approx(table.total.numbers["uncovered_area"])


def test_heads_are_plain_words_with_units_and_no_ids(table):
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles)
    assert "Air policing: Ground, %" in titles
    assert not [title for title in titles if "_" in title]


def test_nearly_all_is_not_all_and_nearly_nothing_is_not_nothing(table):
    share = Column(key="x", kind="share", head="Ground")
    assert [share.text(value) for value in (0, 0.004, 0.016, 0.994, 0.996, 1)] == [
        "0",
        "< 1",
        "2",
        "99",
        "> 99",
        "100",
    ]
    luhansk = next(row for row in table.rows if row.iso == "UA-09")
    assert 0.995 < luhansk.numbers["occupied"] < 1
    assert share.text(luhansk.numbers["occupied"]) == "> 99"


def test_of_two_each_share_stands_twice_with_the_difference_of_the_exact_numbers(frames, two):
    table = table_of(frames, two)
    keys = [column.key for column in table.columns if column.key.startswith("air_policing_area")]
    assert keys == ["air_policing_area_a", "air_policing_area_b", "air_policing_area_difference"]
    for row in (*table.rows, table.total):
        first, second, difference = (row.numbers[key] for key in keys)
        assert difference == pytest.approx(100 * (second - first))
    assert table.total.numbers[keys[2]] < 0
    text = next(column for column in table.columns if column.key == keys[2]).text
    assert text(table.total.numbers[keys[2]]).startswith("\N{MINUS SIGN}")
    assert (text(0.0), text(0.01), text(-12.4)) == ("0", "< 0.1", "\N{MINUS SIGN}12")


@pytest.mark.parametrize("number", [3, 6])
def test_more_than_two_have_a_column_each_and_no_difference(frames, number):
    table = oblast_table([assess(frames, frames.registry.default())] * number, frames.registry)
    own = [column for column in table.columns if column.key.startswith("uncovered_area")]
    assert [column.letter for column in own] == [letter.upper() for letter in LETTERS[:number]]


def test_csv_read_again_has_exact_numbers_units_sources_date_and_address(frames, table):
    body = as_csv(table, _below(frames, frames.registry.default()))
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0] == ["ISO 3166-2", "Oblast", *(column.title for column in table.columns)]
    for row, own in zip(rows[1:29], (*table.rows, table.total), strict=True):
        assert row[:2] == [own.iso, own.name]
        figures = [column.figure(own.numbers[column.key]) for column in table.columns]
        assert [float(cell) for cell in row[2:]] == pytest.approx(figures)
    below = {key: text for key, text, *_ in rows[30:]}
    assert (below[""], below["Scenario"], below["made"]) == (NOTICE, ADDRESS, MADE)
    assert below["Line of occupation"] == "31 Aug 2025"
    assert "State Statistics Service" in below["Source"]


def test_a_workbook_read_again_has_numbers_as_numbers_and_texts_as_texts(frames, table):
    cells = _cells(as_xlsx(table, _below(frames, frames.registry.default()), made=MADE))
    assert cells["B1"] == ("s", "Oblast")
    assert cells["C1"] == ("s", "Area, km²")
    assert cells["A29"] == ("s", "UA")
    kind, people = cells["D29"]
    assert (kind, int(people)) == ("n", round(table.total.numbers["people"]))
    told = [text for kind, text in cells.values() if kind == "s"]
    assert NOTICE in told
    assert ADDRESS in told


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_read_as_a_formula(frames, table, sign):
    name = f"{sign}1+1"
    hostile = replace(table, rows=(replace(table.rows[0], name=name), *table.rows[1:]))
    below = [(name, name)]
    rows = list(csv.reader(io.StringIO(as_csv(hostile, below).decode("utf-8-sig"))))
    assert rows[1][1] == f"'{name}"
    assert rows[-1] == [f"'{name}", f"'{name}"]
    assert _cells(as_xlsx(hostile, below))["B2"] == ("s", name)


def test_both_are_in_the_language_that_is_spoken(frames, two):
    with speaking("uk"):
        table = table_of(frames, two)
        body = as_csv(table, _below(frames, two)).decode("utf-8-sig")
    head, first, *_ = body.splitlines()
    assert head.startswith('ISO 3166-2,Область,"Площа, км²"')
    assert "Вінницька область" in first
