"""A real browser for the tests of pages, and a server on this machine alone."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the machine's Chromium; without one there is nothing to test, unless it is required."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("DISTRICTBRIEF_BROWSER") == "required":
        pytest.fail("no Chromium is on PATH, and DISTRICTBRIEF_BROWSER=required", pytrace=False)
    if path is None:
        pytest.skip("no Chromium is on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page that a browser has open, and what happened there.

    Attributes:
        page: the page.
        told: what its console said, faults of its scripts and breaches of its policy included.
        asked: every address that it asked for.
    """

    def __init__(self, page: Page) -> None:
        """Listen to a page that is still blank."""
        self.page = page
        self.told: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def strangers(self, address: str) -> list[str]:
        """List what was asked of anyone but the site."""
        return [url for url in self.asked if not url.startswith((f"{address}/", "data:", "blob:"))]
