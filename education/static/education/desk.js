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

// A refusal is read first, also by people who cannot see where the page jumped to.
document.getElementById("refusal")?.focus();
