// The fields of a method, from its form: what a new calculator asks for needs no line here.
function fields(state, changed) {
  const form = state.form();
  const doc = state.doc;
  const plain = form.fields.filter((field) => !field.setting && !field.per_criterion);
  const settings = form.fields.filter((field) => field.setting);
  const parts = [];
  if (form.fields.some((field) => field.per_criterion)) parts.push(h("div", { id: "ws-criteria" }, criteria(state, changed)));
  if (plain.length) parts.push(h("div", { class: "fields" }, plain.map((field) => control(field, doc, changed))));
  if (settings.length) {
    const used = settings.some((field) => doc.inputs[field.name]);
    parts.push(h("details", { class: "drawer", open: used || null }, h("summary", {}, t("settings")),
      h("div", { class: "fields" }, settings.map((field) => control(field, doc, changed)))));
  }
  return parts;
}

function control(field, doc, changed) {
  const id = "ws-field-" + field.name;
  const set = (value) => {
    if (value.trim()) doc.inputs[field.name] = value;
    else delete doc.inputs[field.name];
    changed();
  };
  const held = doc.inputs[field.name];
  const value = typeof held === "string" ? held : held ? Object.entries(held).map(([name, cell]) => `${name}: ${cell}`).join(", ") : "";
  const described = { id, "aria-describedby": id + "-help", "data-field": field.name };
  const choices = field.kind === "flag" ? [["yes", t("yes")], ["no", t("no")]] : field.options.map((option) => [option, option]);
  const usual = field.default === null ? t("not_said") : t("default", { value: field.default === true ? t("yes") : field.default === false ? t("no") : field.default });
  const box = choices.length
    ? h("select", { ...described, onchange: (event) => set(event.target.value) },
      h("option", { value: "" }, usual), choices.map(([name, words]) => h("option", { value: name, selected: value === name }, words)))
    : h("input", { ...described, type: "text", value, maxlength: 4000, autocomplete: "off", list: "business-values", placeholder: field.default === null ? "" : usual, oninput: (event) => set(event.target.value) });
  return h("div", { class: "field" },
    h("label", { for: id }, field.label, field.unit ? h("span", { class: "unit" }, field.unit) : null),
    box,
    h("small", { id: id + "-help" }, field.help),
    h("small", { class: "echo", "data-echo": field.name }));
}

// Weight, must-pass gate and direction of each criterion: the criteria are the table's columns.
function criteria(state, changed) {
  const doc = state.doc;
  const own = state.form().fields.filter((field) => field.per_criterion);
  const columns = state.view?.columns || [];
  const names = columns.filter((column) => column.used && !column.field).map((column) => column.header.trim()).filter(Boolean);
  if (!names.length) return [];
  const held = (field, name) => {
    const value = doc.inputs[field.name];
    if (Array.isArray(value)) return value.includes(name);
    if (typeof value === "string") return field.kind === "texts" && value.split(",").map((part) => part.trim()).includes(name);
    return value?.[name] ?? "";
  };
  const cell = (field, name) => {
    const label = `${t(field.name)}, ${name}`;
    if (field.kind === "texts") {
      return h("input", { type: "checkbox", "aria-label": label, "data-criterion": `${field.name}:${name}`, checked: held(field, name) || null,
        onchange: (event) => {
          const chosen = names.filter((other) => (other === name ? event.target.checked : held(field, other)));
          if (chosen.length) doc.inputs[field.name] = chosen;
          else delete doc.inputs[field.name];
          changed();
        } });
    }
    return h("input", { type: "text", value: held(field, name) || "", maxlength: 100, "aria-label": label, "data-criterion": `${field.name}:${name}`, autocomplete: "off",
      oninput: (event) => {
        const all = typeof doc.inputs[field.name] === "object" && doc.inputs[field.name] ? { ...doc.inputs[field.name] } : {};
        if (event.target.value.trim()) all[name] = event.target.value;
        else delete all[name];
        if (Object.keys(all).length) doc.inputs[field.name] = all;
        else delete doc.inputs[field.name];
        changed();
      } });
  };
  return h("div", { class: "scroll" }, h("table", { class: "grid criteria", "data-names": names.join("\n") },
    h("caption", {}, t("criteria")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("criterion_name")), own.map((field) => h("th", { scope: "col" }, t(field.name))))),
    h("tbody", {}, names.map((name) => h("tr", {}, h("th", { scope: "row" }, name), own.map((field) => h("td", {}, cell(field, name))))))));
}

// When columns come or go, so do the criteria; what is being typed there stays untouched.
function refreshCriteria(state, changed) {
  const place = $("#ws-criteria");
  if (!place) return;
  const fresh = criteria(state, changed);
  const names = (node) => $(".criteria", node)?.dataset.names ?? "";
  const wrapper = h("div", {}, fresh);
  if (names(place) !== names(wrapper)) place.replaceChildren(...wrapper.childNodes);
}

function echoFields(view) {
  const read = new Map(view.result.inputs_as_read.map((item) => [item.name, item]));
  const wrong = new Map(view.result.problems.filter((p) => p.field && !p.row).map((p) => [p.field, p.message]));
  $$("#workspace [data-echo]").forEach((note) => {
    const item = read.get(note.dataset.echo);
    const problem = wrong.get(note.dataset.echo);
    const filled = $("#ws-field-" + CSS.escape(note.dataset.echo))?.value;
    const words = problem && filled ? problem : item?.note || "";
    note.textContent = words;
    note.classList.toggle("wrong", Boolean(problem && filled));
  });
}
