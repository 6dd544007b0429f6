"""Files that mean harm: small, and endless once they are opened."""

import io
import zlib

import pikepdf


def blank_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(10, 10))
        document.save(made)
    return made.getvalue()


def pdf_with_metadata(xmp: bytes, **keys: pikepdf.Object) -> bytes:
    """Return a PDF with anything at all as its metadata; pikepdf would not save some of it under its true name."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank_pdf())) as document:
        document.Root.Metadatx = document.make_indirect(pikepdf.Stream(document, xmp, **keys))
        document.save(made, compress_streams=False)
    return made.getvalue().replace(b"/Metadatx", b"/Metadata")


def lzw(megabytes: int) -> bytes:
    """Return so much LZW of zeros, which unpacks to 110 times as much; it packs well itself."""
    # From the start of the table on, each code is one zero longer than the last, and all have nine bits.
    codes, bits = [256, 0, *range(258, 504)], 0
    for code in codes:
        bits = bits << 9 | code
    unit = bits.to_bytes(len(codes) * 9 // 8)
    return unit * (megabytes * 10**6 // len(unit))


def lzw_metadata_pdf(megabytes: int) -> bytes:
    """Return a PDF whose metadata is Flate, then LZW: of 32 MB of that, 140 kB, which unpack to 3.5 GB."""
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.LZWDecode])
    return pdf_with_metadata(zlib.compress(lzw(megabytes), 9), Filter=filters)


def lzw_objects_pdf(megabytes: int) -> bytes:
    """Return a PDF whose catalogue lies in an object stream packed the same way: no reader can do without it."""
    packed = zlib.compress(lzw(megabytes), 9)
    file = bytearray(b"%PDF-1.7\n")
    at = len(file)
    file += b"2 0 obj <</Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /LZWDecode] /Length %d>>" % len(
        packed
    )
    file += b" stream\n" + packed + b"\nendstream endobj\n"
    start = len(file)
    rows = [(0, 0, 255), (2, 2, 0), (1, at, 0), (1, start, 0)]
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(1) for kind, place, last in rows)
    file += b"3 0 obj <</Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d>>" % len(table)
    file += b" stream\n" + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(file)


def nested_metadata_pdf(depth: int) -> bytes:
    """Return a PDF whose metadata is elements in elements."""
    return pdf_with_metadata(zlib.compress(b"<a>" * depth, 9), Filter=pikepdf.Name.FlateDecode)
