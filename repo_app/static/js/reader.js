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

// A page that somebody opens is read next: its words are shown when they come.
const awaited = document.querySelector("#awaited");
const ASK = 1500; // milliseconds

async function ask() {
  if (document.hidden) return setTimeout(ask, ASK);
  let wait = ASK;
  try {
    const answer = await fetch(awaited.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const state = await answer.json();
    if (state.read) return arrived();
    if (!state.coming) return;
  } catch {
    wait = 5 * ASK;
  }
  setTimeout(ask, wait);
}

function arrived() {
  const shown = document.querySelector("#sheet") && !new URLSearchParams(location.search).get("q");
  if (!shown) return location.reload();
  awaited.querySelector(".notice > div").textContent = awaited.dataset.done;
}

if (awaited) setTimeout(ask, ASK);
