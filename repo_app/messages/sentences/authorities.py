"""Terms of vocabularies, and the names of persons and organizations."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import CHANGED_MEANWHILE, CORRECT, UNCHANGED, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "term.fixed_vocabulary": Sentence(
        mark("The terms of this list have a meaning of their own and cannot be changed here."),
        UNCHANGED,
        mark("Choose another list, or write a text of your own into the record."),
    ),
    "term.name_taken": Sentence(
        mark("“%(name)s” is a name of the term “%(term)s” already."),
        UNCHANGED,
        mark("Use that term, or choose another name."),
    ),
    "term.no_letters": Sentence(mark("“%(name)s” has neither letters nor figures."), UNCHANGED, CORRECT),
    "term.into_itself": Sentence(
        mark("A term cannot be merged into itself."), UNCHANGED, mark("Choose another term to merge it into.")
    ),
    "term.within_itself": Sentence(
        mark("“%(term)s” would lie within itself, by way of the terms that it is a part of."),
        UNCHANGED,
        mark("Choose another term, or change first what the other one is a part of."),
    ),
    "term.not_merged": Sentence(mark("This term was not merged into another."), UNCHANGED),
    "agent.unknown_kind": Sentence(
        mark("There is no kind “%(kind)s”: a name is that of a person or of an organization."), UNCHANGED, CORRECT
    ),
    "agent.same_name": Sentence(
        mark("There is “%(name)s” already, and nothing tells the two apart."),
        UNCHANGED,
        mark("Add dates or a note, like “1950–” or “Toán học”; or use the name that is there."),
    ),
    "agent.into_itself": Sentence(
        mark("“%(name)s” cannot be merged into itself."), UNCHANGED, mark("Choose another name to merge it into.")
    ),
    "authority.edit_conflict": Sentence(
        mark("Somebody else changed this entry while you were writing."),
        mark("Both versions are here; nothing of either is lost."),
        mark("Choose for each field what should stay."),
    ),
    "authority.changed_meanwhile": CHANGED_MEANWHILE,
    "agent.other_kind": Sentence(
        mark("“%(name)s” and “%(other)s” are not of one kind: one is a person, the other an organization."),
        UNCHANGED,
        mark("Choose another name, or correct the kind of one of the two first."),
    ),
    "agent.unknown": Sentence(mark("There is no name with the number “%(agent)s”."), UNCHANGED, CORRECT),
    "agent.no_records": Sentence(mark("No record is chosen."), UNCHANGED, mark("Choose records from the list.")),
    "agent.too_many_records": Sentence(
        mark("At most %(limit)s records can be done at once."), UNCHANGED, mark("Do them in several steps.")
    ),
    "agent.not_merged": Sentence(mark("“%(name)s” was not merged into another name."), UNCHANGED),
    "agent.not_named": Sentence(
        mark("The record %(record)s does not carry that name."), UNCHANGED, mark("Choose records from the list.")
    ),
}
