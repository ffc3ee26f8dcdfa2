// The button of the sheet says the chosen time in words, as its field has it: no zone is converted.

const place = document.querySelector("[data-at]")
const field = document.querySelector(".sheet [name=at]")

function inWords(local) {
  const moment = new Date(`${local}Z`)
  if (!local || Number.isNaN(moment.getTime())) return "the time above"
  const isThisYear = moment.getUTCFullYear() === new Date().getFullYear()
  const said = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
    year: isThisYear ? undefined : "numeric", timeZone: "UTC",
  })
  const parts = Object.fromEntries(said.formatToParts(moment).map(({ type, value }) => [type, value]))
  const date = [parts.weekday, parts.day, parts.month, parts.year].filter(Boolean).join(" ")
  return `${date}, ${parts.hour}:${parts.minute}`
}

const show = () => { place.textContent = `${inWords(field.value)} (${place.dataset.zone})` }

if (place && field) {
  field.addEventListener("input", show)
  show()
}
