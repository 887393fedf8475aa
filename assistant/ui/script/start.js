// Landmarks and names that Gradio's own mark-up does not give, and the start of it all
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
function watch(pane, then) {
  const found = $(pane);
  if (!found) return;
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; then(); });
  }).observe(found, { childList: true, subtree: true, characterData: true });
}
function start() {
  if (!$("#zone-reading") || !$("#live")) return false;
  view("chat");
  place(document.body.dataset.place || "chat");
  landmarks();
  watch("#top", () => { landmarks(); view(document.body.dataset.view); place(document.body.dataset.place); });
  watched.forEach(([pane, then]) => watch(pane, then));
  starts.forEach((then) => then());
  document.body.dataset.ready = "true";
  return true;
}
if (!start()) {
  const waiting = new MutationObserver(() => { if (start()) waiting.disconnect(); });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
}
