// A list under a box while somebody types (the combobox pattern of ARIA): arrows choose, Enter takes, Escape closes. It is
// silent while an input method composes, and without an answer the box stays what it is.
const PAUSE = 250; // milliseconds without a key
const FROM = 2; // characters
let lists = 0;

// ask: text -> address; told: one thing of the answer -> [what its line says, a word beside it]; take: what Enter does.
globalThis.combobox = function combobox(input, { host, label, ask: address, told, take }) {
  const list = document.createElement("ul");
  let found = [];
  let chosen = -1;
  let timer;
  let request;
  let composing = false;

  function open(things) {
    found = things;
    list.replaceChildren(...things.map(option));
    choose(-1);
    list.hidden = !things.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    open([]);
  }

  function option(thing, at) {
    const line = document.createElement("li");
    const [text, beside] = told(thing);
    line.id = `${list.id}-${at}`;
    line.role = "option";
    line.append(text);
    if (beside) {
      const word = document.createElement("span");
      word.textContent = beside;
      line.append(" ", word);
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
      const answer = await fetch(address(text), { signal });
      const things = answer.ok ? await answer.json() : [];
      if (!signal.aborted && document.activeElement === input) open(things);
    } catch {
      if (!signal.aborted) open([]); // a weak line: the box works without
    }
  }

  function later() {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(ask, PAUSE);
  }

  function taken(at) {
    const thing = found[at];
    close();
    take(thing);
  }

  function key(event) {
    if (event.isComposing || composing || event.ctrlKey || event.altKey || event.metaKey) return;
    const size = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && list.children[chosen]) {
      event.preventDefault();
      taken(chosen);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && size) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + 1 + step + size + 1) % (size + 1)) - 1); // past either end the box itself is next
    }
  }

  lists += 1;
  list.id = `suggestions-${lists}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = label;
  list.hidden = true;
  host.append(list);
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
    if (line) taken([...list.children].indexOf(line));
  });
};
