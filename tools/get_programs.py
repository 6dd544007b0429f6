"""Makes sure that `make test-programs` has the big programs whose readers open our files, as far as apt has them.

Exit code 0 in any case: the tests of a program that is not to be had are skipped by name.
"""

import shutil
import sys

from tools.system_packages import apt_install

#: What a program is called on the command line, and its package on Debian.
PROGRAMS = {
    "soffice": "libreoffice-impress", "localc": "libreoffice-calc", "inkscape": "inkscape", "ogrinfo": "gdal-bin",
}  # fmt: skip


def missing() -> list[str]:
    """Return the programs that this machine does not have."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def main() -> int:
    """Find or install; say which are missing."""
    for program in missing():
        print(f"Getting {PROGRAMS[program]} for the tests with other programs (once) …", flush=True)
        apt_install(PROGRAMS[program])
    for program in missing():
        print(
            f"No {program} (Debian: apt install {PROGRAMS[program]}): its tests are skipped.", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
