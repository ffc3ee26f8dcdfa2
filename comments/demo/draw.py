"""Draw the demo's illustrations anew: `python -m comments.demo.draw [name …]` (`make pictures`).

Each is composed as SVG from a seed, shown in Debian's Chromium and kept as a small WebP master
in the folder `pictures`. The masters are committed, so that nobody needs a browser to run the demo.
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from comments.demo.drawings import (
    coast,
    concert,
    faces,
    hands,
    land,
    pitch,
    rooms,
    sea,
    square,
    town,
    weather,
    work,
)

FOLDER = Path(__file__).with_name("pictures")
QUALITY = 37
SCALE = 0.8  # of the 1600 units a sheet is composed in
DRAWINGS = {
    "ferry": coast.island_ferry,
    "field-barley": land.barley_field,
    "hall-concert": concert.concert_hall,
    "hall-council": rooms.town_hall,
    "hall-library": rooms.library,
    "hands-letter": hands.letter,
    "hands-sewing": hands.hands,
    "harbour-fog": sea.harbour_fog,
    "harbour-night": sea.harbour_night,
    "hills-road": weather.border_road,
    "hills-village": land.hill_village,
    "laboratory": work.laboratory,
    "lighthouse": coast.lighthouse,
    "machine-press": work.press,
    "newsroom-mark": faces.newsroom_mark,
    "pitch-rain": pitch.football_rain,
    "portrait-1": faces.portrait_1,
    "portrait-2": faces.portrait_2,
    "portrait-3": faces.portrait_3,
    "portrait-4": faces.portrait_4,
    "street-market": square.market,
    "street-night": town.night_tram,
    "weather-storm": weather.storm,
}


def main(names: list[str]) -> None:
    if unknown := set(names) - set(DRAWINGS):
        sys.exit(
            f"No drawing is called {', '.join(sorted(unknown))}. There are: {', '.join(DRAWINGS)}."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name in names or DRAWINGS:
            target = FOLDER / f"{name}.webp"
            target.write_bytes(printed(page, DRAWINGS[name]()))
            sys.stdout.write(f"{target.name} {target.stat().st_size // 1000} kB\n")
        browser.close()


def printed(page, sheet) -> bytes:
    """Return the sheet as Chromium shows it, as WebP."""
    width, height = round(sheet.width * SCALE), round(sheet.height * SCALE)
    page.set_viewport_size({"width": width, "height": height})
    style = f"<style>body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}</style>"
    page.set_content(style + sheet.svg(), wait_until="load")
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    main(sys.argv[1:])
