// Suggestions under the search box while somebody types; without this script the form searches as it is.
const input = document.querySelector("[data-suggest]");

if (input) {
  globalThis.combobox(input, {
    host: input.closest(".search__row"),
    label: input.dataset.suggestions,
    ask: (text) => `${input.dataset.suggest}?${new URLSearchParams({ q: text })}`,
    told: ({ text, kind }) => [text, input.dataset[kind]],
    take: ({ url }) => location.assign(url),
  });
}
