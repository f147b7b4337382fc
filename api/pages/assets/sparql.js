// The query form as an editor: colours, running in place (Ctrl+Enter), results as a table. Without it the form asks and shows plain results.
const form = document.querySelector("form.sparql"), field = form.elements.query, shown = document.createElement("pre"), out = document.getElementById("result");
const PARTS = /(#[^\n]*)|("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>\s]*>|\b[\w-]*:[\w.-]*)|([?$]\w+)|\b(SELECT|ASK|CONSTRUCT|DESCRIBE|WHERE|PREFIX|BASE|DISTINCT|REDUCED|OPTIONAL|UNION|MINUS|FILTER|BIND|VALUES|GRAPH|FROM|NAMED|ORDER|GROUP|BY|HAVING|ASC|DESC|LIMIT|OFFSET|AS|IN|NOT|EXISTS|UNDEF)\b/gi;
const KINDS = ["comment", "text", "name", "variable", "keyword"];

function colour() {
  const text = field.value, made = document.createDocumentFragment();
  let at = 0;
  for (const part of text.matchAll(PARTS)) {
    made.append(text.slice(at, part.index));
    const mark = document.createElement("span");
    mark.className = KINDS[part.slice(1).findIndex(one => one !== undefined)];
    mark.textContent = part[0];
    made.append(mark);
    at = part.index + part[0].length;
  }
  made.append(text.slice(at), "\n");
  shown.replaceChildren(made);
  scroll();
}

function scroll() {
  shown.scrollTop = field.scrollTop;
  shown.scrollLeft = field.scrollLeft;
}

function cell(term) {
  const box = document.createElement("td");
  if (!term) return box;
  if (term.type === "uri" && /^https?:/.test(term.value)) {
    const link = box.appendChild(document.createElement("a"));
    link.href = term.value.startsWith(form.dataset.things) ? form.dataset.here + term.value.slice(form.dataset.things.length) : term.value;
    link.textContent = term.value.startsWith(form.dataset.things) ? term.value.slice(form.dataset.things.length) : term.value;
  } else {
    box.textContent = term.value;
    if (term["xml:lang"]) box.lang = term["xml:lang"];
  }
  return box;
}

function table({ head, results, boolean }) {
  if (!results) return Object.assign(document.createElement("p"), { textContent: boolean ? "Yes" : "No" });
  const box = document.createElement("div"), made = box.appendChild(document.createElement("table"));
  box.className = "scroll";
  made.createCaption().textContent = results.bindings.length === 1 ? "1 row" : results.bindings.length + " rows";
  const top = made.createTHead().insertRow();
  for (const name of head.vars) top.append(Object.assign(document.createElement("th"), { textContent: name, scope: "col" }));
  const body = made.createTBody();
  for (const row of results.bindings) body.insertRow().append(...head.vars.map(name => cell(row[name])));
  return box;
}

async function run(event) {
  if (form.elements.format.value !== "json") return;
  event?.preventDefault();
  out.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ query: field.value }), headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" } });
    const kind = answer.headers.get("content-type") ?? "";
    const whole = kind.includes("json") ? table(await answer.json()) : Object.assign(document.createElement("pre"), { textContent: await answer.text() });
    if (!answer.ok) whole.className = "error";
    out.replaceChildren(whole);
  } catch {
    out.replaceChildren(Object.assign(document.createElement("p"), { textContent: "The server did not answer.", className: "error" }));
  }
  out.removeAttribute("aria-busy");
}

const box = document.createElement("div");
box.className = "editor";
shown.setAttribute("aria-hidden", "true");
field.replaceWith(box);
box.append(shown, field);
field.addEventListener("input", colour);
field.addEventListener("scroll", scroll);
field.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(event); });
form.addEventListener("submit", run);
colour();
