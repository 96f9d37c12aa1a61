// Sends the chosen files one after the other with a bar for each; without this script the form sends them itself.
for (const form of document.querySelectorAll("form.upload")) {
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
  });
}

async function sendAll(form) {
  const files = [...form.querySelector("input[type=file]").files];
  const button = form.querySelector("button:not([type=button])");
  const list = form.querySelector(".sending");
  button.disabled = true;
  list.replaceChildren();
  let address = "";
  let failed = 0;
  for (const file of files) {
    try {
      address = await send(form, file, line(list, file.name));
    } catch {
      failed += 1;
    }
  }
  button.disabled = false;
  if (!failed) location.assign(files.length === 1 ? address : form.dataset.many);
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

function send(form, file, { item, bar, said }) {
  const body = new FormData(form);
  body.delete("file");
  body.append("file", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.action || location.href);
  request.setRequestHeader("Accept", "text/html, application/problem+json");
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
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
      fail(words(request.responseText) || form.dataset.failed);
    };
    request.onerror = () => fail(form.dataset.failed);
    request.send(body);
  });
}

function words(text) {
  try {
    const problem = JSON.parse(text);
    return `${problem.detail} ${problem.next}`.trim();
  } catch {
    return "";
  }
}
