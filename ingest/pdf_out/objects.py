"""Numbered PDF objects written one after the other to a file, and the table that says where they are."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
MAX_NUMBER = 8_388_607
"""The greatest object number readers must take (ISO 32000-1, annex C)."""


class Cipher(Protocol):
    """What keeps the strings and streams of a protected file unreadable; pypdf's `Encryption` is one."""

    def encrypt_object(self, obj: PdfObject, idnum: int, generation: int) -> PdfObject:
        """A copy of `obj` as it stands in the file under that number."""
        ...


@dataclass(slots=True)
class Objects:
    """Writes objects from the end of `stream` on; numbers that are new begin with `next_number`."""

    stream: BinaryIO
    next_number: int = 1
    cipher: Cipher | None = None
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def reserve(self) -> IndirectObject:
        """A number that nobody has yet, to be put later."""
        number = self.next_number
        if number > MAX_NUMBER:
            raise ValueError(f"object number {number}")
        self.next_number += 1
        return IndirectObject(number, 0, None)

    def put(self, reference: IndirectObject, value: PdfObject) -> None:
        """Write `value` under its number; a value put later under the same number takes its place."""
        number, generation = reference.idnum, reference.generation
        if self.cipher is not None:
            value = self.cipher.encrypt_object(value, number, generation)
        self._places[number] = (self.stream.tell(), generation)
        self.stream.write(b"%d %d obj\n" % (number, generation))
        value.write_to_stream(self.stream)
        self.stream.write(b"\nendobj\n")

    def add(self, value: PdfObject) -> IndirectObject:
        """Write `value` under a number of its own."""
        reference = self.reserve()
        self.put(reference, value)
        return reference

    def finish(self, trailer: DictionaryObject, as_stream: bool) -> None:
        """Write the table and `trailer`, as a stream where the file's older tables are streams too."""
        start = self.stream.tell()
        if as_stream:
            self._table_stream(trailer, start)
        else:
            self._table(trailer)
        self.stream.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _table(self, trailer: DictionaryObject) -> None:
        self.stream.write(b"xref\n0 1\n0000000000 65535 f \n")
        for numbers in self._runs():
            self.stream.write(b"%d %d\n" % (numbers[0], len(numbers)))
            for number in numbers:
                self.stream.write(b"%010d %05d n \n" % self._places[number])
        trailer[NameObject("/Size")] = NumberObject(self.next_number)
        self.stream.write(b"trailer\n")
        trailer.write_to_stream(self.stream)
        self.stream.write(b"\n")

    def _table_stream(self, trailer: DictionaryObject, start: int) -> None:
        reference = self.reserve()
        self._places[reference.idnum] = (start, 0)
        index = [number for run in self._runs() for number in (run[0], len(run))]
        rows = [struct.pack(">BQH", 1, *self._places[number]) for run in self._runs() for number in run]
        table = stream_object(b"".join(rows), trailer, compress=True)
        table[NameObject("/Type")] = NameObject("/XRef")
        table[NameObject("/Size")] = NumberObject(self.next_number)
        table[NameObject("/Index")] = ArrayObject(map(NumberObject, index))
        table[NameObject("/W")] = ArrayObject(map(NumberObject, (1, 8, 2)))
        self.stream.write(b"%d 0 obj\n" % reference.idnum)
        table.write_to_stream(self.stream)
        self.stream.write(b"\nendobj\n")

    def _runs(self) -> Iterator[list[int]]:
        """The numbers written, in runs without a gap."""
        run: list[int] = []
        for number in sorted(self._places):
            if run and number != run[-1] + 1:
                yield run
                run = []
            run.append(number)
        if run:
            yield run


def stream_object(
    data: bytes, entries: DictionaryObject | None = None, compress: bool = False, encoded: bool = False
) -> StreamObject:
    """A stream of `data` with `entries`, deflated when `compress`; `encoded`: `entries` name the filter it is under."""
    stream = EncodedStreamObject() if compress or encoded else StreamObject()
    stream.update(entries or {})
    if compress:
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream.pop("/DecodeParms", None)
    stream._data = zlib.compress(data, 9) if compress else data  # pypdf has no other way for encoded bytes
    return stream


def dictionary(**entries: PdfObject | str | int) -> DictionaryObject:
    """A dictionary by names without their slash; a text value is a name, a number a number."""
    found = DictionaryObject()
    for name, value in entries.items():
        if isinstance(value, PdfObject):
            found[NameObject(f"/{name}")] = value
        elif isinstance(value, str):
            found[NameObject(f"/{name}")] = NameObject(f"/{value}")
        else:
            found[NameObject(f"/{name}")] = NumberObject(value)
    return found
