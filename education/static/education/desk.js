// Makes the desk quicker; everything works without it.
"use strict";

// On a narrow screen a page in a frame would scroll inside a page that scrolls: give it its height.
const narrow = window.matchMedia("(max-width: 68rem)");

function fit(frame) {
  const page = frame.contentDocument;
  frame.style.height = narrow.matches && page?.documentElement
    ? `${page.documentElement.scrollHeight + 2}px`
    : "";
}

for (const frame of document.querySelectorAll("iframe.patient-frame")) {
  frame.addEventListener("load", () => fit(frame));
  narrow.addEventListener("change", () => fit(frame));
  if (frame.contentDocument?.readyState === "complete") fit(frame);
}

// A link that is shown once is there to be copied: whole, at one click.
document.getElementById("expert-link")?.addEventListener("focus", (event) => event.target.select());
// Words selected on the page, in its frame or on a card are quoted with one press.
const passage = document.querySelector("#comment-form [name=passage]");

function selected() {
  const windows = [window, ...[...document.querySelectorAll("iframe.patient-frame")].map((f) => f.contentWindow)];
  const texts = windows.map((w) => w?.getSelection()?.toString() ?? "");
  return texts.map((text) => text.replace(/\s+/g, " ").trim()).find((text) => text) ?? "";
}

if (passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = "Quote the words you selected";
  let kept = "";
  // Pressing a button may end a selection: what counts is what was selected just before.
  button.addEventListener("pointerdown", () => { kept = selected(); });
  button.addEventListener("click", () => {
    const text = kept || selected();
    if (text) passage.value = text.slice(0, passage.maxLength > 0 ? passage.maxLength : 400);
    kept = "";
    passage.focus();
  });
  passage.after(button);
}

// A link to a settled thread unfolds it.
function unfold() {
  const folded = location.hash.startsWith("#thread-") && document.querySelector(location.hash)?.querySelector("details");
  if (folded) folded.open = true;
}
window.addEventListener("hashchange", unfold);
unfold();

// A refusal is read first, also by people who cannot see where the page jumped to.
document.getElementById("refusal")?.focus();
