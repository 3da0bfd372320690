"use strict";
(() => {
  const origin = document.getElementById("origin");
  const tell = (event) => {
    if (!origin) return;
    const place = event.target.closest("[data-o]");
    if (!place) { origin.textContent = ""; return; }
    const steps = new Set(place.dataset.s ? [place.dataset.s] : []);
    place.querySelectorAll("[data-s]").forEach((gone) => steps.add(gone.dataset.s));
    origin.textContent = "source bytes " + place.dataset.o +
      (place.title ? " · " + place.title : "") +
      (steps.size ? " · changed by " + [...steps].join(", ") : "");
  };
  document.addEventListener("mouseover", tell);
  document.addEventListener("focusin", tell);

  const text = document.getElementById("text");
  const marks = text ? [...text.querySelectorAll("mark, .entity, .record")] : [];
  let at = -1;
  if (text) text.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, n: 1, ArrowLeft: -1, p: -1 }[event.key];
    if (!step || !marks.length || event.ctrlKey || event.metaKey || event.altKey) return;
    at = (at + step + marks.length) % marks.length;
    marks[at].tabIndex = -1;
    marks[at].focus();
    event.preventDefault();
  });

  const value = (row, column) => row.cells[column].textContent.trim();
  const compare = (a, b) => {
    const x = parseFloat(a), y = parseFloat(b);
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };
  document.querySelectorAll("table.sortable th").forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      const body = head.closest("table").tBodies[0];
      const rows = [...body.rows].sort((a, b) =>
        (up ? 1 : -1) * compare(value(a, head.cellIndex), value(b, head.cellIndex)));
      head.parentElement.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    });
  });

  const search = document.getElementById("search");
  const list = document.getElementById("list");
  if (search && list) {
    const rows = [...list.tBodies[0].rows].map((row) => [row, row.cells[0].textContent.toLowerCase()]);
    const found = document.getElementById("found");
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase();
      let n = 0;
      rows.forEach(([row, name]) => { row.hidden = !name.includes(wanted); n += row.hidden ? 0 : 1; });
      found.textContent = wanted ? n + " of " + rows.length : "";
    });
  }

  const links = new Map([...document.querySelectorAll(".outline a")].map((a) => [a.hash.slice(1), a]));
  if (links.size && "IntersectionObserver" in window) {
    const seen = new IntersectionObserver((entries) => {
      const entry = entries.find((candidate) => candidate.isIntersecting);
      if (!entry) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(entry.target.id);
      if (link) link.setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -80% 0px" });
    links.forEach((_, id) => { const head = document.getElementById(id); if (head) seen.observe(head); });
  }
})();
