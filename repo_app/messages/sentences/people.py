"""Accounts: signing in, passwords, links, and who may be let in."""

from __future__ import annotations

from collections.abc import Mapping

from repo_app.messages.catalogs import mark
from repo_app.messages.sentences.sentence import CORRECT, GO_BACK, UNCHANGED, WAIT, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "account.wrong_password": Sentence(
        mark("E-mail and password do not fit together."),
        next=mark("Type them again. If you forgot the password, your librarian makes a link for a new one."),
    ),
    "account.wrong_old_password": Sentence(mark("The password until now is not right."), UNCHANGED, CORRECT),
    "account.too_many_attempts": Sentence(
        mark("There were too many wrong passwords. Please wait %(seconds)s."),
        mark("The account itself is safe."),
        mark("Afterwards try again, or ask your librarian for a link to a new password."),
    ),
    "account.busy": Sentence(mark("Many people are signing in at this moment."), UNCHANGED, WAIT),
    "account.link_unknown": Sentence(
        mark("This link does not work any more: it was used, or is too old."),
        UNCHANGED,
        mark("Ask whoever gave it to you for a new one."),
    ),
    "account.has_admin": Sentence(
        mark("This library has an administrator already; the set-up link has done its work."),
        UNCHANGED,
        mark("Sign in, or ask the administrator to let you in."),
    ),
    "account.disabled": Sentence(mark("This account is disabled."), UNCHANGED),
    "account.session_unknown": Sentence(
        mark("There is no such session of yours; perhaps it ended already."), UNCHANGED
    ),
    "account.token_unknown": Sentence(
        mark("The API token is unknown or was revoked."), UNCHANGED, mark("Make a new one: hoclieu token create EMAIL")
    ),
    "account.unknown": Sentence(mark("There is no account with this e-mail."), UNCHANGED, CORRECT),
    "account.exists": Sentence(
        mark("There is an account with this e-mail already."), UNCHANGED, mark("Look for it in the list of people.")
    ),
    "account.last_admin": Sentence(
        mark("This is the last administrator; the library needs one."),
        UNCHANGED,
        mark("Make somebody else administrator first."),
    ),
    "account.bad_role": Sentence(mark("There is no such role."), UNCHANGED, GO_BACK),
    "account.bad_name": Sentence(mark("A name is needed, in at most %(limit)s characters."), UNCHANGED, CORRECT),
    "account.bad_email": Sentence(mark("This is not an e-mail address."), UNCHANGED, CORRECT),
    "account.password_too_short": Sentence(
        mark("The password is shorter than %(limit)s characters."),
        UNCHANGED,
        mark("A few words in a row are long and easy to remember."),
    ),
    "account.password_too_long": Sentence(
        mark("The password is longer than %(limit)s characters."), UNCHANGED, mark("Choose a shorter one.")
    ),
    "account.password_is_email": Sentence(
        mark("The password must not be the e-mail."), UNCHANGED, mark("Choose something that nobody can guess.")
    ),
    "account.password_common": Sentence(
        mark("Very many people use this password; it would be guessed at once."),
        UNCHANGED,
        mark("A few words in a row are long and easy to remember."),
    ),
    "account.password_bad_text": Sentence(mark("The password has broken characters."), UNCHANGED, CORRECT),
}
