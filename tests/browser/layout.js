/* What is wrong with how the page is laid out, as a list of sentences. Runs in the page. */
(() => {
  const wrong = [];
  const root = document.documentElement;
  const say = (element) => {
    const name = element.localName + (element.id ? "#" + element.id : "") +
      (element.classList.length ? "." + [...element.classList].join(".") : "");
    return name + " (" + element.textContent.trim().slice(0, 30) + ")";
  };
  const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  /* The rectangle that can be seen of it, inside of pictures that cut it off. */
  const visible = (element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (at.localName !== "svg" || getComputedStyle(at).overflowX === "visible") continue;
      /* Of an inner picture the browser gives what it would show if it were not cut off. */
      let box = at.getBoundingClientRect();
      if (at.ownerSVGElement) {
        const outer = at.ownerSVGElement.getBoundingClientRect();
        const x = outer.left + at.x.baseVal.value, y = outer.top + at.y.baseVal.value;
        box = { left: x, top: y, right: x + at.width.baseVal.value, bottom: y + at.height.baseVal.value };
      }
      left = Math.max(left, box.left); right = Math.min(right, box.right);
      top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
    }
    return { left, right, top, bottom };
  };
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const apart = (elements, measure) => {
    const boxes = elements.filter(shown).map((element) => [element, measure(element)]);
    for (let i = 0; i < boxes.length; i++)
      for (let k = i + 1; k < boxes.length; k++)
        if (overlap(boxes[i][1], boxes[k][1]) && !boxes[i][0].contains(boxes[k][0]))
          wrong.push("overlap: " + say(boxes[i][0]) + " and " + say(boxes[k][0]));
  };

  if (root.scrollWidth > root.clientWidth)
    wrong.push("the page scrolls sideways: " + root.scrollWidth + " > " + root.clientWidth);
  for (const element of document.body.querySelectorAll("*")) {
    if (!shown(element) || element.closest("svg") || element.matches(".skip")) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !scrolls(element))
      wrong.push("beyond the window: " + say(element));
  }
  for (const size of document.querySelectorAll(".outline .size")) {
    const all = size.closest(".outline").getBoundingClientRect();
    if (shown(size) && size.getBoundingClientRect().right > all.right + 1) wrong.push("beyond the outline: " + say(size.parentElement));
  }
  const box = (element) => element.getBoundingClientRect();
  const children = (selector) => [...document.querySelectorAll(selector)].flatMap((element) => [[...element.children]]);
  for (const selector of ["body", "header", ".columns", "main", ".charts", ".reading", ".prose", ".prose section",
    ".prose aside", ".legend", ".outline li > div", ".head", ".search", "dl.list"])
    for (const group of children(selector))
      apart(group.filter((element) => !["absolute", "fixed"].includes(getComputedStyle(element).position)), box);
  for (const svg of document.querySelectorAll("figure > svg"))
    apart([...svg.querySelectorAll("text")].filter((text) => !text.parentElement.matches(".over")), visible);
  /* Names may be cut off, as a title tells them whole; numbers may not. */
  for (const text of document.querySelectorAll("figure > svg text:is(.mid, .end, .strong)")) {
    const whole = box(text), seen = visible(text);
    if (shown(text) && (whole.right - seen.right > 1 || seen.left - whole.left > 1))
      wrong.push("a number is cut off: " + say(text));
  }
  return [...new Set(wrong)].slice(0, 10);
})()
