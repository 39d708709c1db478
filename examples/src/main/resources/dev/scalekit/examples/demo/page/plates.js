import { evenly } from './routes.js';
import { sequence, shuffled } from './shuffle.js';

const MARGIN = 3;
// What a bad place costs: a square pixel over a box or over another plate, another link covered, half the way off the middle.
const COST = { box: 20, plate: 10, link: 40, offMiddle: 60 };
const TRIES = 8;
const ROUNDS = 3;

/**
 * Where the counter of each link stands on its curve: the places that together cover the least of everything else.
 * `sizes` holds `{width, height}` by link; answers the centre by link, and the centres of those that cover something.
 */
export function placePlates(routes, boxes, sizes, area) {
  const choices = routes.map(route => ({ link: route.link, places: placesOn(route, sizes.get(route.link), routes, boxes, area) }));
  let best = { cost: Infinity };
  const random = sequence(1);
  // One after the other is quick but may wall a plate in, so other orders are tried; the same ones each time.
  for (let tries = 0; tries < TRIES && best.cost > 0; tries++) {
    const found = choose(tries === 0 ? choices : shuffled(choices, random));
    if (found.cost < best.cost) best = found;
  }
  const places = [...best.chosen ?? []];
  const coversAnother = ([link, { room }]) => places.some(([other, place]) => other !== link && overlap(room, place.room));
  return {
    centres: new Map(places.map(([link, { point }]) => [link, point])),
    crowded: places.filter(each => each[1].coversBox || coversAnother(each)).map(([, { point }]) => point),
  };
}

/** Each takes the best place left, again and again, because the first ones chose before the others were known. */
function choose(choices) {
  const chosen = new Map();
  let cost = 0;
  for (let round = 0; round < ROUNDS; round++) {
    cost = 0;
    for (const { link, places } of choices) {
      chosen.delete(link);
      const best = cheapest(places, [...chosen.values()]);
      chosen.set(link, best.place);
      cost += best.cost;
    }
  }
  return { chosen, cost };
}

function cheapest(places, others) {
  let best = { cost: Infinity };
  for (const place of places) {
    let cost = place.cost;
    for (const other of others) cost += COST.plate * overlap(place.room, other.room);
    if (cost < best.cost) best = { place, cost };
  }
  return best;
}

function placesOn(route, size, routes, boxes, area) {
  const points = evenly(route.points);
  const places = points.map((onCurve, index) => {
    const point = inside(onCurve, size, area);
    const room = around(point, size);
    let cost = COST.offMiddle * Math.abs(index / (points.length - 1) - 0.5) * 2;
    const covered = boxes.reduce((sum, box) => sum + overlap(room, box), 0);
    cost += COST.box * covered;
    for (const other of routes) {
      if (other !== route && other.points.some(each => contains(room, each))) cost += COST.link;
    }
    return { point, room, cost, coversBox: covered > 0 };
  });
  const tenth = Math.ceil(points.length / 10);
  return places.slice(tenth, -tenth);
}

function inside({ x, y }, size, { width, height }) {
  const clamp = (value, half, end) => Math.max(half, Math.min(end - half, value));
  return { x: clamp(x, size.width / 2 + MARGIN, width), y: clamp(y, size.height / 2 + MARGIN, height) };
}

function around({ x, y }, { width, height }) {
  return {
    x: x - width / 2 - MARGIN, y: y - height / 2 - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN,
  };
}

function overlap(one, other) {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function contains({ x, y, width, height }, point) {
  return point.x > x && point.x < x + width && point.y > y && point.y < y + height;
}
