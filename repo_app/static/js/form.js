// The form of a description: rows come and go without a round trip, what is typed is kept by itself, keys for hands that
// stay on the keyboard. Without this script every button sends the form and it comes back with the row.
const form = document.querySelector("#describing");
const saying = document.querySelector("#saving");
const PAUSE = 2000; // milliseconds without a key after which what was typed is kept
const LONGEST = 4000; // and at the latest
const SELDOM = 60000; // how long nothing is tried, at most, where the line is away

let since = 0; // when the oldest change that is not kept yet was made
let wait = PAUSE; // grows while the line is away
let timer;
let keeping = null;
let sending = false;

function changed() {
  form.dataset.changed = "yes";
  form.dataset.touched = "yes"; // somebody is writing here: the page does not come anew by itself
  if (!form.dataset.autosave) return;
  since ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(keep, wait > PAUSE ? wait : Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

function say(text, bad = false) {
  saying.textContent = text;
  saying.classList.toggle("is-bad", bad);
}

// Keeping: the answer says which version the form is based on from now on, and what could not be kept.
async function keep() {
  if (sending || keeping) return;
  since = 0;
  form.dataset.changed = "";
  form.dataset.keeping = "yes"; // asked for, not answered: nothing may take the page away meanwhile
  keeping = ask();
  await keeping;
  keeping = null;
  form.dataset.keeping = "";
  if (form.dataset.changed && form.dataset.autosave) changed();
}

async function ask() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/problem+json" } });
    const told = await answer.json();
    if (answer.ok) return kept(told);
    if (answer.status === 412 || answer.status === 409 || answer.status === 403) form.dataset.autosave = ""; // pressing "Save" tells why
    say(told.detail || form.dataset.unsaved, true);
  } catch {
    say(form.dataset.unsaved, true);
  }
  wait = Math.min(2 * wait, SELDOM);
  form.dataset.changed = "yes";
}

function kept({ revision, was, faults }) {
  if (revision) for (const held of document.querySelectorAll("input[name=revision]")) held.value = revision;
  for (const [key, stamp] of Object.entries(was)) form.elements[`was.${key}`].value = stamp;
  const wrong = Object.values(faults);
  form.dataset.bad = wrong.length ? "yes" : "";
  wait = PAUSE;
  say(wrong.length ? wrong.join(" ") : `${form.dataset.saved} ${new Date().toTimeString().slice(0, 5)}`, wrong.length > 0);
}

// Rows
function lineOf(inside) { return inside.closest("[data-line]"); }

function control(line) { return line.querySelector("input:not([type=hidden]), textarea, select"); }

function added(lines) {
  const last = lines.lastElementChild;
  const line = last.cloneNode(true);
  for (const one of line.querySelectorAll("input, textarea, select")) {
    one.value = "";
    one.removeAttribute("id");
  }
  line.querySelector("details")?.removeAttribute("open");
  line.querySelector(".line__linked")?.remove();
  line.querySelector(".suggestions")?.remove(); // a list of its own comes with the focus
  last.after(line);
  renumber(lines);
  return line;
}

function taken(line) {
  const lines = line.parentElement;
  const at = [...lines.children].indexOf(line);
  const id = control(lines.firstElementChild).id;
  if (lines.children.length === 1) {
    for (const one of line.querySelectorAll("input, textarea, select")) one.value = "";
  } else {
    line.remove();
  }
  if (id) control(lines.firstElementChild).id = id;
  renumber(lines);
  control(lines.children[Math.min(at, lines.children.length - 1)]).focus();
  changed();
}

function renumber(lines) {
  [...lines.children].forEach((line, at) => {
    for (const one of line.querySelectorAll("[aria-label]")) {
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/ ?\d*$/, ` ${at + 1}`));
    }
    const first = control(line);
    if (!first.id && !first.hasAttribute("aria-label")) first.setAttribute("aria-label", `${title(lines)} ${at + 1}`);
    const away = line.querySelector(".line__away");
    if (!away) return;
    away.value = `${lines.dataset.lines}.${at + 1}`;
    away.hidden = lines.children.length === 1;
    away.lastElementChild.textContent = away.lastElementChild.textContent.replace(/\d+/, at + 1);
  });
}

function title(lines) {
  const field = lines.closest(".field");
  return (field.querySelector("label[for]") || field.querySelector("legend")).textContent.trim();
}

// Suggestions: what is pressed goes where it belongs, and the focus with it.
function take(offer) {
  const key = offer.dataset.into;
  const field = document.getElementById(`${key}-field`);
  const tick = [...field.querySelectorAll("input[type=checkbox]")].find((one) => one.value === offer.value);
  if (tick) {
    tick.checked = true;
    for (let around = tick.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    tick.focus();
  } else {
    fill(field, key, offer);
  }
  (offer.closest(".offered") || offer).remove();
  changed();
}

function fill(field, key, offer) {
  let lines = field.querySelector(`[data-lines="${key}"]`);
  const listed = lines?.querySelector("select[name]");
  if (!lines || (control(lines.firstElementChild) === listed && ![...listed.options].some((one) => one.value === offer.value))) {
    lines = field.querySelector(`[data-lines="${key}.text"]`);
    if (lines.closest("details")) lines.closest("details").open = true;
  }
  const rows = [...lines.children];
  const replaced = "replaces" in field.dataset || !field.querySelector(".line__more");
  const line = replaced ? rows[0] : rows.find((one) => !control(one).value) || added(lines);
  control(line).value = offer.value;
  for (const part of ["id", "printed", "role", "scheme", "volume", "lang"]) {
    const box = line.querySelector(`[name="${key}.${part}"]`);
    if (box && (offer.dataset[part] || part !== "lang")) box.value = offer.dataset[part] || "";
  }
  control(line).focus();
}

function press(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.name === "more") {
    event.preventDefault();
    control(added(form.querySelector(`[data-lines="${button.value}"]`))).focus();
  } else if (button.name === "less") {
    event.preventDefault();
    taken(lineOf(button));
  } else if (button.dataset.into) {
    event.preventDefault();
    take(button);
  }
}

async function send(event) {
  clearTimeout(timer);
  if (keeping) {
    event.preventDefault();
    await keeping;
    return form.requestSubmit(event.submitter);
  }
  sending = true;
}

function keys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const button = event.key === "s" ? form.querySelector(".actions [value=save]") : event.key === "Enter" ? form.querySelector(".actions .button--main") : null;
  if (event.key === "s") event.preventDefault();
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("click", press);
  form.addEventListener("submit", send);
  addEventListener("keydown", keys);
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && (form.dataset.changed || form.dataset.bad || form.dataset.keeping)) event.preventDefault();
  });
}
