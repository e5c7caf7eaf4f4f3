"use strict";

// Search over all reports of the page's language, without a server: the link to the search page opens a dialog instead,
// and the search page itself holds the same component. The index is loaded when first used; renderers/search.py builds
// it, with Han characters set apart, so that any run of them is found as a phrase. All words come from the link.
(() => {
  const link = document.querySelector("a.search");
  if (!link) return;
  const words = link.dataset;
  const site = new URL(words.root || "./", location.href);
  const AT_ONCE = 8;
  const EXCERPT = 36; // words
  const PAUSE = 150; // ms without a key before the index is asked
  const HAN = /\p{Script=Han}/u;
  let index;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // One index, and of a large site the parts within it that have something in the page's language.
  async function load() {
    const folder = new URL("pagefind/", site);
    const pagefind = await import(new URL("pagefind.js", folder));
    const index = pagefind.createInstance({ basePath: folder.pathname, noWorker: true, excerptLength: EXCERPT });
    const listed = await fetch(new URL("parts.json", folder), { cache: "no-cache" }); // another edition may have others
    const parts = (await listed.json())[document.documentElement.lang.toLowerCase()];
    await index.filters(); // fails where the index is lost; merging would wait for it for ever
    const paths = (parts ?? []).map((part) => new URL(`${part}/`, folder).pathname);
    await Promise.all(paths.map((path) => index.mergeIndex(path, { excerptLength: EXCERPT })));
    return index;
  }

  const apart = (text) => text.replace(/(?<=\S)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\S)/gu, " ");
  const together = (text) =>
    text
      .replace(/<\/mark> <mark>/g, " ")
      .replace(/(?<=\p{Script=Han}(?:<\/?mark>)?) (?=(?:<\/?mark>)?[^\sA-Za-z<])/gu, "")
      .replace(/(?<=[^\sA-Za-z>](?:<\/?mark>)?) (?=(?:<\/?mark>)?\p{Script=Han})/gu, "")
      .replace(/^(?:(?!&)[\s\p{Pe}\p{Po}])+/u, ""); // the end of a sentence before

  // A phrase for each run with Han characters, and one search for all other words: what every one of them finds.
  async function find(query) {
    index ??= load();
    const terms = query.trim().split(/\s+/);
    const others = terms.filter((term) => !HAN.test(term)).join(" ");
    const phrases = terms.filter((term) => HAN.test(term)).map((term) => `"${apart(term)}"`);
    const searches = [...phrases, ...(others ? [others] : [])];
    const found = await Promise.all(searches.map(async (term) => (await (await index).search(term)).results));
    const [first, ...rest] = found;
    return first.filter(({ id }) => rest.every((results) => results.some((other) => other.id === id)));
  }

  function marked(excerpt) {
    const decoded = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    const parts = together(excerpt).split(/<\/?mark>/);
    return parts.map((text, number) => (number % 2 ? make("mark", { textContent: decoded(text) }) : decoded(text)));
  }

  function hit({ raw_url: address, meta, excerpt }) {
    const way = make("a", { href: new URL(address, site).href }, meta.title);
    if (meta.section) way.append(" › ", make("span", { textContent: meta.section }));
    return make("li", {}, way, make("p", {}, ...marked(excerpt)));
  }

  const summary = (count, query) =>
    (count ? words.found : words.none).replace("{count}", count).replace("{query}", () => query);

  function component({ query = "", changed = () => {} }) {
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false, value: query });
    const label = make("label", {}, make("span", { textContent: words.field }), field);
    const told = make("p", { className: "told", role: "status" });
    const list = make("ol", { className: "hits" });
    const more = make("button", { type: "button", textContent: words.more, hidden: true });
    const element = make("form", { className: "search", role: "search" }, label, told, list, more);
    let asked = 0;
    let timer = 0;
    let waiting = [];

    async function listMore(turn) {
      const shown = await Promise.all(waiting.splice(0, AT_ONCE).map((result) => result.data()));
      if (turn !== asked) return []; // something else is looked for by now
      const items = shown.map(hit);
      list.append(...items);
      more.hidden = waiting.length === 0;
      return items;
    }

    async function show() {
      const turn = ++asked;
      const wanted = field.value.trim();
      changed(wanted);
      list.replaceChildren();
      more.hidden = true;
      told.textContent = wanted && words.busy;
      if (!wanted) return;
      try {
        const found = await find(wanted);
        if (turn !== asked) return;
        waiting = found.slice();
        await listMore(turn);
        if (turn === asked) told.textContent = summary(found.length, wanted);
      } catch (error) {
        index = undefined;
        told.textContent = words.away;
        console.info(error);
      }
    }

    function step(event) {
      const stops = [field, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!move || at < 0) return;
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, at + move))].focus();
    }

    field.oninput = (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(show, PAUSE);
    };
    field.addEventListener("compositionend", () => field.oninput({}));
    element.onkeydown = step;
    element.onsubmit = async (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    };
    more.onclick = async () => (await listMore(asked))[0]?.querySelector("a").focus();
    if (query) show();
    return { element, field };
  }

  function inline(place) {
    const query = new URLSearchParams(location.search).get("q") ?? "";
    const changed = (wanted) => {
      const address = new URL(location.href);
      if (wanted) address.searchParams.set("q", wanted);
      else address.searchParams.delete("q");
      if (location.protocol !== "file:") history.replaceState(null, "", address);
    };
    const made = component({ query, changed });
    place.replaceChildren(made.element); // what was there says what to do without this script
    return () => made.field.focus();
  }

  function overlay() {
    let dialog;
    let field;
    return () => {
      if (!dialog) {
        const made = component({});
        const close = make("button", { type: "button", className: "close", textContent: "×", title: words.close });
        close.setAttribute("aria-label", words.close);
        close.onclick = () => dialog.close();
        dialog = make("dialog", { className: "search" }, close, made.element);
        dialog.setAttribute("aria-label", link.textContent);
        dialog.onclick = ({ target }) => (target === dialog || target.closest("a")) && dialog.close();
        document.body.append(dialog);
        ({ field } = made);
      }
      if (!dialog.open) dialog.showModal();
      field.select();
      field.focus();
    };
  }

  const place = document.getElementById("search");
  const open = place ? inline(place) : overlay();
  const typing = ({ target }) => target.closest?.("input, textarea, select, [contenteditable]");
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  };
  addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (typing(event) || !(slash || k)) return;
    event.preventDefault();
    open();
  });
})();
