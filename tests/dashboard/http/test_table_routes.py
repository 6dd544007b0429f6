import io
import zipfile

import pytest

pytestmark = pytest.mark.slow


def test_csv_and_workbook_are_attachments_that_name_the_scenario(client):
    for kind, mimetype in (("csv", "text/csv"), ("xlsx", "spreadsheetml.sheet")):
        answer = client.get(f"/oblasts.{kind}?line=2024-07-08")
        assert answer.status_code == 200
        assert mimetype in answer.mimetype
        assert answer.headers["Content-Disposition"].endswith(f'2024-07-08-oblasts.{kind}"')
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as parts:
        assert b"/?line=2024-07-08" in parts.read("xl/sharedStrings.xml")


def test_of_two_that_are_compared_both_are_in_it(client):
    text = client.get("/oblasts.csv?b=air_policing.radius_km%3D300").get_data(as_text=True)
    assert "Air policing: Ground, A, %" in text
    assert "Air policing: Ground, B − A, points" in text


def test_what_is_not_understood_is_refused_in_words(client):
    answer = client.get("/oblasts.csv?line=1999-01-01")
    assert answer.status_code == 422
    assert answer.get_json()["allowed"]["line"]
    answer = client.get("/oblasts.docx")
    assert answer.status_code == 404
    assert answer.get_json()["allowed"] == ["csv", "xlsx"]
