// Building blocks: elements from plain values (text only ever becomes text), words, the server.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

// The reader's language, as the server will choose it: known before the top pane has come.
const wished = () => (navigator.languages ?? [navigator.language]).filter(Boolean);
const language = () => {
  const known = wished().map((tag) => tag.toLowerCase().split("-")[0]).find((name) => TEXTS[name]);
  return known ?? "en";
};
const locale = () => wished().find((tag) => tag.toLowerCase().split("-")[0] === language()) ?? language();
const t = (name, values = {}) =>
  (TEXTS[language()][name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));

const button = (words, onclick, class_ = "small", more = {}) =>
  h("button", { type: "button", class: class_, onclick, ...more }, words);

// A picture of ours, read as XML: what is no SVG is not shown.
function picture(svg) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  return parsed.nodeName === "svg" ? document.importNode(parsed, true) : document.createTextNode("");
}

function table(data, options = {}) {
  const numeric = data.columns.map((_, n) => !options.plain && data.rows.length > 0 && data.rows.every((row) => /^[-–+$€£]?[\d.,]*%?$|^–$/.test(row[n] ?? "")));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": data.caption },
    h("table", { class: options.class || "" },
      h("caption", options.showCaption ? {} : { class: "sr-only" }, data.caption),
      h("thead", {}, h("tr", {}, data.columns.map((name, n) => h("th", { scope: "col", class: numeric[n] ? "number" : null }, name)))),
      h("tbody", {}, data.rows.map((row, place) => h("tr", { class: options.rowClass?.(row, place) },
        row.map((cell, n) => n === (options.headAt ?? 0)
          ? h("th", { scope: "row" }, cell, options.mark?.(row) || null)
          : h("td", { class: numeric[n] ? "number" : null }, cell)))))));
}

async function call(path, body, options = {}) {
  const request = body === undefined
    ? { method: options.method || "GET" }
    : { method: "POST", headers: { "Content-Type": options.type || "application/json" }, body: options.type ? body : JSON.stringify(body) };
  let response;
  try {
    response = await fetch("/v1/workspace/" + path, { ...request, credentials: "same-origin" });
  } catch {
    throw new Error(t("offline"));
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail || t("offline"));
  }
  if (options.blob) return response.blob();
  return response.status === 204 ? null : response.json();
}
