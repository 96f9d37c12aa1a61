// Sends the chosen files one after the other with a bar for each, or photos of one document together in the order shown;
// without this script the form sends them itself.
const pictures = new WeakMap(); // photo -> a small canvas of it
let drawn = Promise.resolve(); // photos are opened one after the other, so that a small phone has room for each
const orders = new WeakMap(); // form -> the photos in the order they are to be joined in, while there is that choice
const byName = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

for (const form of document.querySelectorAll("form.upload")) {
  prepareJoining(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll(form);
  });
  const drop = form.querySelector(".drop");
  if (drop) prepareDrop(form, drop);
}

function prepareDrop(form, drop) {
  const input = form.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", kind === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}

function prepareJoining(form) {
  const box = form.querySelector("[data-join]");
  if (!box) return;
  const input = form.querySelector("input[type=file]");
  const tick = box.querySelector("input");
  const look = () => {
    const files = [...input.files];
    const photos = files.length > 1 && files.every((file) => file.type.startsWith("image/"));
    box.hidden = !photos;
    orders.set(form, photos ? files.sort((one, other) => byName.compare(one.name, other.name)) : null);
    showOrder(form, box, tick.checked);
  };
  input.addEventListener("change", look);
  tick.addEventListener("change", () => showOrder(form, box, tick.checked));
  look();
}

function showOrder(form, box, wanted) {
  const list = box.querySelector(".order");
  const photos = wanted ? orders.get(form) || [] : [];
  box.querySelector(".order__hint").hidden = !photos.length;
  list.replaceChildren(...photos.map((file, at) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.append(...breakable(file.name));
    item.append(picture(file), name, mover(form, box, at, -1), mover(form, box, at, 1));
    return item;
  }));
}

function breakable(name) {
  const breaking = () => document.createElement("wbr");
  const parts = name.split(/([_.-])/);
  return parts.flatMap((part) => {
    if (part === ".") return [breaking(), part];
    return part === "_" || part === "-" ? [part, breaking()] : [part];
  });
}

function picture(photo) {
  if (!pictures.has(photo)) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    canvas.setAttribute("aria-hidden", "true");
    pictures.set(photo, canvas);
    drawn = drawn.then(() => draw(canvas, photo)).catch(() => {}); // what this browser cannot show stays an empty frame
  }
  return pictures.get(photo);
}

async function draw(canvas, photo) {
  const image = await createImageBitmap(photo, { resizeHeight: 128, resizeQuality: "medium" });
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").drawImage(image, 0, 0);
  image.close();
}

function mover(form, box, at, step) {
  const photos = orders.get(form);
  const words = step < 0 ? box.dataset.up : box.dataset.down;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = step < 0 ? "↑" : "↓";
  button.title = words;
  button.setAttribute("aria-label", `${words}: ${photos[at].name}`);
  button.disabled = at + step < 0 || at + step >= photos.length;
  button.addEventListener("click", () => {
    [photos[at], photos[at + step]] = [photos[at + step], photos[at]];
    showOrder(form, box, true);
    const moved = box.querySelectorAll(".order li")[at + step];
    (moved.querySelector("button:not(:disabled)") || moved).focus();
  });
  return button;
}

async function sendAll(form) {
  const files = orders.get(form) || [...form.querySelector("input[type=file]").files];
  const joined = form.querySelector("[data-join] input")?.checked ? orders.get(form) : null;
  const words = form.querySelector("[data-join]")?.dataset;
  const button = form.querySelector("button:not([type=button])");
  const list = form.querySelector(".sending");
  button.disabled = true;
  list.replaceChildren();
  let address = "";
  let failed = 0;
  for (const some of joined ? [joined] : files.map((file) => [file])) {
    try {
      const named = joined ? `${some.length} ${words.photos}` : some[0].name;
      address = await send(form, some, line(list, named), joined && words.joining);
    } catch {
      failed += 1;
    }
  }
  button.disabled = false;
  if (!failed) location.assign(joined || files.length === 1 ? address : form.dataset.many);
}

function line(list, name) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  const bar = document.createElement("progress");
  const said = document.createElement("span");
  title.textContent = name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(title, bar, said);
  list.append(item);
  return { item, bar, said };
}

function send(form, files, { item, bar, said }, joined) {
  const body = new FormData(form);
  body.delete("file");
  if (joined) body.set("ordered", "1");
  else body.delete("join");
  for (const file of files) body.append("file", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("Accept", "text/html, application/problem+json");
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  };
  request.upload.onload = () => {
    said.textContent = joined || "";
  };
  return new Promise((done, refuse) => {
    const fail = (text) => {
      item.classList.add("is-bad");
      said.textContent = text;
      refuse(new Error(text));
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 400) {
        bar.value = 1;
        said.textContent = form.dataset.sent;
        done(request.responseURL);
        return;
      }
      fail(problem(request.responseText) || form.dataset.failed);
    };
    request.onerror = () => fail(form.dataset.failed);
    request.send(body);
  });
}

function problem(text) {
  try {
    const told = JSON.parse(text);
    return `${told.detail} ${told.next}`.trim();
  } catch {
    return "";
  }
}
