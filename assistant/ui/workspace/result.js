// The result: the answer, what moved, the ranking, pictures with their tables, what would change it.
function result(view, state, acts) {
  const { result: found, change } = view;
  const answered = found.status.startsWith("ok");
  const parts = [
    h("header", { class: "answer" },
      h("p", { class: "chip " + found.status }, t("status_" + found.status)),
      h("h3", { id: "ws-headline", tabindex: "-1" }, answered ? found.headline : t("problems"))),
    state.saved?.headline && !acts.isChanged() && state.saved.headline !== found.headline.slice(0, 400)
      && h("p", { class: "changes", id: "ws-recalculated" }, t("recalculated")),
    changes(view, state, acts),
  ];
  if (found.problems.length && !answered) {
    const messages = [...new Set(found.problems.map((problem) => problem.message))];
    parts.push(h("ul", { class: "problems" }, messages.slice(0, 12).map((message) => h("li", {}, message)),
      messages.length > 12 && h("li", {}, t("more_changes", { number: messages.length - 12 }))));
  }
  const moved = new Map((change?.moves || []).map((move) => [move.where, move]));
  const charts = [...view.charts];
  const first = charts.shift();
  const at = view.ranking ? Math.max(0, view.ranking.columns.indexOf("Name")) : 0;
  const ranking = view.ranking && table(view.ranking, {
    class: "ranking", headAt: at, mark: (row) => mark(moved.get(row[at])),
    rowClass: (row) => (moved.has(row[at]) ? "moved" : null),
  });
  const left = view.left_out && h("div", { class: "left-out" }, table(view.left_out, { showCaption: true }));
  const facts = view.facts && h("dl", { class: "facts" }, view.facts.rows.slice(0, 24).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  if (facts && !view.ranking) parts.push(facts);
  if (ranking || first) parts.push(h("div", { class: "pair" + (ranking && first && view.ranking.columns.length < 6 ? "" : " single") }, first && figure(first), ranking && h("div", {}, ranking, left)));
  if (facts && view.ranking) parts.push(facts);
  if (charts.length) parts.push(h("div", { class: "charts" }, charts.map(figure)));
  if (view.notes.length) parts.push(block(t("sure"), h("ul", {}, view.notes.map((line) => h("li", {}, line)))));
  if (view.ties) parts.push(block(t("ties"), table(view.ties)));
  const mind = [...new Set([...found.warnings, ...(answered ? found.problems.map((p) => p.message) : [])])];
  if (mind.length) parts.push(h("section", { class: "mind" }, h("h4", {}, t("mind")), h("ul", {}, mind.map((line) => h("li", {}, line)))));
  if (found.next_question) parts.push(h("p", { class: "next" }, t("next", { question: found.next_question })));
  parts.push(how(found));
  parts.push(h("footer", { class: "row foot" },
    h("small", {}, t("computed", { date: new Date(view.computed).toLocaleString(locale()), version: view.version })),
    button(t("ask_chat"), () => acts.askChat(view.question), "small ask-chat")));
  return parts;
}

const block = (title, ...children) => h("section", { class: "block" }, h("h4", {}, title), children);

const mark = (move) => {
  if (!move) return null;
  const up = Number(move.after) < Number(move.before);
  return h("span", { class: "move " + (up ? "up" : "down") }, `${up ? "▲" : "▼"} ${t(up ? "moved_up" : "moved_down", { before: move.before })}`);
};

function figure(chart) {
  return h("figure", { class: "figure", "data-chart": chart.kind },
    h("figcaption", {}, chart.title),
    h("div", { class: "scroll drawing", tabindex: "0", role: "region", "aria-label": chart.title }, picture(chart.svg)),
    h("details", {}, h("summary", {}, t("as_table")), table(chart.table)));
}

function changes(view, state, acts) {
  const change = view.change;
  if (!change?.differences.length) return null;
  const since = state.saved ? t("changed_saved", { name: state.saved.name }) : t("changed_brought");
  const shown = change.differences.slice(0, 6);
  return h("section", { class: "changes", id: "ws-changes" },
    h("h4", {}, t("changed", { name: since })),
    h("ul", {}, shown.map((d) => h("li", {}, h("span", {}, d.where), " ", h("del", {}, d.before), " → ", h("ins", {}, d.after))),
      change.differences.length > shown.length && h("li", {}, t("more_changes", { number: change.differences.length - shown.length }))),
    !change.moves.length && view.ranking && h("p", {}, t("order_same")),
    h("div", { class: "row" }, button(t("back_to"), acts.backToBase, "small"), button(t("take_base"), acts.takeBase, "quiet")));
}

function how(found) {
  const words = (value) => (Array.isArray(value) ? value.join(" – ") : value === null ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));
  const read = found.inputs_as_read.filter((item) => !item.name.endsWith(".name")).slice(0, 400);
  return h("details", { class: "drawer how" }, h("summary", {}, t("how")),
    h("p", {}, h("b", {}, t("formula")), " ", h("code", {}, found.formula)),
    h("p", { class: "hint" }, t("source", { source: found.source_label })),
    found.assumptions.length > 0 && h("div", {}, h("h4", {}, t("assumed")), h("ul", {}, found.assumptions.map((line) => h("li", {}, line)))),
    read.length > 0 && h("div", {}, h("h4", {}, t("read")), table({
      caption: t("read"), columns: [t("read_input"), t("read_written"), t("read_value")],
      rows: read.map((item) => [item.name.replaceAll("_", " ").replace(".", " · "), words(item.raw).slice(0, 200), [words(item.value), item.unit, item.note && `(${item.note})`].filter(Boolean).join(" ").slice(0, 200)]),
    })));
}
