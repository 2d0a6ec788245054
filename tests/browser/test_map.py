"""The map of vehicles in a real browser: without a map server, and with one."""

import base64
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.viewer import Viewer
from tests.integration.web.console import Console

_PICTURE = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@contextmanager
def map_server() -> Generator[tuple[str, list[str]]]:
    """Serve one picture for every address; yield where, and what was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("content-type", "image/png")
            self.end_headers()
            self.wfile.write(_PICTURE)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def test_without_a_map_server_points_and_fences_are_drawn_and_nothing_is_asked_for(onlooker: Viewer) -> None:
    page = onlooker.look("/en/d/vehicles")
    drawn = page.locator("[data-panel=vehicles] .plane")
    # the fences that come with guanjia, and a point for each place where vehicles are
    expect(drawn.locator("path[fill='#2f80c2']")).not_to_have_count(0)
    expect(drawn.locator("path[stroke='#fff']")).not_to_have_count(0)
    expect(drawn.locator(".leaflet-control-scale-line")).to_have_count(1)
    expect(drawn.locator("img")).to_have_count(0)
    assert onlooker.elsewhere == []


@pytest.mark.usefixtures("house")
def test_a_map_server_is_asked_for_its_pictures_and_named(
    browser: Browser, tmp_path: Path, console_url: str
) -> None:
    with map_server() as (url, asked):
        settings = {"GUANJIA_MAP_TILES": url + "/{z}/{x}/{y}.png", "GUANJIA_MAP_CREDIT": "<b>map</b> makers"}
        with (
            Console(console_url, tmp_path / "mapped", settings=settings) as console,
            Viewer(browser, console.url, console.administrator) as viewer,
        ):
            page = viewer.look("/en/d/vehicles")
            drawn = page.locator("[data-panel=vehicles] .plane")
            expect(drawn.locator("img.leaflet-tile-loaded").first).to_be_attached()
            expect(drawn.locator(".leaflet-control-attribution")).to_have_text("<b>map</b> makers")
            assert asked
            assert all(each.startswith(url) for each in viewer.elsewhere)
            assert viewer.complaints == []


def test_a_label_is_text_whatever_a_plate_holds(onlooker: Viewer) -> None:
    page = onlooker.look("/en/d/vehicles")
    point = page.locator("[data-panel=vehicles] .plane path[stroke='#fff']").first
    expect(point).to_be_visible()
    point.hover(force=True)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("宁A")
