// Shows the page that a suggestion was read from beside the form, with its words marked, as soon as it is looked at.
const proof = document.querySelector("#proof");
const MARGIN = 4; // pixels of the page around marked words

function show(link) {
  const image = proof.querySelector("img");
  if (image.getAttribute("src") !== link.dataset.image) {
    image.src = link.dataset.image;
    image.alt = proof.dataset.said.replace("{}", link.dataset.page);
    proof.querySelector("a").href = link.href;
  }
  const [width, height] = (link.dataset.sheet || "").split(" ").map(Number);
  const svg = proof.querySelector("svg");
  svg.replaceChildren();
  if (!height) return;
  image.width = width;
  image.height = height;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.append(...link.dataset.marks.split(" ").filter(Boolean).map(mark));
}

function mark(place) {
  const [left, top, right, bottom] = place.split(",").map(Number);
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const box = { x: left - MARGIN, y: top - MARGIN, width: right - left + 2 * MARGIN, height: bottom - top + 2 * MARGIN, rx: 4 };
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, value);
  return rect;
}

function look(event) {
  const link = event.target.closest(".offered")?.querySelector("[data-image]");
  if (link) show(link);
}

if (proof) {
  addEventListener("focusin", look);
  addEventListener("pointerover", look);
}
