// Completes the name of a thing from the search index, misspelt ones too; without it a field still takes what is typed.
const search = document.querySelector('form[role="search"]').action;
for (const field of document.querySelectorAll("input[data-searched]")) {
  let list = field.list, waiting = 0, asked = "";
  if (!list) {
    list = document.body.appendChild(document.createElement("datalist"));
    list.id = "names-" + field.name;
    field.setAttribute("list", list.id);
  }
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = field.value.trim();
      if (typed.length < 2 || typed === asked) return;
      asked = typed;
      const answer = await fetch(search + ".json?" + new URLSearchParams({ q: typed, type: field.dataset.searched, limit: 10 }));
      if (!answer.ok || asked !== typed) return;
      list.replaceChildren(...(await answer.json()).map(thing => {
        const option = document.createElement("option");
        option.value = thing.path.replace(/.*\/id\/[a-z]+\//, "");
        option.label = thing.label === field.value ? thing.label : `${thing.label} (${typed})`;
        option.textContent = thing.label;
        return option;
      }));
    }, 120);
  });
}
