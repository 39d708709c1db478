import { clock, tick } from './format.js';

const HEIGHT = 170;
const SECONDS = [5, 10, 15, 30, 60, 120, 300, 600];

/** uPlot (vendor/uplot, a global of a classic script) for one chart. `pointed` is told what is under the pointer. */
export function plotOf(holder, { id, scale, series, dashes, colours }, context, pointed) {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  const ink = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
  ink.font = '11px sans-serif';

  const plot = new uPlot({
    width: Math.max(120, holder.clientWidth),
    height: HEIGHT,
    padding: [14, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, sync: { key: 'time' }, points: { size: 6 } },
    scales: {
      x: { time: false, range: () => shownTime(context) },
      y: scale === 'log' ? { distr: 3, range: decades } : { range: fromZero },
    },
    axes: [
      { ...ink, incrs: SECONDS, space: 60, size: 26, values: (_, times) => times.map(clock) },
      { ...ink, size: 48, gap: 4, ...(scale === 'log' && { splits: powers }), values: (_, values) => values.map(value => (value === null ? '' : tick(value))) },
    ],
    series: [{}, ...series.map((name, index) => ({
      label: name,
      stroke: colour(`series-${(index % colours) + 1}`),
      dash: dashes[index % dashes.length],
      width: 1.6,
      points: { show: false, filter: (u, column) => alone(u.data[column]) },
    }))],
    hooks: {
      draw: [u => context.events.draw(u, { warn: colour('warn'), bad: colour('bad') })],
      setCursor: [u => pointed(under(u))],
    },
  }, context.points.columns(id, { series, scale }, 0), holder);

  const resized = new ResizeObserver(() => plot.setSize({ width: Math.max(120, holder.clientWidth), height: HEIGHT }));
  resized.observe(holder);
  return {
    draw: () => plot.setData(context.points.columns(id, { series, scale }, shownTime(context)[0])),
    destroy() {
      resized.disconnect();
      plot.destroy();
    },
  };
}

/** Values between two gaps, which no line would show. */
function alone(values) {
  const found = values.flatMap((value, at) =>
    (value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? [at] : []));
  return found.length ? found : null;
}

function under(plot) {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) return null;
  const [times, ...columns] = plot.data;
  return { time: clock(times[idx]), values: columns.map(column => column[idx]) };
}

function shownTime({ points, seconds }) {
  const end = Math.max(points.last(), points.first() + seconds);
  return [end - seconds, end];
}

const fromZero = (_, __, most) => [0, most > 0 ? most * 1.1 : 1];

/** Lines at the powers of ten; at 2 and 5 too where there would be only two. */
function powers(_, __, least, most) {
  const lines = [];
  for (let power = least; power <= most * 1.001; power *= 10) {
    lines.push(power);
    if (most / least < 20 && power * 5 < most) lines.push(power * 2, power * 5);
  }
  return lines;
}

function decades(_, least, most) {
  if (!(least > 0)) return [1, 100];
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  return [10 ** from, 10 ** Math.max(to, from + 1)];
}
