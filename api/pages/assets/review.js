// Keys for the review page; without this file its buttons do the same.
const form = document.querySelector("form[data-keys]");
if (form) {
  const button = (verdict) => form.querySelector(`button[value="${verdict}"]`);
  let meant = "";
  const start = (verdict, field) => {
    meant = verdict;
    form.elements[field].focus();
  };
  const keys = {
    a: () => button("accept").click(),
    r: () => (form.elements.reason.value.trim() ? button("reject").click() : start("reject", "reason")),
    c: () => start("change", "new_stance"),
    s: () => document.querySelector("main a.skip")?.click(),
    b: () => document.querySelector("main a.back")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input,select,textarea");
    if (event.key === "Escape" && typing) {
      typing.blur();
    } else if (event.key === "Enter" && typing && form.contains(typing)) {
      event.preventDefault();
      if (meant && form.elements.reason.value.trim()) button(meant).click();
      else if (meant) form.elements.reason.focus();
    } else if (!typing && Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
}
