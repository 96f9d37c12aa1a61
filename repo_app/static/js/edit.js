// Shows how far the files are being read; when all is read and nothing was typed, the page comes anew.
const box = document.querySelector("#reading");
const form = document.querySelector("#describing");
const said = document.querySelector("#reading-said");
const POLL = 2000; // milliseconds
async function poll() {
  if (document.hidden) return setTimeout(poll, POLL);
  let state;
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return setTimeout(poll, 5 * POLL);
    state = await answer.json();
  } catch {
    return setTimeout(poll, 5 * POLL);
  }
  for (const told of state.files) show(told);
  if (state.left) return setTimeout(poll, POLL);
  if (!form?.dataset.touched) return location.reload();
  said.classList.remove("hidden");
  said.textContent = box.dataset.done;
}

function show([place, done, total, line]) {
  const reading = box.querySelector(`[data-file="${place}"] .reading`);
  if (!reading) return;
  let bar = reading.querySelector("progress");
  if (total && !bar) {
    bar = document.createElement("progress");
    bar.setAttribute("aria-label", line);
    reading.prepend(bar);
  }
  if (bar) {
    bar.max = total || 1;
    bar.value = done;
  }
  reading.querySelector(".reading__line").textContent = line;
}

if (box?.dataset.busy === "yes") setTimeout(poll, POLL);
