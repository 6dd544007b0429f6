"""Zip: data packages, and slides, which are one too."""

import io
import zipfile
import zlib
from collections.abc import Callable

from export.metadata.containers import (
    BRIEFING_NAMESPACE,
    MAX_BRIEFING_BYTES,
    MAX_PROVENANCE_BYTES,
    PROVENANCE_MEMBER,
    SCENARIO_MEMBER,
)
from export.metadata.readers.kind import Kind, Text, UnreadableError, begins, damaged, worded
from export.metadata.readers.xml import in_xml

_MAX_MEMBERS = 10_000  # its directory is read whole
_MAX_SLIDE_PARTS = 40  # of a presentation that may hold a briefing


def _provenance(data: bytes) -> Text:
    def find(package: zipfile.ZipFile) -> Text:
        members = {info.filename: info for info in package.infolist()}
        member = members.get(PROVENANCE_MEMBER) or members.get(SCENARIO_MEMBER)
        return None if member is None else _member(package, member, MAX_PROVENANCE_BYTES)

    return _found_in(data, find)


def _briefing(data: bytes) -> Text:
    def find(package: zipfile.ZipFile) -> Text:
        parts = [info for info in package.infolist() if info.filename.startswith("customXml/item")]
        for part in parts[:_MAX_SLIDE_PARTS]:
            body = _member(package, part, MAX_BRIEFING_BYTES)
            if len(body) <= MAX_BRIEFING_BYTES and BRIEFING_NAMESPACE.encode() in body:
                found = in_xml(body, "presentation", (BRIEFING_NAMESPACE, "briefing"), MAX_BRIEFING_BYTES)
                if found is not None:
                    return found
        return None

    return _found_in(data, find)


def _found_in(data: bytes, find: Callable[[zipfile.ZipFile], Text]) -> Text:
    try:
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise ValueError(
                worded("it lists more than {max_members} files", max_members=f"{_MAX_MEMBERS:,}")
            )
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return find(package)
    except UnreadableError:
        raise
    except (
        zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, OverflowError, KeyError,
    ) as fault:  # fmt: skip
        raise damaged("zip", str(fault)) from None


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, max_bytes: int) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableError(
            worded("This zip is locked by a password. Unpack it, and open its scenario.json.")
        )
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(
            worded("its scenario is compressed in an unusual way")
        )  # others expand without bound
    with package.open(member) as text:
        return text.read(max_bytes + 1)


KIND = Kind(name="zip", fits=begins(rb"PK(\x03\x04|\x05\x06)"), provenance=_provenance, briefing=_briefing)
