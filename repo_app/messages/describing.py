"""What stands beside the fields of a description: a line of help each, and the names of groups and of lists."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark

# Texts of the form that describes a record; examples in Vietnamese stand in repo_app.web.fields.
TEXTS: Mapping[str, str] = {
    "help.title": mark("As it is printed on the work."),
    "help.alternative": mark("A subtitle, a translated title, or the name people know it by."),
    "help.creator": mark("Who wrote or made it, in the order of the title page; the name as it is printed."),
    "help.contributor": mark("Who helped: translated, drew, checked, advised."),
    "help.subject": mark("School subjects and topics; what is in no list goes below it."),
    "help.description": mark("What it is about and for whom, in two or three sentences."),
    "help.tableOfContents": mark("The headings of the work, one a line."),
    "help.publisher": mark("Who brought it out: a publishing house, a school, an office."),
    "help.issued": mark("When it came out: a year, a month, or a decade that is not known better."),
    "help.created": mark("When it was written or drawn, if that was not when it came out."),
    "help.type": mark("What kind of thing it is, by the types of Dublin Core."),
    "help.format": mark("How large the printed work is, or how long a recording lasts."),
    "help.identifier": mark("A number by which others know it: ISBN, ISSN, DOI."),
    "help.source": mark("The work that this one was made from: its title, its address, or its number here."),
    "help.language": mark("The language it is written in."),
    "help.relation": mark("Another work that goes with it: its title, its address, or its number here."),
    "help.isPartOf": mark("The series, the journal or the larger work it belongs to, and its volume there."),
    "help.isVersionOf": mark("The work of which this is another edition or translation."),
    "help.spatial": mark("The place it is about."),
    "help.temporal": mark("The time it is about."),
    "help.license": mark("May others copy it? If you made it yourself, CC BY is the simplest answer."),
    "help.rights": mark("What else must be said about rights, such as pictures of other people in it."),
    "help.rightsHolder": mark("Who may give permission, if that is not the creator."),
    "help.accessRights": mark(
        "Who may see it here. “Open access” shows a work in copyright to everybody, on the word of who allowed it that "
        "stands under “Rights”."
    ),
    "help.audience": mark("For whom it is meant."),
    "help.educationLevel": mark("The levels and grades it is for; several may be ticked."),
    "help.learningResourceType": mark("What it is in teaching."),
    "help.educationalUse": mark("What it is used for in teaching."),
    "help.timeRequired": mark("How long working through it takes."),
    "help.educationalAlignment": mark("The lesson or the requirement of a curriculum it serves."),
    "group.main": mark("The work"),
    "group.teaching": mark("Subject, grade and use in teaching"),
    "group.work": mark("Other titles, contributors, contents"),
    "group.publication": mark("Publisher, dates, numbers, series"),
    "group.rights": mark("Rights and access"),
    "group.coverage": mark("Place and time"),
    "group.relations": mark("Related works"),
    "choices.school": mark("School subjects"),
    "choices.school-elsewhere": mark("School subjects of other grades"),
    "choices.topic": mark("Topics of learning centres"),
    "choices.ethnic-groups": mark("Ethnic groups"),
    "choices.audiences": mark("Readers and learners"),
    "choices.level": mark("Levels"),
    "choices.grade": mark("Grades"),
    "choices.local": mark("Terms of this library"),
    "choices.other": mark("No longer in the list"),
    "part.role": mark("Role"),
    "part.scheme": mark("Kind of number"),
    "part.volume": mark("Volume"),
    "scheme.isbn": mark("ISBN"),
    "scheme.issn": mark("ISSN"),
    "scheme.doi": mark("DOI"),
    "scheme.ark": mark("ARK"),
    "scheme.number": mark("another number"),
}
