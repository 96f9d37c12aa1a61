// Names offered while one is typed into a description: those of persons and bodies that the library keeps, and printed ones.
const form = document.querySelector("#describing");
const known = new WeakSet(); // boxes that have their list

function idOf(input) {
  return input.closest("[data-line]").querySelector(`[name="${input.dataset.names}.id"]`);
}

form?.addEventListener("focusin", ({ target: input }) => {
  if (!input.dataset.names || known.has(input)) return;
  known.add(input);
  globalThis.combobox(input, {
    host: input.closest("[data-line]"),
    label: form.dataset.names,
    ask: (text) => `${form.dataset.asknames}?${new URLSearchParams({ q: text })}`,
    told: ({ text, beside }) => [text, beside],
    take: ({ text, id }) => {
      input.value = text;
      idOf(input).value = id;
      form.dispatchEvent(new Event("input"));
    },
  });
});
form?.addEventListener("input", ({ target: input }) => {
  if (!input.dataset?.names || !idOf(input).value) return;
  idOf(input).value = ""; // another text is another name
  input.closest("[data-line]").querySelector(".line__linked")?.remove();
});
