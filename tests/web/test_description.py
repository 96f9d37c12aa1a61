"""The edit form against metadata: what it does not show stays, what was not changed is not sent on."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from repo_app.values import Metadata, Value
from repo_app.values.metadata import from_mapping, parse
from repo_app.web import description

LETTERS = st.text("abcđêơ ưXYZ.-", min_size=1, max_size=20).map(str.strip).filter(bool)
TITLES = st.builds(Value, value=LETTERS, lang=st.sampled_from([None, "vi", "en"]))
CREATORS = st.builds(Value, value=LETTERS, role=st.sampled_from([None, "author", "teacher"]))
LANGUAGES = st.builds(Value, id=st.sampled_from(["vi", "en", "sed", "bdq"]))
LICENSES = st.builds(Value, id=st.sampled_from(["cc-by-4.0", "in-copyright"]))
METADATA = st.fixed_dictionaries(
    {
        "title": st.lists(TITLES, max_size=3),
        "creator": st.lists(CREATORS, max_size=3, unique_by=lambda value: value.value),
        "language": st.lists(LANGUAGES, max_size=2),
        "license": st.lists(LICENSES, max_size=1),
        "description": st.lists(TITLES, max_size=2),
        "subject": st.lists(TITLES, max_size=2),
    }
).map(from_mapping)
FIELDS = st.fixed_dictionaries(
    {
        "title": LETTERS | st.just(""),
        "creator": st.lists(LETTERS, max_size=3, unique=True).map("\n".join),
        "license": st.sampled_from(["", "cc-by-4.0", "cc0-1.0"]),
        "language": st.sampled_from(["", "vi", "jra"]),
        "description": LETTERS,
    }
)


@given(METADATA)
def test_a_form_sent_back_as_it_was_changes_nothing(metadata: Metadata) -> None:
    assert description.patch(metadata, description.fields_of(metadata)) == {}


@given(METADATA, FIELDS)
def test_what_was_typed_is_what_is_shown_afterwards(metadata: Metadata, typed: Mapping[str, str]) -> None:
    patch = description.patch(metadata, typed)
    after = metadata.merged(parse(patch), tuple(patch))
    shown = description.fields_of(after)
    for key in ("creator", "license", "description"):
        assert shown[key] == typed[key]
    for key in ("title", "language"):  # emptied, the next value of the key comes forward
        assert shown[key] == typed[key] or not typed[key]


@given(METADATA, FIELDS)
def test_nothing_else_is_lost(metadata: Metadata, typed: Mapping[str, str]) -> None:
    patch = description.patch(metadata, typed)
    after = metadata.merged(parse(patch), tuple(patch))
    assert after.get("subject") == metadata.get("subject")
    for key in ("title", "language", "description"):
        assert after.get(key)[-len(metadata.get(key)[1:]) :] == metadata.get(key)[1:] or not metadata.get(key)[1:]
    roles = {value.value: value.role for value in metadata.get("creator")}
    assert all(roles.get(value.value) == value.role for value in after.get("creator"))


@given(METADATA, METADATA)
def test_a_conflict_names_exactly_the_fields_that_differ(one: Metadata, other: Metadata) -> None:
    shown, theirs = description.fields_of(one), description.fields_of(other)
    named = {key for key, _, _ in description.conflicts(one, other)}
    assert named == {key for key in description.FIELDS if shown[key] != theirs[key]}
