// The editable table: plain inputs in a plain table, so that every key and every reader works.
function grid(state, changed, reshaped) {
  const doc = state.doc;
  const form = state.form();
  const place = h("div", { class: "grid-box" });
  const nameOf = (row) => doc.rows[row][nameColumn()]?.trim() || t("row", { number: row + 1 });
  const nameColumn = () => Math.max(0, (state.view?.columns || []).findIndex((c) => c.field === "name"));
  const cellAt = (row, column) => $(`[data-cell="${row}:${column}"]`, place);

  const meaning = (n) => h("select", {
    class: "meaning", "aria-label": t("column_means", { name: doc.columns[n] || n + 1 }), "data-meaning": n,
    onchange: (event) => {
      doc.fields = doc.columns.map((_, m) => (m === n ? event.target.value : doc.fields[m] || ""));
      changed();
    },
  },
  h("option", { value: "" }, t("by_name")),
  form.table.columns.map((column) => h("option", { value: column.name, selected: doc.fields[n] === column.name }, column.label)),
  h("option", { value: "-", selected: doc.fields[n] === "-" }, t("not_used")));

  const head = h("tr", {},
    doc.columns.map((name, n) => h("th", { scope: "col", "data-column": n },
      h("div", { class: "column-head" },
        h("input", {
          type: "text", value: name, maxlength: 200, "aria-label": t("column_name", { number: n + 1 }), "data-header": n,
          oninput: (event) => { doc.columns[n] = event.target.value; changed(); },
        }),
        doc.columns.length > 1 && button("×", () => reshaped(() => {
          for (const row of doc.rows) row.splice(n, 1);
          doc.columns.splice(n, 1);
          doc.fields.splice(n, 1);
        }, () => $("[data-header]", place)), "cross", { "aria-label": t("delete_column", { name: name || n + 1 }) })),
      meaning(n))),
    h("th", { class: "end" }, h("span", { class: "sr-only" }, t("delete_row", { name: "" }))));

  const line = (row) => h("tr", { "data-row": row },
    doc.columns.map((header, n) => h("td", {},
      h("input", {
        type: "text", value: doc.rows[row][n] ?? "", maxlength: 400, "data-cell": `${row}:${n}`, autocomplete: "off",
        "aria-label": `${header || n + 1}, ${nameOf(row)}`,
        oninput: (event) => { doc.rows[row][n] = event.target.value; changed(); },
        onkeydown: (event) => move(event, row, n),
        onpaste: (event) => spill(event, row, n),
      }),
      h("small", { class: "echo", id: `echo-${row}-${n}` }))),
    h("td", { class: "end" }, button("×", () => reshaped(() => doc.rows.splice(row, 1), () => cellAt(Math.min(row, doc.rows.length - 1), 0)),
      "cross", { "aria-label": t("delete_row", { name: nameOf(row) }) })));

  function addRow(focus = true) {
    reshaped(() => doc.rows.push(doc.columns.map(() => "")), focus ? () => $(`[data-cell="${doc.rows.length - 1}:0"]`) : null);
  }
  function move(event, row, column) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step || event.isComposing) return;
    const next = cellAt(row + step, column);
    if (next) { next.focus(); next.select(); }
    else if (event.key === "Enter" && step === 1) addRow();
    else return;
    event.preventDefault();
  }
  // Cells copied from a spreadsheet fill the cells from here on; an empty table takes them whole.
  function spill(event, row, column) {
    const text = event.clipboardData?.getData("text") || "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    if (doc.rows.every((cells) => cells.every((cell) => !cell.trim()))) { state.bring(text); return; }
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").slice(0, 500).map((cells) => cells.split("\t"));
    reshaped(() => {
      lines.forEach((cells, down) => {
        if (!doc.rows[row + down]) doc.rows.push(doc.columns.map(() => ""));
        cells.forEach((cell, right) => { if (column + right < doc.columns.length) doc.rows[row + down][column + right] = cell.trim().slice(0, 400); });
      });
    }, () => $(`[data-cell="${row}:${column}"]`));
  }

  place.append(
    h("div", { class: "scroll grid-scroll" },
      h("table", { class: "grid" }, h("caption", { class: "sr-only" }, t("table")), h("thead", {}, head), h("tbody", {}, doc.rows.map((_, row) => line(row))))),
    h("div", { class: "row" },
      button("+ " + t("add_row"), () => addRow(), "quiet"),
      button("+ " + t("add_column"), () => reshaped(() => {
        doc.columns.push(t("new_column"));
        for (const row of doc.rows) row.push("");
      }, () => $$("[data-header]").at(-1)), "quiet")),
    h("p", { class: "hint" }, t("grid_hint")));
  return place;
}

// What the calculator read in each cell, under the cell, without touching what is being typed.
function echo(view, doc) {
  const found = new Map(view.cells.map((cell) => [`${cell.row}:${cell.column}`, cell]));
  $$("#workspace [data-cell]").forEach((input) => {
    const cell = found.get(input.dataset.cell);
    const note = input.nextElementSibling;
    const words = cell?.problem || (cell?.read ? "= " + cell.read : "");
    if (note.textContent !== words) note.textContent = words;
    note.classList.toggle("wrong", Boolean(cell?.problem));
    input.toggleAttribute("data-wrong", Boolean(cell?.problem));
    input.setAttribute("aria-invalid", String(Boolean(cell?.problem)));
    if (words) input.setAttribute("aria-describedby", note.id);
    else input.removeAttribute("aria-describedby");
  });
  view.columns.forEach((column, n) => {
    const select = $(`#workspace [data-meaning="${n}"]`);
    if (!select) return;
    const by = column.used ? (column.field ? column.label : t("criterion")) : t("not_used");
    select.options[0].textContent = doc.fields[n] ? t("by_name") : by;
    select.closest("th").classList.toggle("unused", !column.used);
  });
}
