// Search of a static copy: looks through the titles and short answers of one language.
(async () => {
  "use strict";
  const asked = new URLSearchParams(location.search).get("q") || "";
  const box = document.querySelector("main input[name=q]");
  const result = document.querySelector("main");
  if (!asked.trim() || !result) return;
  if (box) box.value = asked;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const words = plain(asked).split(/\s+/).filter(Boolean).slice(0, 8);
  const answer = await fetch(`/find/${document.documentElement.lang}.json`);
  const pages = answer.ok ? await answer.json() : [];
  const found = pages
    .map(([title, short, path]) => {
      const head = plain(title), all = head + " " + plain(short);
      const fits = words.every((word) => all.includes(word));
      return fits && { title, short, path, rank: words.filter((word) => head.includes(word)).length };
    })
    .filter(Boolean)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, 50);
  const list = document.createElement("ul");
  list.className = "cards wide";
  for (const { title, short, path } of found) {
    const item = list.appendChild(document.createElement("li"));
    const card = item.appendChild(document.createElement("article"));
    const link = card.appendChild(document.createElement("h2")).appendChild(document.createElement("a"));
    link.href = path;
    link.textContent = title;
    card.appendChild(document.createElement("p")).textContent = short;
  }
  const told = document.createElement("p");
  told.className = "wide";
  told.setAttribute("role", "status");
  told.textContent = `${asked}: ${found.length}`;
  for (const old of result.querySelectorAll(".stack")) old.remove();
  result.append(told, list);
})();
