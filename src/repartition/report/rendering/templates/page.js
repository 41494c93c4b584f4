"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("words");
  const specs = read("charts");

  // Charts that answer to the pointer take the place of the still ones; if anything fails, those stay.
  const options = { mode: "vega", renderer: "svg", actions: false, ast: true };
  const views = [];
  for (const place of document.querySelectorAll("[data-chart]")) {
    const spec = specs[place.dataset.chart];
    const drawn = place.parentElement;
    const still = drawn.nextElementSibling;
    drawn.hidden = false;
    vegaEmbed(place, spec, options).then(({ view }) => {
      const fit = () => {
        const width = Math.min(spec.width, Math.max(260, drawn.clientWidth - 2));
        view.width(width);
        if (spec.height) view.height(Math.round(spec.height * width / spec.width));
        return view.runAsync();
      };
      views.push(fit);
      still.hidden = true;
      return fit();
    }).catch((fault) => { drawn.hidden = true; still.hidden = false; console.error(fault); });
  }
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => views.forEach((fit) => fit()), 150);
  });

  // Long tables: the first rows, and the others at a click. Without scripts all of them show.
  for (const table of document.querySelectorAll("table[data-shown]")) {
    const rows = [...table.tBodies[0].rows].slice(Number(table.dataset.shown));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "more";
    button.setAttribute("aria-controls", `${table.className}-rows`);
    table.tBodies[0].id = `${table.className}-rows`;
    const show = (all) => {
      rows.forEach((row) => row.classList.toggle("folded", !all));
      button.setAttribute("aria-expanded", String(all));
      button.textContent = all ? words.fewer : words.more.replace("{number}", rows.length);
    };
    button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
    show(false);
    table.parentElement.after(button);
  }
})();
