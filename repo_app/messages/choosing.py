"""Words about rights: what a statement of them concerns, what the license chooser asks, and the answers."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark

LABELS: Mapping[str, str] = {
    "part.scope": mark("concerns"),
    "scope.third-party": mark("what others made in it"),
    "ask.who": mark("Who made it?"),
    "ask.who.mine": mark("I did, or we did; everything in it is ours"),
    "ask.who.other": mark("Somebody else"),
    "ask.who.official": mark("It is a law, an official document or plain news"),
    "ask.who.nobody": mark("Nobody knows"),
    "ask.changes": mark("May others change it?"),
    "ask.changes.yes": mark("Yes, if they name me"),
    "ask.changes.same": mark("Yes, if they name me and share what they make of it in the same way"),
    "ask.changes.no": mark("No, they may only share it as it is"),
    "ask.changes.anything": mark("They may do everything; I ask for nothing"),
    "ask.business": mark("May others earn money with it?"),
    "ask.business.yes": mark("Yes; it is simplest, and lets schools and printers use it"),
    "ask.business.no": mark("No"),
    "ask.known": mark("What do you know of its rights?"),
    "ask.known.license": mark("A license stands on it"),
    "ask.known.old": mark("It is old: its author died long ago, or it came out long ago"),
    "ask.known.permission": mark("Whoever holds the rights allowed us to show it"),
    "ask.known.protected": mark("It is in copyright; nobody has allowed anything"),
    "ask.known.nothing": mark("Nothing"),
    "ask.said": mark("What stands on it?"),
    "ask.age": mark("How old is it?"),
    "ask.age.author": mark("Its author, or the last of them, died in the year below"),
    "ask.age.published": mark(
        "A photograph, a film, applied art or a work without a named author: it came out in the year below"
    ),
}
