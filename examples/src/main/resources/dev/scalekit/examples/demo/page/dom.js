// Everything the server sends goes through textContent or an attribute, never through innerHTML.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children);
  return node;
}

/** Writes only what changed: an untouched node keeps selection and focus, and is not announced again. */
export function setText(node, text) {
  const wanted = text ?? '';
  if (node.textContent !== wanted) node.textContent = wanted;
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/**
 * A list of rows kept in step with a list of items: rows are made, updated in place, moved and removed by key.
 * `create(item)` answers `{root, update(item)}`.
 */
export function keyedList(parent, keyOf, create) {
  const rows = new Map();
  return items => {
    const keys = new Set(items.map(keyOf));
    for (const [key, row] of rows) {
      if (!keys.has(key)) {
        row.root.remove();
        rows.delete(key);
      }
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      if (!rows.has(key)) rows.set(key, create(item));
      const row = rows.get(key);
      row.update(item, index);
      if (parent.children[index] !== row.root) parent.insertBefore(row.root, parent.children[index] ?? null);
    });
    return rows;
  };
}
