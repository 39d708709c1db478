import { layersOf, limitLayers } from './layers.js';
import { orderedCells } from './order.js';
import { centres } from './centres.js';

// Lengths in pixels. "Along" is the way the requests go, "across" is the other one.
const NODE = { least: 124, leastDownwards: 104, most: 230 };
const GAP = { least: 90, leastDownwards: 72, most: 320 };
const BETWEEN = { rightwards: 16, downwards: 12 };
const PASS = 8;
// More counters than this have no place between two layers beside each other.
const CROWDED = 6;

/** Which way the picture runs and how wide each box is; the height of a box is known only after the page drew it. */
export function plan(components, links, width) {
  const layers = layersOf(components, links);
  const room = layers.length * NODE.least + (layers.length - 1) * GAP.least;
  if (width >= 560 && room <= width) {
    const ordered = orderedCells(layers, links);
    const box = Math.floor(Math.min(NODE.most, Math.max(NODE.least, width / (layers.length * 1.6))));
    if (countersByGap(ordered).every(count => count <= CROWDED)) return { width, downwards: false, widthOf: () => box, ...ordered };
  }
  return downwards(layers, links, width);
}

/** As many boxes side by side as stay readable beside the links that pass them. */
function downwards(layers, links, width) {
  for (let most = 5; ; most--) {
    const { cells, chains } = orderedCells(limitLayers(layers, most), links);
    const boxWidths = cells.map(layer => {
      const passes = layer.filter(cell => !cell.id).length;
      const boxes = layer.length - passes;
      return Math.floor(Math.min(NODE.most, (width - lengthOf(layer, 0, true)) / boxes));
    });
    if (most === 1 || Math.min(...boxWidths) >= NODE.leastDownwards) {
      const widths = new Map(cells.flatMap((layer, depth) => layer.map(cell => [cell.id, boxWidths[depth]])));
      return { width, downwards: true, widthOf: id => widths.get(id), cells, chains };
    }
  }
}

function distance(one, other, isDownwards) {
  if (!one.id && !other.id) return 3;
  const full = isDownwards ? BETWEEN.downwards : BETWEEN.rightwards;
  return one.id && other.id ? full : full / 2;
}

function lengthOf(layer, box, isDownwards) {
  return sum(layer.map((cell, index) =>
    (cell.id ? box : PASS) + (index ? distance(layer[index - 1], cell, isDownwards) : 0)));
}

/**
 * Where each box stands, given the heights the page found and how much longer than its least each gap is to be.
 * Answers `{height, starts, boxes: Map id → {x, y, width, height}, passes}`.
 */
export function arrange({ width, downwards: isDownwards, cells, chains, widthOf }, heights, longer) {
  // Beside each other gaps have the width they have: there it is the boxes at its ends that move apart.
  const apart = (one, other, depth) => (!isDownwards && one.id && other.id ? Math.max(longer[depth], longer[depth - 1] ?? 0) : 0);
  const layers = cells.map((layer, depth) => layer.map((cell, index) => ({
    cell,
    along: !cell.id ? 0 : isDownwards ? heights.get(cell.id) : widthOf(cell.id),
    across: !cell.id ? PASS : isDownwards ? widthOf(cell.id) : heights.get(cell.id),
    before: index ? distance(layer[index - 1], cell, isDownwards) + apart(layer[index - 1], cell, depth) : 0,
  })));

  const thickness = layers.map(layer => Math.max(...layer.map(each => each.along)));
  const starts = isDownwards ? startsDownwards(thickness, longer) : startsRightwards(thickness, width);
  const across = isDownwards ? width : Math.max(...layers.map(span));
  const middle = centres(layers, chains, across);

  const boxes = new Map();
  const passes = new Map();
  layers.forEach((layer, depth) => layer.forEach(each => {
    if (!each.cell.id) {
      passes.set(each.cell, { from: starts[depth], to: starts[depth] + thickness[depth], middle: middle.get(each.cell) });
      return;
    }
    const along = starts[depth] + (thickness[depth] - each.along) / 2;
    const start = middle.get(each.cell) - each.across / 2;
    boxes.set(each.cell.id, isDownwards
      ? { x: start, y: along, width: each.across, height: each.along }
      : { x: along, y: start, width: each.along, height: each.across });
  }));
  return { height: isDownwards ? starts.at(-1) + thickness.at(-1) : across, starts, boxes, passes };
}

const sum = numbers => numbers.reduce((total, each) => total + each, 0);

/** How many counters each gap has to hold; a link over several gaps has only one, in any of them. */
function countersByGap({ cells, chains }) {
  return cells.map((_, depth) => sum(chains.map(({ chain, depth: from }) => {
    const gaps = chain.length - 1;
    return depth >= from && depth < from + gaps ? 1 / gaps : 0;
  })));
}

const span = layer => sum(layer.map(each => each.across + each.before));

/** The gaps share what is left over. */
function startsRightwards(thickness, width) {
  const free = width - sum(thickness);
  const gap = Math.min(GAP.most, free / (thickness.length - 1));
  let at = (free - gap * (thickness.length - 1)) / 2;
  return thickness.map(each => {
    const start = at;
    at += each + gap;
    return start;
  });
}

function startsDownwards(thickness, longer) {
  let at = 0;
  return thickness.map((each, depth) => {
    const start = at;
    at += each + GAP.leastDownwards + longer[depth];
    return start;
  });
}
