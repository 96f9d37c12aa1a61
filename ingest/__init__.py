"""From bytes to pages, text and suggestions. Knows no database, no web, no network.

Importing this package loads no parser: those live in child processes only.
"""

from ingest.calls import Options, Tools
from ingest.detect import SUPPORTED, detect, detect_stream, extension_matches
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
from ingest.model import (
    Artifact,
    Box,
    Corners,
    Document,
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
from ingest.pdf_out.xmp import PdfMetadata
from ingest.pipeline import (
    inspect,
    page_image,
    read_file,
    read_pages,
    recipe,
    suggest,
    thumbnail,
)
from ingest.recipe import picture_recipe
from ingest.rendition import is_drawn, make_rendition, office_installed, rendered, rendition_recipe
from ingest.searchable import Pause, make_light, make_searchable
from ingest.text.artifacts import body_text, find_artifacts, mark_artifacts

__all__ = [
    "CODES",
    "SUPPORTED",
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
    "FileType",
    "IngestError",
    "Inspection",
    "Joined",
    "Locked",
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
    "inspect",
    "is_drawn",
    "join_images",
    "make_light",
    "make_rendition",
    "make_searchable",
    "mark_artifacts",
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
]
