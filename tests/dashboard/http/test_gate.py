"""Hosts, origins and sizes, through Flask's test client."""

import pytest

from dashboard.app import create_app
from dashboard.http import limits
from dashboard.http.gate import host_name
from settings import Settings

pytestmark = pytest.mark.slow

OWN = {"Host": "localhost:8050"}


@pytest.fixture(scope="module")
def client(store):
    return create_app(
        store, settings=Settings(allowed_hosts=frozenset({"maps.example.org"}))
    ).server.test_client()


@pytest.fixture(scope="module")
def everywhere(store):
    return create_app(store, host="0.0.0.0").server.test_client()


def refused(answer, status: int) -> str:
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    text = answer.get_data(as_text=True)
    assert text.count("\n") == 1
    assert len(text) <= limits.MAX_LINE_CHARS + 1
    return text


# -- hosts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8050", "LOCALHOST", "127.0.0.1:8050", "[::1]:8050", "maps.example.org"]
)
def test_the_server_answers_to_its_own_names(client, host):
    assert client.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8050", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.7",
     "a@localhost", "localhost@evil.example", "localhost, evil.example", "[::1", "localhost:x", "x" * 5000],
)  # fmt: skip
def test_it_answers_to_no_other_name(client, host):
    assert "ALLOWED_HOSTS" in refused(client.get("/health", headers={"Host": host}), 400)


def test_who_listens_everywhere_answers_to_addresses_but_not_to_names(everywhere):
    for host in ("192.0.2.7:8050", "[2001:db8::1]:8050", "localhost"):
        assert everywhere.get("/health", headers={"Host": host}).status_code == 200
    refused(everywhere.get("/health", headers={"Host": "evil.example:8050"}), 400)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("A.example:80", "a.example"),
        ("[::1]", "::1"),
        ("a.example.", "a.example"),
        ("a/b", ""),
        ("", ""),
        ("a b", "a b"),
    ],
)
def test_the_name_of_a_host_is_what_stands_before_the_port(host, name):
    assert host_name(host) == name


# -- posts of other sites ----------------------------------------------------------------------------


POSTS = ["/scenario", "/_dash-update-component", "/briefing/told", "/briefing/write", "/briefing/read"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},  # another program of this machine
        {"Origin": "http://localhost:8050.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8050"},
    ],
    ids=str,
)
def test_a_page_of_another_site_may_not_post(client, path, headers):
    assert "another site" in refused(client.post(path, data=b"{}", headers=OWN | headers), 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},  # a program on the command line
        {"Origin": "http://localhost:8050"},
        {"Origin": "https://localhost:8050"},  # a proxy took the encryption off
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8050"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_the_site_itself_and_programs_may(client, headers):
    answer = client.post("/scenario", data=b"{}", headers=OWN | headers)
    assert answer.status_code == 200
    assert answer.get_json()["scenario"] is None


def test_anyone_may_read(client):
    assert client.get("/health", headers=OWN | {"Sec-Fetch-Site": "cross-site"}).status_code == 200


# -- sizes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [("/health", 64_000), ("/_dash-update-component", 1_000_000), ("/briefing/told", 1_100_000)],
)
def test_a_body_too_large_is_refused_under_any_server(client, path, most):
    said = refused(client.post(path, data=b"[" * (most + 1), content_type="application/json"), 413)
    assert f"{most:,}" in said


def test_an_address_too_long_is_refused(client):
    refused(client.get("/?title=" + "x" * limits.MAX_ADDRESS_CHARS), 414)


@pytest.mark.parametrize(("method", "status"), [("PUT", 405), ("DELETE", 405), ("BREW", 405)])
def test_what_flask_refuses_is_one_line_too(client, method, status):
    answer = client.open("/health", method=method)
    refused(answer, status)
    assert "GET" in answer.headers["Allow"]


def test_any_bytes_may_stand_in_a_query(client):
    for path in ("/", "/health", "/layers/ground.geojson", "/scenario"):
        assert client.get(path, environ_overrides={"QUERY_STRING": "\x80\xff"}).status_code < 500
