"""Pictures in ISO base media boxes, told by the brands in their first box (ISO/IEC 23008-12, 10; AVIF 1.1, 6). Pure."""

from typing import Literal

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
_ANY_CODEC = frozenset({b"mif1", b"msf1"})
_LONGEST = 256


def brand_of(head: bytes) -> Literal["heic", "avif"] | None:
    """Which kind of picture a file is that begins with `head` (64 bytes are enough); None for a film or anything else.

    A file whose main brand leaves the codec open is what one of its compatible brands says, HEIC when none does.
    """
    if head[4:8] != b"ftyp":
        return None
    major, end = head[8:12], min(int.from_bytes(head[:4]), _LONGEST)
    brands = {head[at : at + 4] for at in range(16, min(end, len(head)) - 3, 4)}
    if major in AVIF_BRANDS:
        return "avif"
    if major in HEIC_BRANDS:
        return "heic"
    if major not in _ANY_CODEC:
        return None
    return "avif" if brands & AVIF_BRANDS and not brands & HEIC_BRANDS else "heic"
