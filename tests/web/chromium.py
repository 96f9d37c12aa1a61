"""A real browser before the site in a process of its own."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from repo_app.settings import Settings
from repo_app.web import create_app, serve
from repo_app.wiring import build_library
from tests.web.browser import PASSWORD

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser itself."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The site over the library of these settings; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(settings, port))
    process.start()
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join(10)


def _serve(settings: Settings, port: int) -> None:
    serve(create_app(build_library(settings), patterns_page=True), replace(settings, port=port))


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site did not start")


def opened(browser: Browser, width: int, scheme: str, *, script: bool = True) -> BrowserContext:
    """A fresh window, ``width`` pixels wide and 740 high."""
    look = "dark" if scheme == "dark" else "light"
    return browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=look, java_script_enabled=script, service_workers="block"
    )


def sign_in(page: Page, base: str, email: str) -> None:
    """Sign in with the password of all tests."""
    page.goto(f"{base}/account/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/deposit")


def no_barrier(page: Page, address: str) -> None:
    """Assert that axe finds nothing on the page at ``address``, and that it is no wider than the window."""
    if address:
        page.goto(address)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{address} is {wider} pixels too wide"
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == [], address
