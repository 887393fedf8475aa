// The page's script: what a server cannot do. Acts go to Python through hidden fields; it never
// builds HTML from text. The files of this folder are joined, in the order that page.py names,
// into one function, so they share their names: a part adds to `acts` what its buttons do
// (data-do) and to `watched` what follows when a pane has changed.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const acts = {}; // data-do of a button or link -> function of that element
const typed = {}; // id or data attribute of a field -> function of that field, as one types
const watched = []; // [selector of a pane, what to do once it has changed]
const starts = []; // what to do once, when the page stands
let nonce = 0;
let pendingFocus = ""; // where focus goes when the pane that was asked for has come

const spoken = (name) => $("#top-bar")?.getAttribute("data-text-" + name.replaceAll("_", "-")) || "";

function act(name, values) {
  const field = $(`#act-${name} textarea, #act-${name} input`);
  if (!field) return;
  field.value = JSON.stringify({ ...values, nonce: String(++nonce) });
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
}

// Which zone of the desk is in front where there is no room for all three
const roomForAll = matchMedia("(min-width: 1181px)"); // as in style.css
function view(name) {
  document.body.dataset.view = name;
  // Where all three stand side by side, the course and the source are part of the chat.
  const front = roomForAll.matches && ["course", "reading"].includes(name) ? "chat" : name;
  $$("[data-do=view]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === front)));
}
roomForAll.addEventListener("change", () => view(document.body.dataset.view || "chat"));

// Which place is open: the desk with its chat, or one that stands beside it
function place(name) {
  document.body.dataset.place = name;
  $$("[data-do=place]").forEach((b) => {
    if (b.dataset.place === name) b.setAttribute("aria-current", "page");
    else b.removeAttribute("aria-current");
  });
}

acts.view = (b) => view(b.dataset.view);
acts.place = (b) => place(b.dataset.place);

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-do]");
  if (!target || !acts[target.dataset.do]) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may open in a new tab
  event.preventDefault();
  acts[target.dataset.do](target);
});
document.addEventListener("input", (event) => {
  const field = event.target;
  for (const [name, then] of Object.entries(typed)) {
    if (field.id === name || field.dataset?.[name] !== undefined) then(field);
  }
});
