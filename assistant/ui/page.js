// The page's script: what a server cannot do. It sends acts to Python through hidden fields,
// switches views, fills previews, announces sentences. It never builds HTML from text.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  let nonce = 0;
  let opener = null; // what opened the reading pane: focus goes back there
  let pendingFocus = "";

  const spoken = (name) => $("#top-bar")?.getAttribute("data-text-" + name.replaceAll("_", "-")) || "";

  function act(name, values) {
    const field = $(`#act-${name} textarea, #act-${name} input`);
    if (!field) return;
    field.value = JSON.stringify({ ...values, nonce: String(++nonce) });
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
  }

  function view(name) {
    document.body.dataset.view = name;
    $$("[data-do=view]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === name)));
  }

  const busy = () => Boolean($("#live [data-working]"));

  function ask(values) {
    if (busy()) return;
    view("chat");
    act("ask", values);
  }

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

  // The quote behind a number, on hover and focus
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  function showTip(chip) {
    tip.textContent = chip.dataset.quote;
    tip.hidden = false;
    const at = chip.getBoundingClientRect();
    const width = Math.min(360, innerWidth - 24);
    tip.style.width = width + "px";
    tip.style.left = Math.max(12, Math.min(at.left - 20, innerWidth - width - 12)) + "px";
    const below = at.bottom + 8;
    tip.style.top = (below + tip.offsetHeight > innerHeight ? at.top - tip.offsetHeight - 8 : below) + "px";
    chip.setAttribute("aria-describedby", "tip");
  }
  function hideTip() {
    tip.hidden = true;
    $$("[aria-describedby=tip]").forEach((chip) => chip.removeAttribute("aria-describedby"));
  }

  function note(button, words) {
    const place = $(".note", button.closest(".actions"));
    if (place) place.textContent = words;
  }

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const field = document.createElement("textarea");
      field.value = words;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    note(button, spoken("copied"));
  }

  function vote(button, verdict) {
    const actions = button.closest(".actions");
    $$(".up, .down", actions).forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
    const reasons = $(".reasons", actions);
    const down = $(".down", actions);
    reasons.hidden = verdict === "up" || !reasons.hidden;
    down.setAttribute("aria-expanded", String(!reasons.hidden));
    if (verdict === "up") sendVote(button, "up");
    else if (!reasons.hidden) $("input", reasons).focus();
  }
  let noting = null;
  function sendVote(button, verdict) {
    const actions = button.closest(".actions");
    noting = button;
    const down = verdict === "down";
    act("feedback", {
      answer: button.dataset.answer,
      verdict,
      reasons: down ? $$("input:checked", actions).map((box) => box.value) : [],
      comment: down ? $(".comment", actions).value : "",
    });
    if (down) {
      $(".reasons", actions).hidden = true;
      $(".down", actions).setAttribute("aria-expanded", "false");
      $(".down", actions).focus();
    }
  }

  function closeReading() {
    view("chat");
    if (opener && document.contains(opener)) opener.focus();
  }

  const acts = {
    ask: (b) => ask({ question: b.dataset.question }),
    view: (b) => view(b.dataset.view),
    new: () => { act("conversation", { conversation: "" }); view("chat"); pendingFocus = "box"; focusBox(); },
    conversation: (b) => { act("conversation", { conversation: b.dataset.conversation }); view("chat"); },
    delete: (b) => { if (confirm(spoken("delete_confirm"))) act("delete", { conversation: b.dataset.conversation }); },
    template: (b) => { act("template", { template: b.dataset.template }); view("chat"); pendingFocus = "form"; },
    passage: (b) => {
      opener = b;
      hideTip();
      view("reading");
      pendingFocus = "reading";
      $$("[data-do=passage].open").forEach((other) => other.classList.remove("open"));
      b.classList.add("open");
      act("passage", { passage: b.dataset.passage });
    },
    "close-reading": closeReading,
    "form-ask": () => {
      const form = $("#question-form");
      ask({ template: form.dataset.template, slots: formValues(form) });
    },
    "form-close": () => act("template", { template: "" }),
    copy,
    skip: () => focusBox(),
    "feedback-up": (b) => vote(b, "up"),
    "feedback-down": (b) => vote(b, "down"),
    "feedback-send": (b) => sendVote(b, "down"),
  };
  const focusBox = () => $("#question textarea, #question input")?.focus();

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-do]");
    if (!target || !acts[target.dataset.do]) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a link may open in a new tab
    event.preventDefault();
    acts[target.dataset.do](target);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset?.slot !== undefined) preview();
    if (field.dataset?.business !== undefined) keepBusiness(field);
    if (field.id === "find-conversation") {
      const wanted = field.value.toLowerCase();
      $$(".conversations > li").forEach((item) => { item.hidden = !$(".title", item).textContent.toLowerCase().includes(wanted); });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.dataset?.slot !== undefined) event.preventDefault();
    if (event.key !== "Escape") return;
    hideTip();
    if (event.target.closest?.("#zone-reading")) closeReading();
  });
  for (const [kind, show] of [["mouseover", 1], ["focusin", 1], ["mouseout", 0], ["focusout", 0]]) {
    document.addEventListener(kind, (event) => {
      const chip = event.target.closest?.("[data-quote]");
      if (chip) (show ? showTip : hideTip)(chip);
    });
  }

  // Landmarks and names that Gradio's own mark-up does not give
  function landmarks() {
    const name = (selector, role, label) => {
      const zone = $(selector);
      if (!zone) return;
      zone.setAttribute("role", role);
      zone.setAttribute("aria-label", label);
    };
    $$("main").forEach((main) => main.setAttribute("role", "presentation"));
    name("#zone-course", "navigation", spoken("zone_course"));
    name("#zone-chat", "main", spoken("zone_chat"));
    name("#zone-reading", "complementary", spoken("zone_reading"));
    $("#top")?.setAttribute("role", "banner");
    document.documentElement.lang = $("#top-bar")?.dataset.language || "en";
  }

  function address() {
    const current = $("#state-conversation textarea, #state-conversation input")?.value || "";
    const query = new URLSearchParams(location.search);
    const shown = query.get("conversation") || "";
    const opened = Boolean($("#past *, #live *"));
    if (!opened || current === shown || (!current && !shown)) return;
    const kept = new URLSearchParams();
    for (const name of ["course", "__theme"]) if (query.get(name)) kept.set(name, query.get(name));
    if (current) kept.set("conversation", current);
    history.replaceState(null, "", location.pathname + (kept.size ? "?" + kept : ""));
  }

  // The answer is announced sentence by sentence, once each.
  let announced = 0;
  let wasBusy = false;
  function announce() {
    const whole = $("#live [data-claims]");
    const sentences = whole ? JSON.parse(whole.dataset.claims) : $$("#live [data-claim]").map((claim) => claim.dataset.claim);
    sentences.slice(announced).forEach(say);
    announced = Math.max(announced, sentences.length);
  }
  function say(words) {
    const line = document.createElement("p");
    line.textContent = words;
    $("#announcer")?.append(line);
  }
  function onLive() {
    const now = busy();
    const button = $("#ask");
    if (button) button.setAttribute("aria-disabled", String(now));
    document.body.classList.toggle("busy", now);
    if (now && !wasBusy) {
      $("#announcer")?.replaceChildren();
      announced = 0;
      $("#live")?.scrollIntoView({ block: "start" });
    }
    if (now || wasBusy) announce();
    if (!now && wasBusy) {
      const end = $("#live .status, #live .failed");
      if (end) say(end.textContent);
      setTimeout(address, 120);
    }
    wasBusy = now;
  }
  function onReading() {
    const title = $("#reading-title");
    if (!title) return;
    const mark = $("#cited");
    const pane = $("#zone-reading");
    if (mark) {
      const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
      pane.scrollTop = Math.max(0, top - Math.min(160, pane.clientHeight / 3));
    }
    if (pendingFocus === "reading") { pendingFocus = ""; title.focus({ preventScroll: true }); }
  }
  function onForm() {
    const title = $("#form-title");
    offerBusiness();
    preview();
    if (title) $("#form")?.scrollIntoView({ block: "start" });
    if (title && pendingFocus === "form") { pendingFocus = ""; ($("[data-slot]") || title).focus({ preventScroll: true }); }
  }
  function onNoted() {
    const words = $("#noted")?.textContent.trim();
    if (words && noting) note(noting, words);
  }
  function onPast() {
    setTimeout(address, 120);
    if (busy()) $("#live").scrollIntoView({ block: "start" });
    const turns = $$("#past .asked");
    const scroller = $("#scroller");
    if (!busy() && scroller && turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
    if (!busy() && scroller && !turns.length) scroller.scrollTop = 0;
  }

  function watch(id, then) {
    let due = false;
    new MutationObserver(() => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => { due = false; then(); });
    }).observe($(id), { childList: true, subtree: true, characterData: true });
  }
  function start() {
    if (!$("#zone-reading") || !$("#live")) return false;
    document.body.append(tip);
    view("chat");
    landmarks();
    watch("#top", () => { landmarks(); view(document.body.dataset.view); });
    watch("#live", onLive);
    watch("#past", onPast);
    watch("#reading", onReading);
    watch("#form", onForm);
    watch("#course", offerBusiness);
    watch("#noted", onNoted);
    offerBusiness();
    document.body.dataset.ready = "true";
    return true;
  }
  if (!start()) {
    const waiting = new MutationObserver(() => { if (start()) waiting.disconnect(); });
    waiting.observe(document.documentElement, { childList: true, subtree: true });
  }
})();
