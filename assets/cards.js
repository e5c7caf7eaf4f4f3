"use strict";

// Shows the line of the appendix that a number leads to in a card beside the number: by pointer, touch and keyboard.
// It needs links `a.num` to anchors in rows of tables with a header, and a browser that knows popovers. It needs no
// library, no words of its own and no work at load: everything is read from the page when a card is asked for.
// Without it, each number is still a link, with a title.
(() => {
  const OPENING = 120; // ms: a pointer that only passes over a number opens nothing
  const CLOSING = 200; // ms: time to cross from the number to its card
  const GAP = 8; // px, to the number and to the edges of the window
  const LINE = "num-card-line";

  const card = make("div");
  let number = null; // the link whose card is open
  let timer = 0;
  let pointer = "mouse"; // what the last press was made with

  function make(tag, text = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }

  const row = (link) => document.getElementById(link.hash.slice(1))?.closest("tr");

  // The inputs within a card are links too, but have no cards of their own: they would take the place of the one read.
  function numberAt(node) {
    const link = card.contains(node) ? null : node.closest?.("a.num");
    return link && row(link) ? link : null;
  }

  // A title would pop up beside the card, so its text becomes a description, which only screen readers give.
  function untitle(link) {
    if (!link.title) return;
    link.setAttribute("aria-description", link.title);
    link.removeAttribute("title");
  }

  function copyOf(line) {
    const list = make("dl");
    const labels = line.closest("table").tHead.rows[0].cells;
    [...line.cells].forEach((cell, column) => {
      const value = make("dd");
      value.append(...cell.cloneNode(true).childNodes);
      list.append(make("dt", labels[column].textContent), value);
    });
    list.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    list.querySelectorAll("[title]").forEach(untitle);
    list.id = LINE;
    return list;
  }

  // Named by the appendix's own heading, in the page's own language.
  function wayTo(link) {
    const heading = document.querySelector("#sec-sources > h2").cloneNode(true);
    heading.querySelector(".header-section-number")?.remove();
    const way = make("a", heading.textContent.trim());
    way.href = link.hash;
    return way;
  }

  // The card stands right after its number, so that Tab and a screen reader come to it next.
  function show(link) {
    clearTimeout(timer);
    if (link === number) return;
    hide();
    untitle(link);
    card.remove(); // the line to copy may hold it
    card.replaceChildren(copyOf(row(link)), wayTo(link));
    link.after(card);
    link.setAttribute("aria-describedby", LINE);
    number = link;
    card.showPopover();
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (!number) return;
    number.removeAttribute("aria-describedby");
    number = null;
    card.hidePopover(); // it stays in the page: a link in it may be on its way
  }

  function place() {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const at = number.getBoundingClientRect();
    const room = { above: at.top - 2 * GAP, below: height - at.bottom - 2 * GAP };
    // not 100% in the style sheet: a page that is too wide for a phone has a wider one
    card.style.maxWidth = `min(24rem, ${width - 2 * GAP}px)`;
    card.style.maxHeight = "";
    const below = card.offsetHeight <= room.below || room.below >= room.above;
    card.style.maxHeight = `${below ? room.below : room.above}px`;
    card.style.left = `${Math.max(GAP, Math.min(at.left, width - card.offsetWidth - GAP))}px`;
    card.style.top = `${below ? at.bottom + GAP : at.top - GAP - card.offsetHeight}px`;
  }

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function hideUnlessFocused() {
    const focused = document.activeElement;
    if (!card.contains(focused) && !(focused === number && number?.matches(":focus-visible"))) hide();
  }

  const listeners = {
    pointerover({ target, pointerType }) {
      if (pointerType === "touch") return;
      if (card.contains(target)) clearTimeout(timer);
      const link = numberAt(target);
      if (!link) return;
      untitle(link);
      later(() => show(link), OPENING);
    },
    pointerout({ target, pointerType }) {
      if (pointerType !== "touch" && (card.contains(target) || numberAt(target))) later(hideUnlessFocused, CLOSING);
    },
    pointerdown({ target, pointerType }) {
      pointer = pointerType;
      if (!card.contains(target) && !number?.contains(target)) hide();
    },
    // A tap shows the card first; a mouse has seen it by then, and a key (detail 0) too, so both follow the link.
    click(event) {
      const link = numberAt(event.target);
      const tapped = pointer !== "mouse" && event.detail > 0;
      if (link && link !== number && tapped) {
        event.preventDefault();
        show(link);
      } else if (event.target.closest("a")) hide();
    },
    keydown({ key }) {
      if (key !== "Escape" || !number) return;
      if (card.contains(document.activeElement)) number.focus();
      hide();
    },
    focusin({ target }) {
      const link = numberAt(target);
      if (link?.matches(":focus-visible")) show(link);
    },
    focusout({ relatedTarget: next }) {
      if (next && next !== number && !card.contains(next)) hide();
    },
    scroll({ target }) {
      if (number && target !== card) place();
    },
  };

  if (!("popover" in card)) return;
  card.className = "num-card";
  card.popover = "manual";
  card.tabIndex = -1; // its text can be clicked and copied without closing it
  for (const [name, listener] of Object.entries(listeners)) {
    document.addEventListener(name, listener, { capture: true });
  }
  const moved = () => number && place();
  addEventListener("resize", moved);
  new ResizeObserver(moved).observe(document.body); // a picture above may load late
})();
