"""Files and their pages: why one was refused, why one could not be read, what was noticed while reading."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import GO_BACK, KEPT, NOT_KEPT, SCAN_AGAIN, UNCHANGED, WAIT, Sentence

SMALLER = mark("Save it with smaller pictures, or in parts, and send that.")

SENTENCES: Mapping[str, Sentence] = {
    "file.none_chosen": Sentence(mark("No file was chosen."), next=mark("Choose a file and send the form again.")),
    "file.exactly_one": Sentence(
        mark("Exactly one file is taken at a time."), NOT_KEPT, mark("Send it in the field “file”.")
    ),
    "file.no_name": Sentence(
        mark("The file has no name."), NOT_KEPT, mark("Name it in the Content-Disposition header.")
    ),
    "file.unsupported": Sentence(
        mark(
            "This kind of file is not taken. Taken are PDF, images (JPEG, PNG, TIFF, WebP), docx, pptx, xlsx, odt, odp,"
            " EPUB and plain text (.txt, .md)."
        ),
        NOT_KEPT,
        mark("Save the document as PDF and send that."),
    ),
    "file.old_office": Sentence(
        mark("This is a file of an Office program from before 2007 (.doc, .ppt or .xls), which is not taken."),
        NOT_KEPT,
        mark("Open it in Word, PowerPoint, Excel or LibreOffice, save it as .docx, .pptx or .xlsx, and send that."),
    ),
    "file.heic_unsupported": Sentence(
        mark("This photo is in HEIC, a format that cannot be opened here."),
        NOT_KEPT,
        mark('Send it as JPEG: on an iPhone choose Settings, Camera, Formats, "Most Compatible", and take it again.'),
    ),
    "file.macros": Sentence(
        mark("This Office file carries macros, small programs that could do harm, and is not taken."),
        NOT_KEPT,
        mark("Save it without macros, as .docx, .pptx or .xlsx, and send that."),
    ),
    "file.empty": Sentence(
        mark("The file is empty."), NOT_KEPT, mark("Look at it on your computer, then send it again.")
    ),
    "file.cannot_be_opened": Sentence(
        mark("The file cannot be opened: %(error)s."), NOT_KEPT, mark("Check its name and who may read it.")
    ),
    "file.joined": Sentence(mark("This document was made of %(count)s photos, a page each.")),
    "file.joined_without": Sentence(
        mark("These photos could not be read, so they are not in it: %(names)s."),
        next=mark("Take them again and add them to the same record."),
    ),
    "file.not_joined": Sentence(
        mark("Only a file that was made of photos here is taken apart, and only in a draft."), UNCHANGED, GO_BACK
    ),
    "file.none_readable": Sentence(
        mark("Not one of these photos can be read."), NOT_KEPT, mark("Take them again and send them once more.")
    ),
    "file.join_needs_two": Sentence(
        mark("One document is made of at least two photos."), UNCHANGED, mark("Number two or more.")
    ),
    "file.join_needs_images": Sentence(
        mark("Only photos can be joined into one document."), UNCHANGED, mark("Number photos only.")
    ),
    "file.join_too_many": Sentence(
        mark("%(found)s photos are too many for one document; at most %(limit)s are joined."),
        UNCHANGED,
        mark("Make two documents of them."),
    ),
    "file.join_too_large": Sentence(
        mark("Together these photos are larger than the %(limit)s MB that one file may have."),
        UNCHANGED,
        mark("Make two documents of them."),
    ),
    "file.gone_meanwhile": Sentence(
        mark("One of these files was taken out of the record meanwhile."),
        UNCHANGED,
        mark("Reload the page and try again."),
    ),
    "file.bytes_missing": Sentence(
        mark("The file's bytes cannot be found in the storage."),
        mark("The description is safe."),
        mark("Tell the library's staff: the storage needs to be looked at."),
    ),
    "file.failed": Sentence(mark("The file could not be read."), KEPT, SCAN_AGAIN),
    "file.damaged": Sentence(mark("The file is damaged and could not be read."), KEPT, SCAN_AGAIN),
    "file.locked": Sentence(
        mark("The file opens only with a password."), KEPT, mark("Save it without a password and send that.")
    ),
    "file.too_large": Sentence(mark("The file holds more than can be read here."), KEPT, SMALLER),
    "file.unpacks_too_large": Sentence(
        mark("The file unpacks to far more than a document holds, so it was not read."), KEPT, SMALLER
    ),
    "file.unsafe": Sentence(
        mark("The file is built in a way that can do harm and that no office program uses, so it was not read."),
        KEPT,
        mark("Open it in the program it was made with, save it anew and send that."),
    ),
    "file.hidden_left_out": Sentence(mark("%(count)s hidden slides or sheets were left out.")),
    "file.encoding_unknown": Sentence(
        mark("It could not be told in which encoding this text was saved, so some of its letters may be wrong."),
        next=mark("Open it in the program it was written with, save it as UTF-8 and send that."),
    ),
    "file.no_pictures": Sentence(
        mark("The pages of this file have words and no pictures, because LibreOffice is not installed here."),
        next=mark("Send it as PDF as well if it matters how the pages look."),
    ),
    "file.drawing_failed": Sentence(
        mark("LibreOffice could not draw the pages of this file, so they have words and no pictures."),
        next=mark("Send it as PDF as well if it matters how the pages look."),
    ),
    "file.words_not_compared": Sentence(
        mark(
            "It could not be checked whether the drawn pages show all words of this file; what they do not show is not"
            " found in a search."
        ),
        next=mark("Look through its pages; if something is missing, send the file in several parts."),
    ),
    "file.old_fonts": Sentence(
        mark(
            "The file is written in old fonts (.VnTime, VNI) that are not here, so it is shown as text, in Unicode, and"
            " not as it looks."
        ),
        next=mark("Send it as PDF as well if it matters how the pages look."),
    ),
    "file.tracked_changes": Sentence(
        mark(
            "The file still holds text that was deleted with tracked changes; so that it does not show, the pages have"
            " words and no pictures."
        ),
        next=mark("Accept or reject the changes, save the file and send it again."),
    ),
    "page.no_picture": Sentence(
        mark("This page has words and no picture."), next=mark("Read it as text, or download the file.")
    ),
    "file.too_many_pages": Sentence(
        mark("The file has %(found)s pages; at most %(limit)s are read."), KEPT, mark("Send it in several parts.")
    ),
    "file.too_many_pixels": Sentence(
        mark("The image has more than %(limit)s pixels."), KEPT, mark("Make it smaller and send it again.")
    ),
    "file.timed_out": Sentence(mark("Reading the file took too long and was ended."), KEPT, SMALLER),
    "file.out_of_memory": Sentence(mark("Reading the file needed too much memory and was ended."), KEPT, SMALLER),
    "file.crashed": Sentence(mark("The reading program broke down over this file."), KEPT, SCAN_AGAIN),
    "file.bad_answer": Sentence(mark("The reading program gave no usable answer for this file."), KEPT, SCAN_AGAIN),
    "file.sealed": Sentence(
        mark("The file is sealed by a signature that any change would break, so no text was added to it."),
        KEPT,
        mark("Use the original as it is."),
    ),
    "file.not_written": Sentence(mark("The new file could not be written: %(reason)s."), KEPT, WAIT),
    "file.properties_unreadable": Sentence(mark("What the file says of itself (title, author) could not be read.")),
    "file.other_extension": Sentence(mark("By its bytes this is a %(type)s file; it was taken as that.")),
    "file.extension_differs": Sentence(mark("By its bytes “%(name)s” is %(media_type)s; it was taken as that.")),
    "file.pages_unread": Sentence(
        mark("%(count)s pages could not be read: %(pages)s. Their images can still be seen."),
        next=mark("Scan these pages again if their words matter."),
    ),
    "page.damaged": Sentence(mark("This page is damaged and could not be read."), KEPT),
    "page.too_large": Sentence(mark("This page is too large to be read."), KEPT),
    "page.timed_out": Sentence(mark("Reading this page took too long and was ended."), KEPT),
    "page.out_of_memory": Sentence(mark("Reading this page needed too much memory and was ended."), KEPT),
    "page.crashed": Sentence(mark("The reading program broke down over this page."), KEPT),
    "page.bad_answer": Sentence(mark("The reading program gave no usable answer for this page."), KEPT),
    "page.text_layer_unusable": Sentence(
        mark("The text inside the file was unusable, so the words were read from the image.")
    ),
    "page.legacy_encoding": Sentence(
        mark("The text inside the file is in an old Vietnamese encoding, so the words were read from the image.")
    ),
    "page.text_repaired": Sentence(
        mark(
            "The text inside the file was in the old encoding %(encoding)s; it is Unicode now (%(percent)s %% changed)."
        )
    ),
    "page.letters_mended": Sentence(
        mark("%(words)s words inside the file had wrong letters (ƣ for ư, ð for đ); they were put right.")
    ),
    "page.words_not_drawn": Sentence(
        mark("Some words of the document do not show in the picture of this page; they stand at the end of its text.")
    ),
    "ocr.engine_missing": Sentence(
        mark("The program that reads scanned pages is not installed, or lacks a language."),
        KEPT,
        mark("Tell the library's staff: tesseract with Vietnamese must be installed. Reading then goes on by itself."),
    ),
    "reading.no_room": Sentence(
        mark("The library's computer has no room left to read with, or its disk does not work."),
        KEPT,
        mark("Tell the library's staff: somebody has to make room. Reading then goes on by itself."),
    ),
    "file.forgotten": Sentence(
        mark("Reading this file was interrupted twice and did not go on."),
        KEPT,
        mark("Try again; if it happens again, tell the library's staff."),
    ),
    "reading.cancelled": Sentence(mark("The reading was stopped before its end."), KEPT, WAIT),
}
