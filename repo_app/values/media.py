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
}


def fitting_name(name: str, media_type: str) -> str:
    """``name``, with the ending of ``media_type`` added where it ends otherwise: a picture never leaves as ``.exe``."""
    endings = ENDINGS.get(media_type, ())
    return name if not endings or name.casefold().endswith(endings) else name + endings[0]
