"""The keys a page's result and its image are kept under: they change when any input of theirs does."""

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version

from ingest.calls import Options, Tools
from ingest.errors import BadAnswer, EngineMissing
from ingest.sandbox import PARSE, Json, Sandbox

_ASK = replace(PARSE, cpu=10, wall=20.0)
_LIBRARIES = ("pypdfium2", "pillow")
_MISSING = "missing"
_TOLD = 100
"""Characters of the part for people: with the digest, a rendition's recipe and a mark of its age, a column of 200 holds
it, however many models are listed and whatever an engine calls its version."""

TEXT_RECIPE = "office-text-"
"""How the recipe begins that pages have which are the text of an office document."""

PICTURE_VERSION = 3
"""Raised with each change of `ingest.render`, of `ingest.upright`, or of the bytes a picture may have, that changes
what comes out. It stands here because those import Pillow, which only child processes may."""


def recipe_of(options: Options, tools: Tools) -> str:
    """For people "tesseract-5.3.0 vie+eng 300dpi", for machines a digest of every step's version and every option."""
    try:
        made_by = _versions(tools.sandbox(), options.engine)
    except EngineMissing:
        made_by = {"engine": _MISSING}
    inputs = {
        "made_by": made_by,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "languages": options.languages,
        "record_languages": list(options.record_languages),
        "dpi": options.dpi,
        "force_ocr": options.force_ocr,
        "max_raster_pixels": options.max_raster_pixels,
        "engine": options.engine,
    }
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:12]
    forced = "-forced" if options.force_ocr else ""
    told = f"{options.engine}-{made_by['engine']}-{options.languages}-{options.dpi}dpi{forced}"
    return f"{told[:_TOLD]}-{digest}"


def office_recipe(tools: Tools) -> str:
    """For pages that are the text of an office document: neither the engine nor its languages have a part in them."""
    digest = hashlib.sha256(json.dumps(_office_versions(tools.sandbox()), sort_keys=True).encode()).hexdigest()[:12]
    return f"{TEXT_RECIPE}{digest}"


@lru_cache(maxsize=1)
def picture_recipe() -> str:
    """A short key of what a page image depends on beside the file, the page and the size. Asks no child."""
    inputs = {"version": PICTURE_VERSION, "libraries": {name: version(name) for name in _LIBRARIES}}
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:10]


@lru_cache(maxsize=8)
def _office_versions(sandbox: Sandbox) -> dict[str, Json]:
    values = list(sandbox.run("office_versions", {}, _ASK, lambda: False))
    if len(values) != 1 or not isinstance(values[0], dict):
        raise BadAnswer
    return values[0]


@lru_cache(maxsize=8)
def _versions(sandbox: Sandbox, engine: str) -> dict[str, Json]:
    """The engine's version and each step's, asked in a child (the steps import parsers). No failure is remembered."""
    values = list(sandbox.run("versions", {"engine": engine}, _ASK, lambda: False))
    if len(values) != 1 or not isinstance(values[0], dict) or not isinstance(values[0].get("engine"), str):
        raise BadAnswer
    return values[0]
