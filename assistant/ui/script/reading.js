// The reading pane, and the quote behind a number on hover and focus
let opener = null; // what opened the reading pane: focus goes back there
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
function closeReading() {
  view("chat");
  if (opener && document.contains(opener)) opener.focus();
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

acts.passage = (b) => {
  opener = b;
  hideTip();
  place("chat");
  view("reading");
  pendingFocus = "reading";
  $$("[data-do=passage].open").forEach((other) => other.classList.remove("open"));
  b.classList.add("open");
  act("passage", { passage: b.dataset.passage });
};
acts["close-reading"] = closeReading;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hideTip();
  if (event.target.closest?.("#zone-reading")) closeReading();
});
for (const [kind, show] of [["mouseover", 1], ["focusin", 1], ["mouseout", 0], ["focusout", 0]]) {
  document.addEventListener(kind, (event) => {
    const chip = event.target.closest?.("[data-quote]");
    // Focus that comes back after a tap opens nothing: the source has just been read.
    if (kind === "focusin" && chip && !chip.matches(":focus-visible")) return;
    if (chip) (show ? showTip : hideTip)(chip);
  });
}
watched.push(["#reading", onReading]);
starts.push(() => document.body.append(tip));
