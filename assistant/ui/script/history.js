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
acts.delete = (b) => { if (confirm(spoken("delete_confirm"))) { focusLater("new"); act("delete", { conversation: b.dataset.conversation }); } };
acts.rename = (b) => {
  const field = $(".new-title", b.closest(".rename"));
  if (!field.value.trim()) { field.focus(); return; }
  focusLater(b.dataset.conversation);
  act("rename", { conversation: b.dataset.conversation, title: field.value, wanted: wantedTitle() });
};
const wantedTitle = () => $("#find-conversation")?.value.trim() || "";
// Where focus goes once the list has come anew: a conversation, or "new" for the button on top.
let focusConversation = "";
let listBefore = null;
let listSeen = null;
function focusLater(name) {
  focusConversation = name;
  listBefore = $("#conversations .found");
}
let finding = 0;
const find = () => act("find", { wanted: wantedTitle() });
typed["find-conversation"] = () => { clearTimeout(finding); finding = setTimeout(find, 180); };
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset?.newTitle !== undefined) {
    event.preventDefault();
    acts.rename($("[data-do=rename]", event.target.parentElement));
  }
  const menu = event.key === "Escape" && event.target.closest?.("#conversations .more[open]");
  if (menu) { menu.open = false; $("summary", menu).focus(); }
});
function onConversations() {
  const list = $("#conversations .found");
  if (list && list !== listSeen && wantedTitle() && list.dataset.wanted !== wantedTitle()) {
    find(); // an answer lists everything again, whatever stands in the field
  }
  listSeen = list;
  if (!focusConversation || list === listBefore) return;
  const place = focusConversation === "new" ? $("[data-do=new]")
    : $(`.title[data-conversation="${CSS.escape(focusConversation)}"]`);
  focusConversation = "";
  place?.focus();
}
watched.push(["#conversations", onConversations]);
watched.push(["#past", onPast]);
