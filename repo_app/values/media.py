"""The endings of file names that go with a media type, so that bytes never leave under the name of another kind."""

from __future__ import annotations

from collections.abc import Mapping

# media type -> endings in use; the first is the one that is added. Types that are not here keep their names.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif", ".hif"),
    "image/avif": (".avif",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx", ".dotx"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx", ".ppsx", ".potx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx", ".xltx"),
    "application/vnd.oasis.opendocument.text": (".odt", ".ott"),
    "application/vnd.oasis.opendocument.presentation": (".odp", ".otp"),
    "application/epub+zip": (".epub",),
    "application/x-ole-storage": (".docx", ".pptx", ".xlsx"),
    "text/plain": (".txt", ".text", ".md", ".markdown"),
}


def fitting_name(name: str, media_type: str) -> str:
    """``name``, with the ending of ``media_type`` added where it ends otherwise: a picture never leaves as ``.exe``."""
    endings = ENDINGS.get(media_type, ())
    return name if not endings or name.casefold().endswith(endings) else name + endings[0]
