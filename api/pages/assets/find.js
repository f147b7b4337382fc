// Shows what begins with the letters typed in the search box, from two letters on; Enter opens the one chosen, or searches as without this.
// Ctrl+K, ⌘K on a Mac, goes to the box from anywhere: a key alone would be in the way of who speaks to the computer.
const field = document.querySelector('form[role="search"] input');
const list = document.createElement("ul");
list.id = "found";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Things found");
list.hidden = true;
field.after(list);
for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-controls": "found", "aria-expanded": "false", "aria-autocomplete": "list" })) field.setAttribute(name, value);
let chosen = -1, asked = "", waiting = 0;
const show = open => { list.hidden = !open; field.setAttribute("aria-expanded", open); if (!open) choose(-1); };
const choose = place => {
  chosen = place;
  [...list.children].forEach((one, n) => one.setAttribute("aria-selected", n === place));
  if (place >= 0) field.setAttribute("aria-activedescendant", list.children[place].id);
  else field.removeAttribute("aria-activedescendant");
};
const look = async () => {
  const typed = field.value.trim();
  if (typed.length < 2) { asked = ""; return show(false); }
  if (typed === asked) return;
  asked = typed;
  const answer = await fetch(field.form.action + ".json?" + new URLSearchParams({ q: typed, limit: 8 })).catch(() => null);
  if (!answer || !answer.ok || asked !== typed) return;
  list.replaceChildren(...(await answer.json()).map((thing, n) => {
    const one = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("small");
    one.id = "found-" + n;
    one.setAttribute("role", "option");
    link.href = thing.path;
    link.tabIndex = -1;
    link.textContent = thing.label;
    kind.textContent = (thing.highlight.field === "name" ? thing.highlight.text + " · " : "") + thing.type.replace("Atlas", "");
    link.append(" ", kind);
    one.append(link);
    return one;
  }));
  show(list.children.length > 0);
  choose(-1);
};
field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 80); });
field.addEventListener("keydown", event => {
  const most = list.children.length;
  if (event.key === "Escape") show(false);
  else if (list.hidden || !most) return;
  else if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % most); }
  else if (event.key === "ArrowUp") { event.preventDefault(); choose((chosen - 1 + most) % most); }
  else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = list.children[chosen].firstChild.href; }
});
document.addEventListener("click", event => { if (!field.form.contains(event.target)) show(false); });
const mac = /^(Mac|iP)/.test(navigator.platform);
field.setAttribute("aria-keyshortcuts", mac ? "Meta+K" : "Control+K");
if (matchMedia("(hover: hover)").matches) field.placeholder = mac ? "Search ⌘K" : "Search Ctrl+K";
document.addEventListener("keydown", event => {
  if (event.key.toLowerCase() !== "k" || !(mac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});
