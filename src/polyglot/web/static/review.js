// The page of an article: keys, saving one sentence after the other, the preview. Without it the forms work by themselves.
"use strict";

const sheet = document.getElementById("sheet");

const $ = (id) => document.getElementById(id);
const rows = () => [...sheet.querySelectorAll(".row")];
const rowOf = (node) => node?.closest?.(".row") ?? null;
const box = (row) => row.querySelector("textarea");
const rowFor = (context) => $(`s-${context}`);
const isDirty = (row) => box(row).value !== box(row).defaultValue;
const isTyping = (node) => node.matches?.("textarea, input:not([type=checkbox]), select") ?? false;

// --- where a person is ---

let current = null;

function go(row, { edit = false } = {}) {
  if (!row) return;
  (edit ? box(row) : row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current);
  go(all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]);
}

function nextDoubtful(by = 1) {
  const all = by > 0 ? rows() : rows().reverse();
  const at = all.indexOf(current);
  const order = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
  return order.find((row) => "doubtful" in row.dataset && !row.classList.contains("saving"));
}

function goNextDoubtful(by = 1) {
  const row = nextDoubtful(by);
  if (row) go(row);
  else say(current && "doubtful" in current.dataset ? "This is the only doubtful sentence." : "No sentence is doubtful.");
}

// --- what a person hears ---

let silence = 0;

function say(text) {
  $("said").textContent = text;
  $("warned").textContent = "";
  clearTimeout(silence);
  silence = setTimeout(() => ($("said").textContent = ""), 6000);
}

function warn(text) {
  $("said").textContent = "";
  $("warned").textContent = text;
}

function left() {
  const count = rows().filter((row) => "doubtful" in row.dataset).length;
  return count ? `${count} left.` : "That was the last one.";
}

// --- decisions, one after the other: each is taken on what the one before has left ---

let queue = Promise.resolve();
let epoch = 0; // another one after a conflict: what was decided before it was decided on an older page

function later(task) {
  const begun = epoch;
  queue = queue.then(() => task(begun !== epoch)).catch(() => warn("Not saved: polyglot does not answer. Is it still running?"));
  return queue;
}

async function send(address, fields) {
  const body = new URLSearchParams({ ...fields, version: sheet.dataset.version });
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  const kind = answer.headers.get("content-type") ?? "";
  const told = kind.includes("json") ? await answer.json() : { said: (await answer.text()).trim() };
  return { status: answer.status, ...told };
}

function decide(row, state) {
  if (!box(row) || box(row).readOnly) return say("This sentence is not in the catalog yet.");
  const text = box(row).value;
  if (!text.trim()) return warn("There is no text to put on record.");
  const form = row.querySelector("form");
  const context = row.dataset.context;
  row.classList.add("saving");
  later(async (outdated) => {
    const told = outdated ? null : await send(form.action, { context, text, state }).finally(() => row.classList.remove("saving"));
    if (!told) {
      row.classList.remove("saving");
      return warn("Not saved: this was decided before the catalog changed. Look at it again.");
    }
    if (told.status === 200) {
      taken(told);
      say(`${told.said} ${left()}`);
    } else if (told.status === 409 && told.row) {
      await torn(told, text);
    } else {
      warn(`Not saved: ${told.said}`);
    }
  });
}

function undo() {
  later(async (outdated) => {
    if (outdated) return;
    const told = await send(sheet.dataset.undo, {});
    if (told.status !== 200) return warn(`Not taken back: ${told.said}`);
    if (told.context) {
      taken(told);
      go(rowFor(told.context));
    }
    say(told.said);
  });
}

function taken(told) {
  sheet.dataset.version = told.version;
  $("accepted").textContent = told.accepted;
  $("progress").value = told.accepted;
  if (told.row) replace(told.context, told.row);
  refreshPreview();
}

function replace(context, html) {
  const old = rowFor(context);
  const held = old.contains(document.activeElement);
  const edited = held && document.activeElement.matches("textarea");
  const row = new DOMParser().parseFromString(html, "text/html").querySelector(".row");
  const typed = box(old).value;
  old.replaceWith(row);
  if (current === old) current = row;
  mark(row);
  if (edited && typed !== box(row).value && !row.classList.contains("torn")) {
    box(row).value = typed; // typed on while it was being saved
    mark(row);
  }
  if (held) go(row, { edit: edited });
  return row;
}

// A catalog that somebody else wrote: both texts here, and all other sentences as they are now.
async function torn(told, text) {
  epoch += 1;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = [...page.querySelectorAll(".row")];
  const same = fresh.length === rows().length && fresh.every((row) => rowFor(row.dataset.context));
  if (!same) return warn("Not saved: the article itself has changed. Copy your text, and load the page again.");
  for (const row of fresh) {
    if (row.dataset.context !== told.context) bring(row.dataset.context, row.outerHTML);
  }
  const row = replace(told.context, told.row);
  box(row).value = text;
  mark(row);
  sheet.dataset.version = page.getElementById("sheet").dataset.version;
  $("accepted").textContent = page.getElementById("accepted").textContent;
  $("progress").value = page.getElementById("progress").value;
  warn(told.said);
  const typing = document.activeElement;
  if (!(isTyping(typing) && rowOf(typing) && isDirty(rowOf(typing)))) go(row);
}

// A sentence as it is on record now; what was typed into it stays, beside what somebody else has written.
function bring(context, html) {
  const here = rowFor(context);
  const { value, defaultValue } = box(here);
  const row = replace(context, html);
  if (value === defaultValue) return;
  box(row).value = value;
  mark(row);
  if (box(row).defaultValue === defaultValue) return;
  const panel = $("theirs").content.cloneNode(true);
  panel.querySelector(".theirs").textContent = box(row).defaultValue;
  row.querySelector("form").prepend(panel);
}

function keepTheirs(row) {
  later(async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(row.id);
    if (!fresh) return warn("This sentence is gone; load the page again.");
    const next = replace(row.dataset.context, fresh.outerHTML);
    box(next).value = box(next).defaultValue;
    mark(next);
    go(next);
    say("What is on record was kept.");
  });
}

// --- a sentence ---

function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

function mark(row) {
  row.classList.toggle("dirty", isDirty(row));
  fit(box(row));
}

function insert(row, text) {
  const area = box(row);
  if (area.readOnly) return;
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  mark(row);
}

function take(row, button) {
  if (!button || box(row).readOnly) return;
  box(row).value = button.dataset.take;
  mark(row);
  go(row, { edit: true });
}

function putBack(row) {
  box(row).value = box(row).defaultValue;
  mark(row);
  say("Put back as it was saved.");
}

// --- the preview ---

let waiting = 0;

function refreshPreview() {
  if ($("preview").hidden) return;
  clearTimeout(waiting);
  waiting = setTimeout(loadPreview, 300);
}

function loadPreview() {
  const frame = $("preview").querySelector("iframe");
  const down = frame.contentDocument?.documentElement?.scrollTop ?? 0;
  frame.onload = () => frame.contentDocument?.documentElement?.scrollTo(0, down);
  frame.src = frame.dataset.src;
}

function togglePreview() {
  const open = $("preview").hidden;
  $("preview").hidden = !open;
  document.body.classList.toggle("previewed", open);
  document.querySelector('[data-do="preview"]').setAttribute("aria-pressed", open);
  if (open) loadPreview();
  say(open ? "The preview is open." : "The preview is closed.");
}

// --- keys ---

const lettersAreKeys = () => $("letters").checked;

function accept() {
  const row = current;
  if (!row) return goNextDoubtful();
  const next = nextDoubtful();
  decide(row, "reviewed");
  if (row.classList.contains("saving")) go(next ?? row);
}

const deeds = {
  next: () => goNextDoubtful(),
  previous: () => goNextDoubtful(-1),
  undo,
  preview: togglePreview,
  help: () => $("help").showModal(),
  accept,
  doubt: () => current && decide(current, "translated"),
  edit: () => go(current ?? rows()[0], { edit: true }),
  change: () => {
    const found = current?.querySelector("details.change");
    if (found) found.open = !found.open;
    else say("Nothing differs from the machine’s text, or its text is not known.");
  },
  down: () => step(1),
  up: () => step(-1),
};
const KEYS = { j: "down", arrowdown: "down", k: "up", arrowup: "up", n: "next", p: "previous", a: "accept", x: "doubt", e: "edit", u: "undo", d: "change", v: "preview", "?": "help" };

function typed(event) {
  const row = rowOf(event.target);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    accept();
  } else if (event.key === "Escape") {
    event.preventDefault();
    go(row);
  }
}

function pressed(event) {
  if (event.isComposing || $("help").open) return;
  if (isTyping(event.target)) {
    if (rowOf(event.target)) typed(event);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !lettersAreKeys()) return;
  const row = rowOf(event.target);
  const key = event.key.toLowerCase();
  if (row === event.target && event.key === "Enter") deeds.edit();
  else if (row && event.key === "Escape" && isDirty(row)) putBack(row);
  else if (/^[1-9]$/.test(key) && current) take(current, current.querySelectorAll("[data-take]")[key - 1]);
  else if (Object.hasOwn(KEYS, key)) deeds[KEYS[key]]();
  else return;
  event.preventDefault();
}

function clicked(event) {
  const button = event.target.closest("button, a");
  if (!button) return;
  const row = rowOf(button);
  if (button.dataset.do) deeds[button.dataset.do]();
  else if (button.dataset.insert !== undefined) insert(row, button.dataset.insert);
  else if (button.dataset.take !== undefined) take(row, button);
  else if (button.dataset.theirs !== undefined) {
    event.preventDefault();
    keepTheirs(row);
  }
}

function submitted(event) {
  const row = rowOf(event.target);
  if (!row) return;
  event.preventDefault();
  const state = event.submitter?.value ?? "reviewed";
  current = row;
  if (state === "reviewed") accept();
  else decide(row, state);
}

function focused(event) {
  const row = rowOf(event.target);
  if (!row || row === current) return;
  current?.classList.remove("current");
  current = row;
  row.classList.add("current");
}

function begin() {
  $("letters").checked = localStorage.getItem("letters") !== "off";
  $("letters").addEventListener("change", () => localStorage.setItem("letters", lettersAreKeys() ? "on" : "off"));
  sheet.addEventListener("focusin", focused);
  sheet.addEventListener("input", (event) => rowOf(event.target) && mark(rowOf(event.target)));
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  window.addEventListener("beforeunload", (event) => rows().some(isDirty) && event.preventDefault());
  window.addEventListener("resize", () => rows().forEach((row) => fit(box(row))));
  rows().forEach(mark);
  document.body.classList.add("lively");
  if (location.hash.startsWith("#s-")) go($(decodeURIComponent(location.hash.slice(1))));
}

if (sheet) begin();
