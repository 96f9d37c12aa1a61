"""Descriptions of works: what metadata may hold, and the way of a record from draft to published."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import ASK_STAFF, CHANGED_MEANWHILE, CORRECT, GO_BACK, UNCHANGED, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "metadata.not_an_object": Sentence(mark("The metadata must be one JSON object."), UNCHANGED, CORRECT),
    "metadata.unknown_key": Sentence(mark("There is no field “%(key)s”."), UNCHANGED, CORRECT),
    "metadata.not_a_list": Sentence(mark("%(key)s: a list of values is needed."), UNCHANGED, CORRECT),
    "metadata.too_many_values": Sentence(mark("%(key)s: too many values."), UNCHANGED, CORRECT),
    "metadata.not_a_value": Sentence(
        mark("%(key)s: each value is an object that holds text only."), UNCHANGED, CORRECT
    ),
    "metadata.unknown_part": Sentence(mark("%(key)s: a value has no part “%(part)s”."), UNCHANGED, CORRECT),
    "metadata.value_or_id": Sentence(
        mark("%(key)s: a value is either text or the id of a term, and only text has a language."), UNCHANGED, CORRECT
    ),
    "metadata.printed_without_id": Sentence(
        mark("%(key)s: a printed form stands only beside a linked name; else the text itself is what is printed."),
        UNCHANGED,
        CORRECT,
    ),
    "metadata.unknown_role": Sentence(mark("%(key)s: there is no role “%(role)s”."), UNCHANGED, CORRECT),
    "metadata.unknown_scheme": Sentence(mark("%(key)s: there is no scheme “%(scheme)s”."), UNCHANGED, CORRECT),
    "metadata.unknown_scope": Sentence(mark("%(key)s: there is no scope “%(scope)s”."), UNCHANGED, CORRECT),
    "metadata.bad_language": Sentence(
        mark("%(key)s: “%(lang)s” is no language tag."), UNCHANGED, mark("Write it as in vi, en or zh-Hant.")
    ),
    "metadata.bad_date": Sentence(
        mark("%(key)s: “%(value)s” is not a date that we can read."),
        UNCHANGED,
        mark("Write the year first, as in 2019, 2019-05, 2019-05-20, 198X for the eighties, 2015/2019 from to, 2019?."),
    ),
    "metadata.bad_identifier": Sentence(
        mark("%(key)s: “%(value)s” does not look like an %(scheme)s."),
        UNCHANGED,
        mark("Copy it as it is printed, or choose another kind of number."),
    ),
    "metadata.bad_check_digit": Sentence(
        mark("%(key)s: a figure of the %(scheme)s “%(value)s” is wrong, its last one does not fit."),
        UNCHANGED,
        mark("Compare it with the printed number; if it is printed so, keep it as another number."),
    ),
    "metadata.unknown_term": Sentence(mark("%(key)s: there is no term “%(term)s”."), UNCHANGED, CORRECT),
    "metadata.needs_term": Sentence(mark("%(key)s: choose one of the terms."), UNCHANGED, CORRECT),
    "metadata.bad_text": Sentence(
        mark("%(key)s: the text holds characters that are broken or cannot be seen."), UNCHANGED, CORRECT
    ),
    "metadata.one_line": Sentence(
        mark("%(key)s: a text here is one line, without tabs."),
        UNCHANGED,
        mark("Join the lines into one, or make a value of each."),
    ),
    "metadata.empty_value": Sentence(mark("%(key)s: a value is empty."), UNCHANGED, CORRECT),
    "metadata.too_long": Sentence(mark("%(key)s: longer than %(limit)s characters."), UNCHANGED, CORRECT),
    "record.needs_title": Sentence(
        mark("A title is still missing."), UNCHANGED, mark("Write the title as it is printed on the work.")
    ),
    "record.title_unchecked": Sentence(
        mark("The title was read by a program, and nobody has compared it with the work."),
        UNCHANGED,
        mark("Put it right, or tick below it that it is as it stands on the work."),
    ),
    "record.needs_license": Sentence(
        mark("A license is still missing."), UNCHANGED, mark("Choose what others may do with the work.")
    ),
    "record.was_public": Sentence(
        mark("This record was public once, so it is not deleted."),
        UNCHANGED,
        mark("Withdraw it instead: its address then says why it is gone."),
    ),
    "record.nothing_proposed": Sentence(
        mark("No change of this record waits for review."), UNCHANGED, mark("Reload the page to see how it stands.")
    ),
    "record.wrong_state": Sentence(
        mark("The record's state does not allow this any more."),
        UNCHANGED,
        mark("Reload the page to see how it stands."),
    ),
    "record.changed_meanwhile": Sentence(
        mark("Somebody else changed this record since you opened it."),
        UNCHANGED,
        mark("Look at how it stands now, then decide."),
    ),
    "record.no_such_version": Sentence(
        mark("The history of this record has no version %(number)s."), UNCHANGED, mark("Choose one of the list.")
    ),
    "record.autosave": Sentence(
        mark("Only a draft is kept while you write."),
        UNCHANGED,
        mark("Press “Save” when you are done."),
    ),
    "record.names_itself": Sentence(
        mark("%(key)s: a record cannot name itself."), UNCHANGED, mark("Name another record, or leave it away.")
    ),
    "record.not_a_draft": Sentence(
        mark("Only drafts can be deleted."),
        UNCHANGED,
        mark("A published record can be withdrawn by the library's staff."),
    ),
    "record.reason_too_long": Sentence(
        mark("The reason is longer than %(limit)s characters."), UNCHANGED, mark("Say it in fewer words.")
    ),
    "record.too_many_files": Sentence(
        mark("A record takes at most %(limit)s files."), UNCHANGED, mark("Begin another record for the rest.")
    ),
    "record.unknown_collection": Sentence(
        mark("There is no collection “%(slug)s”."), UNCHANGED, mark("Choose one of the list.")
    ),
    "record.other_organization": Sentence(
        mark("This collection belongs to another library or school."), UNCHANGED, ASK_STAFF
    ),
    "record.no_organization": Sentence(
        mark("There is no library or school yet that could keep this."),
        UNCHANGED,
        mark("An administrator must create one first."),
    ),
    "record.closed_license": Sentence(
        mark("The license of this work does not allow showing it here; only its description is public."),
        next=mark("Ask the library for the document itself."),
    ),
    "record.closed_embargo": Sentence(
        mark("This work opens on %(until)s; until then only its description is public."),
        next=mark("Come back then, or ask the library."),
    ),
    "record.closed_access": Sentence(
        mark("The library does not show this work to everybody; only its description is public."),
        next=mark("Ask the library for the document itself."),
    ),
    "file.closed_license": Sentence(
        mark("The license of this file does not allow showing it here."),
        next=mark("Ask the library for the document itself."),
    ),
    "record.embargo_past": Sentence(
        mark("The embargo must end on a day that is still to come; %(day)s is not."),
        UNCHANGED,
        mark("Choose a later day, or press “Open it now”."),
    ),
    "record.needs_reason": Sentence(
        mark("Nothing says why the record is withdrawn."),
        UNCHANGED,
        mark("Write it in a sentence: readers see it at the address of the record."),
    ),
    "record.bad_day": Sentence(
        mark("“%(value)s” is not a day."), UNCHANGED, mark("Write it as in 31/01/2027 or 2027-01-31.")
    ),
    "organization.unknown": Sentence(
        mark("There is no library or school “%(slug)s”."), next=mark("Choose one of the list.")
    ),
    "organization.exists": Sentence(
        mark("There is a library or school with the address name “%(slug)s” already."),
        UNCHANGED,
        mark("Choose another address name."),
    ),
    "organization.below_itself": Sentence(
        mark("“%(slug)s” cannot come below “%(parent)s”: that one is the same, or below it already."),
        UNCHANGED,
        mark("Choose another, or move that one first."),
    ),
    "organization.into_itself": Sentence(
        mark("“%(slug)s” cannot be merged into itself."), UNCHANGED, mark("Name two organizations.")
    ),
    "organization.none": Sentence(
        mark("There is no library or school yet."), UNCHANGED, mark("An administrator must create one first.")
    ),
    "collection.unknown": Sentence(mark("There is no collection “%(slug)s”."), next=mark("Choose one of the list.")),
    "collection.exists": Sentence(
        mark("There is a collection with the address name “%(slug)s” already."),
        UNCHANGED,
        mark("Choose another address name."),
    ),
    "collection.bad_share": Sentence(
        mark("A confidence lies between %(least)s and 1, like 0.9."),
        UNCHANGED,
        mark("Name one, or - for none."),
    ),
    "collection.changed_meanwhile": CHANGED_MEANWHILE,
    "place.bad_slug": Sentence(
        mark("An address name has small letters without accents, figures and hyphens, at most %(limit)s."),
        UNCHANGED,
        CORRECT,
    ),
    "file.not_failed": Sentence(mark("This file is not one that failed."), UNCHANGED, GO_BACK),
}
