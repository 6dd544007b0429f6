"""Make the typeface that is shipped, from the package `source-sans` on npm (Adobe, OFL-1.1).

    .venv/bin/python tools/build_fonts.py

Written are the web fonts of `assets/fonts/` with their style sheet, and the fonts of figures in `export/typography/`.
“Source” is a reserved name: what is changed must not bear it, and cutting letters out is a change. So the family has
a name of its own, of words that begin with a letter: MapLibre passes names of fonts on without quotes.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

PROJECT = Path(__file__).resolve().parents[1]
WEB = PROJECT / "assets" / "fonts"
STYLES = PROJECT / "frontend" / "css" / "fonts.css"
FIGURES = PROJECT / "export" / "typography"
LICENCE = PROJECT / "LICENSES" / "OFL-1.1.txt"

PACKAGE = "source-sans@3.52.0"
ROBOTO = "@fontsource/roboto@5"  # only measured: what Android has
FAMILY = "Guarantees Sans"

#: Latin, Greek and Cyrillic with their marks, punctuation, currency, letter-like signs, arrows, and simple shapes.
FIGURE_LETTERS = (
    (0x20, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2044), (0x2070, 0x20BF), (0x2100, 0x215F), (0x2190, 0x2199),
    (0x2200, 0x2265), (0x25A0, 0x25E6), (0xFB00, 0xFB04),
)  # fmt: skip
#: What the page writes: the Latin of Europe, Ukrainian and Russian Cyrillic, and the signs of running text.
PAGE_LETTERS = (
    (0x20, 0x17F), (0x218, 0x21B), (0x2B9, 0x2DD), (0x300, 0x30C), (0x400, 0x45F), (0x490, 0x491), (0x2010, 0x2044),
    (0x2070, 0x2089), (0x20AC, 0x20AC), (0x20B4, 0x20B4), (0x2116, 0x2122), (0x2190, 0x2193), (0x2206, 0x2265),
)  # fmt: skip
#: Letters that are kerned in figures: of English and its neighbours, and of Ukrainian.
KERNED_LETTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x404, 0x45F), (0x490, 0x491), (0x2010, 0x201E), (0x2026, 0x2026),
)  # fmt: skip
_PAIRS_OF_A_TABLE = 10_000  # what the length of a table can count
_PAGE_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
#: A text like the page's, of which fallbacks are made to take the same width.
_SAMPLE = (
    "Civilian monitors on both sides of the line, should a peace agreement leave Russian troops on Ukrainian soil. "
    "Coalition forces 60 km from the line. Air policing from Poland and Romania, 850 km, 45 minutes. Maritime "
    "patrols in the Black Sea. All values notional. Sources and method. Assumptions: area 12,480 km, length 1,217 km."
)


def main() -> None:
    """Write all files."""
    with tempfile.TemporaryDirectory() as work:
        npm = ["npm", "install", "--silent", "--ignore-scripts", "--no-save", "--prefix", work]
        subprocess.run([*npm, PACKAGE, ROBOTO], check=True)
        modules = Path(work) / "node_modules"
        source = modules / "source-sans"
        _write_figure_fonts(source / "TTF")
        _write_web_fonts(source / "VF")
        _write_styles(source / "TTF", modules / "@fontsource" / "roboto" / "files")
        LICENCE.write_text((source / "LICENSE.md").read_text(encoding="utf-8"), encoding="utf-8")
    for path in (*sorted(WEB.iterdir()), STYLES, *sorted(FIGURES.glob("*.ttf"))):
        sys.stdout.write(f"{path.relative_to(PROJECT)}: {path.stat().st_size / 1000:.0f} kB\n")


def _write_figure_fonts(source: Path) -> None:
    """Write the weights of figures: outlines and kerning, and no ligatures, so that copied text stays as written."""
    FIGURES.mkdir(exist_ok=True)
    for style, theirs in (("Regular", "Regular"), ("Semibold", "Semibold"), ("Italic", "It")):
        font = _cut(source / f"SourceSans3-{theirs}.ttf", FIGURE_LETTERS, ["kern"], tables=("GSUB", "GDEF"))
        _flatten_kerning(font)
        _rename(font, style)
        font.save(FIGURES / f"{FAMILY.replace(' ', '')}-{style}.ttf")


def _write_web_fonts(source: Path) -> None:
    """Write one file for all upright weights, and one for the italic of names of waters and stressed words."""
    from fontTools.varLib.instancer import instantiateVariableFont

    WEB.mkdir(exist_ok=True)
    for style, theirs, weights in (("Regular", "Upright", (400, 400, 700)), ("Italic", "Italic", 400)):
        font = _cut(source / f"SourceSans3VF-{theirs}.ttf", PAGE_LETTERS, _PAGE_FEATURES, tables=("STAT",))
        font = instantiateVariableFont(font, {"wght": weights})
        _rename(font, style)
        font.flavor = "woff2"
        font.save(WEB / f"{FAMILY.replace(' ', '-').lower()}{'-italic' if style == 'Italic' else ''}.woff2")


def _cut(
    path: Path, letters: Iterable[tuple[int, int]], features: list[str], tables: tuple[str, ...]
) -> "TTFont":
    from fontTools.subset import Options, Subsetter, load_font

    options = Options(hinting=False, layout_features=features, glyph_names=False, notdef_outline=True)
    options.name_IDs = ["*"]
    options.drop_tables += [*tables, "BASE", "DSIG", "FFTM", "gasp", "meta"]
    options.recalc_timestamp = False
    font = load_font(path, options)
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for low, high in letters for code in range(low, high + 1)])
    cutter.subset(font)
    return font


def _flatten_kerning(font: "TTFont") -> None:
    """Put the kerning of the usual letters into the old table `kern`, instead of by classes for all.

    Matplotlib cuts the fonts of each page of a PDF by fontTools, which took half of its time for the classes.
    """
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

    named = font.getBestCmap()
    usual = {named[code] for low, high in KERNED_LETTERS for code in range(low, high + 1) if code in named}
    pairs: dict[tuple[str, str], int] = {}
    for subtable in _pair_tables(font):
        lefts = [glyph for glyph in subtable.Coverage.glyphs if glyph in usual]
        if subtable.Format == 1:
            sets = dict(zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True))
            found = (
                (left, record.SecondGlyph, record.Value1)
                for left in lefts
                for record in sets[left].PairValueRecord
            )
        else:
            first, second = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
            found = (
                (
                    left,
                    right,
                    subtable.Class1Record[first.get(left, 0)].Class2Record[second.get(right, 0)].Value1,
                )
                for left in lefts
                for right in usual
            )
        for left, right, value in found:
            if right in usual:  # the first table that has a pair decides
                pairs.setdefault((left, right), getattr(value, "XAdvance", 0) if value else 0)
    kern = newTable("kern")
    kern.version = 0
    kern.kernTables = []
    told = sorted((pair, value) for pair, value in pairs.items() if value)
    for start in range(0, len(told), _PAIRS_OF_A_TABLE):
        part = KernTable_format_0()
        part.coverage, part.apple, part.format, part.version, part.tupleIndex = 1, False, 0, 0, None
        part.kernTable = dict(told[start : start + _PAIRS_OF_A_TABLE])
        kern.kernTables.append(part)
    font["kern"] = kern
    del font["GPOS"]


def _pair_tables(font: "TTFont") -> list[Any]:
    """Return the pair adjustments of the feature `kern`, in the order in which they are tried."""
    gpos = font["GPOS"].table
    wanted = {
        i
        for one in gpos.FeatureList.FeatureRecord
        if one.FeatureTag == "kern"
        for i in one.Feature.LookupListIndex
    }
    tables = []
    for index in sorted(wanted):
        for subtable in gpos.LookupList.Lookup[index].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == 9 else subtable
            if inner.LookupType == 2:
                tables.append(inner)
    return tables


def _rename(font: "TTFont", style: str) -> None:
    """Give a font the family's name; what it says of its makers and its licence stays."""
    names = font["name"]
    copyright_, version = names.getDebugName(0), names.getDebugName(5)
    names.names = []
    plain = style if style in ("Regular", "Italic") else "Regular"
    texts = {
        0: copyright_,
        1: FAMILY if plain == style else f"{FAMILY} {style}",
        2: plain,
        3: f"{FAMILY} {style} {version}",
        4: f"{FAMILY} {style}",
        5: version,
        6: f"{FAMILY.replace(' ', '')}-{style}",
        13: "SIL Open Font License, Version 1.1. Made from a typeface by Adobe, with fewer letters.",
        14: "https://openfontlicense.org",
        16: FAMILY,
        17: style,
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)


def _write_styles(ours: Path, roboto: Path) -> None:
    """Write the `@font-face` rules: ours, and what stands in for it meanwhile, made to the same measures."""
    import matplotlib
    from fontTools.ttLib import TTFont

    data = Path(matplotlib.get_data_path()) / "fonts"
    stand_ins: list[tuple[str, list[list[str]], list[Callable[[str], float]]]] = [
        ("Arial", [["Arial", "ArialMT", "Liberation Sans", "Helvetica"],
                   ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Helvetica Bold"]],
         [_afm(data / "pdfcorefonts" / f"{name}.afm") for name in ("Helvetica", "Helvetica-Bold")]),
        ("Roboto", [["Roboto", "Roboto-Regular"], ["Roboto Bold", "Roboto-Bold"]],
         [_advances(roboto / f"roboto-latin-{weight}-normal.woff2") for weight in (400, 700)]),
        ("DejaVu", [["DejaVu Sans", "DejaVuSans"], ["DejaVu Sans Bold", "DejaVuSans-Bold"]],
         [_advances(data / "ttf" / f"DejaVuSans{end}.ttf") for end in ("", "-Bold")]),
    ]  # fmt: skip
    with TTFont(ours / "SourceSans3-Regular.ttf") as font:
        em, hhea = font["head"].unitsPerEm, font["hhea"]
        above, below, gap = hhea.ascent / em, -hhea.descent / em, hhea.lineGap / em
    widths = [_advances(ours / f"SourceSans3-{weight}.ttf")(_SAMPLE) for weight in ("Regular", "Semibold")]
    lines = [
        "/* Written by tools/build_fonts.py. Map names ask for a family by one name, which says its weight. */",
        *(_own_face(name, weight) for name, weight in ((FAMILY, "400 700"), (f"{FAMILY} Semibold", "600"))),
        *(_own_face(name, "400", "italic") for name in (FAMILY, f"{FAMILY} Italic")),
        "/* Until it is there: what the device has, as wide and as high, so that nothing moves. */",
    ]
    for name, files, measures in stand_ins:
        for local, measure, width, weight in zip(files, measures, widths, ("1 550", "551 1000"), strict=True):
            size = width / measure(_SAMPLE)
            sources = ", ".join(f'local("{one}")' for one in local)
            lines.append(
                f'@font-face {{ font-family: "{FAMILY} {name}"; font-weight: {weight}; src: {sources}; '
                f"size-adjust: {size:.2%}; ascent-override: {above / size:.2%}; "
                f"descent-override: {below / size:.2%}; line-gap-override: {gap / size:.2%}; }}"
            )
    families = ", ".join(f'"{name}"' for name in (FAMILY, *(f"{FAMILY} {one[0]}" for one in stand_ins)))
    lines.append(f":root {{ --font: {families}, sans-serif; }}")
    STYLES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _own_face(name: str, weight: str, style: str = "normal") -> str:
    file = f"{FAMILY.replace(' ', '-').lower()}{'-italic' if style == 'italic' else ''}.woff2"
    return (
        f'@font-face {{ font-family: "{name}"; font-style: {style}; font-weight: {weight}; font-display: swap; '
        f'src: url("../fonts/{file}") format("woff2"); }}'
    )


def _advances(path: Path) -> Callable[[str], float]:
    """Return what measures a text in a font file, in ems."""
    from fontTools.ttLib import TTFont

    with TTFont(path) as font:
        named, steps, em = font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm
    return lambda text: sum(steps[named.get(ord(c), ".notdef")][0] for c in text) / em


def _afm(path: Path) -> Callable[[str], float]:
    """Return what measures a text in Helvetica, whose widths are Arial's."""
    from fontTools.afmLib import AFM
    from fontTools.agl import UV2AGL

    font = AFM(str(path))
    steps = {name: font[name][1] for name in font.chars()}
    return lambda text: sum(steps[UV2AGL[ord(c)]] for c in text) / 1000


if __name__ == "__main__":
    main()
