"""The provenance of an exported file: its scenario and sources, embedded so that the file can be opened again.

It is one JSON document in ASCII (everything else is escaped), so that it passes unchanged through any container:

    {"guarantees": 1, "scenario": {…as layers.core.scenario_file…}, "sources": [{key, title, publisher, date, url,
     licence}],
     "assumptions": [{key, title, reason}], "options": {…of the snapshot…}, "made": "2026-01-31", "program": "…",
     "version": "0.2.0", "data_version": "2026-08-22.1f0c9a4e"}

Here it is made and put into files; `export.metadata.extract` finds it again.
"""

import io
import json
import re
from collections.abc import Mapping
from typing import Any

from PIL import PngImagePlugin

from export.metadata.containers import MAX_PROVENANCE_BYTES, NAME, NAMESPACE
from geodata.sources import Source, parted
from layers.core.constants import NOTICE, made_with
from layers.core.constants import provenance as made_by
from layers.core.registry import Registry
from layers.core.scenario import Scenario
from layers.core.scenario_file import to_json

FORMAT_VERSION = 1
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def provenance_of(
    scenario: Scenario,
    registry: Registry,
    sources: Mapping[str, Source],
    options: Mapping[str, Any] | None = None,
    *,
    made: str = "",
) -> str:
    """Return the provenance of a scenario: JSON in ASCII, one line.

    `sources` are those cited, by key (`layers.core.citations.cited`); `options` are the snapshot's, of JSON's
    own types;
    `made` is the ISO date, today without it.

    Raises
    ------
    ValueError
        If the options are not JSON, or the text would be larger than 1 MB and so could not be read again.
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
                **made_by(registry.data_version, made),
            },
            separators=(",", ":"),
            allow_nan=False,
        )
    except (TypeError, ValueError) as fault:
        raise ValueError(
            f"The options of a snapshot must be numbers, texts and lists of them: {fault}."
        ) from None
    if len(text) > MAX_PROVENANCE_BYTES:
        raise ValueError(
            f"Scenario, sources and options take {len(text):,} bytes; a file can hold at most "
            f"{MAX_PROVENANCE_BYTES:,}. Shorten the texts."
        )
    return text


# --- into a PNG -------------------------------------------------------------------------------------


def png_info(provenance: str) -> PngImagePlugin.PngInfo:
    """Return the text chunks of a PNG: the provenance, and what other programs show (title, source, date, notice)."""
    info = PngImagePlugin.PngInfo()
    told = _told(provenance)
    texts = {
        "Title": told["title"],
        "Description": NOTICE,
        "Source": "\n".join(told["sources"]),
        "Creation Time": told["made"],
        "Software": told["program"],
        NAME: provenance,
    }
    for keyword, text in texts.items():
        # Lone surrogates have no UTF-8; the provenance itself is ASCII.
        info.add_itxt(keyword, text.encode("utf-8", "replace").decode())
    return info


# --- into an SVG ------------------------------------------------------------------------------------


def into_svg(svg: bytes, provenance: str) -> bytes:
    """Return a finished SVG with `<metadata>`: Dublin Core, and the provenance in an element of our own.

    Metadata that already is the first child of the root is replaced.

    Raises
    ------
    ValueError
        If it is no SVG that can be read.
    """
    from lxml import etree  # a moment that only SVGs pay

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        document = etree.parse(io.BytesIO(svg), parser)
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"The SVG cannot be read: {fault}") from None
    root = document.getroot()
    if etree.QName(root).localname != "svg":
        raise ValueError("It has no <svg> element at its root.")
    name = etree.QName(etree.QName(root).namespace, "metadata")
    if len(root) and root[0].tag == name.text:
        root.remove(root[0])
    metadata = etree.Element(name)
    rdf = etree.SubElement(metadata, f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF, "dc": _DUBLIN_CORE})
    about = etree.SubElement(rdf, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": ""})
    told = _told(provenance)
    texts = [
        ("title", told["title"]),
        ("creator", told["program"]),
        ("date", told["made"]),
        ("description", NOTICE),
        *(("source", source) for source in told["sources"]),
    ]
    for term, text in texts:
        etree.SubElement(about, f"{{{_DUBLIN_CORE}}}{term}").text = _xml(text)
    etree.SubElement(metadata, f"{{{NAMESPACE}}}card", nsmap={NAME: NAMESPACE}).text = provenance
    root.insert(0, metadata)
    metadata.tail = "\n"
    encoding = document.docinfo.encoding or "UTF-8"
    return bytes(etree.tostring(document, xml_declaration=True, encoding=encoding))


def _xml(text: str) -> str:
    """Return a text with what XML cannot hold replaced."""
    return _NOT_XML.sub("�", text)


# --- into a PDF -------------------------------------------------------------------------------------


def into_pdf(pdf: bytes, provenance: str) -> bytes:
    """Return a finished PDF with the provenance in its XMP, and title, author, subject and keywords in XMP and Info.

    Raises
    ------
    ValueError
        If it is no PDF that can be read.
    """
    import pikepdf  # a tenth of a second that only PDFs pay

    told = _told(provenance)
    made = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata.register_xml_namespace(NAMESPACE, NAME)
                metadata["dc:title"] = _xml(told["title"])
                metadata["dc:creator"] = [told["program"]]
                metadata["dc:description"] = NOTICE
                metadata["dc:source"] = _xml("; ".join(told["sources"]))
                metadata["pdf:Keywords"] = "Ukraine, security guarantees, notional"
                metadata["xmp:CreatorTool"] = told["program"]
                metadata["xmp:CreateDate"] = told["made"]
                metadata[f"{{{NAMESPACE}}}card"] = provenance
            document.save(made, deterministic_id=True)
    except pikepdf.PdfError as fault:
        raise ValueError(f"The PDF cannot be read: {fault}") from None
    return made.getvalue()


def _told(provenance: str) -> dict[str, Any]:
    """Return what provenance says for people: title, made, program with its versions, sources as one line each."""
    told = json.loads(provenance)
    sources = [f"{s['title']}. {s['publisher']}, {s['date']}" for s in told["sources"]]
    return {
        "title": told["scenario"]["title"], "made": told["made"], "program": made_with(told), "sources": sources,
    }  # fmt: skip
