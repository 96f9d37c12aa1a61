"""What could not be understood in a question, told beside its answer."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "search.note_former_place": Sentence(
        mark("“%(place)s” was there until %(until)s; it is part of %(now)s now."),
        next=mark("Search for “%(now)s” to find newer materials too."),
    ),
    "search.note_unknown_value": Sentence(
        mark("“%(value)s” is not known as a value of “%(facet)s”."),
        next=mark("Choose among the values that are listed beside the results or under “Browse”."),
    ),
    "search.note_unknown_value_near": Sentence(
        mark("“%(value)s” is not known as a value of “%(facet)s”; near it there are %(near)s."),
        next=mark("Write the name as it is listed; accents and case do not matter."),
    ),
    "search.note_unclear_value": Sentence(
        mark("Several values of “%(facet)s” begin with “%(value)s”, among them %(near)s."),
        next=mark("Write more of the name."),
    ),
    "search.note_unclosed_quote": Sentence(
        mark("A quotation mark is not closed; everything after it was sought as words in a row."),
        next=mark("Close the quotation mark after the last word of the row."),
    ),
    "search.note_unknown_field": Sentence(
        mark("There is no field “%(field)s:”, so it was sought as a word."),
        next=mark("See “How to search” for all fields, for instance “title:”, “creator:” and “grade:”."),
    ),
    "search.note_empty_field": Sentence(
        mark("Nothing stands right after “%(field)s:”, so it was not taken as a field."),
        next=mark("Write what you seek after the colon, without a blank."),
    ),
    "search.note_no_fields_inside": Sentence(
        mark("Inside a book only its text is searched, so the other fields of the question were left out."),
    ),
    "search.note_brackets": Sentence(
        mark("Brackets are not understood here, so they were left out."),
        next=mark("Write the minus or the field before each word, and put words in a row in quotation marks."),
    ),
    "search.note_lone_minus": Sentence(
        mark("A minus that stands alone leaves nothing out."),
        next=mark("Write the minus right before the word that must not occur."),
    ),
    "search.note_only_minus": Sentence(
        mark("The question only says what must not occur, so everything else is listed."),
        next=mark("Add the words you seek."),
    ),
    "search.note_lone_or": Sentence(
        mark("An OR without a neighbour on both sides was left out."),
        next=mark("Write OR between the two words that are to be a choice."),
    ),
    "search.note_or_in_capitals": Sentence(
        mark("The question is all in capitals, so “%(word)s” was sought as a word."),
        next=mark("Write | between words that are to be a choice."),
    ),
    "search.note_or_of_fields": Sentence(
        mark("OR cannot tie a filter to words or to another filter, so all of them must hold."),
        next=mark("Use OR between words, or between values of one filter."),
    ),
    "search.note_or_with_minus": Sentence(
        mark("OR cannot tie what must not occur, so each minus counts for itself."),
        next=mark("Write a minus before each thing to leave out, without OR."),
    ),
    "search.note_and": Sentence(
        mark("AND is not needed: all words of a question are sought, and it was left out."),
        next=mark("Part the words by blanks only."),
    ),
}
