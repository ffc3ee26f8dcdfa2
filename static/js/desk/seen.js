// After a story went out, changed or went: asks for its pages as a reader does, until they show it.
const LIMIT = 5000; // milliseconds before it says which page does not
const PAUSE = 250;

const tagOf = (response) =>
  (response.headers.get("ETag") || "").replace(/^W\//, "").replace(/^"|(-br|-gzip)?"$/g, "");

// A proxy may have made a tag of its own: then the page itself is compared.
async function hashOf(response) {
  if (!window.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  const bytes = Array.from(new Uint8Array(digest));
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function differs(page) {
  const seen = await fetch(page.path, { credentials: "omit", cache: "no-store" });
  if (seen.status !== page.status) return true;
  return tagOf(seen) !== page.etag && !(await hashOf(seen)).startsWith(page.etag);
}

async function late(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { time, pages } = await answer.json();
  const wrong = await Promise.all(pages.map(differs));
  return { time, late: pages.filter((_, index) => wrong[index]) };
}

const pause = () => new Promise((done) => setTimeout(done, PAUSE));

function link(page) {
  const a = document.createElement("a");
  a.href = page.path;
  a.textContent = page.name;
  return a;
}

async function watch(place) {
  const start = Date.now();
  let last = null;
  while (Date.now() - start < LIMIT) {
    try {
      last = await late(place.dataset.seen);
      if (!last.late.length) {
        place.textContent = `Readers see this since ${last.time}.`;
        return;
      }
    } catch {
      // The network or the newsroom is away for a moment: ask again.
    }
    await pause();
  }
  place.classList.add("seen--late");
  if (!last) {
    place.textContent = "It could not be checked what readers see. Open the page as a reader does.";
    return;
  }
  place.replaceChildren(
    ...last.late.flatMap((page, index) => [index ? ", " : "", link(page)]),
    " does not show this to readers yet. Look again in a moment, and tell your administrator if it stays so.",
  );
}

document.querySelectorAll("[data-seen]").forEach(watch);
