// The tab itself: what is open, when it is computed, and what the buttons do.
const DRAFT = "course-desk.workspace";
const FILE_LIMIT = 2_000_000;
const WAIT_MS = 350;
const copyOf = (value) => JSON.parse(JSON.stringify(value));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const state = {
  methods: [], list: [], chosen: new Set(), doc: null, saved: null, base: null, view: null, past: [],
  form: () => state.methods.find((method) => method.name === state.doc.calculator),
  bring: (content) => bring(content),
};
let run = 0;
let due = null;
let root = null;

const said = (words, bad = false) => {
  const line = $("#ws-said");
  if (!line) return;
  line.textContent = words;
  line.classList.toggle("bad", bad);
};
const attempt = async (work) => {
  try { return await work(); } catch (error) { said(error.message, true); return null; }
};

function blank(form) {
  const columns = form.table ? [...form.table.start] : [];
  return { calculator: form.name, name: "", columns, rows: form.table ? [0, 1, 2].map(() => columns.map(() => "")) : [], fields: [], inputs: {} };
}
const filled = (doc) => doc.rows.some((row) => row.some((cell) => cell.trim())) || Object.keys(doc.inputs).length > 0;

// Everything that replaces or removes can be taken back.
function remember() {
  state.past.push({ doc: copyOf(state.doc), saved: state.saved, base: state.base });
  if (state.past.length > 30) state.past.shift();
}
function undo() {
  const last = state.past.pop();
  if (!last) return;
  Object.assign(state, last, { view: null });
  draw();
  said(t("undone"));
}
function show(doc, { saved = null, keep = false } = {}) {
  if (!keep && state.doc && filled(state.doc)) remember();
  Object.assign(state, { doc: copyOf(doc), saved, base: null, view: null });
  while (state.doc.rows.length < 1 && state.form().table) state.doc.rows.push(state.doc.columns.map(() => ""));
  draw();
}

function reshaped(work, focus) {
  remember();
  work();
  drawTable();
  changed();
  focus?.()?.focus();
}
function changed() {
  try { localStorage.setItem(DRAFT, JSON.stringify({ doc: state.doc, saved: state.saved, base: state.base })); } catch { /* storage is off */ }
  const place = $("#ws-result");
  place.classList.add("stale");
  place.setAttribute("aria-busy", "true");
  const line = $("#ws-stale");
  if (line) line.textContent = state.view ? t("stale") : t("waiting");
  drawHead();
  clearTimeout(due);
  due = setTimeout(compute, WAIT_MS);
}

async function compute() {
  const mine = ++run;
  const doc = copyOf(state.doc);
  const place = $("#ws-result");
  if (!filled(doc)) {
    state.view = null;
    settle(h("p", { class: "hint empty" }, t("empty_result")));
    return;
  }
  try {
    const view = await call("view", { document: doc, ...(state.base ? { before: state.base } : {}) });
    if (mine !== run) return;
    state.view = view;
    // The first result is what later changes are told against; names are not part of it.
    if (!state.base && view.result.status.startsWith("ok")) state.base = doc;
    settle(result(view, state, acts));
    echo(view, state.doc);
    echoFields(view);
    refreshCriteria(state, changed);
    drawHead();
  } catch (error) {
    if (mine !== run) return;
    $("#ws-stale").textContent = error.message;
    place.setAttribute("aria-busy", "false");
    if (!$("#ws-retry")) $("#ws-stale").after(button(t("retry"), compute, "small", { id: "ws-retry" }));
  }
}
function settle(content) {
  const place = $("#ws-result");
  $("#ws-retry")?.remove();
  $("#ws-stale").textContent = "";
  $("#ws-result-body").replaceChildren(...[content].flat().filter(Boolean));
  place.classList.remove("stale");
  place.setAttribute("aria-busy", "false");
  $("#ws-told").textContent = state.view ? state.view.result.headline : "";
}

const isChanged = () => Boolean(state.doc && filled(state.doc) && !(state.saved && same(state.saved.document, state.doc)));

const acts = {
  isChanged,
  chosen: () => drawShelf(),
  askChat: (question) => {
    const box = $("#question textarea, #question input");
    if (!box) return;
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    $("[data-do=view][data-view=chat]").click();
    box.focus();
  },
  backToBase: () => { remember(); state.doc = copyOf(state.base); draw(); },
  takeBase: () => { state.base = copyOf(state.doc); state.saved = null; changed(); },
  open: (id) => attempt(async () => {
    const found = await call("scenarios/" + encodeURIComponent(id));
    const { document: doc, ...head } = found;
    show(doc, { saved: { ...head, document: doc } });
    state.base = copyOf(doc);
    said(t("loaded", { name: head.name }));
  }),
  forget: (head) => attempt(async () => {
    if (!confirm(t("delete_confirm", { name: head.name }))) return;
    await call("scenarios/" + encodeURIComponent(head.id), undefined, { method: "DELETE" });
    state.chosen.delete(head.id);
    if (state.saved?.id === head.id) state.saved = null;
    await loadShelf();
    drawHead();
    said(t("deleted"));
  }),
  compare: () => attempt(async () => {
    if ($("#ws-compare").getAttribute("aria-disabled") === "true") { said(t("compare_hint")); return; }
    const body = { scenarios: [...state.chosen], ...(isChanged() ? { current: state.doc } : {}) };
    const data = await call("compare", body);
    $("#ws-comparison")?.remove();
    $("#ws-main").prepend(comparison(data, () => { $("#ws-comparison").remove(); $("#ws-compare")?.focus(); }));
    root.scrollTop = 0;
    $("#ws-comparison-title").focus();
  }),
};

async function save(asNew) {
  if (!state.doc.name.trim()) {
    said(t("save_nameless"), true);
    $("#ws-name").focus();
    return;
  }
  await attempt(async () => {
    const doc = copyOf(state.doc);
    const head = await call("scenarios", { document: doc, ...(state.saved && !asNew ? { id: state.saved.id } : {}) });
    state.saved = { ...head, document: doc };
    state.base = doc;
    await loadShelf();
    said(t("saved", { name: head.name }));
    changed();
  });
}

async function bring(content) {
  if ((content.size ?? content.length) > FILE_LIMIT) { said(t("too_large", { limit: FILE_LIMIT / 1e6 }), true); return; }
  await attempt(async () => {
    const found = await call("read?calculator=" + encodeURIComponent(state.doc.calculator), content, { type: "application/octet-stream" });
    const doc = found.document;
    if (!doc.name) doc.name = state.doc.name;
    const table = doc.rows.length ? t("brought", { rows: doc.rows.length, columns: doc.columns.length }) : t("brought_scenario");
    // A table for the method that is open keeps what was set beside it.
    if (doc.calculator === state.doc.calculator && !Object.keys(doc.inputs).length) doc.inputs = copyOf(state.doc.inputs);
    show(doc);
    said([table, ...found.notes].join(" "));
    $("#ws-bring")?.removeAttribute("open");
  });
}

async function download(format) {
  await attempt(async () => {
    const blob = await call("export?format=" + format, { document: state.doc }, { blob: true });
    const name = (state.doc.name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase() || "scenario") + "." + format;
    const link = h("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    said(t("exported", { name }));
    $("#ws-export").removeAttribute("open");
  });
}
const copyMarkdown = () => attempt(async () => {
  const blob = await call("export?format=md", { document: state.doc }, { blob: true });
  await navigator.clipboard.writeText(await blob.text());
  said(t("copied"));
});

function choose(name) {
  if (name === state.doc.calculator) return;
  const form = state.methods.find((method) => method.name === name);
  const kept = new Set(form.fields.map((field) => field.name));
  const doc = copyOf(state.doc);
  const fresh = blank(form);
  fresh.name = doc.name;
  fresh.inputs = Object.fromEntries(Object.entries(doc.inputs).filter(([key]) => kept.has(key)));
  // A list goes along: its columns stay, and those the method starts with are added.
  if (form.table && doc.rows.some((row) => row.some((cell) => cell.trim()))) {
    const had = new Set(doc.columns.map((column) => column.trim().toLowerCase()));
    const added = form.table.open ? [] : form.table.start.filter((column) => column.toLowerCase() !== "name" && !had.has(column.toLowerCase()));
    fresh.columns = [...doc.columns, ...added];
    fresh.rows = doc.rows.map((row) => [...doc.columns.map((_, n) => row[n] ?? ""), ...added.map(() => "")]);
  }
  show(fresh);
}

// Drawing: the frame once, its parts when what they show has changed.
function draw() {
  const form = state.form();
  const example = form.example;
  $("#ws-rail").replaceChildren(...rail());
  $("#ws-main").replaceChildren(
    h("header", { class: "method" },
      h("h2", { id: "ws-method", tabindex: "-1" }, form.title), h("p", {}, form.summary, ". ", h("code", {}, form.formula))),
    h("div", { class: "bar", id: "ws-bar" }),
    h("p", { id: "ws-said", role: "status" }),
    h("section", { class: "card", "aria-labelledby": "ws-table-title" },
      h("div", { class: "row spread" },
        h("h3", { id: "ws-table-title" }, t(form.table ? "table" : "inputs")),
        h("div", { class: "row" },
          example && button(t("example"), () => show(example), "quiet"),
          filled(state.doc) && button(t("clear"), () => show(blank(form)), "quiet"))),
      bringPlace(),
      h("div", { id: "ws-table" }), h("div", { id: "ws-fields" })),
    h("section", { class: "card", id: "ws-result", "aria-label": t("result") },
      h("p", { id: "ws-stale", class: "stale-line" }), h("p", { id: "ws-told", class: "sr-only", "aria-live": "polite" }),
      h("div", { id: "ws-result-body" })));
  drawTable();
  drawShelf();
  changed();
}
function drawTable() {
  const form = state.form();
  const view = state.view;
  $("#ws-table").replaceChildren(...(form.table ? [grid(state, changed, reshaped)] : []));
  $("#ws-fields").replaceChildren(...fields(state, changed));
  if (view) { echo(view, state.doc); echoFields(view); }
}
function drawHead() {
  const bar = $("#ws-bar");
  const kept = $("#ws-name", bar);
  const marked = state.saved && isChanged();
  const name = kept || h("input", { id: "ws-name", type: "text", maxlength: 120, placeholder: t("name_hint"), "aria-label": t("name"), autocomplete: "off",
    oninput: (event) => { state.doc.name = event.target.value; changed(); } });
  if (document.activeElement !== name) name.value = state.doc.name;
  const key = [Boolean(state.saved), marked, state.past.length > 0, filled(state.doc)].join();
  if (kept && bar.dataset.key === key) return;
  const open = $("#ws-export")?.open;
  bar.dataset.key = key;
  drawShelf(); // whether what is open can be compared has changed, too
  const held = document.activeElement;
  const rest = h("div", { class: "row" },
    button(t("save"), () => save(false), "primary", { id: "ws-save" }),
    state.saved && button(t("save_as"), () => save(true), "small", { id: "ws-save-as" }),
    state.past.length > 0 && button(t("undo"), undo, "small", { id: "ws-undo" }),
    filled(state.doc) && h("details", { class: "menu", id: "ws-export", open: open || null }, h("summary", {}, t("export")),
      h("div", { class: "menu-items" },
        ["csv", "xlsx", "md", "json"].map((format) => button(t("export_" + format), () => download(format), "quiet", { "data-export": format })),
        button(t("copy_md"), copyMarkdown, "quiet"))),
    marked && h("span", { class: "changed-mark", id: "ws-changed-mark" }, t("changed_mark")));
  if (kept) { kept.nextElementSibling.replaceWith(rest); if (held?.id && !document.contains(held)) $("#" + held.id)?.focus(); }
  else bar.replaceChildren(name, rest);
}
function bringPlace() {
  const area = h("textarea", { id: "ws-paste", rows: 5, "aria-label": t("bring_text"), placeholder: t("bring_text"), spellcheck: "false" });
  const file = h("input", { type: "file", id: "ws-file", class: "sr-only", accept: ".csv,.tsv,.txt,.md,.xlsx,.json", onchange: () => { if (file.files[0]) bring(file.files[0]); file.value = ""; } });
  const place = h("details", { id: "ws-bring", class: "bring" }, h("summary", {}, t("bring")),
    h("p", { class: "hint" }, t("bring_hint")), area,
    h("div", { class: "row" }, button(t("bring_read"), () => bring(area.value), "primary", { id: "ws-read" }),
      file, h("label", { for: "ws-file", class: "as-button small" }, t("bring_file"))));
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files[0]) bring(event.dataTransfer.files[0]); });
  return place;
}
function rail() {
  const groups = [...new Set(state.methods.map((method) => method.group))];
  const list = (group) => h("ul", {}, state.methods.filter((method) => method.group === group).map((method) => h("li", {},
    h("button", { type: "button", class: "pick", "data-method": method.name, title: method.summary, "aria-current": method.name === state.doc.calculator ? "true" : null,
      onclick: () => { choose(method.name); $("#ws-method").focus(); } }, method.title))));
  const own = state.form().group;
  return [
    h("nav", { "aria-label": t("methods") },
      h("select", { id: "ws-pick", "aria-label": t("methods"), onchange: (event) => choose(event.target.value) },
        groups.map((group) => h("optgroup", { label: t("group_" + group) }, state.methods.filter((m) => m.group === group).map((m) => h("option", { value: m.name, selected: m.name === state.doc.calculator }, m.title))))),
      groups.map((group) => h("details", { open: group === own || group === groups[0] || null }, h("summary", {}, t("group_" + group)), list(group)))),
    h("section", { class: "shelf", "aria-label": t("shelf") }, h("h3", {}, t("shelf")), h("div", { id: "ws-shelf" })),
  ];
}
function drawShelf() {
  const at = document.activeElement?.dataset?.choose;
  $("#ws-shelf")?.replaceChildren(...shelf(state, acts));
  if (at) $(`[data-choose="${CSS.escape(at)}"]`)?.focus();
}
async function loadShelf() {
  state.list = (await call("scenarios")).scenarios;
  drawShelf();
}

async function begin() {
  root = h("div", { id: "workspace", role: "main", "aria-label": t("title") }, h("aside", { id: "ws-rail", "aria-label": t("methods") }), h("div", { id: "ws-main" }));
  document.body.append(root);
  const loaded = await call("methods").catch((error) => error);
  if (loaded instanceof Error) {
    const words = loaded.message;
    $("#ws-main").replaceChildren(h("p", { role: "alert" }, words), button(t("retry"), () => { root.remove(); begun = null; visit(); }, "small"));
    return;
  }
  state.methods = loaded.methods;
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(DRAFT)); } catch { /* none, or not ours */ }
  const query = new URLSearchParams(location.search);
  const answer = query.get("answer");
  const usable = draft?.doc && state.methods.some((method) => method.name === draft.doc.calculator) && Array.isArray(draft.doc.rows);
  state.doc = usable ? draft.doc : blank(state.methods[0]);
  if (usable) Object.assign(state, { saved: draft.saved ?? null, base: draft.base ?? null });
  const wanted = state.methods.find((method) => method.name === query.get("method"));
  draw();
  if (answer) await attempt(async () => show((await call("answers/" + encodeURIComponent(answer))).document));
  else if (wanted) choose(wanted.name);
  await attempt(loadShelf);
  root.dataset.ready = "true";
}

let begun = null;
function visit() {
  const here = document.body.dataset.view === "workspace";
  const query = new URLSearchParams(location.search);
  if (here !== (query.get("view") === "workspace")) {
    query.delete("answer");
    if (here) query.set("view", "workspace");
    else query.delete("view");
    history.replaceState(null, "", location.pathname + (query.size ? "?" + query : ""));
  }
  if (here) begun ??= begin();
}
// A calculation of the chat opens here without leaving the page.
async function openAnswer(id) {
  $("[data-do=view][data-view=workspace]")?.click();
  document.body.dataset.view = "workspace";
  visit();
  await begun;
  await attempt(async () => show((await call("answers/" + encodeURIComponent(id))).document));
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.to-workspace");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openAnswer(link.dataset.answer);
});
function attach() {
  const wanted = new URLSearchParams(location.search).get("view") === "workspace";
  if (wanted) {
    // The button may not be there yet: the top pane arrives with the page's first answer.
    document.body.dataset.view = "workspace";
    $("[data-do=view][data-view=workspace]")?.click();
  }
  visit();
  new MutationObserver(visit).observe(document.body, { attributes: true, attributeFilter: ["data-view"] });
}
if (document.body?.dataset.ready) attach();
else {
  const ready = new MutationObserver(() => { if (document.body?.dataset.ready) { ready.disconnect(); attach(); } });
  ready.observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-ready"] });
}
