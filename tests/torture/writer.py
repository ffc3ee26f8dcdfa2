"""Somebody who writes at a browser of their own, meets every kind of fault, and comes back to it.

What was typed is noted word by word; each word is like no other. `evening` does what a person does
when everything works again: sign in, put back what is offered, save, choose where two texts meet.
"""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Error

from tests.torture.chromium import Chromium

PATIENCE = 90  # seconds until something that should come is given up
WINDOW = 2.0  # seconds of typing that a killed browser may cost (DESIGN §7)
TWO_HOURS = 2 * 3600 * 1000
IS_BEGUN = "() => document.getElementById('story-form')?.dataset.isSaving === 'begun'"
IS_SAVED = """() => {
  const line = document.querySelector("#story-form [data-saved], .begin [data-saved]")
  return !line || line.dataset.saved === "saved"
}"""
LOOK_HERE = "document.dispatchEvent(new Event('visibilitychange'))"  # as who comes back to the tab
TO_PARAGRAPH = """(number) => {
  const editor = document.querySelector(".ProseMirror")
  const all = [...editor.children].filter((block) => block.tagName === "P")
  editor.focus()
  getSelection().selectAllChildren(all[number % all.length])
  getSelection().collapseToEnd()
}"""
# Only words that stood there before tonight are cut; none of a paragraph that has no other.
TO_OLD_WORDS = """(number) => {
  const editor = document.querySelector(".ProseMirror")
  const all = [...editor.children].filter((block) => /^ ?(The|old|words) /.test(block.textContent))
  if (!all.length) return false
  editor.focus()
  getSelection().selectAllChildren(all[number % all.length])
  getSelection().collapseToStart()
  return true
}"""
FEWER_OFFERS = "(count) => document.querySelectorAll('.offer').length < count"
OFFERED = "(all) => all.map((each) => each.textContent).join(' ')"


@dataclass
class Word:
    text: str
    at: float  # when its last key was pressed
    is_body: bool


@dataclass
class Record:
    """What all writers saw together."""

    runs: int = 0
    words: int = 0
    characters: int = 0
    seconds: list[float] = field(default_factory=list)  # from a word's last key to its save
    faults: Counter = field(default_factory=Counter)
    places: Counter = field(default_factory=Counter)  # where words were at the end
    young: list[str] = field(default_factory=list)  # lost, typed within the window before a kill
    searched: int = 0  # profiles, for words that can be read there
    failures: list[str] = field(default_factory=list)


class Writer:
    def __init__(self, name: str, user, browser: Chromium, url: str, desk, record: Record):
        self.name, self.user, self.browser = name, user, browser
        self.url, self.desk, self.record = url, desk, record
        self.page = None
        self.cookie = ""

    # A day

    async def come(self, story, tokens: str, chance: random.Random) -> None:
        """Begin a run: everything works, the story stands open."""
        self.story, self.tokens, self.chance = story, tokens, chance
        self.words, self.cuts, self.copies, self.log = [], [], [], []
        self.waiting: list[Word] = []
        self.is_begun_offline = self.is_away = False
        self.skew = chance.choice([0, 0, 0, TWO_HOURS, -TWO_HOURS])
        if self.skew:
            self._fault("a clock two hours wrong")
        if self.browser.context is None:
            await self._start()
        await self._sign_in()
        self.page = await self._open_in_haste()
        await self.page.evaluate("(wrong) => globalThis.setClock(wrong)", self.skew)

    async def write(self, faults: list) -> None:
        """Type in several places; between them something happens that should not."""
        for _ in range(self.chance.randint(1, 3)):
            await self._type_somewhere()
            await asyncio.sleep(self.chance.choice([0, 0.2, 0.6, 1.5, 2.5]))
            if self.page is None:
                return
            if self.chance.random() < 0.85:
                await self.chance.choice(faults)(self)
            if self.page is None:
                return
        await self._type_somewhere()

    async def evening(self, chance: random.Random) -> None:
        """Everything works again: bring all text to the newsroom, or find where it is offered."""
        self.chance = chance
        if self.browser.context is None:
            await self._after_a_kill()
        await self._sign_in()
        if self.is_away:
            await self.browser.context.set_offline(False)
            self.is_away = False
        for page in self._pages():
            await page.unroute_all(behavior="ignoreErrors")
            await self._settle(page)
        for page in self._pages()[1:]:
            await page.close()
        paths = [self._path()]
        if self.is_begun_offline:
            paths += await self._send_what_was_begun()
        for path in paths:
            await self._take_offers(path)

    # Typing

    async def _type_somewhere(self) -> None:
        where = self.chance.choice(["body", "body", "body", "standfirst", "headline", "cut"])
        if where == "cut":
            if await self.page.evaluate(TO_OLD_WORDS, self.chance.randrange(8)):
                await self.page.keyboard.press("Control+Delete")
            where = "body"
        if where == "body":
            await self.page.evaluate(TO_PARAGRAPH, self.chance.randrange(8))
        else:
            await self.page.focus(f"#story-form [name={where}]")
            await self.page.keyboard.press("Control+End")
        if where == "body" and self.chance.random() < 0.2:
            await self.page.keyboard.press("Enter")
        await self._type(self.page, self.chance.randint(1, 3), where == "body")

    async def _type(self, page, count: int, is_body: bool) -> None:
        for _ in range(count):
            text = f"{self.tokens}n{len(self.words)}z"
            await page.keyboard.type(f" {text}", delay=self.chance.choice([0, 5, 30]))
            word = Word(text, time.monotonic(), is_body)
            self.words.append(word)
            self.waiting.append(word)

    # Faults: each is called in the middle of a run

    async def kill(self) -> None:
        self._fault("a browser killed")
        await asyncio.sleep(self.chance.uniform(0, 1.5))
        self._cut()
        self.browser.kill()
        self.page, self.is_away = None, False
        if self.chance.random() < 0.3:
            await self._start()
            await self._sign_in()
            self.page = await self._open_in_haste()
            await self._type_somewhere()

    async def lose_network(self) -> None:
        self._fault("a spell offline")
        self.is_away = not self.is_away
        await self.browser.context.set_offline(self.is_away)

    async def lose_answers(self) -> None:
        """What is saved now arrives, but its answer does not."""
        self._fault("an answer lost")

        async def lose(route):
            with suppress(Error):
                await route.fetch()
            with suppress(Error):
                await route.abort()

        await self.page.route("**/autosave/", lose, times=1)

    async def lose_session(self) -> None:
        self._fault("a session ended")
        await self.desk.end_session(self.cookie)
        await self._type_somewhere()
        if self.chance.random() < 0.5:
            await self._sign_in()

    async def close_tab(self) -> None:
        if self.is_away:
            return
        self._fault("a tab closed")
        self._cut()
        await self.page.close()
        self.page = await self._open_in_haste()

    async def open_second_tab(self) -> None:
        if self.is_away:
            return
        self._fault("a second tab")
        self.page = await self._open_in_haste()

    async def save_by_hand(self) -> None:
        if self.is_away:
            return
        self._fault("saved by hand meanwhile")
        self._cut()  # what is typed while the page goes is the person's last two seconds, too
        await self._press_save(self.page)
        await self._choose(self.page)
        if await self.page.query_selector("#story-form"):
            await self._ready(self.page)
        else:  # the newsroom was away, and the browser said so
            self.page = await self._open_in_haste()

    async def turn_clock(self) -> None:
        self._fault("a clock turned while writing")
        self.skew = self.chance.choice([0, TWO_HOURS, -TWO_HOURS])
        await self.page.evaluate("(wrong) => globalThis.setClock(wrong)", self.skew)

    async def begin_offline(self) -> None:
        """Go to the desk, lose the network, and begin a story there."""
        if self.is_away or self.is_begun_offline:
            return
        self._fault("a story begun offline")
        self.is_begun_offline = True
        page = await self._open("/admin/", "[data-begin]")
        await page.wait_for_load_state("networkidle")
        self.is_away = True
        await self.browser.context.set_offline(True)
        await page.click("[data-begin] button")
        for name in ("headline", "body"):
            await page.focus(f".begin [name={name}]")
            await self._type(page, self.chance.randint(1, 3), name == "body")

    # Coming back

    async def _after_a_kill(self) -> None:
        """Nothing can be read in the profile; perhaps somebody else sits down at it first."""
        hidden = [word.text for word in self.words if word.is_body]
        self.record.searched += 1
        for word in self.browser.readable(hidden):
            self.record.failures.append(f"{self.name}: “{word}” can be read in the profile.")
        await self._start()
        if self.chance.random() < 0.25:
            await self._let_a_stranger_in()

    async def _let_a_stranger_in(self) -> None:
        self._fault("somebody else at the browser")
        await self._sign_in(self.desk.stranger)
        stored = await self.desk.text()
        for path in (self._path(), "/admin/"):
            page = await self._open(path, "#content")
            await page.wait_for_load_state("networkidle")
            shown = await page.content()
            for word in self.words:
                if word.text in shown and word.text not in stored:
                    self.record.failures.append(f"A stranger is shown {self.name}’s “{word.text}”.")
            await page.close()

    async def _settle(self, page) -> None:
        """Wait until a tab’s text is saved; press “Save” where it cannot be by itself."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not page.is_closed():
            with suppress(Error):
                await page.evaluate(LOOK_HERE)
                await page.wait_for_function(IS_SAVED, timeout=4000)
                return
            with suppress(Error):
                if not await page.query_selector("#story-form"):
                    return  # a story begun offline: it is sent from the home page
                await self._press_save(page)
                await self._choose(page)
                await self._ready(page)
        self.record.failures.append(f"{self.name}: a tab was not saved. {self.log[-8:]}")

    async def _press_save(self, page) -> None:
        """Press it and wait for what comes, which may be this page again."""
        await page.evaluate("window.before = true")
        await page.click("#story-form .bar .button--main")
        with suppress(Error):
            await page.wait_for_function("() => !window.before", timeout=6000)
            await page.wait_for_load_state("load")

    async def _choose(self, page) -> None:
        """Where two texts meet, choose any; a refusal’s page gives all of it to be copied."""
        for _ in range(4):
            if await page.query_selector(".clashes"):
                for group in await page.query_selector_all(".clash"):
                    sides = await group.query_selector_all("input[type=radio]")
                    await self.chance.choice(sides).check()
                self.log.append("chose between two texts")
                async with page.expect_navigation():
                    await page.click(".clashes .button--main")
            elif await page.query_selector(".typed"):
                self.copies.append(await page.content())
                self.log.append("was given the text back")
                await page.goto(self.url + self._path())
            else:
                return

    async def _take_offers(self, path: str) -> None:
        """Open a story afresh; put back what is offered, or leave it where it is offered."""
        for _ in range(5):
            page = await self._open_story(path)
            offers = page.locator(".offer")
            count = await offers.count()
            if not count or self.chance.random() < 0.3:
                self.copies.append(await page.eval_on_selector_all(".offer__text", OFFERED))
                break
            self.log.append(f"puts back one of {count}")
            await offers.first.get_by_role("button", name="Put it back").click()
            await page.wait_for_function(FEWER_OFFERS, arg=count)
            await self._settle(page)
        for each in self._pages():
            await each.close()

    async def _send_what_was_begun(self) -> list[str]:
        """Open the home page, which sends it; return the stories that it says have more here."""
        page = await self._open("/admin/", "#content")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not await page.query_selector(".notice"):
            stored = await self.desk.text()
            if all(word.text in stored for word in self.words):
                break
            await asyncio.sleep(0.2)
        with suppress(Error):
            await page.wait_for_load_state("networkidle")
        paths = await page.eval_on_selector_all(".notice a", "all => all.map((a) => a.pathname)")
        await page.close()
        return [path for path in set(paths) - {self._path()} if self.desk.is_of_tonight(path)]

    # Pages

    def _pages(self) -> list:
        mine = [page for page in self.browser.context.pages if page.url.startswith(self.url)]
        return [page for page in mine if not page.is_closed()]

    def _path(self) -> str:
        return f"/admin/articles/story/{self.story.pk}/change/"

    async def _open_story(self, path: str = ""):
        page = await self._open(path or self._path(), "#story-form")
        await self._ready(page)
        return page

    async def _open_in_haste(self):
        """Open the story and write at once, before its page has done all it does."""
        page = await self._open(self._path(), "#story-form .ProseMirror")
        if self.chance.random() < 0.5:
            await self._ready(page)
        return page

    async def _ready(self, page) -> None:
        await page.wait_for_function(IS_BEGUN)

    async def _open(self, path: str, sign: str):
        """Open a page, as often as it takes until the newsroom answers."""
        page = await self.browser.context.new_page()
        page.on("response", self._note_saved)
        page.on("dialog", lambda dialog: asyncio.create_task(_accept(dialog)))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(Error):
                await page.goto(self.url + path)
                if await page.query_selector(sign):
                    return page
                if "/accounts/login/" in page.url:
                    await self._sign_in()
            await asyncio.sleep(0.2)
        raise AssertionError(f"{path} did not open for {self.name}: {page.url}")

    async def _start(self) -> None:
        await self.browser.start(self.skew)

    async def _sign_in(self, user=None) -> None:
        self.cookie = await self.desk.session(user or self.user)
        cookie = {"name": "sessionid", "value": self.cookie, "url": self.url}
        await self.browser.context.add_cookies([cookie])

    def _note_saved(self, response) -> None:
        request = response.request
        is_save = request.method == "POST" and response.status in (200, 302)
        if not is_save or "/articles/story/" not in request.url:
            return
        sent, now = request.post_data or "", time.monotonic()
        saved = [word for word in self.waiting if word.text in sent]
        self.waiting = [word for word in self.waiting if word not in saved]
        self.record.seconds += [now - word.at for word in saved]

    def _cut(self) -> None:
        self.cuts.append(time.monotonic())

    def _fault(self, kind: str) -> None:
        self.record.faults[kind] += 1
        self.log.append(f"{kind} after {len(self.words)} words")


async def _accept(dialog) -> None:
    with suppress(Error):
        await dialog.accept()
