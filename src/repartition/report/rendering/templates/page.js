"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("words");
  const specs = read("charts");

  // Charts that answer to the pointer take the place of the still ones; if anything fails, those stay.
  const options = { mode: "vega", renderer: "svg", actions: false, ast: true };
  const views = [];
  const drawings = {};
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
      drawings[place.dataset.chart] = view;
      still.hidden = true;
      return fit();
    }).catch((fault) => { drawn.hidden = true; still.hidden = false; console.error(fault); });
  }
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => views.forEach((fit) => fit()), 150);
  });

  // Tables to choose from and long ones: the rows that have the words picked, of these the first,
  // and the others at a click. Without scripts all of them show. Paper has them all too, up to a
  // few pages; of more it has the first, and says so.
  const fitsOnPaper = 100;
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  for (const table of document.querySelectorAll("table[data-shown], table[data-choices]")) {
    const key = table.className;
    const body = table.tBodies[0];
    body.id = `${key}-rows`;
    const rows = [...body.rows].map((row) => ({ row, words: [...row.cells].map((cell) => cell.textContent) }));
    const places = table.dataset.choices ? table.dataset.choices.split(" ") : [];
    const first = Number(table.dataset.shown || rows.length);
    const picked = {};
    let all = false;
    const more = make("button", { type: "button", className: "more" });
    const paper = make("p", { className: "note paper" });
    more.setAttribute("aria-controls", body.id);
    const show = () => {
      const found = rows.filter(({ words: cells }) => places.every((place) => !picked[place] || cells[place] === picked[place]));
      const matching = new Set(found), seen = new Set(all ? found : found.slice(0, first));
      for (const each of rows) {
        each.row.classList.toggle("other", !matching.has(each));
        each.row.classList.toggle("folded", matching.has(each) && !seen.has(each));
      }
      more.hidden = found.length <= first;
      more.setAttribute("aria-expanded", String(all));
      more.textContent = all ? words.fewer : words.more.replace("{number}", found.length - first);
      const cut = !all && found.length > fitsOnPaper;
      table.classList.toggle("cut", cut);
      paper.textContent = cut ? words.cut.replace("{number}", found.length - first) : "";
    };
    more.addEventListener("click", () => { all = !all; show(); });
    table.parentElement.after(more, paper);
    if (places.length) {
      const choices = make("div", { className: "choices" });
      const heads = table.tHead.rows[0].cells;
      for (const place of places) {
        const label = make("label", { textContent: heads[place].textContent });
        const select = make("select", {});
        select.setAttribute("aria-controls", body.id);
        select.add(new Option(words.any, ""));
        for (const word of new Set(rows.map((each) => each.words[place]))) select.add(new Option(word, word));
        select.addEventListener("change", () => {
          picked[place] = select.value;
          show();
          for (const [name, view] of Object.entries(drawings)) {
            if (name.startsWith(`${key}-`)) view.signal(`pick${place}`, select.value).runAsync();
          }
        });
        label.append(select);
        choices.append(label);
      }
      table.closest(".block").prepend(choices);
    }
    show();
  }
})();
