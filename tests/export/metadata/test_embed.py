"""Every exported file carries its scenario and gives it back exactly; what carries none says so plainly."""

import contextlib
import io
import json
import random
import struct
import zipfile
import zlib
from functools import cache
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pikepdf
import pytest
from embedded import provenance_in
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from export.metadata import embed, extract
from export.metadata.containers import NAMESPACE, png_chunks
from export.metadata.embed import into_pdf, into_svg
from export.metadata.extract import NoScenario, read
from layers.core.address import from_query
from layers.core.citations import cited
from layers.core.constants import NOTICE
from layers.core.facts import facts_for
from layers.core.scenario import Scenario

pytestmark = pytest.mark.slow

QUERY = (
    "layers=air_policing,cities&line=2024-07-08&view=31.2,48.6,5.1&theme=dark&air_policing.radius_km=512.5"
)
DC = "{http://purl.org/dc/elements/1.1/}"
#: A title is printable and single-spaced; the rest of a scenario is checked value by value.
titles = (
    st.text(min_size=1, max_size=120)
    .map(lambda text: " ".join("".join(c for c in text if c.isprintable()).split()))
    .filter(bool)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@cache
def drawn(kind: str) -> bytes:
    """A small figure as Matplotlib writes it, with a text that looks like markup."""
    made = io.BytesIO()
    figure = Figure(figsize=(2, 1.5))
    figure.add_subplot().set_title("Одеса <metadata> & ]]> -->")
    figure.savefig(made, format=kind)
    return made.getvalue()


def into_zip(_: bytes, provenance: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("README.txt", "…")
        package.writestr("card.json", provenance)
    return made.getvalue()


def into_png(png: bytes, provenance: str) -> bytes:
    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(made, "PNG", pnginfo=embed.png_info(provenance), dpi=picture.info["dpi"])
    return made.getvalue()


FORMATS = {"png": into_png, "svg": into_svg, "pdf": into_pdf, "zip": into_zip}
each_format = pytest.mark.parametrize("kind", FORMATS)


def put(kind: str, provenance: str) -> bytes:
    return FORMATS[kind](b"" if kind == "zip" else drawn(kind), provenance)


@pytest.fixture(scope="session")
def scenario(registry) -> Scenario:
    scenario, problems = from_query(QUERY, registry)
    assert problems == []
    return scenario


@pytest.fixture(scope="session")
def sources(registry, store, scenario):
    frame = registry["cities"].build(facts_for(store, scenario.line), scenario.params["cities"])
    return cited({"cities": frame}, registry, store.sources)


@pytest.fixture(scope="session")
def provenance(scenario, registry, sources) -> str:
    return embed.provenance_of(scenario, registry, sources, {"layout": "a4-landscape"}, made="2026-01-31")


# --- round trip -------------------------------------------------------------------------------------


@each_format
@given(title=titles, options=st.dictionaries(st.text(), json_values, max_size=4))
@example(
    title="Захід і схід — 🗺 “quoted” 'so' ]]> --> <script>&amp;</metadata>", options={"\0": "\ud800\x1b"}
)
def test_any_title_and_any_options_come_back_exactly(kind, title, options, registry, sources):
    scenario, problems = from_query(QUERY, registry)
    assert problems == []
    scenario = Scenario(**{**vars(scenario), "title": title})
    file = put(kind, embed.provenance_of(scenario, registry, sources, options))
    assert read(file, registry) == scenario
    assert provenance_in(file)["options"] == options


def test_the_provenance_says_what_it_must(provenance, sources, scenario):
    told = json.loads(provenance)
    assert list(told) == [
        "guarantees", "scenario", "sources", "assumptions", "options", "program", "version", "data_version", "made",
    ]  # fmt: skip
    assert told["guarantees"] == 1
    assert told["scenario"]["title"] == scenario.title
    assert {source["key"] for source in told["sources"]} == set(sources)
    assert set(told["sources"][0]) == {"key", "title", "publisher", "date", "url", "licence"}
    assert told["made"] == "2026-01-31"
    assert provenance.isascii()


def test_the_provenance_holds_assumptions_apart_from_sources(scenario, registry, store):
    cited = {key: store.sources[key] for key in ("geonames", "studio")}
    told = json.loads(embed.provenance_of(scenario, registry, cited))
    assert [source["key"] for source in told["sources"]] == ["geonames"]
    studio = store.sources["studio"]
    assert told["assumptions"] == [{"key": "studio", "title": studio.title, "reason": studio.reason}]


def test_sources_are_those_of_features_and_of_the_layers_own_texts(store, registry, sources):
    assert "geonames" in sources
    assert set(registry["cities"].sources) <= set(sources) < set(store.sources)


@each_format
def test_the_same_input_gives_the_same_bytes_and_a_second_provenance_replaces_the_first(
    kind, provenance, registry
):
    once = put(kind, provenance)
    assert put(kind, provenance) == once
    if kind != "zip":
        newer = provenance.replace("2026-01-31", "2026-02-28")
        again = FORMATS[kind](once, newer)
        assert provenance_in(again)["made"] == "2026-02-28"
        assert b"2026-01-31" not in again


def test_a_scenario_file_and_a_provenance_alone_are_read_as_well(scenario, registry, provenance):
    assert read(embed.to_json(scenario, registry).encode(), registry) == scenario
    assert read(b"\xef\xbb\xbf" + provenance.encode(), registry) == scenario


def test_a_package_with_the_scenario_file_alone_is_read(scenario, registry):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("scenario.json", embed.to_json(scenario, registry))
    assert read(made.getvalue(), registry) == scenario


def test_a_provenance_too_large_to_be_read_again_is_not_made(scenario, registry):
    with pytest.raises(ValueError, match=r"at most 1,000,000.*Shorten"):
        embed.provenance_of(scenario, registry, {}, {"marking": "x" * 1_000_000})


@pytest.mark.parametrize("wrong", [float("nan"), {1, 2}, b"x"], ids=["nan", "set", "bytes"])
def test_options_that_are_not_json_are_refused(wrong, scenario, registry):
    with pytest.raises(ValueError, match="options of a snapshot"):
        embed.provenance_of(scenario, registry, {}, {"wrong": wrong})


# --- other programs still read the file -------------------------------------------------------------


def test_the_pixels_of_a_png_stay_and_pillow_reads_the_texts(provenance, scenario):
    with (
        Image.open(io.BytesIO(drawn("png"))) as before,
        Image.open(io.BytesIO(put("png", provenance))) as after,
    ):
        assert after.tobytes() == before.tobytes()
        assert after.info["dpi"] == before.info["dpi"]
        assert after.info["guarantees"] == provenance
        assert after.info["Title"] == scenario.title
        assert after.info["Description"] == NOTICE
        assert "GeoNames" in after.info["Source"]


def test_a_png_that_pillow_saves_with_the_text_chunks_is_read(provenance, scenario, registry):
    made = io.BytesIO()
    Image.new("RGB", (3, 3)).save(made, "png", pnginfo=embed.png_info(provenance))
    assert read(made.getvalue(), registry) == scenario


def test_a_provenance_behind_the_pixels_is_found(provenance, scenario, registry):
    """Optimisers move texts there."""
    full = put("png", provenance)
    chunks = [(kind == b"iTXt", full[start:end]) for kind, start, end in png_chunks(full)]
    *others, end = [chunk for is_text, chunk in chunks if not is_text]
    moved = full[:8] + b"".join([*others, *(chunk for is_text, chunk in chunks if is_text), end])
    assert moved.index(b"IDAT") < moved.index(b"guarantees")
    assert read(moved, registry) == scenario


def test_an_svg_stays_well_formed_and_tells_dublin_core(provenance, scenario):
    root = ElementTree.fromstring(put("svg", provenance))
    metadata = [child for child in root if child.tag.endswith("}metadata")]
    assert len(metadata) == 1
    assert metadata[0].findtext(f".//{DC}title") == scenario.title
    assert metadata[0].findtext(f".//{DC}date") == "2026-01-31"
    assert metadata[0].findtext(f".//{DC}description") == NOTICE
    assert any("GeoNames" in source.text for source in metadata[0].iter(f"{DC}source"))
    before = ElementTree.fromstring(drawn("svg"))
    assert [child.tag for child in root][1:] == [child.tag for child in before if "metadata" not in child.tag]


def test_an_svg_in_another_encoding_keeps_its_title(registry, sources, scenario):
    svg = '<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- é --><svg xmlns="http://www.w3.org/2000/svg"></svg>'
    named = Scenario(**{**vars(scenario), "title": "Схід"})
    made = into_svg(svg.encode("iso-8859-1"), embed.provenance_of(named, registry, sources))
    assert read(made, registry).title == "Схід"
    assert ElementTree.fromstring(made).findtext(f".//{DC}title") == "Схід"


def test_a_pdf_tells_title_author_and_notice_in_xmp_and_info(provenance, scenario):
    with pikepdf.open(io.BytesIO(put("pdf", provenance))) as document:
        assert len(document.pages) == 1
        assert str(document.docinfo["/Title"]) == scenario.title
        assert str(document.docinfo["/Subject"]) == NOTICE
        assert "Ukraine" in str(document.docinfo["/Author"])
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == scenario.title
            assert "GeoNames" in metadata["dc:source"]


def pdf_with(xmp: bytes, **keys: pikepdf.Object) -> bytes:
    """A PDF with anything at all as its metadata; pikepdf would not save some of it under its true name."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn("pdf"))) as document:
        document.Root.Metadatx = document.make_indirect(pikepdf.Stream(document, xmp, **keys))
        document.save(made, compress_streams=False)
    return made.getvalue().replace(b"/Metadatx", b"/Metadata")


def test_xmp_that_another_program_wrote_with_attributes_is_read(provenance, scenario, registry):
    """Some write simple properties as attributes of rdf:Description, and compress the stream."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmp = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}"><rdf:Description rdf:about="" '
        f'xmlns:g="{NAMESPACE}" g:card={quoteattr(provenance)}/></rdf:RDF></x:xmpmeta>'
    )
    packed = pdf_with(zlib.compress(xmp.encode()), Filter=pikepdf.Name.FlateDecode)
    assert read(packed, registry) == scenario


@pytest.mark.parametrize("into", [into_svg, into_pdf])
@pytest.mark.parametrize("wrong", [b"", b"hello", b"<html></html>", b"\x89PNG\r\n\x1a\n\0\0"])
def test_a_provenance_is_put_into_a_file_of_its_kind_only(into, wrong, provenance):
    with pytest.raises(ValueError, match=r"SVG|svg|PDF"):
        into(wrong, provenance)


# --- what contains no scenario -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_stripped_file_says_so_and_what_to_do(kind, registry):
    with pytest.raises(
        NoScenario, match=rf"^This {kind.upper()} contains no scenario: .*metadata was removed .*use the"
    ):
        read(drawn(kind), registry)


def test_a_zip_without_a_scenario_says_so(registry):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(NoScenario, match="This zip contains no scenario"):
        read(made.getvalue(), registry)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            r"a JPEG picture.*PNG, SVG and PDF.*decks \(pptx, pdf, html\).*convert pictures",
        ),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"GIF89a", "a GIF picture"),
        (b"\0\0\0\x18ftypheic", "an HEIC or AVIF picture"),
        (b"SQLite format 3\0", "a GeoPackage"),
        (b"<!DOCTYPE html><html></html>", "This web page contains no scenario"),
        (b'<?xml version="1.0"?><kml/>', "an XML file"),
        (b"hello", "of an unknown kind"),
        (b'{"type": "FeatureCollection"}', "holds no scenario"),
        (b"[1]", "holds no scenario"),
        (b"{", "JSON file is damaged"),
        (b"[" * 100_000, "JSON file is damaged"),
    ],
)
def test_a_foreign_file_is_named_with_what_can_be_opened(data, said, registry):
    with pytest.raises(NoScenario, match=said):
        read(data, registry)


def test_a_newer_version_is_refused_as_such(provenance, registry):
    newer = provenance.replace('"guarantees":1', '"guarantees":2', 1)
    for kind in FORMATS:
        with pytest.raises(NoScenario, match=r"newer version of the program.*version 2.*up to 1"):
            read(put(kind, newer), registry)


@pytest.mark.parametrize(
    "change",
    [
        {"guarantees": True},
        {"guarantees": "1"},
        {"scenario": []},
        {"sources": {}},
        {"options": 1},
        {"made": None},
    ],
    ids=str,
)
def test_a_provenance_without_its_fields_is_damaged(change, provenance, registry):
    with pytest.raises(NoScenario, match="damaged"):
        read(into_zip(b"", json.dumps(json.loads(provenance) | change)), registry)


def test_problems_of_the_scenario_are_named_with_what_is_allowed(provenance, registry):
    wrong = provenance.replace('"line":"2024-07-08"', '"line":"1999-01-01"')
    with pytest.raises(NoScenario, match=r"in this SVG cannot be used.*line=1999-01-01.*2024-07-08"):
        read(put("svg", wrong), registry)


# --- files that mean harm ---------------------------------------------------------------------------


def png_with(kind: bytes, body: bytes) -> bytes:
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    plain = drawn("png")
    return plain[:33] + chunk + plain[33:]


@cache
def bomb() -> bytes:
    return zlib.compress(bytes(200 << 20), 9)


@pytest.mark.parametrize(
    "chunk",
    [
        lambda: (b"iTXt", b"guarantees\0\1\0\0\0" + bomb()),
        lambda: (b"zTXt", b"guarantees\0\0" + bomb()),
        lambda: (b"tEXt", b"guarantees\0" + b"x" * 1_000_001),
    ],
    ids=["iTXt", "zTXt", "tEXt"],
)
def test_a_png_whose_text_is_huge_is_refused(chunk, registry):
    with pytest.raises(NoScenario, match="more text than a scenario can have"):
        read(png_with(*chunk()), registry)


def test_a_compressed_provenance_is_read(provenance, scenario, registry):
    for kind, head in ((b"iTXt", b"guarantees\0\1\0en\0\0"), (b"zTXt", b"guarantees\0\0")):
        assert read(png_with(kind, head + zlib.compress(provenance.encode())), registry) == scenario


def test_a_changed_byte_in_the_provenance_of_a_png_is_noticed(provenance, registry):
    with pytest.raises(NoScenario, match=r"PNG is damaged.*check sum"):
        read(put("png", provenance).replace(b"air_policing", b"air_polizing", 1), registry)


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_bomb_is_refused(how, registry):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as package, package.open("card.json", "w") as member:
        for _ in range(50):
            member.write(bytes(1 << 20))
    with pytest.raises(NoScenario, match=r"more text than|unusual way"):
        read(made.getvalue(), registry)


def test_a_zip_of_very_many_files_is_refused(registry):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for n in range(10_001):
            package.writestr(str(n), b"")
    with pytest.raises(NoScenario, match="more than 10,000 files"):
        read(made.getvalue(), registry)


def test_a_locked_zip_and_a_locked_pdf_are_refused(provenance, registry):
    locked = bytearray(put("zip", provenance))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for start in (n for n in range(len(locked)) if locked.startswith(mark, n)):
            locked[start + at] |= 1
    with pytest.raises(NoScenario, match="zip is locked by a password"):
        read(bytes(locked), registry)
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(put("pdf", provenance))) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(NoScenario, match="locked by a password"):
        read(made.getvalue(), registry)


LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "%s">%s]>' % (
    b"ha" * 100,
    b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 50) for c in range(98, 106)),
)


def test_entities_are_refused_in_svg_and_xmp(registry):
    body = b'<svg xmlns:g="' + NAMESPACE.encode() + b'"><g:card>&i;</g:card></svg>'
    with pytest.raises(NoScenario, match="XML file"):
        read(LAUGHS + body, registry)
    with pytest.raises(NoScenario, match=r"PDF is damaged.*XML"):
        read(pdf_with(LAUGHS + body), registry)


def test_an_svg_with_an_endless_provenance_is_refused(registry):
    svg = b'<svg xmlns:g="' + NAMESPACE.encode() + b'"><g:card>' + b"x" * 3_000_000
    with pytest.raises(NoScenario, match="more text than"):
        read(svg, registry)


def test_a_pdf_whose_xmp_is_a_bomb_is_refused(registry):
    with pytest.raises(NoScenario, match=r"PDF is damaged.*larger than 8 MB"):
        read(pdf_with(bomb(), Filter=pikepdf.Name.FlateDecode), registry)


def test_more_than_the_limit_is_refused_unread(monkeypatch, provenance, registry):
    monkeypatch.setattr(extract, "MAX_FILE_BYTES", 1_000)
    with pytest.raises(NoScenario, match="larger than"):
        read(put("png", provenance), registry)


BEGINNINGS = (b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"PK\x03\x04", b"<svg ", b"{")


@given(st.builds(bytes.__add__, st.sampled_from(BEGINNINGS), st.binary(max_size=400)))
def test_random_bytes_are_answered_not_crashed_on(registry, data):
    with pytest.raises(NoScenario, match=r"^This "):
        read(data, registry)


@each_format
def test_a_real_file_cut_short_or_changed_gives_its_scenario_or_an_answer(
    kind, provenance, scenario, registry
):
    whole = put(kind, provenance)
    rng = random.Random(7)
    cuts = {rng.randrange(len(whole)) for _ in range(120)} | {0, 1, len(whole) - 1}
    for cut in cuts:
        with contextlib.suppress(NoScenario):  # anything else is a crash
            assert read(whole[:cut], registry) == scenario
    for _ in range(200):
        changed = bytearray(whole)
        for at in rng.choices(range(len(whole)), k=rng.choice((1, 5, 60))):
            changed[at] = rng.randrange(256)
        with contextlib.suppress(NoScenario):
            assert isinstance(read(bytes(changed), registry), Scenario)
