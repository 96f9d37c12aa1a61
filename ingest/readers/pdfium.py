"""The functions of pdfium that reading wants, called straight in the library that pypdfium2 brings.

Importing pypdfium2 itself takes 16 ms, as long as ten pages of text take, and a child starts for every page that is
drawn. Handles are plain numbers, None where pdfium has nothing. Child processes only.
"""

import ctypes
from ctypes import POINTER, c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_ushort, c_void_p
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

WRONG_PASSWORD = 4
IMAGE_OBJECT, FORM_OBJECT = 3, 5
GRAY, COLOUR = 1, 2
"""Formats of a bitmap, one byte a pixel and three."""

DRAW_ANNOTATIONS, DRAW_GRAY, DRAW_RGB, DRAW_LITTLE_CACHE = 0x01, 0x08, 0x10, 0x200
"""How a page is drawn; RGB is for the order of the bytes of a colour, the other way round without."""


class Matrix(ctypes.Structure):
    """FS_MATRIX: how an object is put on its page."""

    _fields_ = [(name, c_float) for name in "abcdef"]


class Rectangle(ctypes.Structure):
    """FS_RECTF, in points from the foot of the page."""

    _fields_ = [(name, c_float) for name in ("left", "top", "right", "bottom")]


def _library() -> ctypes.CDLL:
    """The library of the package, where wheels have it, or wherever else its own way of finding it leads."""
    found = PathFinder.find_spec("pypdfium2_raw")
    for folder in (found.submodule_search_locations if found else None) or ():
        path = Path(folder, "libpdfium.so")
        if path.is_file():
            return ctypes.CDLL(str(path))
    library: ctypes.CDLL = import_module("pypdfium2_raw.bindings")._libs["pdfium"]
    return library


_LIBRARY = _library()


def _function(name: str, result: Any, *arguments: Any) -> Any:
    found = _LIBRARY[name]
    found.restype, found.argtypes = result, arguments
    return found


def _versioned(version: int) -> ctypes.Array[ctypes.c_char]:
    """A structure of pdfium's of which nothing is told but its version, its first number."""
    return ctypes.create_string_buffer(version.to_bytes(4, "little"), 1024)


_load_document = _function("FPDF_LoadDocument", c_void_p, c_char_p, c_char_p)
_last_error = _function("FPDF_GetLastError", c_ulong)
page_count = _function("FPDF_GetPageCount", c_int, c_void_p)
security_revision = _function("FPDF_GetSecurityHandlerRevision", c_int, c_void_p)

load_page = _function("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _function("FPDF_ClosePage", None, c_void_p)
page_width = _function("FPDF_GetPageWidthF", c_float, c_void_p)
page_height = _function("FPDF_GetPageHeightF", c_float, c_void_p)
page_rotation = _function("FPDFPage_GetRotation", c_int, c_void_p)
to_device = _function(
    "FPDF_PageToDevice", c_int, c_void_p, *[c_int] * 5, c_double, c_double, POINTER(c_int), POINTER(c_int)
)

load_text = _function("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _function("FPDFText_ClosePage", None, c_void_p)
count_characters = _function("FPDFText_CountChars", c_int, c_void_p)
get_text = _function("FPDFText_GetText", c_int, c_void_p, c_int, c_int, POINTER(c_ushort))
character_at = _function("FPDFText_GetCharIndexFromTextIndex", c_int, c_void_p, c_int)
get_font = _function("FPDFText_GetFontInfo", c_ulong, c_void_p, c_int, c_void_p, c_ulong, POINTER(c_int))

object_of = _function("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
loose_box = _function("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, POINTER(Rectangle))
get_property = _function("FPDF_GetMetaText", c_ulong, c_void_p, c_char_p, c_void_p, c_ulong)

count_objects = _function("FPDFPage_CountObjects", c_int, c_void_p)
count_annotations = _function("FPDFPage_GetAnnotCount", c_int, c_void_p)
object_at = _function("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
object_type = _function("FPDFPageObj_GetType", c_int, c_void_p)
object_matrix = _function("FPDFPageObj_GetMatrix", c_int, c_void_p, POINTER(Matrix))
image_pixels = _function("FPDFImageObj_GetImagePixelSize", c_int, c_void_p, POINTER(c_uint), POINTER(c_uint))
set_matrix = _function("FPDFPageObj_SetMatrix", c_int, c_void_p, POINTER(Matrix))
draw_image = _function("FPDFImageObj_GetRenderedBitmap", c_void_p, c_void_p, c_void_p, c_void_p)
count_form_objects = _function("FPDFFormObj_CountObjects", c_int, c_void_p)
form_object_at = _function("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)

make_bitmap = _function("FPDFBitmap_CreateEx", c_void_p, c_int, c_int, c_int, c_void_p, c_int)
fill_bitmap = _function("FPDFBitmap_FillRect", c_int, c_void_p, *[c_int] * 4, c_ulong)
bitmap_buffer = _function("FPDFBitmap_GetBuffer", c_void_p, c_void_p)
bitmap_height = _function("FPDFBitmap_GetHeight", c_int, c_void_p)
bitmap_stride = _function("FPDFBitmap_GetStride", c_int, c_void_p)
free_bitmap = _function("FPDFBitmap_Destroy", None, c_void_p)
draw_page = _function("FPDF_RenderPageBitmap", None, c_void_p, c_void_p, *[c_int] * 6)
draw_fields = _function("FPDF_FFLDraw", None, c_void_p, c_void_p, c_void_p, *[c_int] * 6)

_form_type = _function("FPDF_GetFormType", c_int, c_void_p)
_init_form = _function("FPDFDOC_InitFormFillEnvironment", c_void_p, c_void_p, c_void_p)
after_load = _function("FORM_OnAfterLoadPage", None, c_void_p, c_void_p)
before_close = _function("FORM_OnBeforeClosePage", None, c_void_p, c_void_p)

_function("FPDF_InitLibraryWithConfig", None, c_void_p)(_versioned(2))


def plain_function(name: str) -> Any:
    """A function without declared arguments, to be called with numbers and pointers only: a third of the time."""
    return ctypes.PYFUNCTYPE(c_int)(ctypes.cast(_LIBRARY[name], c_void_p).value or 0)


def open_document(path: Path) -> tuple[int | None, int]:
    """The document at `path`, None where pdfium cannot read it, and pdfium's last error. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(path)
    document: int | None = _load_document(bytes(path), None)
    return document, _last_error()


class Form:
    """What people filled in, to be drawn with the pages loaded after it is made; `handle` None: there are no fields."""

    def __init__(self, document: int) -> None:
        self._told = _versioned(2)  # pdfium keeps looking at it
        self.handle: int | None = _init_form(document, self._told) if _form_type(document) else None
