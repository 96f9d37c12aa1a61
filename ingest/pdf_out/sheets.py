"""New pages made of pictures: the image object, the operators that show it, the page around it."""

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

from ingest.pdf_out.layer import numbers
from ingest.pdf_out.objects import Objects, dictionary, stream_object
from ingest.pdf_out.pictures import Picture
from ingest.pdf_out.placing import Matrix

IMAGE = "/HoclieuPage"
"""What the picture is called in the resources of its page."""

_COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}


def put_picture(objects: Objects, picture: Picture, data: bytes) -> IndirectObject:
    """Write the picture as an image object."""
    entries = dictionary(
        Type="XObject", Subtype="Image", Width=picture.width, Height=picture.height, BitsPerComponent=picture.bits
    )
    entries[NameObject("/ColorSpace")] = NameObject(picture.colors)
    entries[NameObject("/Filter")] = NameObject(picture.filter)
    parameters = _parameters(picture)
    if parameters is not None:
        entries[NameObject("/DecodeParms")] = parameters
    if picture.inverted:
        entries[NameObject("/Decode")] = ArrayObject(map(NumberObject, (1, 0) * _COMPONENTS[picture.colors]))
    return objects.add(stream_object(data, entries, encoded=True))


def show(objects: Objects, placed: Matrix, sheet: Matrix) -> IndirectObject:
    """Write the operators that show a picture, made upright by `placed`, on the unit square that `sheet` describes."""
    shown = f"q {numbers(sheet)} cm {numbers(placed)} cm {IMAGE} Do Q\n"
    return objects.add(stream_object(shown.encode()))


def picture_resources(image: IndirectObject) -> DictionaryObject:
    """Resources in which the page's picture is the one thing."""
    return dictionary(XObject=DictionaryObject({NameObject(IMAGE): image}))


def media_box(points: tuple[float, float]) -> ArrayObject:
    """A page of that many points."""
    return ArrayObject([NumberObject(0), NumberObject(0), *map(FloatObject, points)])


def _parameters(picture: Picture) -> DictionaryObject | None:
    if picture.filter == "/CCITTFaxDecode":
        found = dictionary(K=-1, Columns=picture.width, Rows=picture.height)
        found[NameObject("/BlackIs1")] = BooleanObject(picture.black_is_1)
        return found
    if picture.predicted:
        colors = _COMPONENTS[picture.colors]
        return dictionary(Predictor=15, Colors=colors, BitsPerComponent=picture.bits, Columns=picture.width)
    return None
