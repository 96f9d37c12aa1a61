"""What each license permits, asks and forbids, and that a deed fits into 25 words."""

from __future__ import annotations

import pytest

from repo_app.licensing import every, find, is_open

OPEN_STATEMENTS = {"rs-noc-nc-1.0", "rs-nkc-1.0"}
# kind: derivatives permitted, share alike asked, business forbidden (the deeds at creativecommons.org)
KINDS = {
    "by": (True, False, False),
    "by-sa": (True, True, False),
    "by-nc": (True, False, True),
    "by-nc-sa": (True, True, True),
    "by-nd": (False, False, False),
    "by-nc-nd": (False, False, True),
}


def test_every_deed_has_at_most_25_words_in_both_languages() -> None:
    long = [(one.id, locale) for one in every() for locale in ("vi", "en") if len(one.deed(locale).split()) > 25]
    assert long == []


@pytest.mark.parametrize(("kind", "expected"), KINDS.items())
def test_what_the_creative_commons_licenses_say(kind: str, expected: tuple[bool, bool, bool]) -> None:
    held = [one for one in every() if one.kind == kind]
    assert len(held) > 90
    for one in held:
        told = ("DerivativeWorks" in one.permits, "ShareAlike" in one.requires, "CommercialUse" in one.prohibits)
        assert told == expected
        assert {"Reproduction", "Distribution"} <= one.permits
        assert {"Attribution", "Notice"} <= one.requires
        assert one.open


def test_what_is_in_copyright_or_not_known_permits_nothing() -> None:
    for one in every():
        if one.kind == "rights" and one.id not in OPEN_STATEMENTS:
            assert not one.open
            assert not one.permits
    assert {one.id for one in every() if one.kind == "rights" and one.open} == OPEN_STATEMENTS


@pytest.mark.parametrize(
    ("license_id", "expected"),
    [
        ("cc-by-4.0", True), ("in-copyright", True), ("rs-inc-edu-1.0", True), ("cc0-1.0", False), ("pdm-1.0", False),
        ("rs-noc-nc-1.0", False), ("rs-noc-cr-1.0", False), ("rs-nkc-1.0", None),
        ("rs-cne-1.0", None), ("rs-noc-us-1.0", None), ("unknown", None),
    ],
)  # fmt: skip
def test_whether_there_is_a_copyright_is_said_where_somebody_knows(license_id: str, expected: bool | None) -> None:
    held = find(license_id)
    assert held is not None
    assert held.in_copyright is expected


@pytest.mark.parametrize(
    ("license_id", "name"),
    [
        ("cc-by-nd-3.0", "Attribution-NoDerivs 3.0 Unported"),
        ("cc-by-nc-nd-3.0-vn", "Attribution-NonCommercial-NoDerivs 3.0 Vietnam"),
        ("cc-by-nd-nc-1.0", "Attribution-NoDerivs-NonCommercial 1.0 Generic"),
        ("cc-by-nd-4.0", "Attribution-NoDerivatives 4.0 International"),
    ],
)
def test_those_without_derivatives_are_called_as_they_were_and_forbid_to_make_one(license_id: str, name: str) -> None:
    held = find(license_id)
    assert held is not None
    assert held.name("en") == name
    assert ("make no changed version" in held.deed("en")) == (held.version != "4.0")
    assert ("phát hành bản sửa đổi" in held.deed("vi")) == (held.version == "4.0")


def test_rights_statements_have_the_address_that_identifies_them() -> None:
    stated = [one.url for one in every() if one.kind == "rights"]
    assert all(url.startswith("http://rightsstatements.org/vocab/") for url in stated)


def test_the_twelve_rights_statements_are_there() -> None:
    codes = {one.url.split("/")[-3] for one in every() if "rightsstatements.org" in one.url}
    assert codes == {
        "InC", "InC-EDU", "InC-NC", "InC-OW-EU", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "NKC",
        "UND",
    }  # fmt: skip


def test_public_domain_asks_nothing() -> None:
    for license_id in ("cc0-1.0", "pdm-1.0"):
        held = find(license_id)
        assert held is not None
        assert held.for_business
        assert not held.requires


@pytest.mark.parametrize("license_id", [None, "", "no-such-license", "unknown", "in-copyright"])
def test_what_nobody_knows_is_closed(license_id: str | None) -> None:
    assert not is_open(license_id)


def test_only_licenses_of_today_are_listed() -> None:
    listed = [one.id for one in every() if one.listed]
    assert len(listed) == 10
    assert listed[0] == "cc-by-4.0"
    assert not any(one.jurisdiction for one in every() if one.listed)
