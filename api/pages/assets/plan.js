// Drags concepts between weeks, and remembers the last plan so that a concept's page can add to it. Without this the arrows and forms do the same.
const KEY = "govgraph-plan";
const plan = document.querySelector("ol.plan");
let kept = null;
try { kept = localStorage; } catch { /* a browser that keeps nothing: each plan is begun anew */ }
for (const link of document.querySelectorAll("a[data-put]")) {
  const held = kept?.getItem(KEY);
  if (held) link.href = `${link.pathname}?${held}&${new URLSearchParams({ c: link.dataset.put })}`;
}
if (plan) {
  if (plan.dataset.plan) kept?.setItem(KEY, plan.dataset.plan);
  document.querySelector("a[data-forget]")?.addEventListener("click", () => kept?.removeItem(KEY));
  let dragged = null;
  const shorten = () => { plan.classList.add("dragging"); dragged?.scrollIntoView({ block: "center" }); }; // the weeks come together
  plan.addEventListener("dragstart", event => {
    dragged = event.target.closest?.(".planned") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.place);
    if (plan.offsetHeight > 2 * innerHeight) setTimeout(shorten); // after the browser has taken the picture that it drags
  });
  plan.addEventListener("dragend", () => plan.classList.remove("dragging"));
  plan.addEventListener("dragover", event => {
    if (!dragged || !event.target.closest(".week")) return;
    event.preventDefault();
    for (const marked of plan.querySelectorAll(".over")) marked.classList.remove("over");
    (event.target.closest(".planned") ?? event.target.closest(".week")).classList.add("over");
  });
  plan.addEventListener("drop", event => {
    event.preventDefault();
    const on = event.target.closest(".planned"), week = event.target.closest(".week");
    if (!dragged || !week || on === dragged) return;
    const all = [...new URLSearchParams(plan.dataset.plan)], title = all.filter(([name]) => name === "title");
    const steps = all.filter(([name]) => name !== "title"), from = Number(dragged.dataset.place);
    const last = [...week.querySelectorAll(".planned")].at(-1) ?? week;
    const to = on ? Number(on.dataset.place) : Number(last.dataset.place) + 1;
    const [step] = steps.splice(from, 1);
    const now = to > from ? to - 1 : to;
    steps.splice(now, 0, step);
    location.href = `?${new URLSearchParams([...title, ...steps])}#at-${now}`;
  });
}
