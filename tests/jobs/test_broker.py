import pytest

from jobs import broker
from settings import SettingError


@pytest.mark.parametrize("url", ["http://127.0.0.1", "127.0.0.1:6379", "redis"])
def test_an_address_that_is_no_redis_is_refused_in_words(url, monkeypatch):
    monkeypatch.setenv(broker.REDIS_VARIABLE, url)
    with pytest.raises(SettingError, match="must begin with redis:// or rediss://"):
        broker.redis_url()


def test_a_password_in_a_wrong_address_is_not_shown(monkeypatch):
    monkeypatch.setenv(broker.REDIS_VARIABLE, "http://me:secret@host")
    with pytest.raises(SettingError, match="an address with a password") as refused:
        broker.redis_url()
    assert "secret" not in str(refused.value)
