// Writing in a note together with others.
//
// What is typed is sent as an edit of the version that the server had; it answers with what others did meanwhile,
// which is put between. One edit is under way at a time, and what is typed until then waits. Where the script
// can't go on the form still works.

import { applyTo, between, compose, over, points, under } from "./edits.js";

const PAUSE = 200;
const LONGEST_WAIT = 20000;

const form = document.querySelector("form[data-version]");
const { title, text: area } = form.elements;
const status = form.querySelector("[role=status]");
const heading = document.querySelector("h1");

let version = Number(form.dataset.version);
// The server's text of that version, and as it was last seen in the field: the edit between them is not sent.
let base = points(form.elements.base.value);
let seen = points(area.value);
let waiting = between(base, seen);
// The edit that is under way, with a key by which the server knows it again.
let sent = null;
let isBehind = false;
let isBusy = false;
let isComposing = false;
let hasEnded = false;
let failures = 0;

const isNothing = (edit) => edit.every((step) => step > 0);

function typed() {
  const now = points(area.value);
  const caret = points(area.value.slice(0, area.selectionEnd)).length;
  waiting = compose(waiting, between(seen, now, caret));
  seen = now;
  goOn();
}

// One exchange after the other, as long as there is something to send or to fetch.
async function goOn() {
  if (isBusy || hasEnded) return;
  isBusy = true;
  try {
    while (!hasEnded && (sent || !isNothing(waiting) || isBehind)) {
      if (sent || !isNothing(waiting)) {
        say("Saving …");
        await pause(PAUSE);
        isBehind = false;
        await send();
      } else {
        isBehind = false;
        await absorb(await ask(`${form.action}?since=${version}`));
      }
      failures = 0;
    }
    if (!hasEnded) say("Saved.");
  } catch {
    failures += 1;
    isBehind = true;
    say("Not saved yet: the server can’t be reached. It is tried again.");
    setTimeout(goOn, Math.min(2 ** failures * 250, LONGEST_WAIT));
  } finally {
    isBusy = false;
  }
}

async function send() {
  if (sent === null) {
    sent = { edit: waiting, key: crypto.getRandomValues(new Uint32Array(4)).join("-") };
    waiting = [seen.length].filter(Boolean);
  }
  const fields = { act: "edit", version, key: sent.key, edit: JSON.stringify(sent.edit) };
  await absorb(await post(fields));
}

// Puts what others did under what was done here.
async function absorb(answer) {
  if (answer === null) return;
  while (isComposing) await pause(PAUSE);
  const isOwnDone = sent !== null && "edits" in answer;
  const edits = answer.edits ?? [between(base, points(answer.text))];
  if (isOwnDone) edits.pop();
  for (const edit of edits) {
    base = applyTo(base, edit);
    let others = edit;
    if (sent !== null) [others, sent.edit] = [under(others, sent.edit), over(sent.edit, others)];
    [others, waiting] = [under(others, waiting), over(waiting, others)];
    change(others);
  }
  if (isOwnDone) base = applyTo(base, sent.edit);
  else if (sent !== null) waiting = compose(sent.edit, waiting);
  sent = null;
  version = answer.version;
  form.elements.base.value = base.join("");
  if (document.activeElement !== title) heading.textContent = title.value = answer.title;
}

// Changes the field where the edit does; the browser keeps the selection.
function change(edit) {
  let at = 0;
  let place = 0;
  for (const step of edit) {
    if (typeof step === "string") {
      area.setRangeText(step, place, place, "preserve");
      place += step.length;
    } else {
      const length = seen.slice(at, at + Math.abs(step)).join("").length;
      at += Math.abs(step);
      if (step > 0) place += length;
      else area.setRangeText("", place, place + length, "preserve");
    }
  }
  seen = applyTo(seen, edit);
}

async function post(fields) {
  const csrfToken = form.elements.csrfToken.value;
  return ask(form.action, { method: "POST", body: new URLSearchParams({ ...fields, csrfToken }) });
}

// The answer; null if there will be none any more.
async function ask(url, request = {}) {
  const response = await fetch(url, { ...request, headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  if (response.status >= 500 || [408, 429].includes(response.status)) throw new Error(response.status);
  hasEnded = true;
  const problem = (await response.json().catch(() => ({}))).detail ?? "";
  say(`This is not saved. ${problem} Copy your text before you leave the page.`);
  return null;
}

function say(words) {
  status.textContent = words;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

area.addEventListener("input", typed);
area.addEventListener("compositionstart", () => (isComposing = true));
area.addEventListener("compositionend", () => (isComposing = false));
title.addEventListener("change", async () => {
  try {
    const answer = await post({ act: "rename", title: title.value });
    if (answer) heading.textContent = answer.title;
  } catch {
    say("The title is not saved: the server can’t be reached. Change it once more.");
  }
});
document.addEventListener("live", () => {
  isBehind = true;
  goOn();
});
addEventListener("beforeunload", (event) => {
  if (sent || !isNothing(waiting)) event.preventDefault();
});
// The form is for where this script isn't.
form.querySelector("button").hidden = true;
goOn();
