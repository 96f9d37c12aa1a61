"""What the command line says when it cannot go on."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import UNCHANGED, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "cli.no_data_folder": Sentence(
        mark("There is no data folder at %(folder)s."), UNCHANGED, mark("Run: hoclieu init, or set HOCLIEU_DATA_DIR.")
    ),
    "cli.database_outdated": Sentence(
        mark("The database in %(folder)s is of an older version."), UNCHANGED, mark("Run: hoclieu init")
    ),
    "cli.database_empty": Sentence(
        mark("There is no database in %(folder)s, or nothing in it."),
        next=mark("For a new library run: hoclieu init. If it was lost, put your backup of it back first."),
    ),
    "cli.database_newer": Sentence(
        mark("The database in %(folder)s was made by a newer version of Hoclieu."),
        UNCHANGED,
        mark("Install that version or a later one."),
    ),
    "cli.no_database": Sentence(
        mark("The database %(address)s cannot be used: %(reason)s."),
        UNCHANGED,
        mark("Check that it runs and who may read and write it; HOCLIEU_DATABASE_URL says where it is."),
    ),
    "cli.data_folder_is_a_file": Sentence(
        mark("%(folder)s cannot be a data folder: a file is in its way."),
        UNCHANGED,
        mark("Name another folder in HOCLIEU_DATA_DIR."),
    ),
    "cli.no_such_record": Sentence(
        mark("There is no record “%(record)s”."),
        UNCHANGED,
        mark("The id of a record is the last part of its address, /records/…; hoclieu search prints it."),
    ),
    "cli.no_such_file": Sentence(
        mark("This record has no file “%(name)s”; it has: %(files)s."), UNCHANGED, mark("Choose one of these.")
    ),
    "cli.nothing_being_read": Sentence(mark("No file of this record is being read at present."), UNCHANGED),
    "cli.unknown_language": Sentence(
        mark("“%(language)s” is no language that is known here."),
        UNCHANGED,
        mark("Name languages by their codes, for example vi+en."),
    ),
    "cli.models_missing": Sentence(
        mark("Tesseract, or its model for “%(missing)s”, is not installed; HOCLIEU_OCR_LANGUAGES asks for it.")
    ),
    "cli.named_twice": Sentence(
        mark("%(path)s is named twice; what is written there would take the place of the other."),
        UNCHANGED,
        mark("Name another file."),
    ),
    "cli.no_folder": Sentence(
        mark("%(path)s cannot be written: there is no folder %(folder)s."), UNCHANGED, mark("Make the folder first.")
    ),
    "cli.no_such_command": Sentence(mark("There is no command “%(command)s”.")),
    "cli.no_such_option": Sentence(mark("There is no option %(option)s.")),
    "cli.option_misused": Sentence(mark("%(option)s is not used rightly: it lacks its value, or has one too many.")),
    "cli.missing_value": Sentence(mark("%(name)s is not given.")),
    "cli.too_many_words": Sentence(mark("There are more words than this command takes.")),
    "cli.bad_value": Sentence(mark("%(name)s: “%(given)s” is not taken.")),
    "cli.not_one_of": Sentence(mark("%(name)s: “%(given)s” is none of these: %(allowed)s.")),
    "cli.not_from": Sentence(mark("%(name)s: “%(given)s” is no whole number from %(low)s.")),
    "cli.not_between": Sentence(mark("%(name)s: “%(given)s” is no whole number from %(low)s to %(high)s.")),
    "cli.no_such_path": Sentence(mark("There is no file or folder “%(given)s”.")),
    "cli.is_a_folder": Sentence(mark("“%(given)s” is a folder; a file is needed.")),
    "cli.may_not_be_read": Sentence(mark("“%(given)s” may not be read, or not be written.")),
    "cli.bad_filter": Sentence(
        mark("“%(given)s” is no filter."), UNCHANGED, mark("Write field=value, for example language=vi.")
    ),
    "cli.unknown_facet": Sentence(
        mark("There is no filter “%(facet)s”; there are: %(facets)s."), UNCHANGED, mark("Choose one of these.")
    ),
    "cli.cannot_listen": Sentence(
        mark("The address %(host)s:%(port)s cannot be listened on."),
        UNCHANGED,
        mark("Stop what uses the port, or choose another with --port or HOCLIEU_PORT."),
    ),
    "cli.cannot_write": Sentence(
        mark("%(path)s cannot be written: %(error)s."), UNCHANGED, mark("Check who may write there, and the room left.")
    ),
    "cli.two_answers": Sentence(
        mark("Only one thing can be written to standard output."), UNCHANGED, mark("Write the others to files.")
    ),
    "cli.no_such_model": Sentence(
        mark("Tesseract has no model “%(missing)s” here; it has: %(installed)s."),
        UNCHANGED,
        mark("Choose among these, or install the model."),
    ),
    "cli.cannot_use": Sentence(
        mark("%(path)s cannot be used: %(error)s."), UNCHANGED, mark("Check who may read and write it.")
    ),
    "cli.no_pdf": Sentence(
        mark("A PDF cannot be made of this file: its pages have words and no pictures."),
        next=mark("Install LibreOffice, which draws the pages of office documents, or ask for the text."),
    ),
    "cli.not_a_file": Sentence(
        mark("This is not a file but a pipe, a device or the like."), UNCHANGED, mark("Save it as a file first.")
    ),
    "cli.no_password": Sentence(
        mark("No password came on standard input."), UNCHANGED, mark("Pipe it in on one line.")
    ),
    "cli.publish_needs_license": Sentence(
        mark("Publishing needs a license."), UNCHANGED, mark("Add --license, or choose a collection that has one.")
    ),
    "cli.unknown_license": Sentence(
        mark("There is no license “%(term)s”."), UNCHANGED, mark("Use one of the ids, for example cc-by-4.0.")
    ),
}
