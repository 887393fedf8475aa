// The authors' page works without this; it adds copying, and the link changes while one types.
"use strict";
const said = document.getElementById("said");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {  // no clipboard for a page without https: the reader's own copy command works
      field.focus();
      field.select();
      if (!document.execCommand("copy")) return;
    }
    said.textContent = button.dataset.done;
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; said.textContent = ""; }, 2000);
  });
}
const slots = document.getElementById("slots");
if (slots) {
  const link = document.getElementById("link"), code = document.getElementById("code");
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  slots.addEventListener("input", () => {
    const before = link.value, address = new URL(before);
    const kept = [...address.searchParams].filter(([name]) => !name.startsWith("slot."));
    for (const field of slots.querySelectorAll("input[type=text]")) {
      if (field.value.trim()) kept.push([field.name, field.value]);
    }
    const pairs = kept.map((pair) => pair.map(encodeURIComponent).join("="));
    link.value = address.origin + address.pathname + "?" + pairs.join("&");
    code.value = code.value.replace(/src="[^"]*"/, () => `src="${escaped(link.value)}"`);
    document.querySelector(".made a").href = link.value;
  });
}
