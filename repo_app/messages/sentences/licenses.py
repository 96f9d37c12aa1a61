"""Licenses: why a text names none, what an adaptation may carry, and where a chooser's answers lead."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import UNCHANGED, Sentence

_COPY = mark("Copy it as it stands on the work, with its version, or the address of the license.")

SENTENCES: Mapping[str, Sentence] = {
    "license.not_one": Sentence(mark("This text names no license that we know."), UNCHANGED, _COPY),
    "license.no_version": Sentence(mark("“%(text)s” does not say which version."), UNCHANGED, _COPY),
    "license.unknown": Sentence(mark("There is no license “%(text)s”."), UNCHANGED, _COPY),
    "license.several": Sentence(mark("This text names more than one license."), UNCHANGED, _COPY),
    "license.more_conditions": Sentence(
        mark("This text sets conditions that the license it names does not have."), UNCHANGED, _COPY
    ),
    "license.denied": Sentence(mark("This text says that a license does not hold."), UNCHANGED, _COPY),
    "license.unsure_port": Sentence(
        mark("Behind the version stands a word that may be the country of a port, or another word."), UNCHANGED, _COPY
    ),
    "license.uncertain": Sentence(
        mark("This text says that a license may hold, or some day will, not that it does."), UNCHANGED, _COPY
    ),
    "license.in_part": Sentence(
        mark("This text names a license of a part or of another work, not of the whole."), UNCHANGED,
        mark("Copy the sentence that speaks of the whole work, or give the license to the file that it holds for."),
    ),
    "license.no_sources": Sentence(
        mark("No work was named."), UNCHANGED, mark("Name the licenses of the works, or records of this library.")
    ),
    "license.source_withdrawn": Sentence(
        mark("This record was withdrawn."),
        UNCHANGED,
        mark("Its page says when and why. Name the license that stands on your copy of the work."),
    ),
    "license.too_many_sources": Sentence(
        mark("More than %(limit)s works at once."), UNCHANGED, mark("Name each license once.")
    ),
    "file.third_party_too_long": Sentence(
        mark("The note is longer than %(limit)s characters."), UNCHANGED, mark("Say it in fewer words.")
    ),
    "record.needs_rights": Sentence(
        mark("Open access to a work in copyright needs a word of who allowed it."),
        UNCHANGED,
        mark("Write into the field “Rights” who holds the rights and when they allowed it."),
    ),
    "record.needs_embargo": Sentence(
        mark("Access rights of an embargo need the day on which it ends."),
        UNCHANGED,
        mark("Keep the record closed until a day first, or choose other access rights."),
    ),
    "remix.share_alike": Sentence(mark("%(source)s asks adaptations to stay under it.")),
    "remix.later_version": Sentence(
        mark("%(source)s lets adaptations carry it too: it is a later version, or a port, with the same terms.")
    ),
    "remix.only_compatible": Sentence(
        mark("%(source)s takes only itself, a later version of it, or a license that is compatible: %(others)s.")
    ),
    "remix.compatible": Sentence(mark("Creative Commons declared it compatible with %(source)s.")),
    "remix.free": Sentence(mark("The works are free of copyright; you choose for what you add.")),
    "remix.keeps_terms": Sentence(mark("%(license)s asks at least what the works ask.")),
    "remix.only_itself": Sentence(mark("%(source)s allows no other license for adaptations.")),
    "remix.needs_permission": Sentence(
        mark("“%(source)s”: adapting it needs the leave of whoever holds the rights.")
    ),
    "remix.unsure": Sentence(
        mark("“%(source)s”: nobody could make sure that it is free; a person has to judge before you use it.")
    ),
    "remix.no_derivatives": Sentence(
        mark("%(source)s allows no adaptations; the work may only be collected unchanged.")
    ),
    "remix.same_license": Sentence(
        mark("%(source)s takes only its own license, or a later version of it, for adaptations.")
    ),
    "remix.not_for_business": Sentence(
        mark("“%(source)s” is not for business, so the adaptation has to say so too.")
    ),
    "remix.must_name": Sentence(mark("%(source)s wants its author named, and CC0 asks for nothing.")),
    "remix.only_current": Sentence(mark("Only version 4.0 goes together with this license, not %(source)s.")),
    "remix.collect_each": Sentence(mark("Each work keeps its own license, and its author is named.")),
    "remix.collect_unchanged": Sentence(mark("Works without derivatives go in unchanged.")),
    "remix.collect_not_for_business": Sentence(mark("The collection must not be used for business.")),
    "remix.collect_needs_permission": Sentence(
        mark("“%(source)s”: even to collect it you need the leave of whoever holds the rights.")
    ),
    "choose.official": Sentence(
        mark("Laws, official documents and plain news are under no copyright (Law on Intellectual Property, art. 15).")
    ),
    "choose.here_only": Sentence(
        mark(
            "This holds in Viet Nam only: elsewhere the work may be protected for longer, often for seventy years, and "
            "Creative Commons advises against the mark where that is known. So the record says it under “Rights”."
        )
    ),
    "choose.official_here": Sentence(
        mark("This is the law of Viet Nam, so the record says it under “Rights”. Other states have theirs.")
    ),
    "choose.note_official": Sentence(
        mark(
            "Law, official document or plain news: not under copyright in Viet Nam (Law on Intellectual Property, "
            "art. 15)."
        )
    ),
    "choose.note_author": Sentence(
        mark("Free in Viet Nam, as its last author died in %(year)s; in other countries it may still be protected.")
    ),
    "choose.note_published": Sentence(
        mark("Free in Viet Nam, as it came out in %(year)s; in other countries it may still be protected.")
    ),
    "choose.still_named": Sentence(
        mark("Its author must still be named, and the work not be distorted (art. 19, 27).")
    ),
    "choose.nobody_knows": Sentence(
        mark("Until somebody finds out who holds the rights only the description is shown.")
    ),
    "choose.gives_all": Sentence(
        mark("You give up every right that the law lets you give up. In Viet Nam your name stays with the work.")
    ),
    "choose.by": Sentence(mark("Everybody may use and change it, also for business, and names you.")),
    "choose.by_sa": Sentence(
        mark("Everybody may use and change it, also for business; what they make of it stays as free as yours.")
    ),
    "choose.by_nd": Sentence(mark("Everybody may share it unchanged, also for business, and names you.")),
    "choose.by_nc": Sentence(mark("Everybody may use and change it, but not for business, and names you.")),
    "choose.by_nc_sa": Sentence(
        mark("Everybody may use and change it, but not for business; what they make of it stays as free as yours.")
    ),
    "choose.by_nc_nd": Sentence(mark("Everybody may share it unchanged, but not for business, and names you.")),
    "choose.for_ever": Sentence(mark("It holds for ever: what is given away once cannot be taken back.")),
    "choose.all_yours": Sentence(
        mark("All of it must be yours: pictures and texts of others need their own leave, and a note.")
    ),
    "choose.as_said": Sentence(mark("This is the license that its maker gave it.")),
    "choose.allowed": Sentence(mark("It stays in copyright; it is shown because whoever holds the rights allowed it.")),
    "choose.write_who_allowed": Sentence(
        mark("Write into “Rights” who allowed it and when, and choose “Open access” under “Access rights”.")
    ),
    "choose.protected": Sentence(
        mark("Without the leave of whoever holds the rights only the description is shown.")
    ),
    "choose.bad_year": Sentence(mark("“%(year)s” is no year until %(this)s.")),
    "choose.old_author": Sentence(
        mark("Its last author died in %(year)s; protection ended with the year %(until)s, fifty years later (art. 27).")
    ),
    "choose.not_old_author": Sentence(
        mark("Its last author died in %(year)s; protected until the end of %(until)s, fifty years later (art. 27).")
    ),
    "choose.old_published": Sentence(
        mark("It came out in %(year)s; protection ended with the year %(until)s, seventy-five years later (art. 27).")
    ),
    "choose.not_old_published": Sentence(
        mark("It came out in %(year)s; protected until the end of %(until)s, seventy-five years later (art. 27).")
    ),
}  # fmt: skip
