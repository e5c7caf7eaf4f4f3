"use strict";

// Light, dark or as the system has it: applied before anything is painted, remembered in this browser, switched by a
// button that this script adds. Without it, pages follow the system. On a phone, the contents fold again when used.
(() => {
  const KEY = "districtbrief-theme";
  const THEMES = { auto: "◐", light: "○", dark: "●" };
  const colours = [...document.querySelectorAll("meta[name=theme-color]")];
  const [light, dark] = colours.map((meta) => meta.content);

  function remembered() {
    try {
      const theme = localStorage.getItem(KEY);
      return theme in THEMES ? theme : "auto";
    } catch {
      return "auto"; // storage may be forbidden
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {} // it holds for this page then
  }

  function apply(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    colours.forEach((meta, second) => {
      meta.content = { auto: second ? dark : light, light, dark }[theme];
    });
  }

  function button(words) {
    const made = document.createElement("button");
    const show = (theme) => {
      made.textContent = THEMES[theme];
      made.title = `${words.label} · ${words[theme]}`;
      made.setAttribute("aria-label", made.title);
    };
    let theme = remembered();
    made.type = "button";
    made.onclick = () => {
      const names = Object.keys(THEMES);
      theme = names[(names.indexOf(theme) + 1) % names.length];
      remember(theme);
      apply(theme);
      show(theme);
    };
    show(theme);
    return made;
  }

  apply(remembered());
  addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector(".theme");
    place?.append(button(place.dataset));
    const contents = document.querySelector("details.toc");
    contents?.addEventListener("click", ({ target }) => target.closest("a") && contents.removeAttribute("open"));
  });
})();
