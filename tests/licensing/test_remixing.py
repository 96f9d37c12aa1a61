"""Remixing agrees with Creative Commons' compatibility charts, written out here, whatever the order of the works."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_app.licensing import LicenseFault, every, find
from repo_app.licensing.remixing import FREE_ART, GPL, named, permitted, remix
from tests.thorough import rounds

ROWS = ("pd", "by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
# Adapter's license chart (creativecommons.org/faq, "If I derive or adapt material offered under a Creative Commons
# license, which CC license(s) can I use?"): the work in the row, the licenses that are green for its adaptation.
ADAPTERS = {
    "pd": {"pd", "by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"},
    "by": {"by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"},
    "by-sa": {"by-sa"},
    "by-nc": {"by-nc", "by-nc-sa", "by-nc-nd"},
    "by-nc-sa": {"by-nc-sa"},
    "by-nd": set(),
    "by-nc-nd": set(),
}
# Compatibility chart (wiki.creativecommons.org/wiki/Wiki/cc_license_compatibility): may two works be remixed?
#             pd by sa nc ncsa nd ncnd
CHART = {
    "pd":       "✓  ✓  ✓  ✓  ✓   ✗  ✗",
    "by":       "✓  ✓  ✓  ✓  ✓   ✗  ✗",
    "by-sa":    "✓  ✓  ✓  ✗  ✗   ✗  ✗",
    "by-nc":    "✓  ✓  ✗  ✓  ✓   ✗  ✗",
    "by-nc-sa": "✓  ✓  ✗  ✓  ✓   ✗  ✗",
    "by-nd":    "✗  ✗  ✗  ✗  ✗   ✗  ✗",
    "by-nc-nd": "✗  ✗  ✗  ✗  ✗   ✗  ✗",
}  # fmt: skip
SOURCES = st.sampled_from([*(one.id for one in every()), GPL, FREE_ART])


def _id(kind: str) -> str:
    return "cc0-1.0" if kind == "pd" else f"cc-{kind}-4.0"


@pytest.mark.parametrize("work", ROWS)
@pytest.mark.parametrize("mark", ["cc0-1.0", "pdm-1.0"])
def test_the_adapters_license_chart(work: str, mark: str) -> None:
    source = mark if work == "pd" else _id(work)
    chosen = remix([source]).allowed
    assert {kind for kind in ROWS if _id(kind) in chosen} == ADAPTERS[work]


@pytest.mark.parametrize("one", ROWS)
@pytest.mark.parametrize(("at", "other"), list(enumerate(ROWS)))
def test_the_compatibility_chart(one: str, at: int, other: str) -> None:
    found = remix([_id(one), _id(other)])
    assert bool(found.allowed) == (CHART[one].split()[at] == "✓")
    assert (found.best in found.allowed) if found.allowed else found.best is None
    assert found.collection


@pytest.mark.parametrize(
    ("sources", "allowed", "refused"),
    [
        (["cc-by-sa-1.0"], {"cc-by-sa-1.0"}, {"cc-by-sa-2.0", "cc-by-sa-4.0", "cc-by-sa-1.0-nl"}),
        (["cc-by-sa-2.0"], {"cc-by-sa-2.0", "cc-by-sa-2.0-jp", "cc-by-sa-3.0-vn", "cc-by-sa-4.0"}, {"cc-by-4.0", GPL}),
        (["cc-by-sa-3.0-vn", "cc-by-sa-2.5"], {"cc-by-sa-3.0", "cc-by-sa-4.0"}, {"cc-by-sa-2.5"}),
        (["cc-by-sa-3.0", "cc-by-sa-4.0"], {"cc-by-sa-4.0"}, {"cc-by-sa-3.0", GPL, FREE_ART}),
        (["cc-by-sa-1.0", "cc-by-sa-4.0"], set(), {"cc-by-sa-4.0", "cc-by-sa-1.0"}),
        (["cc-by-sa-4.0"], {"cc-by-sa-4.0", GPL, FREE_ART}, {"cc-by-sa-3.0"}),
        ([GPL], {GPL}, {"cc-by-sa-4.0"}),
        ([GPL, "cc-by-sa-4.0", "cc-by-4.0", "cc0-1.0"], {GPL}, {"cc-by-sa-4.0"}),
        ([GPL, "cc-by-3.0"], set(), {GPL}),
        ([FREE_ART, "cc-by-sa-4.0"], {FREE_ART, "cc-by-sa-4.0"}, {GPL}),
        (["cc-by-nc-sa-2.0-jp", "cc-by-nc-3.0"], {"cc-by-nc-sa-4.0"}, {"cc-by-nc-4.0"}),
        (["in-copyright", "cc0-1.0"], set(), {"cc-by-4.0"}),
        (["unknown"], set(), {"cc-by-4.0"}),
        (["rs-noc-nc-1.0"], {"cc-by-nc-4.0"}, {"cc-by-4.0", "cc0-1.0"}),
        (["rs-nkc-1.0"], set(), {"cc-by-4.0", "cc0-1.0"}),
        (["rs-inc-edu-1.0"], set(), {"cc-by-4.0"}),
    ],
)
def test_versions_ports_and_what_is_no_license(sources: list[str], allowed: set[str], refused: set[str]) -> None:
    found = permitted(sources)
    assert allowed <= found
    assert not refused & found
    assert bool(allowed) == bool(found)


def test_every_candidate_says_why() -> None:
    for sources in (["cc-by-4.0"], ["cc0-1.0"], ["cc-by-sa-4.0", "cc-by-nc-4.0"], ["in-copyright"], ["cc-by-sa-1.0"]):
        found = remix(sources)
        assert all(one.reasons for one in found.candidates)
        assert found.collection_reasons
    assert remix(["cc-by-sa-1.0"]).best == "cc-by-sa-1.0"
    assert remix(["cc-by-nc-sa-4.0", "cc-by-4.0"]).best == "cc-by-nc-sa-4.0"


@pytest.mark.parametrize(
    ("sources", "may", "reasons"),
    [
        (["cc-by-4.0", "cc-by-nd-4.0"], True, {"remix.collect_each", "remix.collect_unchanged"}),
        (["cc-by-nc-4.0"], True, {"remix.collect_each", "remix.collect_not_for_business"}),
        (["rs-nkc-1.0"], False, {"remix.unsure"}),
        (["cc-by-4.0", "in-copyright"], False, {"remix.collect_needs_permission"}),
    ],
)
def test_what_may_only_be_collected(sources: list[str], may: bool, reasons: set[str]) -> None:
    found = remix(sources)
    assert found.collection is may
    assert {reason.code for reason in found.collection_reasons} == reasons


@pytest.mark.parametrize(
    ("source", "candidate", "code"),
    [
        ("cc-by-sa-4.0", "cc-by-sa-4.0", "remix.share_alike"),
        ("cc-by-sa-3.0", "cc-by-sa-4.0", "remix.later_version"),
        ("cc-by-sa-4.0", GPL, "remix.compatible"),
        (FREE_ART, "cc-by-sa-4.0", "remix.compatible"),
        (FREE_ART, "cc-by-4.0", "remix.only_compatible"),
        ("cc-by-sa-4.0", "cc-by-4.0", "remix.only_compatible"),
        ("cc-by-sa-3.0", "cc-by-4.0", "remix.same_license"),
        ("cc-by-sa-1.0", "cc-by-sa-4.0", "remix.only_itself"),
        (GPL, "cc-by-sa-4.0", "remix.only_itself"),
    ],
)
def test_what_a_source_takes_is_said_as_it_is(source: str, candidate: str, code: str) -> None:
    (told,) = (one for one in remix([source]).candidates if one.license == candidate)
    assert [reason.code for reason in told.reasons] == [code]
    if code == "remix.only_compatible":
        taken = {"cc-by-sa-4.0": "GPL 3.0, Free Art License 1.3", FREE_ART: "CC BY-SA 4.0"}
        assert told.reasons[0].params["others"] == taken[source]


def test_the_two_that_are_compatible_go_by_their_names() -> None:
    for text in ("GPL 3.0", "gpl-3.0-or-later", "GPLv3", "GNU GPL v3", "GNU General Public License version 3"):
        assert named(text) == GPL
    for text in ("Free Art License 1.3", "lal-1.3", "Licence Art Libre 1.3"):
        assert named(text) == FREE_ART
    for text, code in (("GPL", "license.no_version"), ("GPL 2.0", "license.unknown"), ("LAL 1.1", "license.unknown")):
        with pytest.raises(LicenseFault) as caught:
            named(text)
        assert caught.value.code == code


def test_a_license_that_nobody_knows_is_refused() -> None:
    with pytest.raises(LicenseFault):
        remix(["cc-by-9.0"])


@settings(max_examples=rounds(300, quick=80), deadline=None)
@given(st.lists(SOURCES, max_size=5), SOURCES)
def test_one_more_source_never_permits_more(sources: list[str], added: str) -> None:
    assert permitted([*sources, added]) <= permitted(sources)


@settings(max_examples=rounds(200, quick=60), deadline=None)
@given(st.lists(SOURCES, max_size=5).flatmap(lambda held: st.tuples(st.just(held), st.permutations(held))))
def test_the_order_of_sources_does_not_matter(held: tuple[list[str], list[str]]) -> None:
    one, other = (remix(sources) for sources in held)
    assert permitted(held[0]) == permitted(held[1])
    assert {c.license: c.allowed for c in one.candidates} == {c.license: c.allowed for c in other.candidates}
    assert one.collection == other.collection


@settings(max_examples=rounds(200, quick=60), deadline=None)
@given(st.lists(SOURCES, min_size=1, max_size=4))
def test_an_adaptation_keeps_what_its_sources_ask(sources: list[str]) -> None:
    licenses = [held for source in sources if (held := find(source)) is not None]
    for one in permitted(sources):
        chosen = find(one)
        if any(not held.for_business for held in licenses):
            assert chosen is not None
            assert chosen.has("nc")
        assert all(held.permits >= {"DerivativeWorks"} for held in licenses)
