"""Makes PDFs of Finnish minutes together with the exact truth of what is in them.

The same arguments give the same bytes and the same truth (with the same release of fpdf2 and of the font).
All words, people and municipalities are the project's own inventions.

    python -m bench.pdf_corpus FOLDER [--seed N] [--scale small|normal|large]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from bench import words
from bench.pdf_attendance import STYLES, roll
from bench.pdf_canvas import Canvas, embeddable
from bench.pdf_flow import Flow, Full, Record
from bench.pdf_layouts import LAYOUTS
from bench.pdf_truth import Truth

HIDDEN = ("white", "box", "invisible", "layer")
ORDERS = ("reading", "rows", "fonts")
SCALES = ("small", "normal", "large")


def generate(
    folder: Path,
    seed: int,
    pages: int,
    layout: str,
    *,
    name: str | None = None,
    font: str = "Helvetica",
    size: float = 11.0,
    attendance: str | None = None,
    members: int = 11,
    ruled: bool = True,
    hyphens: float | None = None,
    soft: bool = False,
    ligatures: bool = False,
    scanned: Sequence[int] = (),
    recognised: Sequence[int] = (),
    hidden: Sequence[str] = (),
    facts: Sequence[int] | None = None,
    tagged: bool = False,
    order: str = "reading",
    compress: bool = True,
) -> Truth:
    """Writes ``<folder>/<name>`` and ``<name>.json``; gives the truth.

    ``layout`` is one of LAYOUTS, ``attendance`` one of STYLES (or None), ``font`` ``Helvetica``, ``Times`` or
    ``embedded`` (core font if the machine has no DejaVu). ``hyphens`` is the share of words at line ends that
    are broken if they can be; ``soft`` breaks them with U+00AD. Pages in ``scanned`` are pictures, those in
    ``recognised`` pictures over which the text lies invisibly. ``facts`` are pages with one exact sentence
    (default: the middle one and the third from the end). ``order`` is the text's order in the file:
    ``reading``, ``rows`` across columns, or ``fonts``. Raises ValueError for arguments that do not fit.
    """
    if layout not in LAYOUTS or (attendance is not None and attendance not in STYLES) or pages < 1:
        raise ValueError(f"no such layout, style or length: {layout}, {attendance}, {pages}")
    if not set(hidden) <= set(HIDDEN) or order not in ORDERS:
        raise ValueError(f"hidden text is one of {', '.join(HIDDEN)}, order one of {', '.join(ORDERS)}")
    random = Random(f"{seed}/{pages}/{layout}/{attendance}")
    if font == "embedded" and embeddable() is None:
        font = "Helvetica"
    if hyphens is None:
        hyphens = 0.9 if layout == "columns" else 0.6
    if scanned or recognised:
        # a word broken from a page into a picture would be neither's
        hyphens = 0.0
    name = name or f"{layout}-{pages}-{seed}.pdf"
    # a black box must come after what it covers
    order = "reading" if hidden else order
    canvas = Canvas(font, random, order, ligatures=ligatures, tagged=tagged, compress=compress)
    place = random.choice(list(words.PLACES))
    date = f"{random.randint(1, 28)}.{random.randint(1, 12)}.{random.randint(2017, 2024)}"
    begin = f"{random.randint(15, 18)}:{random.choice(('00', '15', '30'))}"
    end = f"{random.randint(19, 21)}:{random.randint(1, 59):02d}"
    who = roll(random, members, begin, end) if attendance else None
    made = LAYOUTS[layout](place, date, pages, attendance, who, ruled, random, random.randint(1, 300))
    canvas.set_title(f"{place}: pöytäkirja {date}")
    if facts is None:
        facts = sorted({max(1, (pages + 1) // 2), max(1, pages - 3)})
    record = Record()
    flow = Flow(
        canvas=canvas,
        record=record,
        random=random,
        count=pages,
        frames=made.frames,
        furnish=made.furnish,
        size=size,
        hyphens=hyphens,
        mark="\u00ad" if soft else "-",
        justify=layout == "columns",
        facts=_facts(random, facts),
        scans=dict.fromkeys(scanned, "image") | dict.fromkeys(recognised, "layer"),
    )
    try:
        made.open(flow)
        flow.secrets = [(kind, _secret(random)) for kind in hidden]
        while True:
            made.item(flow)
    except Full:
        pass
    if flow.page < pages or flow.secrets or flow.facts:
        raise RuntimeError(
            f"{name}: page {flow.page} of {pages}, left over: {flow.secrets} {sorted(flow.facts)}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(canvas.finish())
    truth = Truth(
        name=name,
        layout=layout,
        seed=seed,
        font=font,
        attendance_style=attendance,
        meeting=(begin, end),
        pages=record.pages(pages),
        furniture=tuple(record.furniture),
        attendance=tuple(record.attendance),
        attendance_pages=tuple(sorted(set(record.attendance_pages))),
        tables=tuple(record.tables),
        headings=tuple(record.headings),
        facts=tuple(record.facts),
        hidden=tuple(record.hidden),
    )
    truth.save(folder)
    return truth


def _facts(random: Random, pages: Sequence[int]) -> dict[int, str]:
    sums = random.sample(range(1_000, 10_000), len(pages))
    return {
        page: f"Verkoston osallistumismaksu sivulla {page} on {words.spaced(money)} euroa vuodessa."
        for page, money in zip(pages, sums, strict=True)
    }


def _secret(random: Random) -> str:
    """A sentence that cannot occur in the visible text."""
    return f"Salattu Nimitieto{random.randint(100, 999)} {words.names(random, 1)[0].split()[0]} Peitetty"


def corpus(folder: Path, seed: int, scale: str = "normal") -> list[Truth]:
    """Writes a whole corpus: every layout, attendance style, font, table look and kind of page.

    ``small`` is a dozen files of 1 to 3 pages (seconds), ``normal`` some fifty files of up to 40 pages with
    about 250 pages, ``large`` the same with files of 200 and 1,000 pages.
    """
    if scale not in SCALES:
        raise ValueError(f"scale is one of {', '.join(SCALES)}")
    truths = [generate(folder, seed + index, **options) for index, options in enumerate(_plan(scale))]  # type: ignore[arg-type]
    if scale == "large":
        truths.append(generate(folder, seed, 200, "tweb", name="long-200.pdf", font="embedded"))
        truths.append(thousand(folder, seed))
    return truths


def thousand(folder: Path, seed: int) -> Truth:
    """The 1,000-page minutes, with facts on pages 500 and 997 among others."""
    return generate(
        folder,
        seed,
        1000,
        "meeting",
        name="long-1000.pdf",
        font="embedded",
        attendance="ruled",
        members=35,
        facts=(2, 250, 500, 997),
    )


def _plan(scale: str) -> Iterator[dict[str, object]]:
    """The files of a corpus, as arguments of ``generate``."""
    fonts = ("Helvetica", "embedded", "Times", "embedded")
    layouts = tuple(LAYOUTS)
    small = scale == "small"
    for index, (layout, style) in enumerate((layout, style) for layout in layouts for style in STYLES):
        if small and layout != "meeting" and style != STYLES[layouts.index(layout)]:
            continue
        yield {
            "name": f"{index:02d}-{layout}-{style}.pdf",
            "layout": layout,
            "pages": 2 if small else (2, 3, 5, 8)[(index + index // 4) % 4],
            "attendance": style,
            "members": (9, 11, 17, 7)[index % 4],
            "font": fonts[(index + index // 4) % 4],
            "ligatures": index % 3 == 1,
            "soft": index % 5 == 3,
            "ruled": index % 2 == 0,
            "tagged": index % 7 == 6,
            "order": ORDERS[index % 3],
        }
    for index, layout in enumerate(layouts if not small else ("tweb", "columns")):
        yield {
            "name": f"30-{layout}.pdf",
            "layout": layout,
            "pages": 2 if small else (1, 12, 20, 12, 40)[index],
            "font": fonts[index % 4],
            "ligatures": True,
            "ruled": index % 2 == 1,
            "order": ORDERS[(index + 1) % 3],
            "size": (10.0, 11.0, 12.0, 9.5, 11.0)[index],
        }
    if not small:
        for index in range(10):
            yield {
                "name": f"40-short-{index}.pdf",
                "layout": layouts[index % 5],
                "pages": 1 + index // 5,
                "font": fonts[index % 4],
                "hyphens": (0.0, 1.0)[index % 2],
                "order": ORDERS[index % 3],
            }
    yield {"name": "50-scanned.pdf", "layout": "dynasty", "pages": 2, "scanned": (1, 2)}
    yield {
        "name": "51-partly-scanned.pdf",
        "layout": "meeting",
        "pages": 3,
        "attendance": "unruled",
        "scanned": (3,),
    }
    yield {"name": "52-recognised.pdf", "layout": "dynasty", "pages": 2, "recognised": (2,)}
    for index, kind in enumerate(HIDDEN):
        yield {
            "name": f"60-hidden-{kind}.pdf",
            "layout": layouts[index % 3],
            "pages": 1 + index % 2,
            "hidden": (kind,),
            "font": fonts[index % 4],
        }


def main() -> None:
    """Writes a corpus into a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf_corpus", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", choices=SCALES, default="normal")
    options = parser.parse_args()
    truths = corpus(options.folder, options.seed, options.scale)
    print(f"{len(truths)} files, {sum(len(truth.pages) for truth in truths)} pages in {options.folder}")


if __name__ == "__main__":
    main()
