"""The form against metadata: whatever the schema allows goes into the form and comes back as it was."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from repo_app import vocabularies
from repo_app.errors import BadRequest
from repo_app.values import Metadata
from repo_app.values.metadata import parse
from repo_app.values.schema import BY_NAME, KEYS, ROLES, SCOPES, VOCABULARIES_OF
from repo_app.web import description, form
from repo_app.web.fields import FIELDS
from tests.thorough import rounds
from tests.web.forms import fields

PAGE = """{% from "components/fields.html" import field %}<form id="describing">
{% for group in groups %}{% for view in group.fields %}{{ field(view) }}{% endfor %}{% endfor %}</form>"""
LINE = 'abcđêơ ưXYZ.-"<&\u00a0'
TONGUES = st.sampled_from(["vi", "en", "sed", "x-rieng"])
QUALIFIERS = {"role": st.sampled_from(ROLES), "volume": st.just("tập 2"), "scope": st.sampled_from(SCOPES)}
IDENTIFIERS = (
    {"value": "978-604-0-39205-3", "scheme": "isbn"}, {"value": "1859-1531", "scheme": "issn"},
    {"value": "QĐ 1727/UBND-KGVX"}, {"value": "12/2018", "scheme": "number"},
)  # fmt: skip
SLOW = settings(
    max_examples=rounds(25, quick=10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def letters_of(key: str) -> st.SearchStrategy[str]:
    alphabet = LINE + "\n\u2028" * BY_NAME[key].lines
    return st.text(alphabet, min_size=1, max_size=20).map(str.strip).filter(bool)


def terms_of(key: str) -> list[str]:
    names = [name for name in VOCABULARIES_OF.get(key, ()) if name in vocabularies.NAMES]
    return [term for name in names for term in vocabularies.load(name).terms]


def labels_of(key: str) -> list[str]:
    names = [name for name in VOCABULARIES_OF.get(key, ()) if name in vocabularies.NAMES]
    return [term.label("vi") for name in names for term in vocabularies.load(name).terms.values()]


def values_of(key: str) -> st.SearchStrategy[dict[str, str]]:
    """Any value that the key may hold; texts that read like a label of its terms among them."""
    kind, terms = BY_NAME[key].kind, terms_of(key)
    if kind == "date":
        dates = st.sampled_from(["2019", "2019-05", "198X", "2019-05-04"])
        return st.fixed_dictionaries({"value": dates}, optional={"lang": TONGUES})
    if kind == "identifier":
        return st.sampled_from(IDENTIFIERS)
    ids = st.sampled_from(terms).map(lambda term: {"id": term}) if terms else st.nothing()
    if kind == "term":
        return ids
    alike = st.sampled_from([*terms, *labels_of(key)]) if terms else st.nothing()
    texts = st.fixed_dictionaries({"value": letters_of(key) | alike}, optional={"lang": TONGUES})
    if BY_NAME[key].qualifiers:
        parts = {part: QUALIFIERS[part] for part in BY_NAME[key].qualifiers if part != "printed"}  # of a linked name
        texts = st.fixed_dictionaries({"value": letters_of(key)}, optional={"lang": TONGUES, **parts})
    return texts | ids


METADATA = st.fixed_dictionaries(
    {}, optional={key: st.lists(values_of(key), max_size=3 if BY_NAME[key].repeatable else 1) for key in KEYS}
).map(parse)


def shown(app: Flask, metadata: Metadata, locale: str = "vi") -> MultiDict[str, str]:
    """What a browser sends of the form with this metadata in it."""
    with app.test_request_context("/" if locale == "vi" else "/en/"):
        groups = form.view(description.as_shown(metadata), locale)
        return fields(render_template_string(PAGE, groups=groups))


def taken(app: Flask, metadata: Metadata, data: MultiDict[str, str]) -> tuple[description.Typed, Metadata]:
    """What sending ``data`` changes, and the metadata afterwards."""
    with app.test_request_context("/", method="POST", data=data):
        typed = description.sent(metadata)
    patch = description.patch(metadata, typed)
    return typed, metadata.merged(parse(patch), tuple(patch))


@SLOW
@given(METADATA, st.sampled_from(["vi", "en"]))
def test_a_form_sent_back_as_it_was_changes_nothing(app: Flask, metadata: Metadata, locale: str) -> None:
    assert taken(app, metadata, shown(app, metadata, locale)) == ({}, metadata)


@SLOW
@given(METADATA)
def test_what_is_sent_without_saying_what_was_shown_changes_nothing_either(app: Flask, metadata: Metadata) -> None:
    data = shown(app, metadata)
    for name in [name for name in data if name.startswith(description.WAS)]:
        del data[name]
    with app.test_request_context("/", method="POST", data=data):
        assert description.patch(metadata, description.sent(metadata)) == {}


@SLOW
@given(METADATA, st.data())
def test_a_change_of_one_row_leaves_everything_else(app: Flask, metadata: Metadata, data: st.DataObject) -> None:
    rows = [key for key in KEYS if key not in {"issued", "created", "identifier"} and metadata.get(key)]
    if not rows:
        return
    key = data.draw(st.sampled_from(rows))
    name = key if BY_NAME[key].kind != "term-or-text" or key == "spatial" else f"{key}.text"
    sent = shown(app, metadata)
    texts = sent.poplist(name)
    at = data.draw(st.integers(0, len(texts) - 1))
    if BY_NAME[key].kind == "term":
        return
    sent.setlist(name, [*texts[:at], "Chữ mới", *texts[at + 1 :]])
    _, after = taken(app, metadata, sent)
    assert "Chữ mới" in after.texts(key)
    assert {other: after.get(other) for other in KEYS if other != key} == {
        other: metadata.get(other) for other in KEYS if other != key
    }
    left = [value for value in metadata.get(key) if value not in after.get(key)]
    assert len(left) <= 1


@SLOW
@given(METADATA, st.data())
def test_a_row_that_is_removed_is_gone_and_no_other(app: Flask, metadata: Metadata, data: st.DataObject) -> None:
    filled = [key for key in KEYS if BY_NAME[key].kind in {"tagged", "prose", "name", "relation"} and metadata.get(key)]
    if not filled:
        return
    key = data.draw(st.sampled_from(filled))
    number = data.draw(st.integers(1, len(metadata.get(key))))
    sent = shown(app, metadata)
    sent.add(description.LESS, f"{key}.{number}")
    typed, after = taken(app, metadata, sent)
    assert set(typed) == {key}
    assert after.get(key) == (*metadata.get(key)[: number - 1], *metadata.get(key)[number:])


@given(METADATA, METADATA)
def test_a_conflict_names_exactly_the_fields_that_differ(one: Metadata, other: Metadata) -> None:
    named = {key for key, _, _ in description.conflicts(one, other)}
    ticked = {key for key in KEYS if FIELDS[key].control == "ticks"}
    assert named - ticked == {key for key in KEYS if one.get(key) != other.get(key)} - ticked
    assert all(set(one.get(key)) != set(other.get(key)) for key in named & ticked)


@SLOW
@given(METADATA, METADATA)
def test_a_chosen_version_is_taken_whole(app: Flask, one: Metadata, other: Metadata) -> None:
    data = {description.WHOLE + key: description.whole(yours) for key, _, yours in description.conflicts(one, other)}
    _, after = taken(app, one, MultiDict(data))
    assert description.conflicts(after, other) == ()


@pytest.mark.parametrize(
    "raw", ["", "{", "[1]", '[{"value": 1}]', '{"value": "a"}', "null", "[" * 100_000, '[{"value": "\\ud800"}]']
)
def test_a_version_that_is_none_is_refused(app: Flask, raw: str) -> None:
    with (
        app.test_request_context("/", method="POST", data={"whole.title": raw}),
        pytest.raises(BadRequest),
    ):
        description.sent(Metadata())


def test_ticks_and_texts_of_ones_own_stand_together(app: Flask) -> None:
    held = parse({"subject": [{"value": "dân ca"}, {"id": "toan"}, {"value": "cồng chiêng", "lang": "bdq"}]})
    data = shown(app, held)
    data.add("subject", "ngu-van")
    data.setlist("subject.text", ["dân ca", "cồng chiêng", "nhà rông"])
    data.setlist("subject.text.lang", ["", "bdq", "vi"])
    _, after = taken(app, held, data)
    assert after.as_json()["subject"] == [
        {"value": "dân ca"}, {"id": "toan"}, {"value": "cồng chiêng", "lang": "bdq"},
        {"id": "ngu-van"}, {"value": "nhà rông", "lang": "vi"},
    ]  # fmt: skip
    data.setlist("subject", [""])
    _, after = taken(app, held, data)
    assert [value.id for value in after.get("subject") if value.id] == []


def test_names_keep_their_roles_in_the_order_they_are_written(app: Flask) -> None:
    held = parse({"creator": [{"value": "Ông Tư", "role": "compiler"}, {"value": "Bà Năm"}]})
    data = shown(app, held)
    data.setlist("creator", ["Bà Năm", "Ông Tư", "Cô Sáu"])
    data.setlist("creator.role", ["author", "compiler", ""])
    for part in ("lang", "id", "printed"):
        data.setlist(f"creator.{part}", ["", "", ""])
    _, after = taken(app, held, data)
    assert after.as_json()["creator"] == [
        {"value": "Bà Năm", "role": "author"}, {"value": "Ông Tư", "role": "compiler"}, {"value": "Cô Sáu"},
    ]  # fmt: skip


def test_what_no_form_can_carry_is_shown_and_stays(app: Flask) -> None:
    held = parse({"title": [{"value": "Dài"}], "tableOfContents": [{"value": "Mục " * 4_000}] * 20})
    data = shown(app, held)
    assert "tableOfContents" not in data
    assert sum(len(text.encode()) for text in data.values()) < 100_000
    data.setlist("title", ["Rất dài"])
    typed, after = taken(app, held, data)
    assert set(typed) == {"title"}
    assert after.get("tableOfContents") == held.get("tableOfContents")


def test_the_longest_form_fits_into_what_a_browser_may_send(app: Flask) -> None:
    held = parse(
        {"tableOfContents": [{"value": "ệ" * 17_000}] * 4, "subject": [{"value": f"từ {n}"} for n in range(200)]}
    )
    data = shown(app, held)
    assert "tableOfContents" in data
    assert len(urlencode(list(data.items(multi=True)))) < app.config["MAX_FORM_MEMORY_SIZE"]


def test_dates_may_be_typed_as_people_here_write_them(app: Flask) -> None:
    data = shown(app, parse({"issued": [{"value": "2019"}]}))
    data.setlist("issued", ["20/05/2019"])
    _, after = taken(app, parse({"issued": [{"value": "2019"}]}), data)
    assert after.first("issued") == "2019-05-20"
