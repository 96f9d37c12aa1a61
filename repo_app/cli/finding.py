"""``hoclieu search``: the same answer as the API gives."""

from __future__ import annotations

from collections import defaultdict

import click

from repo_app.cli.front import COMMANDS
from repo_app.cli.house import opened
from repo_app.cli.output import answer, answer_json, say
from repo_app.cli.words import _, argument, command, json_option, locale, mark, option, tell
from repo_app.errors import UsageFault
from repo_app.serializers.api import Shapes, plain
from repo_app.services.finding import FACETS, SearchRequest
from repo_app.services.finding import search as find
from repo_app.values import VISITOR, Answer, FoundRecord
from search import SORTS


@command("search", COMMANDS["search"][1])
@argument("query")
@option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD=VALUE",
    help=mark("Only records with this value of a facet; may be repeated."),
)
@option("--sort", type=click.Choice(SORTS), default="relevance", help=mark("The order of the results."))
@option("--page", type=click.IntRange(min=1), default=1, help=mark("Which page of the results."))
@option("--size", type=click.IntRange(1, 100), default=20, help=mark("Results on a page."))
@json_option
def search(query: str, filters: tuple[str, ...], sort: str, page: int, size: int, as_json: bool) -> None:
    """Search and print what was found."""
    request = SearchRequest(query, _by_facet(filters), page, size, sort)
    with opened() as library:
        found = find(library, VISITOR, request, locale())
        shapes = Shapes(library.settings.base_url, tell)
    if found.degraded:
        say(_("The search index is away; the database answered, with fewer results and a simpler order."))
    for note in found.notes:
        say(tell(note))
    if as_json:
        answer_json(shapes.answer(found))
    else:
        _print(found, shapes)


def _by_facet(filters: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for given in filters:
        name, equals, value = given.partition("=")
        if not (name and equals and value):
            raise UsageFault("cli.bad_filter", given=given)
        if name not in FACETS:
            raise UsageFault("cli.unknown_facet", facet=name, facets=", ".join(FACETS))
        found[name] += (value,)
    return dict(found)


def _print(found: Answer, shapes: Shapes) -> None:
    say(_("%(total)s found", total=found.total))
    for record in found.results:
        _print_record(record, shapes)


def _print_record(record: FoundRecord, shapes: Shapes) -> None:
    card = record.card
    answer(f"{card.title}{' · ' if card.creators else ''}{', '.join(card.creators)}")
    answer(f"  {shapes.record_url(card.id)}")
    for hit in record.pages:
        snippet = " ".join(plain(hit.snippet).split())
        answer("  " + _("page %(number)s: %(snippet)s", number=hit.number, snippet=snippet))
