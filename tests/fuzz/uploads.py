"""Real files of every kind that can be opened, and seeded ways to damage them."""

import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from decks import BARE, briefing
from decks import library as shipped

from export.decks.build import deck

#: Where a mutated file is sent, by what it was.
ROUTES = {"yaml": "/briefing/read?name=fuzz.yaml"}
_MOST_BYTES = 3_000_000
_TOKENS = (
    b"<", b"<a>" * 300, b"&lt;", b"<!ENTITY a 'b'>", b"{" * 300, b"[" * 300, b'"', b"\\u0000", b"\0" * 64, b"\xff" * 64,
    b"1e999", b"9" * 5000, b"NaN", b"null", b"PK\x01\x02", b"PK\x05\x06", b"IEND", b"iTXt", b"zTXt", b"guarantees\0",
    b"<< /Filter [/FlateDecode /LZWDecode] >>", b"/Metadata 1 0 R", b"endobj", b"stream\n", b"startxref\n0\n", b"%%EOF",
    b"&x ", b"*x", b"? ", b"- " * 40, b"!!python/object:os.system", b"\xed\xa0\x80", b"\xef\xbb\xbf",
)  # fmt: skip


def real_files(client) -> dict[str, bytes]:
    """Return one file of each kind, made by the program itself."""
    look = "layout=480x300&scale=1&inset=no&graticule=no&layers=line_of_occupation,ports"
    files = {kind: client.get(f"/snapshot.{kind}?{look}").data for kind in ("png", "svg", "pdf", "zip")}
    files["json"] = client.get("/scenario.json?layers=ports&b=layers%3Dcities").data
    small = briefing(BARE)
    for kind in ("pptx", "pdf", "html"):
        files[f"deck {kind}"] = deck(kind, small, shipped())
    files["yaml"] = (Path(__file__).parents[2] / "briefings" / "default.yaml").read_bytes()
    return files


def mutated(files: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many damaged files, each with what it was; the same seed gives the same ones."""
    rng, names = random.Random(seed), sorted(files)
    ways = (_flipped, _cut, _spliced, _doubled, _with_token, _inside_zip)
    for number in range(count):
        name = names[number % len(names)]
        data = files[name]
        for _ in range(rng.choice((1, 1, 2, 4))):
            data = rng.choice(ways)(data, files[rng.choice(names)], rng)[:_MOST_BYTES]
        yield name, data


def _flipped(data: bytes, other: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 8, 200)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, other: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Put a piece of another file in, in the place of as much or of nothing."""
    at, start = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    piece = other[start : start + rng.choice((16, 400, 30_000))]
    return data[:at] + piece + data[at + rng.choice((0, len(piece))) :]


def _doubled(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Repeat a piece, up to some hundreds of kB."""
    at = rng.randrange(len(data) + 1)
    piece = data[at : at + rng.choice((4, 60, 2000))]
    return data[:at] + piece * rng.choice((2, 50, 300)) + data[at:]


def _with_token(data: bytes, other: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 20)) + data[at:]


def _inside_zip(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """Damage what a zip holds, not the zip; of other files, put the file itself into one."""
    members = {"card.json": data[:200_000], "scenario.json": other[:200_000]}
    if zipfile.is_zipfile(io.BytesIO(data)):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                members |= {name: package.read(name) for name in package.namelist()[:40]}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
            pass
        except Exception as problem:  # zlib.error and struct.error of a file damaged before
            if type(problem).__module__ not in ("zlib", "struct"):
                raise
    chosen = rng.choice(sorted(members))
    members[chosen] = _flipped(members[chosen], other, rng)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(name, body)
    return made.getvalue()


def reads_in_words(answer) -> bool:
    """Whether an answer is a scenario or a briefing, or says in words why there is none."""
    told = json.loads(answer.data)
    words = told.get("problems") or [fault["text"] for fault in told.get("faults", ())]
    return bool(told.get("scenario") or told.get("briefing") or (words and all(map(str.strip, words))))
