import { sequence, shuffled } from './shuffle.js';

const TRIES = 24;
const SWEEPS = 8;

/**
 * Cells in order: each layer holds its components and, for each link that passes it, a cell `{link}` that keeps its
 * way free. A link's chain is its cells from the upper to the lower end; `reversed` when the link runs against them.
 */
export function orderedCells(layers, links) {
  const cells = layers.map(layer => layer.map(id => ({ id })));
  const place = new Map();
  cells.forEach((layer, depth) => layer.forEach(cell => place.set(cell.id, { cell, depth })));

  const chains = links.map(link => {
    const [from, to] = [place.get(link.from), place.get(link.to)];
    const reversed = from.depth > to.depth;
    const [upper, lower] = reversed ? [to, from] : [from, to];
    const chain = [upper.cell];
    for (let depth = upper.depth + 1; depth < lower.depth; depth++) {
      const pass = { link };
      cells[depth].push(pass);
      chain.push(pass);
    }
    chain.push(lower.cell);
    return { link, chain, depth: upper.depth, reversed };
  });

  const segments = chains.flatMap(({ chain }) => chain.slice(1).map((cell, index) => [chain[index], cell]));
  return { cells: untangled(cells, segments), chains };
}

/** From the given order, and then from others, because a sweep finds only the best order near to where it began. */
function untangled(cells, segments) {
  const random = sequence(1);
  const given = new Map(cells.flatMap(layer => layer.map((cell, at) => [cell, at])));
  let best = sweep(cells, segments, given);
  for (let tries = 0; tries < TRIES && best.cost > 0; tries++) {
    const found = sweep(cells.map(layer => shuffled(layer, random)), segments, given);
    if (found.cost < best.cost) best = found;
  }
  return best.cells;
}

/** To and fro, each cell to the mean place of its neighbours; answers the best order on the way. */
function sweep(cells, segments, given) {
  const costOf = order => crossings(order, segments) + disorder(order, given);
  const now = cells.map(layer => [...layer]);
  let best = { cells, cost: costOf(cells) };
  for (let round = 0; round < SWEEPS && best.cost > 0; round++) {
    const forward = round % 2 === 0;
    const depths = now.map((_, depth) => depth);
    for (const depth of forward ? depths : depths.reverse()) sortByNeighbours(now, depth, segments, forward);
    const cost = costOf(now);
    if (cost < best.cost) best = { cells: now.map(layer => [...layer]), cost };
  }
  return best;
}

/** How many pairs of boxes stand otherwise than they were given: a reader looks for 1, 2, 3. */
function disorder(cells, given) {
  return cells.reduce((sum, layer) => {
    const places = layer.filter(cell => cell.id).map(cell => given.get(cell));
    return sum + places.reduce((pairs, place, at) => pairs + places.slice(at + 1).filter(later => later < place).length, 0);
  }, 0);
}

function sortByNeighbours(cells, depth, segments, forward) {
  const index = new Map(cells.flatMap(layer => layer.map((cell, at) => [cell, at])));
  const mean = new Map(cells[depth].map((cell, at) => {
    const near = segments.flatMap(([upper, lower]) =>
      forward ? (lower === cell ? [upper] : []) : (upper === cell ? [lower] : []));
    return [cell, near.length ? near.reduce((sum, each) => sum + index.get(each), 0) / near.length : at];
  }));
  cells[depth].sort((one, other) => mean.get(one) - mean.get(other));
}

function crossings(cells, segments) {
  const index = new Map(cells.flatMap((layer, depth) => layer.map((cell, at) => [cell, { depth, at }])));
  const placed = segments.map(([upper, lower]) => [index.get(upper), index.get(lower)]);
  let found = 0;
  for (let i = 0; i < placed.length; i++) {
    for (let j = i + 1; j < placed.length; j++) {
      const [[a, b], [c, d]] = [placed[i], placed[j]];
      if (a.depth === c.depth && (a.at - c.at) * (b.at - d.at) < 0) found++;
    }
  }
  return found;
}
