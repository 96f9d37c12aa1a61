// Arrow keys turn the page, and the next page's image is fetched while this one is read.
const typing = (element) => element instanceof HTMLElement && element.closest("input, select, textarea");

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || typing(event.target)) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`.bar a[rel=${way}]`);
  if (link) location.assign(link.href);
});

const next = document.querySelector("#sheet")?.dataset.next;
const saving = navigator.connection?.saveData;
if (next && !saving) {
  addEventListener("load", () => setTimeout(() => { new Image().src = next; }, 1000), { once: true });
}
