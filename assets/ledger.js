"use strict";

// Turns the ledger, a plain table, into a tool: filter, search, sort, cite, and an address for every view.
// It needs a division `.ledger` with its words in data attributes, around one table whose headers say in
// `data-column` what they are, `.facet` if one may filter by them, and whose rows each have a link `a.entry` to
// themselves, marked with what else the row is. No library, and no words of its own.
(() => {
  const ledger = document.querySelector(".ledger");
  const table = ledger?.querySelector("table");
  if (!table) return;
  const words = ledger.dataset;
  const collator = new Intl.Collator(words.locale, { numeric: true });
  const SHOWN = 4000; // ms, that a word on what was done stays
  const FIRST = 400; // rows that change at once, and the others after them: a browser takes a while to style thousands

  const columns = [...table.tHead.rows[0].cells].map((header, place) => {
    const told = header.querySelector("[data-column]");
    const of = (kind) => told.classList.contains(kind);
    return { header, place, key: told.dataset.column, facet: of("facet"), amount: of("amount") };
  });
  const items = [...table.tBodies[0].rows].map((row, rank) => {
    const entry = row.querySelector("a.entry");
    const cells = [...row.cells].map((cell) => cell.textContent.trim());
    const { printed, value } = entry.dataset;
    return { row, rank, entry, cells, ids: {}, text: folded([...cells, printed, value].join("\n")) };
  });
  let sorting = null; // the column, or null for the order of the page
  let falling = false;
  let order = items;
  let silence = 0;
  let rest = 0;

  function make(tag, attributes = {}, ...content) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
  }

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // As a reader types it: no matter how wide, how large, or how grouped.
  function folded(text) {
    return text.normalize("NFKC").toLowerCase().replace(/(\d),(?=\d)/g, "$1");
  }

  // Two ids that the page words alike, as two kinds of ceiling, are one choice; `ids` knows both.
  function facetOf({ header, place, key }) {
    const control = make("select", { name: key }, new Option(words.all, ""));
    const options = new Map();
    const ids = new Map();
    for (const item of items) {
      const told = item.cells[place];
      const id = item.entry.dataset[key];
      if (!options.has(told)) options.set(told, new Option(told, id));
      item.ids[key] = options.get(told).value;
      ids.set(id, item.ids[key]);
    }
    control.append(...options.values());
    return { key, control, options: [...options], ids, label: header.textContent.trim() };
  }

  const facets = columns.filter((column) => column.facet).map(facetOf);
  const search = make("input", { type: "search", name: "q", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
  const count = make("output", { class: "ledger-count" });
  const form = make("form", { class: "ledger-tools", role: "search", "aria-label": words.filter },
    make("fieldset", {}, make("legend", {}, words.filter),
      make("label", { class: "ledger-search" }, make("span", {}, words.search), search),
      ...facets.map(({ label, control }) => make("label", {}, make("span", {}, label), control))),
    make("p", {}, count, make("button", { type: "reset" }, words.reset)));
  const notice = make("p", { class: "ledger-notice", role: "status" });

  // A row that only one facet keeps out counts among the choices of that facet: it is what another choice would show.
  function filter() {
    const sought = folded(search.value).split(/\s+/).filter(Boolean);
    const chosen = facets.map(({ key, control }) => [key, control.value]).filter(([, id]) => id);
    const counts = Object.fromEntries(facets.map(({ key }) => [key, {}]));
    let shown = 0;
    for (const item of items) {
      const barred = chosen.filter(([key, id]) => item.ids[key] !== id).map(([key]) => key);
      const found = sought.every((word) => item.text.includes(word));
      item.hidden = !found || barred.length > 0;
      shown += !item.hidden;
      if (!found || barred.length > 1) continue;
      for (const key of barred.length ? barred : Object.keys(counts)) {
        counts[key][item.ids[key]] = (counts[key][item.ids[key]] ?? 0) + 1;
      }
    }
    lay();
    count.textContent = fill(words.count, { shown, total: items.length });
    for (const { key, options } of facets) {
      for (const [told, option] of options) option.textContent = `${told} (${counts[key][option.value] ?? 0})`;
    }
  }

  // From the top, where the reader looks; a table of some hundred rows is done at once.
  function lay(from = 0, most = FIRST) {
    clearTimeout(rest);
    let changed = 0;
    for (let place = from; place < order.length; place += 1) {
      const { row, hidden } = order[place];
      if (row.hidden === hidden) continue;
      if (changed === most) {
        rest = setTimeout(lay, 0, place, Infinity);
        return;
      }
      row.hidden = hidden;
      changed += 1;
    }
  }

  function sort() {
    const way = falling ? -1 : 1;
    const compare = (a, b) => sorting.amount
      ? a.entry.dataset.value - b.entry.dataset.value
      : collator.compare(a.cells[sorting.place], b.cells[sorting.place]);
    const sorted = sorting ? [...items].sort((a, b) => way * compare(a, b) || a.rank - b.rank) : items;
    if (sorted.some((item, place) => item !== order[place])) table.tBodies[0].append(...sorted.map(({ row }) => row));
    order = sorted;
    for (const column of columns) column.header.removeAttribute("aria-sort");
    sorting?.header.setAttribute("aria-sort", falling ? "descending" : "ascending");
  }

  function show() {
    sort();
    filter();
  }

  const controls = () => [search, ...facets.map(({ control }) => control)];

  function address() {
    const query = new URLSearchParams(controls().filter(({ value }) => value).map(({ name, value }) => [name, value.trim()]));
    if (sorting) query.set("sort", (falling ? "-" : "") + sorting.key);
    return location.pathname + (String(query) && `?${query}`);
  }

  // One step back for each choice, and one for all that is typed at a stretch.
  function remember(typing = false) {
    const change = typing && history.state?.typing ? "replaceState" : "pushState";
    if (address() !== location.pathname + location.search) history[change]({ typing }, "", address());
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    search.value = query.get("q") ?? "";
    for (const { key, control, ids } of facets) control.value = ids.get(query.get(key)) ?? "";
    const [, sign, key] = /^(-?)(.*)$/.exec(query.get("sort") ?? "");
    sorting = columns.find((column) => column.key === key) ?? null;
    falling = Boolean(sign);
    show();
    reveal();
  }

  // The address of a row outweighs a filter that hides it.
  function reveal() {
    const item = items.find(({ entry }) => location.hash === entry.hash);
    if (!item?.hidden) return item?.row;
    for (const control of controls()) control.value = "";
    history.replaceState(null, "", address() + location.hash);
    show();
    item.row.hidden = false;
    item.row.scrollIntoView({ block: "center" });
    return item.row;
  }

  function turn(column) {
    falling = sorting === column && !falling;
    sorting = column;
    sort();
    remember();
  }

  function citation({ entry, cells }) {
    const told = Object.fromEntries(columns.map(({ key, place }) => [key, cells[place]]));
    const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    const day = document.querySelector("meta[name='dcterms.date']")?.content;
    const date = day ? new Intl.DateTimeFormat(words.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day)) : "";
    const article = document.getElementById(`article-${entry.dataset.district}`)?.textContent.trim() ?? "";
    return fill(words.citation, { ...entry.dataset, ...told, article, date, address: canonical.split(/[?#]/)[0] + entry.hash });
  }

  function say(text) {
    notice.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => notice.replaceChildren(), SHOWN);
  }

  // Where a page may not copy, the reader can.
  function offer(text, button) {
    const field = make("textarea", { readonly: "", rows: "5" }, text);
    const label = make("label", { class: "ledger-manual" }, words.manual, field);
    const close = () => label.remove();
    field.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") button.focus(); // which closes it
    });
    field.addEventListener("blur", close);
    document.body.append(label);
    field.focus();
    field.select();
  }

  async function cite(item, button) {
    const text = citation(item);
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      offer(text, button);
    }
  }

  // The style sheet may lay rows out as cards, which are no longer a table to a screen reader unless told so.
  function name() {
    const roles = { thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
    table.setAttribute("role", "table");
    for (const [tag, role] of Object.entries(roles)) {
      for (const part of table.getElementsByTagName(tag)) part.setAttribute("role", role);
    }
  }

  function build() {
    name();
    table.tHead.rows[0].dataset.sort = words.sort;
    for (const column of columns) {
      const button = make("button", { type: "button" }, ...column.header.childNodes);
      button.addEventListener("click", () => turn(column));
      column.header.append(button);
    }
    for (const item of items) {
      const attributes = { type: "button", class: "ledger-cite", title: words.citing, "aria-describedby": item.entry.id };
      item.row.lastElementChild.append(" ", make("button", attributes, make("span", {}, words.cite)));
    }
    ledger.prepend(form);
    document.body.append(notice);
    ledger.classList.add("ledger-ready");
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const control of controls()) control.value = "";
    sorting = null;
    show();
    remember();
  });
  form.addEventListener("input", ({ target }) => {
    filter();
    remember(target === search);
  });
  table.addEventListener("click", ({ target }) => {
    const button = target.closest(".ledger-cite");
    if (button) cite(items.find(({ row }) => row.contains(button)), button);
  });
  addEventListener("popstate", recall);
  build();
  recall();
  if (location.hash) reveal()?.scrollIntoView({ block: "center" });
})();
