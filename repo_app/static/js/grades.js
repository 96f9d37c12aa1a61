// Subjects of the ticked grades and levels stand first, the others one step away; without this script they do when the page comes anew.
const [first, elsewhere] = document.querySelectorAll("details[data-graded]");
const field = document.querySelector("#educationLevel-field");

function sort() {
  const items = [first, elsewhere].flatMap((list) => [...list.querySelectorAll("li")]);
  const ticked = [...field.querySelectorAll("input:checked")].map((one) => one.value);
  const taught = (item) => item.dataset.taughtIn.split(" ").some((level) => ticked.includes(level));
  const some = items.some(taught);
  for (const item of items) (some && !taught(item) ? elsewhere : first).querySelector("ul").append(item);
  elsewhere.hidden = !elsewhere.querySelector("li");
  elsewhere.open ||= Boolean(elsewhere.querySelector("input:checked"));
  first.open ||= some;
}

if (elsewhere && field) field.addEventListener("change", sort);
