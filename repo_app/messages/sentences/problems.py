"""Problems of the house itself: addresses, rights, load, storage, search, jobs and commands."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import ASK_STAFF, CORRECT, GO_BACK, UNCHANGED, WAIT, Sentence

LOOK = mark("Check the address, or look for the material by its words.")
NOT_JOINED = mark("No document was made. Photos that were in a record stay there; what was being sent now is not kept.")

SENTENCES: Mapping[str, Sentence] = {
    "problem.internal": Sentence(
        mark("Something went wrong on our side."),
        mark("What was saved before is safe."),
        mark("Please try again. If it happens again, tell the library the request number."),
    ),
    "problem.not_found": Sentence(mark("There is no such page here."), next=LOOK),
    "problem.no_such_file": Sentence(
        mark("This record has no such file."), next=mark("Look at the record's page: its files are listed there.")
    ),
    "problem.no_such_page": Sentence(
        mark("There is no such page; the file has %(pages)s."), next=mark("Go to the first page of the file.")
    ),
    "problem.no_pages": Sentence(
        mark("No file of this record has pages that can be read yet."),
        next=mark("If it was sent just now, come back in a few minutes."),
    ),
    "problem.not_signed_in": Sentence(mark("Please sign in first."), UNCHANGED),
    "problem.forbidden": Sentence(mark("You may not do this."), UNCHANGED, ASK_STAFF),
    "problem.gone": Sentence(
        mark("The record “%(title)s” was withdrawn."), next=mark("Perhaps another material helps: try the search.")
    ),
    "problem.conflict": Sentence(
        mark("This cannot be done now: something was changed in the meantime."), UNCHANGED, GO_BACK
    ),
    "problem.edit_conflict": Sentence(
        mark("Somebody else changed this record while you were writing."),
        mark("Both versions are here; nothing of either is lost."),
        mark("Choose for each field what should stay."),
    ),
    "problem.proposal_conflict": Sentence(
        mark("Somebody changed the same fields of this record after the change was proposed."),
        mark("Both versions are here; nothing of either is lost."),
        mark("Choose for each field what should stay."),
    ),
    "problem.precondition_required": Sentence(
        mark("A change must name the version it is based on."), UNCHANGED, mark("Send If-Match with the record's ETag.")
    ),
    "problem.invalid": Sentence(mark("Something in the form is not right."), UNCHANGED, CORRECT),
    "problem.bad_request": Sentence(mark("This request cannot be understood."), UNCHANGED, GO_BACK),
    "problem.bad_number": Sentence(
        mark("“%(name)s” must be a whole number from 1."), next=mark("Correct the address, or begin at the first page.")
    ),
    "problem.bad_action": Sentence(mark("The form did not say what is to be done."), UNCHANGED, GO_BACK),
    "problem.method": Sentence(mark("This address cannot be used in that way."), UNCHANGED, GO_BACK),
    "problem.media_type": Sentence(
        mark("The request's content type is not taken here."), UNCHANGED, mark("The API takes application/json.")
    ),
    "problem.bad_json": Sentence(
        mark("The body is not JSON that can be understood, or names a key twice."), UNCHANGED, CORRECT
    ),
    "problem.not_an_object": Sentence(mark("The body must be one JSON object."), UNCHANGED, CORRECT),
    "problem.not_a_list": Sentence(mark("“%(name)s” must be a list of texts."), UNCHANGED, CORRECT),
    "problem.not_a_switch": Sentence(mark("“%(name)s” must be true or false."), UNCHANGED, CORRECT),
    "problem.not_a_text": Sentence(mark("“%(name)s” must be text."), UNCHANGED, CORRECT),
    "problem.not_a_number": Sentence(mark("“%(name)s” must be a whole number."), UNCHANGED, CORRECT),
    "problem.unknown_field": Sentence(mark("There is no field “%(name)s” here."), UNCHANGED, CORRECT),
    "problem.unknown_parameter": Sentence(
        mark("There is no parameter “%(name)s” here."), UNCHANGED, mark("Take it out of the address.")
    ),
    "problem.csrf": Sentence(
        mark("This form is no longer valid: you were signed out, or cookies are switched off."),
        UNCHANGED,
        mark("Go back, reload the page, sign in if needed, and send it again."),
    ),
    "problem.range": Sentence(mark("The file has no such part."), next=mark("Download the whole file.")),
    "problem.too_large": Sentence(
        mark("This is larger than the library takes."),
        UNCHANGED,
        mark("Split the file, or scan it at 300 dpi in grey, and send the parts."),
    ),
    "problem.too_many_requests": Sentence(
        mark("Too many requests; please wait %(seconds)s."), UNCHANGED, mark("Afterwards it works again by itself.")
    ),
    "problem.unavailable": Sentence(
        mark("A part of the library does not answer now."), mark("What was saved before is safe."), WAIT
    ),
    "problem.database_away": Sentence(
        mark("The catalogue does not answer now."), mark("What was saved before is safe."), WAIT
    ),
    "problem.database_busy": Sentence(
        mark("The catalogue is very busy now."), mark("What was saved before is safe."), WAIT
    ),
    "problem.storage_full": Sentence(
        mark("The library's storage is full."),
        mark("What was saved before is safe."),
        mark("Tell the library's staff: room must be made before anything can be sent."),
    ),
    "problem.usage": Sentence(mark("The command was called wrongly."), UNCHANGED, mark("See the command's --help.")),
    "storage.away": Sentence(
        mark("The file storage does not answer now."),
        mark("Search and descriptions go on working, and no file is lost."),
        WAIT,
    ),
    "search.too_slow": Sentence(
        mark("This question takes longer than the library may spend on one."),
        UNCHANGED,
        mark("Ask with more or rarer words, or try again in a moment."),
    ),
    "search.index_away": Sentence(
        mark("The search index is away."), mark("The catalogue itself is whole."), mark("Run: hoclieu reindex")
    ),
    "search.outgrown": Sentence(
        mark(
            "The library has %(records)s published records; the built-in search index is made for at most %(limit)s. "
            "Everything can still be found, but pages of results come late when many people ask at once."
        ),
        next=mark("What to do stands in docs/growing.md."),
    ),
    "search.unknown_facet": Sentence(
        mark("There is no filter “%(facet)s”."), next=mark("Take it out of the address and search again.")
    ),
    "search.unknown_sort": Sentence(
        mark("There is no order “%(sort)s”."), next=mark("Choose one of the orders above the results.")
    ),
    "search.bad_page": Sentence(
        mark("There is no such page of results."), next=mark("Go to the first page of the results.")
    ),
    "search.query_too_long": Sentence(
        mark("The question is longer than %(limit)s characters."), next=mark("Search for the words that matter most.")
    ),
    "search.query_too_many_words": Sentence(
        mark("The question has more than %(limit)s words."), next=mark("Search for the words that matter most.")
    ),
    "job.superseded": Sentence(mark("Another piece of work took this over.")),
    "job.poisoned": Sentence(
        mark("Reading this file stopped the reading program %(deaths)s times, so it was set aside."),
        mark("The original file is kept and can be downloaded; the record can still be edited."),
        mark("Save or scan the document again and send the new file."),
    ),
    "job.stuck": Sentence(
        mark("Reading this file got no further for %(seconds)s seconds and was ended."),
        mark("The original file is kept and can be downloaded; the record can still be edited."),
        mark("Try again; if it happens again, save or scan the document anew and send the new file."),
    ),
    "job.not_ended": Sentence(mark("This work is still going on."), UNCHANGED, WAIT),
    "page.width": Sentence(
        mark("Page images come in these widths: %(widths)s."), next=mark("Ask for one of them, or leave the width out.")
    ),
    "photos.busy": Sentence(
        mark("Photos of other people are being made into documents now."),
        NOT_JOINED,
        mark("Try again in a minute, or leave your photos single files."),
    ),
    "photos.too_long": Sentence(
        mark("Making one document of these photos took too long."),
        NOT_JOINED,
        mark("Join fewer photos at one time."),
    ),
    "page.busy": Sentence(mark("Many page images are being made now."), next=WAIT),
}
