// Saved scenarios: a list to open, delete and choose from, and the comparison of the chosen ones.
function shelf(state, acts) {
  if (!state.list.length) return [h("p", { class: "hint" }, t("shelf_empty"))];
  const chosen = state.chosen;
  const known = new Map(state.methods.map((method) => [method.name, method.title]));
  const items = state.list.map((head) => h("li", { class: head.id === state.saved?.id ? "open" : null },
    h("input", { type: "checkbox", "aria-label": t("choose", { name: head.name }), checked: chosen.has(head.id) || null, "data-choose": head.id,
      onchange: (event) => { if (event.target.checked) chosen.add(head.id); else chosen.delete(head.id); acts.chosen(); } }),
    h("button", { type: "button", class: "scenario", title: head.headline, "aria-label": t("open", { name: head.name }), onclick: () => acts.open(head.id) },
      h("span", { class: "title" }, head.name),
      h("small", {}, `${known.get(head.calculator) || head.calculator} · ${new Date(head.updated).toLocaleDateString(locale(), { day: "numeric", month: "short" })}, ${new Date(head.updated).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })}`)),
    button("×", () => acts.forget(head), "cross", { "aria-label": t("delete", { name: head.name }) })));
  const withOpen = chosen.size && acts.isChanged();
  const count = chosen.size + (withOpen ? 1 : 0);
  return [
    h("ul", { class: "scenarios" }, items),
    h("p", { class: "hint" }, withOpen ? t("compare_open") : t("compare_hint")),
    button(t("compare"), acts.compare, "small wide", { "aria-disabled": String(count < 2 || count > 4), id: "ws-compare" }),
  ];
}

function comparison(data, close) {
  return h("section", { class: "card comparison", id: "ws-comparison" },
    h("div", { class: "row spread" }, h("h3", { tabindex: "-1", id: "ws-comparison-title" }, t("compare_title")), button(t("compare_close"), close, "quiet")),
    h("ul", { class: "heads" }, data.headlines.map(([name, headline]) => h("li", {}, h("b", {}, name), " ", headline))),
    table({ ...data.results, caption: t("compare_results") }, { showCaption: true, plain: true }),
    data.inputs.rows.length ? table({ ...data.inputs, caption: t("compare_inputs") }, { showCaption: true, plain: true }) : h("p", {}, t("compare_same")));
}
