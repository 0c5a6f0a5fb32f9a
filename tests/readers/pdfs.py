"""PDF files made by hand: letters and lines where a test wants them."""

from __future__ import annotations

from collections.abc import Sequence

FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /UniCNS-UTF16-H /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /DW 1000 /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (CNS1) /Supplement 4 >> /W [1 [500 500] 3 100 500] >>] >>"
)


def words(text: str, x: float, y: float, size: float = 12, matrix: str = "1 0 0 1") -> str:
    """Text that begins at a place; `matrix` turns it."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def lines(texts: Sequence[str], x: float = 72, y: float = 760, step: float = 18, size: float = 12) -> str:
    """Lines below each other."""
    return "".join(words(text, x, y - step * place, size) for place, text in enumerate(texts))


def rules(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The lines of a full grid."""
    level = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return level + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


def pdf(pages: Sequence[str], extra: str = "", font: str = FONT) -> bytes:
    """A file with these pages; `extra` stands in each page's dictionary."""
    return assembled(_objects(pages, extra, font))


def _objects(pages: Sequence[str], extra: str, font: str) -> list[str | bytes]:
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        font,
    ]
    for place, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * place} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> {extra} >>"
        )
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    return objects


def stream(data: bytes, extra: str = "") -> bytes:
    """A stream; `extra` stands in its dictionary."""
    return f"<< /Length {len(data)} {extra} >>\nstream\n".encode() + data + b"\nendstream"


def form(data: bytes, inner: int = 0) -> bytes:
    """A form that pages or other forms draw; as /X it knows the object `inner`."""
    known = f"/XObject << /X {inner} 0 R >>" if inner else ""
    return stream(data, f"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << {known} >>")


def assembled(objects: Sequence[str | bytes]) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        body = item if isinstance(item, bytes) else item.encode("latin-1")
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R >>"
    end = f"trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
