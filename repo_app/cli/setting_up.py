"""``hoclieu init``: a data folder that is ready for everything else."""

from __future__ import annotations

from repo_app.cli.environment import read_settings
from repo_app.cli.front import COMMANDS
from repo_app.cli.house import UNFIT, built
from repo_app.cli.output import answer_link, say
from repo_app.cli.words import _, command
from repo_app.errors import Problem, UsageFault
from repo_app.migrations import form, upgrade
from repo_app.services import access_anew, accounts, indexing, places, sweeping
from repo_app.services.authorities.loading import record_loads
from repo_app.services.library import Library
from repo_app.services.translation import storage_problems
from repo_app.settings import Settings, secret_key
from storage import NeedsBucket


@command("init", COMMANDS["init"][1])
def init() -> None:
    """Make or update the data folder and say where it is."""
    settings = read_settings()
    make_folder(settings)
    with built(settings) as library:
        prepare(library)
        say(_("The data folder is ready: %(folder)s", folder=settings.data_dir))
        show_setup_link(library)


def make_folder(settings: Settings) -> None:
    """Make the data folder, open to its owner only, and the key that signs cookies."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret_key(settings)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageFault("cli.data_folder_is_a_file", folder=str(settings.data_dir)) from error
    except OSError as error:
        raise Problem("cli.cannot_write", path=str(settings.data_dir), error=error.strerror or str(error)) from error


def prepare(library: Library) -> None:
    """Bring database, storage and index to the form that this code needs, with a first organization."""
    if form(library.db) == "newer":
        raise Problem(UNFIT["newer"], folder=str(library.settings.data_dir))
    upgrade(library.db)
    if isinstance(library.blobs.store, NeedsBucket):
        with storage_problems():
            library.blobs.store.ensure_bucket()
    access_anew.settle(library)  # before anybody is served: what is closed by now must not be found any more
    places.ensure_first_organization(library)
    if record_loads(library):  # labels changed, so what records are found by changed too
        indexing.ask_reindex(library)
    indexing.make_sure(library)
    sweeping.begin(library)


def show_setup_link(library: Library) -> None:
    """Print the one-time link of the first admin while there is none."""
    link = accounts.setup_link(library)
    if link is not None:
        say(_("There is no administrator yet. Open this address once to set one up:"))
        answer_link(library.settings, link)
