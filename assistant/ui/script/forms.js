// My business: kept here, in this browser, and nowhere else. It is offered to the question box,
// to every field of a question form, and to any field of the page with list="business-values".
const KEY = "course-desk.business";
const chosen = document.createElement("datalist");
chosen.id = "business-values";
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
  const values = Object.values(kept).filter((value) => value.trim());
  chosen.replaceChildren(...values.map((value) => new Option(value, value)));
  document.body.classList.toggle("has-business", values.length > 0);
  $$("[data-offers]").forEach((place) => {
    place.replaceChildren(...values.map((value) => {
      const offer = document.createElement("button");
      offer.type = "button";
      offer.dataset.do = "offer";
      offer.textContent = value;
      offer.setAttribute("aria-label", spoken("use_mine").replace("{value}", value));
      return offer;
    }));
  });
}
// The reader's situation in front of the question, to be read and changed before it is sent.
function mentionBusiness() {
  const box = $("#question textarea, #question input");
  const labels = Object.fromEntries($$("[data-business]").map((field) => [field.dataset.business, field.dataset.said]));
  const said = Object.entries(business()).filter(([name, value]) => value.trim() && labels[name])
    .map(([name, value]) => `${labels[name]} ${value.trim().replace(/[.;]+$/, "")}.`);
  if (!box || !said.length) return;
  place("chat");
  view("chat");
  const words = said.join(" ");
  if (!box.value.includes(words)) {
    box.value = `${words} ${box.value}`;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
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
let formSeen = null; // filling it in changes its pane, too
function onForm() {
  const form = $("#question-form");
  if (form === formSeen) return;
  formSeen = form;
  if (!form) return;
  offerBusiness();
  preview();
  $("#form")?.scrollIntoView({ block: "start" });
  if (pendingFocus === "form") { pendingFocus = ""; ($("[data-slot]") || $("#form-title")).focus({ preventScroll: true }); }
}

acts.template = (b) => {
  place("chat");
  view("chat");
  pendingFocus = "form";
  if ($("#question-form")?.dataset.template === b.dataset.template) {
    formSeen = null; // it is open already and only has to come to the front
    onForm();
  } else act("template", { template: b.dataset.template });
};
acts.offer = (b) => {
  const field = document.getElementById(b.parentElement.dataset.offers);
  field.value = b.textContent;
  preview();
  field.focus();
};
acts.mention = mentionBusiness;
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
starts.push(() => { document.body.append(chosen); offerBusiness(); });
