import { element, setText } from './dom.js';
import { figure, withUnit } from './format.js';
import { plotOf } from './plot.js';

// Told apart by their dashes as well as by their colours.
const DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3]];
const COLOURS = 6;

/** One chart with its legend, which shows the values now, or those under the pointer. */
export function chartOf(spec, context) {
  const { id, title, unit, series: names, source } = spec;
  const holder = element('div', { class: 'plot', role: 'img', 'aria-label': `${title} over time; the values now stand above` });
  const at = element('span', { class: 'at' });
  const lines = names.map((name, index) => legendLine(name, index));
  const root = element('figure', { class: 'chart', 'data-chart': id },
    element('figcaption', {}, element('h3', {}, title, ' ', at), element('ul', { class: 'legend' }, ...lines.map(line => line.root))),
    holder,
    element('p', { class: 'source' }, source));

  let pointed = null;
  const legend = () => {
    const values = pointed?.values ?? context.points.latest(id);
    setText(at, pointed ? `at ${pointed.time}` : '');
    lines.forEach((line, index) => setText(line.value, withUnit(figure(values[index]), unit)));
  };
  const build = () => plotOf(holder, { ...spec, dashes: DASHES, colours: COLOURS }, context, found => {
    pointed = found;
    legend();
  });
  let plot;

  return {
    root,
    // The legend comes first, so that there is something to read even before the chart has a size.
    draw() {
      legend();
      plot ??= build();
      plot.draw();
    },
    rebuild() {
      plot?.destroy();
      plot = build();
      plot.draw();
    },
    update() {},
  };
}

function legendLine(name, index) {
  const value = element('span', { class: 'value', 'data-series': name });
  const dash = DASHES[index % DASHES.length].join(' ') || 'none';
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.setProperty('--series', `var(--series-${(index % COLOURS) + 1})`);
  swatch.dataset.dash = dash;
  return { root: element('li', {}, swatch, name, ' ', value), value };
}
