// Asking, and what can be done with an answer
const busy = () => Boolean($("#live [data-working]"));

function ask(values) {
  if (busy()) return;
  place("chat");
  view("chat");
  act("ask", values);
  // The button that asked goes with the next answer. A touch screen would open its keyboard.
  if (matchMedia("(hover: hover)").matches) focusBox();
}

// Stopping sends the question along, so that it can stand in the box again.
function stop() {
  if (!busy()) return;
  act("stop", { question: $("#live .question")?.textContent || "" });
  focusBox();
}

const focusBox = () => $("#question textarea, #question input")?.focus();

function note(button, words) {
  const line = $(".note", button.closest(".actions"));
  if (line) line.textContent = words;
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
  document.body.classList.toggle("busy", now);
  if (now && !wasBusy) {
    $("#announcer")?.replaceChildren();
    announced = 0;
    $("#live")?.scrollIntoView({ block: "start" });
  }
  if (now || wasBusy) announce();
  if (!now && wasBusy) {
    const end = $("#live .status, #live .failed, #live .stopped");
    if (end) say(end.textContent);
    setTimeout(address, 120);
  }
  wasBusy = now;
}
function onNoted() {
  const words = $("#noted")?.textContent.trim();
  if (words && noting) note(noting, words);
}

acts.ask = (b) => ask({ question: b.dataset.question });
acts.copy = copy;
acts["take-away"] = (b) => {
  const files = $(".take-away", b.closest(".actions"));
  files.hidden = !files.hidden;
  b.setAttribute("aria-expanded", String(!files.hidden));
};
acts["all-sources"] = (b) => {
  const few = b.closest(".sources").classList.toggle("few");
  b.setAttribute("aria-expanded", String(!few));
};
document.addEventListener("click", (event) => { if (event.target.closest?.("#stop")) stop(); });
acts.skip = () => focusBox();
acts["feedback-up"] = (b) => vote(b, "up");
acts["feedback-down"] = (b) => vote(b, "down");
acts["feedback-send"] = (b) => sendVote(b, "down");
watched.push(["#live", onLive], ["#noted", onNoted]);
