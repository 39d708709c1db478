/**
 * The middle of each cell across the picture: as near to the middle of its neighbours as the order and the distances
 * allow. A layer is a list of `{cell, across, before}`, with `before` the distance to the one before it.
 */
export function centres(layers, chains, across) {
  const middle = new Map();
  const neighbours = neighboursOf(chains);
  for (const layer of layers) settle(layer, () => across / 2, across, middle);
  for (let round = 0; round < 6; round++) {
    for (const layer of round % 2 ? [...layers].reverse() : layers) {
      settle(layer, cell => meanOf(neighbours.get(cell), middle) ?? across / 2, across, middle);
    }
  }
  return middle;
}

function neighboursOf(chains) {
  const neighbours = new Map();
  const join = (cell, other) => {
    if (!neighbours.has(cell)) neighbours.set(cell, []);
    neighbours.get(cell).push(other);
  };
  for (const { chain } of chains) {
    chain.slice(1).forEach((lower, index) => {
      join(lower, chain[index]);
      join(chain[index], lower);
    });
  }
  return neighbours;
}

function meanOf(cells, middle) {
  return cells && cells.reduce((sum, each) => sum + middle.get(each), 0) / cells.length;
}

/**
 * With the distances taken off, the order asks only for numbers that never fall, and the nearest such numbers to the
 * wishes are known to be found by pooling neighbours that are out of order.
 */
function settle(layer, wishOf, across, middle) {
  let end = 0;
  const offsets = layer.map(each => {
    end += each.before + each.across;
    return end - each.across / 2;
  });
  const room = Math.max(0, across - end);
  nondecreasing(layer.map((each, index) => wishOf(each.cell) - offsets[index])).forEach((shift, index) => {
    middle.set(layer[index].cell, offsets[index] + Math.min(room, Math.max(0, shift)));
  });
}

function nondecreasing(numbers) {
  const pools = [];
  const mean = ({ sum, size }) => sum / size;
  for (const number of numbers) {
    pools.push({ sum: number, size: 1 });
    while (pools.length > 1 && mean(pools.at(-2)) > mean(pools.at(-1))) {
      const { sum, size } = pools.pop();
      pools.at(-1).sum += sum;
      pools.at(-1).size += size;
    }
  }
  return pools.flatMap(pool => Array(pool.size).fill(mean(pool)));
}
