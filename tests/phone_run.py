"""`make bench-phone`: from the desk to a live article of sixty words, by phone, on a bad network.

A journalist who is signed in holds a phone 360 px wide, at 400 kbit/s with 400 ms for every way
there and back. Printed are the taps, the seconds, and what went over the line. The first visit has
nothing kept yet; the second has what the first one left.
"""

import re
import sys
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, sync_playwright

from newsroom.console import say
from tests.screenshots import URL, newsroom, sign_in

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LINE = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second
MOST_TAPS, MOST_SECONDS = 6, 90
PATIENCE = 120_000  # milliseconds
BETWEEN_KEYS = 30  # milliseconds
HEADLINE = "The ferry came back empty"
TEXT = (
    "The ferry to the islands came back empty on Monday evening, for the third time this week. "
    "The purser counted nobody on the quay and wrote it into the book. The harbour office says "
    "that the timetable stays as it is until spring. Shopkeepers on the larger island want two "
    "sailings a day instead of four, and say that nobody asked them."
)


@dataclass
class Finger:
    """Taps, and counts its taps."""

    taps: list[str] = field(default_factory=list)

    def tap(self, place: Locator, name: str) -> None:
        place.tap(timeout=PATIENCE)
        self.taps.append(name)


def write_and_publish(page: Page, finger: Finger, pause: int = 0) -> None:
    """Go from the open desk to an article that readers see, with nothing but taps and typing."""
    finger.tap(page.get_by_role("button", name="New story"), "New story")
    page.wait_for_selector(".ProseMirror", timeout=PATIENCE)
    finger.tap(page.get_by_placeholder("Headline"), "headline")
    page.keyboard.type(HEADLINE, delay=pause)
    finger.tap(page.locator(".ProseMirror"), "text")
    page.keyboard.type(TEXT, delay=pause)
    onward = page.get_by_role("button", name="Save and publish…").locator("visible=true")
    if not onward.count():
        finger.tap(page.locator("summary:visible", has_text="More"), "More")
    finger.tap(onward.first, "Save and publish…")
    finger.tap(page.get_by_role("button", name="Publish now"), "Publish now")
    page.get_by_role("link", name="See it as readers do").first.wait_for(timeout=PATIENCE)


@dataclass
class Traffic:
    """What goes over the line of one page."""

    requests: int = 0
    received: float = 0

    def watch(self, page: Page) -> None:
        talk = page.context.new_cdp_session(page)
        talk.send("Network.enable")
        talk.send("Network.emulateNetworkConditions", {"offline": False, **LINE})
        talk.on("Network.loadingFinished", self._count)

    def _count(self, event: dict) -> None:
        self.received += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0  # what was kept does not travel


def timed(name: str, traffic: Traffic, act) -> float:
    before, start = (traffic.requests, traffic.received), time.monotonic()
    act()
    seconds = time.monotonic() - start
    requests, received = traffic.requests - before[0], traffic.received - before[1]
    say(f"{name}: {seconds:.1f} s, {requests} requests, {received / 1000:.0f} kB.")
    return seconds


def visit(page: Page, name: str, traffic: Traffic) -> tuple[Finger, float]:
    """Open the desk, publish from there, and say what it took."""
    finger = Finger()
    timed(f"The desk, {name} visit", traffic, lambda: page.goto("/admin/", timeout=PATIENCE))
    seconds = timed(
        f"Published, {name} visit",
        traffic,
        lambda: write_and_publish(page, finger, BETWEEN_KEYS),
    )
    return finger, seconds


def main() -> int:
    with newsroom(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        front_door = browser.new_page()
        sign_in(front_door, "journalist")
        login = front_door.context.storage_state()
        page = browser.new_context(**PHONE, base_url=URL, storage_state=login).new_page()
        traffic = Traffic()
        traffic.watch(page)
        visits = [visit(page, name, traffic) for name in ("first", "second")]
        browser.close()
    taps = max((finger.taps for finger, _ in visits), key=len)
    slowest = max(seconds for _, seconds in visits)
    words = len(re.findall(r"\w+", TEXT))
    typing = len(HEADLINE + TEXT) * BETWEEN_KEYS / 1000
    say(f"{words} words with {len(taps)} taps: {', '.join(taps)}.")
    say(f"At most {slowest:.0f} s (goal {MOST_SECONDS}), of which {typing:.0f} s were typing.")
    return 0 if len(taps) <= MOST_TAPS and slowest <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
