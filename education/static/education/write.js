// Writing a page: findings and preview while you type, claims from the library, sections in order.
// Everything works without it: on save, in a new tab, and by number.
"use strict";

const room = document.getElementById("writing");
const form = document.getElementById("topic_form");
const part = (id) => document.getElementById(id);

// ---- The page it would be, and what the checks say ---------------------------------------------

const frame = part("write-frame");
let framed = frame?.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank";
let shown = "";
let waiting = 0;
let asking = new AbortController();

function put(element, html) {
  if (element.innerHTML !== html && element.dataset.html !== html) element.innerHTML = html;
  element.dataset.html = html;
}

function show(html) {
  shown = html;
  const old = framed ? frame.contentDocument : null;
  if (!old) return;
  const next = new DOMParser().parseFromString(html, "text/html");
  const top = old.documentElement.scrollTop;
  old.documentElement.lang = next.documentElement.lang;
  old.body.replaceWith(old.adoptNode(next.body));
  old.documentElement.scrollTop = top;
}

frame?.addEventListener("load", () => {
  framed = true;
  if (shown) show(shown);
});

function beside(found) {
  const used = new Set();
  for (const [id, html] of Object.entries(found)) {
    const row = part(id)?.closest(".form-row");
    if (!row) continue;
    let slot = row.querySelector(":scope > .found-here");
    if (!slot) {
      slot = document.createElement("div");
      slot.className = "found-here";
      row.append(slot);
    }
    put(slot, html);
    used.add(slot);
  }
  for (const slot of form.querySelectorAll(".found-here")) if (!used.has(slot)) slot.remove();
}

async function look() {
  asking.abort();
  asking = new AbortController();
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  try {
    const answer = await fetch(room.dataset.look, {
      method: "POST", body: typed, headers: { Accept: "application/json" }, signal: asking.signal,
    });
    if (!answer.ok) throw new Error(`Status ${answer.status}`);
    const found = await answer.json();
    const count = part("found-count");
    if (count.textContent !== found.count) count.textContent = found.count;
    put(part("found-list"), found.list);
    beside(found.beside);
    show(found.page);
  } catch (problem) {
    if (problem.name === "AbortError") return;
    part("found-count").textContent = "The checks did not answer. What you typed is still here; saving checks it too.";
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(look, 600);
}

// ---- A claim from the library ------------------------------------------------------------------

const dialog = document.createElement("dialog");
dialog.className = "picker";
dialog.setAttribute("aria-labelledby", "picker-title");
dialog.innerHTML = `<form method="dialog"><h2 id="picker-title">Insert a claim</h2>
<p><label for="picker-words">Words of the claim, or a code such as C-12</label>
<input type="search" id="picker-words" autocomplete="off"></p>
<div id="picker-list"></div><p><button class="button">Close</button></p></form>`;
const words = () => part("picker-words");
let target = null;
let searching = 0;

async function search() {
  const asked = new URLSearchParams({ part: "1", q: words().value, language: part("id_language")?.value ?? "" });
  let html = "<p role=\"status\">The library did not answer. Try again.</p>";
  try {
    const answer = await fetch(`${room.dataset.pick}?${asked}`);
    if (answer.ok) html = await answer.text();
  } catch { /* Said above. */ }
  if (asked.get("q") !== words().value) return; // An older answer that came late.
  part("picker-list").innerHTML = html;
  for (const code of dialog.querySelectorAll("[data-insert]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button pick";
    button.dataset.insert = code.dataset.insert;
    button.textContent = `Insert ${code.dataset.insert.slice(2, -2)}`;
    code.replaceWith(button);
  }
}

function insert(text) {
  dialog.close();
  const [start, end] = [target.selectionStart, target.selectionEnd];
  const before = target.value.slice(0, start);
  target.setRangeText((before && !/\s$/.test(before) ? " " : "") + text, start, end, "end");
  target.focus();
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

dialog.addEventListener("input", () => {
  clearTimeout(searching);
  searching = setTimeout(search, 250);
});
dialog.addEventListener("click", (event) => {
  const button = event.target.closest("button.pick");
  if (button) insert(button.dataset.insert);
});
dialog.addEventListener("keydown", (event) => {
  const buttons = [...dialog.querySelectorAll("button.pick")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target === words()) {
    event.preventDefault();
    clearTimeout(searching);
    search();
  } else if (event.key === "ArrowDown" && buttons.length) {
    event.preventDefault();
    buttons[Math.min(at + 1, buttons.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (buttons[at - 1] ?? words()).focus();
  }
});
dialog.addEventListener("close", () => target?.focus());

function openPicker(link) {
  target = link.closest(".form-row").querySelector("textarea");
  const marked = target.value.slice(target.selectionStart, target.selectionEnd).trim();
  words().value = marked;
  dialog.showModal();
  words().focus();
  search();
}

// ---- Sections in order -------------------------------------------------------------------------

const rows = () => [...document.querySelectorAll("#sections-group .inline-related:not(.empty-form)")];
const number = (row) => row.querySelector("input[name$=-order]");
const index = (row) => Number(row.id.split("-").pop());

function lay(sorted) {
  const end = document.querySelector("#sections-group .inline-related.empty-form");
  for (const row of sorted) end.before(row);
}

const filled = (row) => index(row) < Number(part("id_sections-INITIAL_FORMS").value)
  || [...row.querySelectorAll("textarea, input[name$=-heading]")].some((field) => field.value.trim());

function move(row, by) {
  const all = rows().filter(filled);
  const at = all.indexOf(row);
  const to = at + by;
  if (at < 0 || to < 0 || to >= all.length) return;
  [all[at], all[to]] = [all[to], all[at]];
  lay([...all, ...rows().filter((one) => !filled(one))]);
  all.forEach((one, n) => { number(one).value = n + 1; });
  tell(`${row.querySelector("input[name$=-heading]").value || "The section"} is number ${to + 1} of ${all.length} now.`);
  soon();
}

const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
function tell(text) { told.textContent = text; }

function addMoves(row) {
  if (!number(row) || row.querySelector(".moves")) return;
  const moves = document.createElement("span");
  moves.className = "moves";
  for (const [by, name] of [[-1, "Move up"], [1, "Move down"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = name;
    button.dataset.by = by;
    moves.append(button);
  }
  row.querySelector("h3").after(moves);
}

function dress(root) {
  for (const link of root.querySelectorAll("a.pick-claim")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.removeAttribute("target");
  }
  rows().forEach(addMoves);
}

// ---- Names for the boxes that choose from a long list: the library gives them none ---------------

function nameBoxes() {
  for (const box of form.querySelectorAll(".select2-selection__rendered")) {
    const field = box.id.replace(/^select2-|-container$/g, "");
    const label = form.querySelector(`label[for="${field}"]`);
    if (label) box.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  }
}

// ---- Begin -------------------------------------------------------------------------------------

if (room && form) {
  document.body.append(dialog, told);
  dress(document);
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("formset:added", (event) => { dress(event.target); soon(); });
  document.addEventListener("formset:removed", soon);
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.pick-claim");
    if (link) {
      event.preventDefault();
      openPicker(link);
    }
    const mover = event.target.closest(".moves button");
    if (mover) {
      move(mover.closest(".inline-related"), Number(mover.dataset.by));
      mover.focus();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("a.pick-claim")) {
      event.preventDefault();
      openPicker(event.target);
    }
  });
  // Django numbers the forms anew by where they stand: put them back before one is taken out.
  form.addEventListener("click", (event) => {
    if (event.target.closest(".inline-deletelink")) lay(rows().sort((a, b) => index(a) - index(b)));
  }, true);
  window.addEventListener("load", nameBoxes);
  look();
}
