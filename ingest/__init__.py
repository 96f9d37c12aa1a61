"""From bytes to pages, text and suggestions. Knows no database, no web, no network.

Importing this package loads no parser: those live in child processes only.
"""

from ingest.calls import Options, Tools
from ingest.detect import SUPPORTED, detect, detect_stream, extension_matches, type_named
from ingest.errors import (
    CODES,
    BadAnswer,
    Cancelled,
    Crashed,
    Damaged,
    EmptyFile,
    EngineMissing,
    IngestError,
    Locked,
    NotWritten,
    OutOfMemory,
    Sealed,
    TimedOut,
    TooLarge,
    Unsupported,
)
from ingest.export import to_json, to_text
from ingest.joining import Joined, join_images, natural_key
from ingest.metadata.material import FIRST_PAGES, LAST_PAGES
from ingest.metadata.names import Names, named
from ingest.metadata.suggesting import VERSION as SUGGESTING_VERSION
from ingest.metadata.suggesting import suggest
from ingest.model import (
    Artifact,
    Box,
    Corners,
    Document,
    Family,
    FileType,
    Inspection,
    Notice,
    Origin,
    OutlineItem,
    Page,
    Suggestion,
    View,
    Word,
)
from ingest.ocr.languages import models_for
from ingest.ocr.models import installed_models
from ingest.pdf_out.xmp import PdfMetadata
from ingest.pipeline import (
    inspect,
    inspect_drawn,
    page_image,
    read_file,
    read_pages,
    recipe,
    thumbnail,
)
from ingest.recipe import TEXT_RECIPE, picture_recipe
from ingest.rendition import is_drawn, is_text, make_rendition, office_installed, rendered, rendition_recipe
from ingest.searchable import Pause, make_light, make_searchable
from ingest.text.artifacts import body_text, find_artifacts, mark_artifacts
from ingest.text.language import TOLD_APART, guess_language

__all__ = [
    "CODES",
    "FIRST_PAGES",
    "LAST_PAGES",
    "SUGGESTING_VERSION",
    "SUPPORTED",
    "TEXT_RECIPE",
    "TOLD_APART",
    "Artifact",
    "BadAnswer",
    "Box",
    "Cancelled",
    "Corners",
    "Crashed",
    "Damaged",
    "Document",
    "EmptyFile",
    "EngineMissing",
    "Family",
    "FileType",
    "IngestError",
    "Inspection",
    "Joined",
    "Locked",
    "Names",
    "NotWritten",
    "Notice",
    "Options",
    "Origin",
    "OutOfMemory",
    "OutlineItem",
    "Page",
    "Pause",
    "PdfMetadata",
    "Sealed",
    "Suggestion",
    "TimedOut",
    "TooLarge",
    "Tools",
    "Unsupported",
    "View",
    "Word",
    "body_text",
    "detect",
    "detect_stream",
    "extension_matches",
    "find_artifacts",
    "guess_language",
    "inspect",
    "inspect_drawn",
    "installed_models",
    "is_drawn",
    "is_text",
    "join_images",
    "make_light",
    "make_rendition",
    "make_searchable",
    "mark_artifacts",
    "models_for",
    "named",
    "natural_key",
    "office_installed",
    "page_image",
    "picture_recipe",
    "read_file",
    "read_pages",
    "recipe",
    "rendered",
    "rendition_recipe",
    "suggest",
    "thumbnail",
    "to_json",
    "to_text",
    "type_named",
]
