"""The Redis through which servers hand decks to workers, where the environment names one."""

import os

from settings import SettingError

REDIS_VARIABLE = "REDIS_URL"
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+socket://")


def redis_url() -> str:
    """Return the address of the Redis that the environment names, or ''.

    Raises
    ------
    SettingError
        If it is none.
    """
    url = os.environ.get(REDIS_VARIABLE, "").strip()
    if url and not url.startswith(_REDIS_SCHEMES):
        shown = url if "@" not in url else "an address with a password"
        raise SettingError(
            f"{REDIS_VARIABLE} must begin with {' or '.join(_REDIS_SCHEMES[:2])}, such as redis://127.0.0.1:6379/0; "
            f"got {shown}. Correct it, or unset it to work without Redis."
        )
    return url
