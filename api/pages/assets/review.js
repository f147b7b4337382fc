// Keys for the review page; without this file its buttons do the same.
const form = document.querySelector("form[data-keys]");
const press = (selector) => document.querySelector(`main ${selector}`)?.click();
const button = (verdict) => form?.querySelector(`button[value="${verdict}"]`);
let meant = form?.dataset.meant ?? "";
const start = (verdict, field) => {
  meant = verdict;
  form?.elements[field].focus();
};
const keys = {
  a: () => button("accept")?.click(),
  r: () => (form?.elements.reason.value.trim() ? button("reject").click() : start("reject", "reason")),
  c: () => start("change", "new_stance"),
  s: () => press("a.next"),
  b: () => press("a.back"),
  u: () => press('button[value="undo"]'),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest("input,select,textarea");
  if (event.key === "Escape" && typing) {
    typing.blur();
  } else if (event.key === "Enter" && typing && form?.contains(typing)) {
    event.preventDefault();
    if (!meant) typing.blur();
    else if (form.elements.reason.value.trim()) button(meant).click();
    else form.elements.reason.focus();
  } else if (!typing && Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  }
});
