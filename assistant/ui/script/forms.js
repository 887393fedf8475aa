// My business: kept here, in this browser, and nowhere else.
const KEY = "course-desk.business";
function business() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}
function keepBusiness(field) {
  try { localStorage.setItem(KEY, JSON.stringify({ ...business(), [field.dataset.business]: field.value })); } catch { /* storage is off */ }
  offerBusiness();
}
function offerBusiness() {
  const kept = business();
  $$("[data-business]").forEach((field) => {
    if (document.activeElement !== field) field.value = kept[field.dataset.business] || "";
  });
  const list = $("#business-values");
  if (!list) return;
  list.replaceChildren(...Object.values(kept).filter(Boolean).map((value) => new Option(value, value)));
}

// Question forms
const formValues = (form) =>
  Object.fromEntries($$("[data-slot]", form).map((field) => [field.dataset.slot, field.value.trim()]).filter(([, value]) => value));
function preview() {
  const form = $("#question-form");
  if (!form) return;
  const values = formValues(form);
  const shown = $("#form-preview");
  shown.replaceChildren(...JSON.parse(form.dataset.segments).map(([kind, words]) => {
    if (kind === "text") return document.createTextNode(words);
    const piece = document.createElement("em");
    piece.className = values[words] ? "given" : "example";
    piece.textContent = values[words] || $(`[data-slot="${CSS.escape(words)}"]`, form).placeholder;
    return piece;
  }));
}
function onForm() {
  const title = $("#form-title");
  offerBusiness();
  preview();
  if (title) $("#form")?.scrollIntoView({ block: "start" });
  if (title && pendingFocus === "form") { pendingFocus = ""; ($("[data-slot]") || title).focus({ preventScroll: true }); }
}

acts.template = (b) => {
  act("template", { template: b.dataset.template });
  place("chat");
  view("chat");
  pendingFocus = "form";
};
acts["form-ask"] = () => {
  const form = $("#question-form");
  ask({ template: form.dataset.template, slots: formValues(form) });
};
acts["form-close"] = () => act("template", { template: "" });
typed.slot = preview;
typed.business = keepBusiness;
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset?.slot !== undefined) event.preventDefault();
});
watched.push(["#form", onForm], ["#course", offerBusiness]);
starts.push(offerBusiness);
