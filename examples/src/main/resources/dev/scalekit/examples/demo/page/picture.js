import { byId, element, keyedList, setAttribute, setText, svg } from './dom.js';
import { figure } from './format.js';
import { plan } from './layout.js';
import { drawing } from './drawing.js';
import { boxOf } from './box.js';
import { edgeOf, plateOf } from './edge.js';
import { footnotes } from './footnotes.js';
import { motion } from './motion.js';

/** The architecture, drawn from the lists of components and links alone. */
export function picture() {
  const place = byId('picture');
  const title = svg('title', { id: 'picture-title' });
  const description = svg('desc', { id: 'picture-description' });
  const curves = svg('g');
  const canvas = svg('svg', { role: 'img', 'aria-labelledby': 'picture-title', 'aria-describedby': 'picture-description' },
    title, description, curves);
  const boxList = element('ul', { class: 'boxes', 'aria-label': 'Components' });
  const plateList = element('ul', { class: 'plates', 'aria-label': 'Links between the components' });
  place.append(canvas, boxList, plateList);

  const showBoxes = keyedList(boxList, component => component.id, boxOf);
  const showPlates = keyedList(plateList, keyOf, plateOf);
  const showEdges = keyedList(curves, keyOf, edgeOf);
  const showFootnotes = footnotes();
  let edges = new Map();
  motion(place, () => edges);

  let state;
  let planned = '';
  let layout;
  let drawn = '';

  function render(next) {
    state = next;
    const components = state.components;
    const ids = new Set(components.map(({ id }) => id));
    const links = state.links.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
    const notes = showFootnotes(state);

    const rows = showBoxes(components.map(each => ({ ...each, note: notes.get(each.artificial) })));
    const states = new Map(components.map(({ id, state: now }) => [id, now]));
    const labels = new Map(components.map(({ id, label }) => [id, label]));
    const shown = links.map(link => ({
      ...link,
      note: notes.get(link.artificial),
      fromLabel: labels.get(link.from),
      toLabel: labels.get(link.to),
      cut: states.get(link.from) === 'down' || states.get(link.to) === 'down',
    }));
    const plates = showPlates(shown);
    edges = showEdges(shown);
    setText(title, `The architecture as it runs now: ${state.title}`);
    setText(description, describe(components, shown));
    lay(components, links, rows, plates);
  }

  /** Moves things only when something came, went or changed its size: in between only texts change. */
  function lay(components, links, rows, plates) {
    const width = place.clientWidth;
    if (width === 0) return;
    const structure = JSON.stringify([width, components.map(each => [each.id, each.kind, each.label]), links.map(keyOf)]);
    if (structure !== planned) {
      planned = structure;
      layout = plan(components.map(({ id }) => id), links.map(({ from, to }) => ({ from, to })), width);
      place.dataset.direction = layout.downwards ? 'down' : 'right';
    }
    const heights = new Map();
    for (const [id, row] of rows) heights.set(id, row.heightAt(layout.widthOf(id), structure));
    const sizes = new Map(layout.chains.map(({ link }) => [link, plates.get(keyOf(link)).size()]));

    const key = structure + JSON.stringify([[...heights], [...sizes.values()]]);
    if (key === drawn) return;
    drawn = key;

    const { height, boxes, ways, centres } = drawing(layout, heights, sizes);
    for (const [id, row] of rows) row.moveTo(boxes.get(id));
    for (const way of ways) {
      edges.get(keyOf(way.link)).moveTo(way);
      plates.get(keyOf(way.link)).moveTo(centres.get(way.link));
    }
    place.style.height = `${Math.ceil(height)}px`;
    setAttribute(canvas, 'width', width);
    setAttribute(canvas, 'height', Math.ceil(height));
  }

  new ResizeObserver(() => state && render(state)).observe(place);
  return render;
}

const keyOf = ({ from, to }) => `${from}→${to}`;

function describe(components, links) {
  const boxes = components.map(each => `${each.label}: ${each.stateText || each.state}.`);
  const counters = links.map(each => `${each.fromLabel} to ${each.toLabel}: ${figure(each.perSecond)} ${each.unit} a second.`);
  return [...boxes, ...counters].join(' ');
}
