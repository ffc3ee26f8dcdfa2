"""What every page must pass, asked once it has loaded: a pressed button may still be leading on."""

from axe_playwright_python.sync_playwright import Axe

TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.body.querySelectorAll("*")].filter(each =>
        !each.closest("nav") && each.getBoundingClientRect().right > innerWidth + 1
    ).slice(0, 3).map(each => each.outerHTML.slice(0, 90)).concat("page")"""


def axe(page, **options) -> dict[str, list[str]]:
    """The rules of axe that the page breaks, each with the elements that break it."""
    page.wait_for_load_state()
    options = {"resultTypes": ["violations"], **options}
    broken = Axe().run(page, options=options).response["violations"]
    return {each["id"]: [node["html"][:200] for node in each["nodes"]] for each in broken}


def too_wide(page) -> list[str]:
    """What makes the page scroll sideways; nothing if it does not."""
    page.wait_for_load_state()
    return page.evaluate(TOO_WIDE)


def wide_at(page, *widths: int) -> list[tuple]:
    """What makes the page scroll sideways at which width; it is not loaded anew for each."""
    before, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [(width, each) for each in too_wide(page)]
    page.set_viewport_size(before)
    return found
