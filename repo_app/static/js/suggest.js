// Suggestions under the search box while somebody types; without this script the form searches as it is.
const PAUSE = 250; // milliseconds without a key
const FROM = 2; // characters

const input = document.querySelector("[data-suggest]");
const list = document.createElement("ul");
let chosen = -1;
let timer;
let request;
let composing = false;

function open(lines) {
  list.replaceChildren(...lines.map(option));
  choose(-1);
  list.hidden = !lines.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function close() {
  clearTimeout(timer);
  request?.abort();
  open([]);
}

function option({ text, url, kind }, at) {
  const line = document.createElement("li");
  line.id = `${list.id}-${at}`;
  line.role = "option";
  line.dataset.url = url;
  line.append(text);
  const label = input.dataset[kind];
  if (label) {
    const told = document.createElement("span");
    told.textContent = label;
    line.append(" ", told);
  }
  return line;
}

function choose(at) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = at;
  const line = list.children[at];
  line?.setAttribute("aria-selected", "true");
  line?.scrollIntoView({ block: "nearest" });
  if (line) input.setAttribute("aria-activedescendant", line.id);
  else input.removeAttribute("aria-activedescendant");
}

async function ask() {
  const text = input.value;
  request?.abort();
  if (text.trim().length < FROM) return open([]);
  request = new AbortController();
  const { signal } = request;
  try {
    const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal });
    const lines = answer.ok ? await answer.json() : [];
    if (!signal.aborted && document.activeElement === input) open(lines);
  } catch {
    if (!signal.aborted) open([]); // a weak line: the form searches without
  }
}

function later() {
  clearTimeout(timer);
  if (!composing) timer = setTimeout(ask, PAUSE);
}

function key(event) {
  if (event.isComposing || composing || event.ctrlKey || event.altKey || event.metaKey) return;
  const size = list.children.length;
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && list.children[chosen]) {
    event.preventDefault();
    location.assign(list.children[chosen].dataset.url);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && size) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(((chosen + 1 + step + size + 1) % (size + 1)) - 1); // past either end the box itself is next
  }
}

function start() {
  list.id = "suggestions";
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = input.dataset.suggestions;
  list.hidden = true;
  input.closest(".search__row").append(list);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
  input.addEventListener("compositionend", () => { composing = false; later(); });
  input.addEventListener("input", later);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line) location.assign(line.dataset.url);
  });
}

if (input) start();
