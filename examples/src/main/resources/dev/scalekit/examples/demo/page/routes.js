const SAMPLES = 24;
const PORTS = 28;

/**
 * The curve of each link: straight through the layers it passes, bent only between them, so that it never runs
 * behind a box. Answers `{link, d, points, tip}` in the direction of the link.
 */
export function routes({ downwards, chains }, { boxes, passes }) {
  const along = box => (downwards ? [box.y, box.y + box.height] : [box.x, box.x + box.width]);
  const centre = box => (downwards ? box.x + box.width / 2 : box.y + box.height / 2);
  const middle = cell => (cell.id ? centre(boxes.get(cell.id)) : passes.get(cell).middle);
  const port = ports(chains, middle, id => (downwards ? boxes.get(id).width : boxes.get(id).height));

  return chains.map(({ link, chain, reversed }) => {
    const [first, last] = [boxes.get(chain[0].id), boxes.get(chain.at(-1).id)];
    const stops = [[along(first)[1], centre(first) + port(chain[0].id, link)]];
    for (const cell of chain.slice(1, -1)) {
      const pass = passes.get(cell);
      stops.push([pass.from, pass.middle], [pass.to, pass.middle]);
    }
    stops.push([along(last)[0], centre(last) + port(chain.at(-1).id, link)]);
    if (reversed) stops.reverse();
    return { link, ...curve(stops, downwards) };
  });
}

/** Where on its side of a box a link begins or ends: side by side, in the order of what is at the other ends. */
function ports(chains, middle, length) {
  const sides = new Map();
  const join = (cell, other, side, link) => {
    const key = `${side} ${cell.id}`;
    if (!sides.has(key)) sides.set(key, { id: cell.id, ends: [] });
    sides.get(key).ends.push({ other, link });
  };
  for (const { link, chain } of chains) {
    join(chain[0], chain[1], 'out', link);
    join(chain.at(-1), chain.at(-2), 'in', link);
  }
  const offsets = new Map();
  for (const { id, ends } of sides.values()) {
    ends.sort((one, other) => middle(one.other) - middle(other.other));
    const space = Math.min(PORTS, (length(id) - 16) / ends.length);
    ends.forEach(({ link }, index) => offsets.set(keyOf(id, link), (index - (ends.length - 1) / 2) * space));
  }
  return (id, link) => offsets.get(keyOf(id, link));
}

const keyOf = (id, { from, to }) => `${id} ${from} ${to}`;

function curve(stops, downwards) {
  const at = ([along, across]) => (downwards ? { x: across, y: along } : { x: along, y: across });
  const text = point => { const { x, y } = at(point); return `${x.toFixed(1)} ${y.toFixed(1)}`; };
  const points = [];
  let d = `M${text(stops[0])}`;
  stops.slice(1).forEach((end, index) => {
    const start = stops[index];
    const half = (start[0] + end[0]) / 2;
    const [bend, turn] = [[half, start[1]], [half, end[1]]];
    d += `C${text(bend)} ${text(turn)} ${text(end)}`;
    for (let step = 0; step <= SAMPLES; step++) points.push(at(bezier(start, bend, turn, end, step / SAMPLES)));
  });
  const tip = at(stops.at(-1));
  const way = Math.sign(stops.at(-1)[0] - stops.at(-2)[0]);
  return { d, points, tip: arrow(tip, downwards, way) };
}

function bezier(a, b, c, d, t) {
  const s = 1 - t;
  return [0, 1].map(i => s * s * s * a[i] + 3 * s * s * t * b[i] + 3 * s * t * t * c[i] + t * t * t * d[i]);
}

function arrow({ x, y }, downwards, way) {
  const back = -6 * way;
  return downwards
    ? `M${x - 4.5} ${y + back}L${x} ${y}L${x + 4.5} ${y + back}`
    : `M${x + back} ${y - 4.5}L${x} ${y}L${x + back} ${y + 4.5}`;
}

/** The points of a curve at even distances: as it is computed they are crowded where it bends. */
export function evenly(points) {
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    lengths.push(lengths[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
  }
  const count = Math.max(20, Math.round(lengths.at(-1) / 8));
  let at = 0;
  return Array.from({ length: count + 1 }, (_, step) => {
    const wanted = lengths.at(-1) * step / count;
    while (at < points.length - 1 && lengths[at] < wanted) at++;
    return points[at];
  });
}
