"""Phone photos in HEIC (and AVIF) boxes: telling them, and letting Pillow open them. The only importer of pillow_heif.

The library is an extra of the program; it is imported in the children that have such a photo to read, and only there.
"""

from pathlib import Path

from PIL import features

from ingest.boxes import brand_of
from ingest.errors import Unsupported

_HEAD = 64


def is_boxed(path: Path) -> bool:
    """Whether the file is a picture in ISO boxes, HEIC or AVIF."""
    with path.open("rb") as stream:
        return brand_of(stream.read(_HEAD)) is not None


def prepare() -> None:
    """Let Pillow open HEIC from now on; where the library is missing, what is AVIF can still be opened."""
    try:
        import pillow_heif
    except ImportError:
        if not features.check("avif"):
            raise Unsupported("file.heic_unsupported") from None
        return
    pillow_heif.register_heif_opener(thumbnails=False)
