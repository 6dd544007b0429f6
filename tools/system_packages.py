"""Installs packages of the system where this user may: what tests need and pip does not have."""

import os
import shutil
import subprocess
import sys


def apt_install(*names: str) -> None:
    """Install packages with apt-get, as root or by sudo without a password; else do nothing."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or _may_sudo()):
        return
    sudo = [] if root else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*sudo, "apt-get", "update", "-qq"], quiet)
    run([*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], quiet)


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command and say so in one line if it does not work."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(f"({' '.join(command)} did not work: {done.stderr.strip().splitlines()[-1:]})", file=sys.stderr)


def _may_sudo() -> bool:
    return (
        bool(shutil.which("sudo"))
        and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )
