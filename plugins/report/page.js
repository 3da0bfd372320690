"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const make = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  };

  /* --- what the pointer or focus is on: where it came from, and who touched it --- */
  const text = byId("text");
  const origin = byId("origin");
  const finder = (place) => place.matches("mark") ? text.dataset.tag
    : place.matches(".ent") ? text.dataset.entity : place.dataset.by;
  const touched = (place) => {
    const around = place.closest("p, h2, h3, h4, h5, h6, figcaption") || place;
    return [...new Set([...around.querySelectorAll("del")].map((gone) => gone.dataset.s))];
  };
  const tell = (place) => {
    if (!origin || !text) return;
    if (!place) { origin.replaceChildren(); return; }
    const lines = [];
    const what = place.title || (place.dataset.s ? "taken away by " + place.dataset.s : "");
    if (what) lines.push(make("b", what));
    lines.push(make("span", "bytes " + place.dataset.o + " of " + text.dataset.source));
    const by = finder(place);
    if (by) lines.push(make("span", "found by " + by));
    const steps = touched(place);
    if (steps.length && !place.dataset.s) lines.push(make("span", "text around changed by " + steps.join(", ")));
    origin.replaceChildren(...lines);
  };
  const tellOf = (event) => {
    const place = event.target.closest && event.target.closest("[data-o]");
    if (place) tell(place);
  };
  if (text) {
    for (const kind of ["pointerover", "click", "focusin"]) text.addEventListener(kind, tellOf);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell(null); });
  }

  /* --- arrow keys walk the highlights --- */
  const walk = (step) => {
    const marks = [...text.querySelectorAll("mark, .ent, .record, .diagnostic, del")]
      .filter((mark) => mark.dataset.o && mark.checkVisibility());
    if (!marks.length) return;
    const now = marks.indexOf(document.activeElement);
    const next = marks[now < 0 ? (step > 0 ? 0 : marks.length - 1) : (now + step + marks.length) % marks.length];
    next.tabIndex = -1;
    next.focus();
  };
  if (text) text.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    walk(step);
    event.preventDefault();
  });

  /* --- the outline follows reading --- */
  const outline = byId("outline");
  const links = outline ? [...outline.querySelectorAll("a")] : [];
  const heads = links.map((link) => byId(link.hash.slice(1)));
  /* The last of @n things that begins above the line that is read, from 1. */
  const last = (n, element) => {
    let low = 0, high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (element(middle).getBoundingClientRect().top <= innerHeight * 0.3) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  /* Of what is far away a browser knows the blocks only: to ask where in them a heading stands has it lay them out. */
  const blocks = text ? [...text.children].filter((block) => !block.matches(".gone")) : [];
  const numbers = new Map(blocks.map((block, number) => [block, number]));
  const blockOf = (head) => numbers.get(head.closest("#text > *"));
  const firsts = []; /* the first heading of each block or behind it */
  let current = null;
  const show = (again) => {
    const box = outline.getBoundingClientRect(), place = current.getBoundingClientRect();
    if (place.top >= box.top + 40 && place.bottom <= box.bottom - 40) return;
    outline.scrollTop += place.top - box.top - outline.clientHeight / 3;
    /* Entries that come into sight are laid out only now, and may be higher than was thought. */
    if (again) requestAnimationFrame(() => show(again - 1));
  };
  const follow = () => {
    const block = last(blocks.length, (i) => blocks[i]) - 1;
    const first = block < 0 ? 0 : firsts[block], next = block < 0 ? 0 : firsts[block + 1];
    const low = first + last(next - first, (i) => heads[first + i]);
    const link = links[Math.max(low - 1, 0)];
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "location");
    outline.querySelectorAll(".here").forEach((item) => item.classList.remove("here"));
    for (let item = link.closest("li"); item; item = item.parentElement.closest("li")) item.classList.add("here");
    show(3);
  };
  if (links.length) {
    if (links.length > 40) {
      const label = make("label", " all levels");
      label.className = "all-levels";
      const box = make("input", "");
      box.type = "checkbox";
      box.id = "all-levels";
      label.prepend(box);
      outline.querySelector("h2").after(label);
      outline.classList.add("fold");
    }
    for (let block = 0, head = 0; block <= blocks.length; block++) {
      while (head < heads.length && blockOf(heads[head]) < block) head++;
      firsts.push(head);
    }
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; follow(); });
    }, { passive: true });
    follow();
  }

  /* --- long tables: their groups of rows wait as text until the page is shown, or somebody needs them all --- */
  const groupsOf = new Map(); /* those that wait, by table */
  const parse = (markup) => {
    const holder = make("template", "");
    holder.innerHTML = markup;
    return holder.content;
  };
  const complete = (table) => {
    if (groupsOf.has(table)) table.append(parse(groupsOf.get(table).join("")));
    groupsOf.delete(table);
  };
  const completeSome = (deadline) => {
    for (const [table, groups] of groupsOf) {
      do table.append(parse(groups.shift())); while (groups.length && deadline.timeRemaining() > 8);
      if (!groups.length) groupsOf.delete(table);
      else break;
    }
    if (groupsOf.size) whenIdle(completeSome);
  };
  const whenIdle = (work) => window.requestIdleCallback ? requestIdleCallback(work)
    : setTimeout(work, 10, { timeRemaining: () => 0 });
  document.querySelectorAll(".scroll > noscript").forEach((wrapped) => {
    const [head, ...groups] = wrapped.textContent.split("<tbody>");
    const table = parse(head).firstElementChild;
    groupsOf.set(table, groups.map((group) => "<tbody>" + group));
    wrapped.replaceWith(table);
  });
  if (groupsOf.size) {
    addEventListener("load", () => requestAnimationFrame(() => whenIdle(completeSome)));
    addEventListener("beforeprint", () => [...groupsOf.keys()].forEach(complete));
  }

  /* --- tables sort --- */
  const order = new Intl.Collator(text && text.lang !== "und" ? text.lang : undefined, { numeric: true });
  const rowsOf = (table) => {
    complete(table);
    return [...table.tBodies].flatMap((body) => [...body.rows]);
  };
  const value = (row, column) => row.cells[column].textContent.trim();
  const number = (word) => /^[-+−]?[\d.,]+%?$/.test(word) ? parseFloat(word.replace(/,/g, "").replace("−", "-")) : NaN;
  const compare = (a, b) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0;
    const x = number(a), y = number(b);
    return Number.isNaN(x) || Number.isNaN(y) ? order.compare(a, b) : x - y;
  };
  const sort = (head) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const keyed = rowsOf(head.closest("table")).map((row) => [value(row, head.cellIndex), row]);
    const bodies = [...head.closest("table").tBodies].map((body) => [body, body.rows.length]);
    keyed.sort((a, b) => (a[0] && b[0] && !up ? -1 : 1) * compare(a[0], b[0]));
    head.parentElement.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    for (const [body, size] of bodies) body.append(...keyed.splice(0, size).map((pair) => pair[1]));
  };
  document.querySelectorAll("table.sortable thead th").forEach((head) => {
    const button = make("button", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head));
  });

  /* --- tables of records can be taken away as CSV --- */
  const exact = (cell) => cell.dataset.v !== undefined ? JSON.parse(cell.dataset.v)
    : cell.firstChild && cell.firstChild.hash ? cell.firstChild.hash.slice(2) : cell.textContent;
  /* Quoted as RFC 4180 has it; what a spreadsheet would calculate is made text; a sign alone, as in a
     column of comparators, is none. */
  const field = (word) => '"' + (/^[=+\-@\t\r\n＝＋－＠]./s.test(word) && !/^[-+]?[\d.]+$/.test(word) ? "'" : "")
    + word.replace(/"/g, '""') + '"';
  const csv = (table) => {
    const columns = JSON.parse(table.dataset.csv);
    const lines = [["text", ...columns.map((column) => column[0])]];
    for (const row of rowsOf(table)) {
      const quote = row.cells[0];
      lines.push([quote.dataset.v !== undefined ? exact(quote) : quote.textContent,
        ...columns.map(([, cell]) => cell === undefined ? "" : exact(row.cells[cell]))]);
    }
    return "\ufeff" + lines.map((line) => line.map(field).join(",") + "\r\n").join("");
  };
  document.querySelectorAll("table[data-csv]").forEach((table) => {
    const button = make("button", "Download as CSV");
    button.type = "button";
    button.className = "button";
    table.closest("section").querySelector(".head").append(button);
    button.addEventListener("click", () => {
      const link = make("a", "");
      link.download = table.dataset.name + ".csv";
      link.href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv" }));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
  });

  /* --- the page of a run: search --- */
  const search = byId("search");
  const list = byId("list");
  if (search && list) {
    const found = byId("found");
    let rows = null;
    search.addEventListener("input", () => {
      rows = rows || [...list.tBodies[0].rows].map((row) => [row, row.cells[0].textContent.toLowerCase()]);
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      rows.forEach(([row, name]) => {
        const fits = words.every((word) => name.includes(word));
        n += fits;
        if (row.hidden === fits) row.hidden = !fits;
      });
      found.textContent = words.length ? n + " of " + rows.length : "";
    });
  }
})();
