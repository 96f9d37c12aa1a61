"""Small scans that are recognised quickly, and files made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont

from tests.documents import FONT, SENTENCES, prose, text_pdf, wrapped
from tests.house import House

DPI = 150
SHEET = (560, 260)  # pixels: a slip of paper, so that one recognition takes well under a second on a quiet core


def slips(count: int, late: str) -> list[str]:
    """A short text for each page; ``late`` stands on the last but two."""
    texts = [f"Tờ số {number}. {SENTENCES[number % len(SENTENCES)]}" for number in range(1, count + 1)]
    texts[-3] = late
    return texts


def slip_scan(texts: Sequence[str]) -> bytes:
    """An image-only PDF with a slip of paper for each text."""
    images = [_slip(text) for text in texts]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=DPI)
    return out.getvalue()


def _slip(text: str) -> Image.Image:
    image = Image.new("L", SHEET, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 24)
    for line, words in enumerate(wrapped(text, 34)):
        draw.text((36, 36 + 40 * line), words, fill=0, font=font)
    return image


def cut_off_pdf() -> bytes:
    """A PDF of which only the beginning arrived."""
    return text_pdf([prose(1)])[:700]


def endless_pdf(pages: int = 5_000) -> bytes:
    """A small PDF that names the same page over and over, and claims more pages than there are people."""
    kids = b"3 0 R " * pages
    return _pdf(
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 2147483647/Kids[" + kids + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        )
    )


def nested_pdf(depth: int = 60_000) -> bytes:
    """A PDF whose page tree is an array in an array in an array …"""
    return _pdf((b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids" + b"[" * depth + b"]" * depth + b">>"))


def hurried(house: House) -> House:
    """The same house, which gives a page one second of processor time instead of sixty."""
    render = replace(house.library.tools.render, cpu=1, wall=20.0)
    return replace(house, library=replace(house.library, tools=replace(house.library.tools, render=render)))


def slow_pdf(pages: int, shapes: int = 60_000) -> bytes:
    """A PDF of a few kilobytes whose pages all show one drawing: large shapes, each blended with the last."""
    shape = b"0 0 m 600 0 l 600 800 l 300 790 l 0 800 l h f\n"
    drawing = zlib.compress(b"/G gs 1 0 0 rg\n" + shape * shapes, 9)
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</ExtGState<</G 4 0 R>>>>>>"
    return _pdf(
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\n" % (len(drawing), drawing),
            b"<</Type/ExtGState/ca .5/BM/Luminosity>>",
            *[page] * pages,
        )
    )


def _pdf(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def image_bomb(side: int = 20_000) -> bytes:
    """A small PNG that unpacks to ``side`` × ``side`` pixels, one bit each."""
    row = b"\x00" + bytes((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
