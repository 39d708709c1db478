/**
 * Which layer each component stands in: the longest path that leads to it from a component nothing leads to.
 * `components` are ids, `links` are `{from, to}`. Answers ids by layer.
 */
export function layersOf(components, links) {
  const backward = backwardLinks(components, links);
  const layer = new Map();
  const depth = id => {
    if (!layer.has(id)) {
      const before = links.filter(link => link.to === id && !backward.has(link)).map(link => depth(link.from) + 1);
      layer.set(id, Math.max(0, ...before));
    }
    return layer.get(id);
  };
  components.forEach(depth);

  const layers = [];
  for (const id of components) (layers[layer.get(id)] ??= []).push(id);
  return layers;
}

/** The links that close a circle; without them the longest path would have no end. */
function backwardLinks(components, links) {
  const backward = new Set();
  const open = new Set();
  const done = new Set();
  const visit = id => {
    if (done.has(id)) return;
    open.add(id);
    for (const link of links.filter(each => each.from === id)) {
      if (open.has(link.to)) backward.add(link);
      else visit(link.to);
    }
    open.delete(id);
    done.add(id);
  };
  components.forEach(visit);
  return backward;
}

/** Breaks layers of more than `most` into several of about the same size, for a narrow screen. */
export function limitLayers(layers, most) {
  return layers.flatMap(layer => {
    const parts = Math.ceil(layer.length / most);
    const size = Math.ceil(layer.length / parts);
    return Array.from({ length: parts }, (_, part) => layer.slice(part * size, (part + 1) * size));
  });
}
