"""The card: the scenario and sources that every exported file carries, so that it can be opened again.

A card is one JSON document in ASCII (everything else is escaped), so that it passes unchanged through any container:

    {"guarantees": 1, "scenario": {…as layers.core.scenario_file…}, "sources": [{key, title, publisher, date, url,
     licence}],
     "assumptions": [{key, title, reason}], "options": {…of the snapshot…}, "made": "2026-01-31", "program": "…",
     "version": "0.2.0", "data_version": "2026-08-22.1f0c9a4e"}

Here it is made and put into finished files, which are not encoded anew; `export.metadata.extract` finds it again.
"""

import io
import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from PIL import PngImagePlugin

from export.metadata.containers import MAX_CARD_BYTES, NAME, NAMESPACE, PNG_SIGNATURE, SVG_PROLOG, png_chunks
from geodata.tables import Source, parted
from layers.core.constants import NOTICE, made_with, provenance
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.scenario_file import to_json

FORMAT_VERSION = 1
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: The prolog, the start of the root, and metadata that already is its first child.
_SVG_HEAD = re.compile(
    rb"""\A(?P<head>""" + SVG_PROLOG + rb"""<svg\b(?>[^>"']+|"[^"]*"|'[^']*')*+(?<!/)>)"""
    rb"""(?:\s*<metadata\b[^>]*>.*?</metadata>)?""",
    re.S,
)  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def card(
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    options: Mapping[str, Any] | None = None,
    *,
    made: str = "",
) -> str:
    """Return the card of a scenario: JSON in ASCII, one line.

    `sources` are those cited, by key (`layers.core.citations.cited`); `options` are the snapshot's, of JSON's
    own types;
    `made` is the ISO date, today without it.

    Raises
    ------
    ValueError
        If the options are not JSON, or the card would be larger than 1 MB and so could not be read again.
    """
    cited, assumptions = parted(sources)
    try:
        text = json.dumps(
            {
                "guarantees": FORMAT_VERSION,
                "scenario": json.loads(to_json(scenario, registry)),
                "sources": [
                    {
                        "key": key,
                        "title": source.title,
                        "publisher": source.publisher,
                        "date": source.date,
                        "url": source.url,
                        "licence": source.licence,
                    }
                    for key, source in cited.items()
                ],
                "assumptions": [
                    {"key": key, "title": assumption.title, "reason": assumption.reason}
                    for key, assumption in assumptions.items()
                ],
                "options": dict(options or {}),
                **provenance(registry.data_version, made),
            },
            separators=(",", ":"),
            allow_nan=False,
        )
    except (TypeError, ValueError) as fault:
        raise ValueError(
            f"The options of a snapshot must be numbers, texts and lists of them: {fault}."
        ) from None
    if len(text) > MAX_CARD_BYTES:
        raise ValueError(
            f"Scenario, sources and options take {len(text):,} bytes; a file can hold at most {MAX_CARD_BYTES:,}. "
            "Shorten the texts."
        )
    return text


# --- into a PNG -------------------------------------------------------------------------------------


def png_info(card: str) -> PngImagePlugin.PngInfo:
    """Return the text chunks of a PNG: the card, and what other programs show (title, source, date, notice)."""
    info = PngImagePlugin.PngInfo()
    told = _told(card)
    texts = {
        "Title": told["title"],
        "Description": NOTICE,
        "Source": "\n".join(told["sources"]),
        "Creation Time": told["made"],
        "Software": told["program"],
        NAME: card,
    }
    for keyword, text in texts.items():
        # Lone surrogates have no UTF-8; the card itself is ASCII.
        info.add_itxt(keyword, text.encode("utf-8", "replace").decode())
    return info


def into_png(png: bytes, card: str) -> bytes:
    """Return a finished PNG with the card in it; pixels are not touched, an earlier card is replaced.

    Raises
    ------
    ValueError
        If it is no complete PNG.
    """
    info = png_info(card)
    ours = {chunk[1].partition(b"\0")[0] for chunk in info.chunks}
    made = io.BytesIO()
    made.write(PNG_SIGNATURE)
    for kind, start, end in png_chunks(png):
        if kind in (b"tEXt", b"zTXt", b"iTXt") and png[start + 8 : end].partition(b"\0")[0] in ours:
            continue
        made.write(png[start:end])
        if kind == b"IHDR":
            for name, body, _after in info.chunks:
                PngImagePlugin.putchunk(made, name, body)
    return made.getvalue()


# --- into an SVG ------------------------------------------------------------------------------------


def into_svg(svg: bytes, card: str) -> bytes:
    """Return a finished SVG with `<metadata>`: Dublin Core, and the card in an element of our own.

    Metadata that already is the first child of the root is replaced; nothing else changes.

    Raises
    ------
    ValueError
        If there is no `<svg>` element to put it into.
    """
    found = _SVG_HEAD.match(svg)
    if found is None:
        raise ValueError("It has no <svg> element at its root.")
    told = _told(card)
    # ASCII stands in any encoding the file may declare.
    metadata = (
        f'<metadata><rdf:RDF xmlns:rdf="{_RDF}" xmlns:dc="{_DUBLIN_CORE}"><rdf:Description rdf:about="">'
        f"<dc:title>{_xml(told['title'])}</dc:title><dc:creator>{_xml(told['program'])}</dc:creator>"
        f"<dc:date>{_xml(told['made'])}</dc:date><dc:description>{_xml(NOTICE)}</dc:description>"
        f"{''.join(f'<dc:source>{_xml(source)}</dc:source>' for source in told['sources'])}"
        f'</rdf:Description></rdf:RDF><{NAME}:card xmlns:{NAME}="{NAMESPACE}">{_xml(card)}</{NAME}:card></metadata>'
    ).encode("ascii", "xmlcharrefreplace")
    return found["head"] + b"\n " + metadata + svg[found.end() :]


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("�", text))


# --- into a PDF -------------------------------------------------------------------------------------


def into_pdf(pdf: bytes, card: str) -> bytes:
    """Return a finished PDF with the card in its XMP, and title, author, subject and keywords in XMP and Info.

    Raises
    ------
    ValueError
        If it is no PDF that can be read.
    """
    import pikepdf  # a tenth of a second that only PDFs pay

    told = _told(card)
    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata.register_xml_namespace(NAMESPACE, NAME)
                metadata["dc:title"] = _NOT_XML.sub("�", told["title"])
                metadata["dc:creator"] = [told["program"]]
                metadata["dc:description"] = NOTICE
                metadata["dc:source"] = _NOT_XML.sub("�", "; ".join(told["sources"]))
                metadata["pdf:Keywords"] = "Ukraine, security guarantees, notional"
                metadata["xmp:CreatorTool"] = told["program"]
                metadata["xmp:CreateDate"] = told["made"]
                metadata[f"{{{NAMESPACE}}}card"] = card
            document.save(made, deterministic_id=True)
    except pikepdf.PdfError as fault:
        raise ValueError(f"The PDF cannot be read: {fault}") from None
    return made.getvalue()


def _told(card: str) -> dict[str, Any]:
    """Return what a card says for people: title, made, program with its versions, and sources as one line each."""
    told = json.loads(card)
    sources = [f"{s['title']}. {s['publisher']}, {s['date']}" for s in told["sources"]]
    return {
        "title": told["scenario"]["title"], "made": told["made"], "program": made_with(told), "sources": sources,
    }  # fmt: skip
