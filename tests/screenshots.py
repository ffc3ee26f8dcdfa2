"""Takes the pictures of the README, or with `--all FOLDER` one of every kind of page.

    python -m tests.screenshots                 # docs/screenshots/*.png
    python -m tests.screenshots --all var/look  # 360, 768 and 1280 px, light and dark

It starts a newsroom of its own with the demo, in `var/screenshots`.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PORT = os.environ.get("PORT", "8017")
URL = f"http://127.0.0.1:{PORT}"
DATA = Path(os.environ.get("NEWSROOM_DATA", "var/screenshots"))
PASSWORD = "only for the pictures"
README = {"front": ("/", 1280, 1500), "story": ("desk:story", 1280, 1000)}
SIZES = (360, 768, 1280)


@contextmanager
def newsroom():
    """A newsroom with the demo, running as anyone would start it."""
    environment = {
        **os.environ,
        "PORT": PORT,
        "NEWSROOM_DATA": str(DATA),
        "NEWSROOM_DEMO_PASSWORD": PASSWORD,
    }
    process = subprocess.Popen([sys.executable, "-m", "newsroom.launch"], env=environment)
    try:
        wait_until_ready(process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def wait_until_ready(process) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if urlopen(f"{URL}/readyz", timeout=2).status == 200:
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("The newsroom did not start; see its lines above.")


def open_page(browser: Browser, width: int, height: int, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    return context.new_page()


def sign_in(page: Page, login: str = "editor") -> None:
    page.goto(f"{URL}/accounts/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("form [type=submit]")
    page.wait_for_url(re.compile("/admin/"))


def public_addresses(page: Page) -> dict[str, str]:
    """Find an address of every kind by following links, as a reader would."""
    page.goto(f"{URL}/")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.pathname)")
    article = next(link for link in links if re.match(r"/\d{4}/\d\d/\d\d/", link))
    page.goto(URL + article)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.pathname)")
    found = {"front": "/", "article": article, "authors": "/authors/", "none": "/nothing/here/"}
    for name, start in (("author", "/authors/"), ("tag", "/tags/")):
        found[name] = next(link for link in links if link.startswith(start) and link != start)
    found["section"], found["search"] = "/town/", "/search/?q=harbour"
    found["year"], found["day"] = article[:6], article[:12]
    return found


def desk_addresses(page: Page) -> dict[str, str]:
    page.goto(f"{URL}/admin/articles/story/?list=published")
    rows = page.eval_on_selector_all(".stories th a", "all => all.map(a => a.pathname)")
    story = rows[0]
    base = story.removesuffix("change/")
    return {
        "desk": "/admin/",
        "desk:list": "/admin/articles/story/",
        "desk:story": story,
        "desk:new": "/admin/articles/story/add/",
        "desk:preview": f"{base}preview/",
        "desk:history": f"{base}history/",
        "desk:publish": f"{base}publish/",
        "desk:photos": "/admin/newsroom/photo/",
        "desk:photo": "/admin/newsroom/photo/add/",
        "desk:author": "/admin/authors/author/add/",
        "desk:users": "/admin/newsroom/user/",
        "account": "/accounts/2fa/",
    }


def take(page: Page, address: str, file: Path, full_page: bool = True) -> None:
    page.goto(URL + address)
    if full_page:
        load_everything(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(file), full_page=full_page)


def load_everything(page: Page) -> None:
    """Pictures further down load when they are scrolled to; a reader would have done that."""
    page.evaluate(
        "document.querySelectorAll('img[loading=lazy]').forEach(i => i.loading = 'eager')"
    )


def take_readme(browser: Browser) -> None:
    folder = Path("docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page = open_page(browser, 1280, 1000, "light")
    sign_in(page)
    addresses = desk_addresses(page)
    for name, (address, width, height) in README.items():
        page.set_viewport_size({"width": width, "height": height})
        take(page, addresses.get(address, address), folder / f"{name}.png", full_page=False)


def take_all(browser: Browser, folder: Path, only: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for width in SIZES:
            page = open_page(browser, width, 900, scheme)
            addresses = public_addresses(page) | {"login": "/accounts/login/"}
            for name, address in addresses.items():
                if only in name:
                    take(page, address, folder / f"{name}-{width}-{scheme}.png")
            sign_in(page, "admin")
            for name, address in desk_addresses(page).items():
                if only in name:
                    file = f"{name.replace(':', '-')}-{width}-{scheme}.png"
                    take(page, address, folder / file)
            page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    options = parser.parse_args()
    with newsroom(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        take_all(browser, options.all, options.only) if options.all else take_readme(browser)
        browser.close()


if __name__ == "__main__":
    main()
