"""Settings of the environment."""

import pytest

from settings import SettingError, Settings, read_settings


def test_an_empty_environment_gives_the_defaults():
    assert read_settings({"ALLOWED_HOSTS": "", "BASE_PATH": " ", "PATH": "/bin"}) == Settings()


def test_every_setting_is_read():
    read = read_settings({
        "ALLOWED_HOSTS": "Maps.Example.org, 192.0.2.7,2001:db8::1",
        "TRUSTED_PROXY": "127.0.0.1",
        "BASE_PATH": "/map",
        "EMBED_ANCESTORS": "https://news.example.org https://*.example.org:8443",
    })  # fmt: skip
    assert read.allowed_hosts == {"maps.example.org", "192.0.2.7", "2001:db8::1"}
    assert read.trusted_proxy == "127.0.0.1"
    assert (read.base_path, read.prefix) == ("/map/", "/map")
    assert read.embed_ancestors == "https://news.example.org https://*.example.org:8443"


@pytest.mark.parametrize(("text", "policy"), [("*", "*"), ("none", "'none'"), ("self", "'self'")])
def test_who_may_frame_can_be_a_word(text, policy):
    assert read_settings({"EMBED_ANCESTORS": text}).embed_ancestors == policy


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ALLOWED_HOSTS", "maps.example.org:8050"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "http://maps.example.org"),
        ("TRUSTED_PROXY", "*"),
        ("TRUSTED_PROXY", "localhost"),
        ("BASE_PATH", "map"),
        ("BASE_PATH", "/map/../"),
        ("BASE_PATH", "//evil.example/"),
        ("BASE_PATH", '/"><script>/'),
        ("EMBED_ANCESTORS", "news.example.org"),
        ("EMBED_ANCESTORS", "https://a.example; script-src *"),
        ("EMBED_ANCESTORS", "https://a.example/path"),
        *(
            ("REPORT_TO", text)
            for text in (
                "nobody",
                "javascript:alert(1)",
                "a@b",
                "ftp://example.org",
                "a@example.org?cc=b",
                "x y@z.org",
            )
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(name, text):
    with pytest.raises(
        SettingError, match=f"^{name} must be .*such as .*|^{name} must be .*none, self"
    ) as refused:
        read_settings({name: text})
    assert f"“{text}”" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["maps@example.org", "mailto:maps@example.org", "https://example.org/report"]
)
def test_reports_go_to_an_address(text):
    assert read_settings({"REPORT_TO": text}).report_to == text.removeprefix("mailto:")


def test_all_wrong_settings_are_named_at_once():
    with pytest.raises(SettingError) as refused:
        read_settings({"BASE_PATH": "x", "TRUSTED_PROXY": "y"})
    assert str(refused.value).count("\n") == 1
