// Says who else has this story open. Gives a sign every four seconds while the page is in sight;
// nobody is kept from anything by it.
const PAUSE = 4000; // milliseconds; ten seconds without a sign mean gone

const place = document.querySelector("[data-presence]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
let timer = 0;
let opened = "1";

function say(sentence) {
  if (place.textContent === sentence) return; // an announcement is made once
  place.textContent = sentence;
}

async function beat() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const body = new URLSearchParams({ opened });
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch(place.dataset.presence, { method: "POST", body, headers, redirect: "error" });
    if (answer.status >= 400 && answer.status < 500) return say(""); // signed out, or no longer theirs
    if (answer.ok) say((await answer.json()).sentence);
    opened = "";
  } catch {
    say(""); // The network is away for a moment: nothing is known.
  }
  clearTimeout(timer);
  timer = setTimeout(beat, PAUSE);
}

if (place && token) {
  document.addEventListener("visibilitychange", beat);
  beat();
}
