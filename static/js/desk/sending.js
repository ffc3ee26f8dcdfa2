// One form sent as a script sends it: the answer, or why not, in a word and a sentence.

const PATIENCE = 20_000 // milliseconds
export const AWAY = "The newsroom does not answer."
const UNSURE = ["away", "database", "broken", "busy"] // it may have been stored all the same

export const isUnsure = (result) => UNSURE.includes(result.why)

export async function send(address, pairs, token, signal = AbortSignal.timeout(PATIENCE)) {
  let answer
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(pairs),
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "manual",
      signal,
    })
  } catch {
    return { why: "away", sentence: AWAY }
  }
  return { status: answer.status, ...(await told(answer)) }
}

async function told(answer) {
  if (answer.type === "opaqueredirect") return { why: "signed_out", sentence: "You are signed out." }
  try {
    const said = await answer.json()
    if (answer.ok || said.why) return said
  } catch {
    // A proxy's page, or an error's: its status says enough.
  }
  if (answer.status === 404) return { why: "gone", sentence: "There is nothing here any more." }
  if (answer.status === 429) return { why: "busy", sentence: "Too much at once; it is tried again." }
  if (answer.status === 400 || answer.status === 413) {
    return { why: "unreadable", sentence: "The text is too large to be sent as it is." }
  }
  return { why: "away", sentence: AWAY }
}

// The pause before the next try, longer each time, and never in step with the other tabs.
export const pauseAfter = (tries) => Math.min(1000 * 2 ** tries, 30_000) * (0.75 + Math.random() / 2)
