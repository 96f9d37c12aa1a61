"""``hoclieu organization`` and ``hoclieu collection``."""

from __future__ import annotations

from repo_app.cli.front import COMMANDS
from repo_app.cli.house import opened
from repo_app.cli.output import answer_json, answer_table, say
from repo_app.cli.usage import usage_of
from repo_app.cli.words import _, argument, group, json_option, mark, option
from repo_app.serializers import api
from repo_app.services import collections, places
from repo_app.values import SYSTEM

organization = group("organization", COMMANDS["organization"][1])
collection = group("collection", COMMANDS["collection"][1])


@organization.command("create", help=mark("A new organization."))
@argument("slug")
@option("--name", required=True, help=mark("The name that people see."))
@option("--parent", metavar="SLUG", help=mark("The organization above it."))
def create_organization(slug: str, name: str, parent: str | None) -> None:
    """Make it."""
    with opened() as library, usage_of("slug", "name"):
        made = places.create_organization(library, SYSTEM, slug, name, parent)
    say(_("%(name)s is at /organizations/%(slug)s.", name=made.name, slug=made.slug))


@organization.command("list", help=mark("Every organization."))
@json_option
def list_organizations(as_json: bool) -> None:
    """Print them in the order of the Vietnamese alphabet."""
    with opened() as library:
        views = places.organizations(library)
    if as_json:
        answer_json([api.organization(view) for view in views])
    else:
        answer_table((v.slug, v.name, v.parent or "", str(v.records)) for v in views)


@organization.command("move", help=mark("Put an organization below another; its address stays."))
@argument("slug")
@argument("parent")
def move_organization(slug: str, parent: str) -> None:
    """Move it; ``-`` puts it below none."""
    with opened() as library:
        moved = places.move_organization(library, SYSTEM, slug, None if parent == "-" else parent)
    if moved.parent is None:
        say(_("%(name)s is below no other now.", name=moved.name))
    else:
        say(_("%(name)s is below %(parent)s now.", name=moved.name, parent=moved.parent))


@organization.command(
    "merge", help=mark("Bring everything of an organization to another; the old address leads there.")
)
@argument("slug")
@argument("into")
def merge_organization(slug: str, into: str) -> None:
    """Merge it."""
    with opened() as library:
        heir = places.merge_organization(library, SYSTEM, slug, into)
    say(
        _(
            "/organizations/%(slug)s leads to %(name)s now, at /organizations/%(into)s.",
            slug=slug,
            name=heir.name,
            into=into,
        )
    )


@collection.command("create", help=mark("A new collection."))
@argument("slug")
@option("--name", required=True, help=mark("The name that people see."))
@option("--organization", "owner", required=True, metavar="SLUG", help=mark("Whose collection it is."))
@option("--license", "license_id", metavar="ID", help=mark("The license of what comes in without one."))
def create_collection(slug: str, name: str, owner: str, license_id: str | None) -> None:
    """Make it."""
    with opened() as library, usage_of("slug", "name", "license"):
        made = places.create_collection(library, SYSTEM, slug, name, owner, license_id)
    say(_("%(name)s is at /collections/%(slug)s.", name=made.name, slug=made.slug))


@collection.command("accept", help=mark("Let drafts take what reading suggests from a confidence on; - for nothing."))
@argument("slug")
@argument("share")
def accept_from(slug: str, share: str) -> None:
    """Set the rule of a collection, or take it away."""
    try:
        wanted = None if share == "-" else float(share)
    except ValueError:
        wanted = 0.0  # the service says what a share is
    with opened() as library, usage_of("share"):
        name = collections.accept_from(library, SYSTEM, slug, wanted)
    if wanted is None:
        say(_("Drafts of %(name)s take nothing but a title without a person.", name=name))
    else:
        say(_("Drafts of %(name)s take what is suggested from %(share)s on.", name=name, share=wanted))


@collection.command("list", help=mark("Every collection."))
@json_option
def list_collections(as_json: bool) -> None:
    """Print them in the order of the Vietnamese alphabet."""
    with opened() as library:
        views = places.collections(library)
    if as_json:
        answer_json([api.collection(view) for view in views])
    else:
        answer_table((v.slug, v.name, v.organization, str(v.records)) for v in views)
