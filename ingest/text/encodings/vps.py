"""VPS, the encoding of the Vietnamese Professionals Society's fonts ("VPS Times").

Fourteen capitals (those with a dot below, Ẫ, Ữ), which it keeps among the control characters, never reach a text and
are left out.
"""

from ingest.text.encodings.codepage import HOLE, Codepage, letters_of

_HIGH = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ",
    "Ế" + HOLE * 2 + "ỀỂỄỐỒỔỖýỷỵỚỜỞ",
    HOLE + "ắằẳẵặỠớÙờởỡŨỨợỪ",
    "ổỬỲỸÍÌộỈĨÓửữÒỎÕự",
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹ",
    "ƯỦồốÔỏơÈừứÚũưÝẺ" + HOLE,
    "àáâãảạă" + HOLE + "èéêẽìí" + HOLE + "ĩ",
    "ẴĐòóôõ" + HOLE + "Ơụùúủ" + HOLE + "ỶẼỳ",
)

VPS = Codepage.of("vps", letters_of(_HIGH))
