"""One's own account: sign in and out, password, sessions, one's records; and the first admin's set-up."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from repo_app.errors import Invalid, NotFound, NotSignedIn, Problem, TooManyRequests
from repo_app.services import accounts, records
from repo_app.web import arguments, identity, problems
from repo_app.web.identity import library, member
from repo_app.web.redirects import back_to, see_other

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("/")
def home() -> str:
    """Who one is, where one is signed in, and a form for another password."""
    return _account_page()


@blueprint.get("/records")
def records_() -> str:
    """The records that one deposited."""
    return render_template("account/records.html", listing=records.mine(library(), member(), arguments.number("page")))


blueprint.add_url_rule("/records", "records", records_)


@blueprint.get("/sign-in")
def sign_in() -> Response | str:
    """The sign-in form; whoever is signed in is sent on."""
    if identity.person().known:
        return back_to(request.args.get("next"), url_for("account.home"))
    return _sign_in_page(request.args.get("next", ""))


@blueprint.post("/sign-in")
def signed_in() -> Response | tuple[str, int, dict[str, str]]:
    """Sign in and go on to where one wanted to."""
    email, address = arguments.text("email"), arguments.text("next")
    try:
        token = accounts.sign_in(
            library(), email, arguments.secret("password"), network=identity.network(), user_agent=_user_agent()
        )
    except (NotSignedIn, TooManyRequests) as problem:
        wait = {"Retry-After": str(problem.retry_after)} if isinstance(problem, TooManyRequests) else {}
        return _sign_in_page(address, email, problem), problem.status, wait
    identity.keep(token)
    return back_to(address, url_for("deposit.start"))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session."""
    accounts.sign_out(library(), identity.token())
    identity.forget()
    return see_other(url_for("browse.home"))


@blueprint.post("/sessions/<int:number>/end")
def end_session(number: int) -> Response:
    """End another of one's sessions."""
    accounts.end_session(library(), member(), number)
    flash("note.session_ended")
    return see_other(url_for("account.home"))


@blueprint.post("/password")
def change_password() -> Response | tuple[str, int]:
    """Choose another password; every other session ends."""
    try:
        accounts.change_password(
            library(), member(), arguments.secret("old"), arguments.secret("password"), keep=identity.token()
        )
    except (Invalid, TooManyRequests) as problem:
        return _account_page(problem), problem.status
    flash("note.password_changed")
    return see_other(url_for("account.home"))


@blueprint.get("/reset")
def reset() -> str:
    """What to do about a forgotten password; with a one-time link the form to choose a new one."""
    token = request.args.get("token", "")
    if token and not accounts.reset_link_works(library(), token):
        raise NotFound("account.link_unknown")
    return render_template("account/reset.html", token=token, told=None)


@blueprint.post("/reset")
def choose_password() -> Response | tuple[str, int]:
    """Choose a password with a one-time link."""
    token = arguments.text("token")
    try:
        accounts.reset_password(library(), token, arguments.secret("password"))
    except Invalid as problem:
        return render_template("account/reset.html", token=token, told=problems.tell(problem)), problem.status
    flash("note.password_chosen")
    return see_other(url_for("account.sign_in"))


@blueprint.get("/first-admin")
def first_admin() -> str:
    """The form that makes the first admin; NotFound with a link that does not work any more."""
    token = request.args.get("token", "")
    accounts.check_setup_link(library(), token)
    return _first_admin_page(token)


@blueprint.post("/first-admin")
def become_first_admin() -> Response | tuple[str, int]:
    """Make the first admin and sign them in."""
    token, email, password = arguments.text("token"), arguments.text("email"), arguments.secret("password")
    try:
        accounts.become_first_admin(library(), token, email=email, name=arguments.text("name"), password=password)
    except Invalid as problem:
        return _first_admin_page(token, problem), problem.status
    identity.keep(accounts.sign_in(library(), email, password, network=identity.network(), user_agent=_user_agent()))
    flash("note.welcome_admin")
    return see_other(url_for("admin.home"))


def _account_page(problem: Problem | None = None) -> str:
    return render_template(
        "account/account.html",
        person=member(),
        sessions=accounts.sessions(library(), member(), identity.token()),
        told=problems.tell(problem) if problem else None,
    )


def _sign_in_page(address: str, email: str = "", problem: Problem | None = None) -> str:
    return render_template(
        "account/sign_in.html", next=address, email=email, told=problems.tell(problem) if problem else None
    )


def _first_admin_page(token: str, problem: Problem | None = None) -> str:
    return render_template(
        "account/first_admin.html", token=token, form=request.form, told=problems.tell(problem) if problem else None
    )


def _user_agent() -> str:
    return request.headers.get("User-Agent", "")
