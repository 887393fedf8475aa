// Conversations: opening, finding and deleting them, and the address that names the open one
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
function onPast() {
  setTimeout(address, 120);
  if (busy()) $("#live").scrollIntoView({ block: "start" });
  const turns = $$("#past .asked");
  const scroller = $("#scroller");
  if (!busy() && scroller && turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
  if (!busy() && scroller && !turns.length) scroller.scrollTop = 0;
}

acts.new = () => { act("conversation", { conversation: "" }); place("chat"); view("chat"); focusBox(); };
acts.conversation = (b) => { act("conversation", { conversation: b.dataset.conversation }); place("chat"); view("chat"); };
acts.delete = (b) => { if (confirm(spoken("delete_confirm"))) act("delete", { conversation: b.dataset.conversation }); };
typed["find-conversation"] = (field) => {
  const wanted = field.value.toLowerCase();
  $$(".conversations > li").forEach((item) => { item.hidden = !$(".title", item).textContent.toLowerCase().includes(wanted); });
};
watched.push(["#past", onPast]);
