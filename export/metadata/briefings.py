"""The provenance of a deck: its first scene's, and the briefing it was made from, so that it can be opened again.

The briefing is YAML (`briefings.loader.dump`): in a PDF an attached file, in slides a custom XML part, which PowerPoint
keeps when it saves, in a web page text in its head. The provenance stands where `export.metadata.extract` finds it.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from briefings.model import Briefing
from briefings.placeholders import Library
from briefings.scene_geometry import view_of
from export.metadata import embed, sandbox
from export.metadata.containers import (
    ATTACHED,
    BRIEFING_NAMESPACE,
    PAGE_BRIEFING,
    PAGE_PROVENANCE,
    PROVENANCE_MEMBER,
)
from export.metadata.readers.kind import UnreadableError
from export.metadata.readers.kinds import kind_of
from geodata.sources import Source
from i18n.spoken import worded
from layers.core.constants import PROGRAM, made_with

_RELATION = "urn:security-guarantees-map:card"


class NoBriefing(ValueError):  # noqa: N818 - what a person meets is no error of the program
    """A file from which no briefing can be had; the text says why."""


def provenance_of(
    briefing: Briefing, library: Library, cited: Mapping[str, Source], kind: str, *, made: str = ""
) -> str:
    """Return the provenance of a deck: its first scene's scenario under the briefing's title, and all its sources.

    `made`: the ISO date, today without it.
    """
    scene = briefing.scenes[0]
    view = view_of(scene, library, width_px=900, height_px=700)
    scenario = replace(scene.scenario, title=briefing.title, view=view)
    return embed.provenance_of(
        scenario, library.registry, cited, {"format": kind, "briefing": briefing.id}, made=made
    )


def into_slides(package: Any, provenance: str, briefing_yaml: str) -> None:
    """Put both into a presentation's package (python-pptx)."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, 1000) if f"/customXml/item{n}.xml" not in taken)
    text = escape(briefing_yaml)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<briefing xmlns="{BRIEFING_NAMESPACE}">{text}</briefing>'
    held = package.main_document_part
    part = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", package, body.encode())
    held.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    # Parts and relationships that a program does not know it ignores (ECMA-376, Part 1, 9.1.8 and 9.1.9).
    document = Part(PackURI(f"/{PROVENANCE_MEMBER}"), "application/json", package, provenance.encode())
    held.relate_to(document, _RELATION)


def into_pdf(pdf: bytes, provenance: str, briefing: Briefing, briefing_yaml: str) -> bytes:
    """Return a finished PDF with both, and with title, author and notice in its metadata."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(embed.into_pdf(pdf, provenance))) as document:
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = [briefing.author or PROGRAM]
        attached = pikepdf.AttachedFileSpec(
            document, briefing_yaml.encode(), filename=ATTACHED, mime_type="application/yaml",
            description="The briefing this deck was made from", creation_date="", mod_date="",
        )  # fmt: skip
        document.attachments[ATTACHED] = attached
        document.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def in_page(provenance: str, briefing_yaml: str) -> str:
    """Return both as elements for the head of a web page, which is text to browsers, and who made it when."""
    told = json.loads(provenance)
    made_by = "".join(
        f'<meta name="{name}" content="{escape(text)}">\n'
        for name, text in (("generator", made_with(told)), ("dcterms.created", told["made"]))
    )
    briefing = _as_script(json.dumps(briefing_yaml, ensure_ascii=True))
    embedded = ((PAGE_PROVENANCE, _as_script(provenance)), (PAGE_BRIEFING, briefing))
    return made_by + "\n".join(f"{start}{text}{end}" for (start, end), text in embedded)


def _as_script(text: str) -> str:
    """Return JSON that no text of can end the element it stands in."""
    return text.replace("<", "\\u003c")


def briefing_text(data: bytes) -> str:
    """Return the briefing in a deck, as YAML for `briefings.loader.load`, which judges it.

    Raises
    ------
    NoBriefing
        If the file is no deck of this program, or cannot be read.
    """
    kind = kind_of(data)
    if not kind:
        raise NoBriefing(worded("This file is damaged or no deck of this program. Make the deck again."))
    try:
        text = sandbox.extract("briefing", kind, data)
    except UnreadableError as reason:
        raise NoBriefing(str(reason)) from None
    if text is None:
        raise NoBriefing(
            worded(
                "This file contains no briefing: it is no deck of this program, or the briefing was removed."
            )
        )
    return text.decode("utf-8", "replace")
