// The share dialog: fields that the chosen way of sharing has no use for are out of sight, and a link is selected
// at a click. The page is of use without.

const kind = document.getElementById("with");
const fields = { person: "person", group: "group", link: "password" };

function showFields() {
  for (const [value, name] of Object.entries(fields)) {
    const field = document.getElementById(name)?.closest(".field");
    if (field) field.hidden = kind.value !== value;
  }
}

if (kind) {
  kind.addEventListener("change", showFields);
  showFields();
}

for (const link of document.querySelectorAll("input.link")) {
  link.addEventListener("focus", () => link.select());
}
