import { byId, element, keyedList, setText } from './dom.js';
import { count, perSecond } from './format.js';

/**
 * What stands under the picture: what is artificial, numbered, and where the counters come from.
 * The function it makes answers the number of each text, for the tags in the picture.
 */
export function footnotes() {
  const artificial = element('ol', { class: 'artificial-notes' });
  const sources = element('p', { class: 'source' });
  const rows = element('tbody');
  const table = element('details', { class: 'totals' },
    element('summary', {}, 'All counters since the start'),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'All counters since the start' },
      element('table', {}, element('thead', {}, headings()), rows)));
  byId('footnotes').append(artificial, sources, table);

  const showArtificial = keyedList(artificial, note => note.text, noteOf);
  const showRows = keyedList(rows, ({ from, to }) => `${from}→${to}`, rowOf);

  return ({ components, links }) => {
    const notes = new Map();
    for (const { artificial: text, label } of [...components, ...links]) {
      if (text && !notes.has(text)) notes.set(text, { text, number: String(notes.size + 1), label });
    }
    showArtificial([...notes.values()]);
    setText(sources, sourcesOf(links));
    const labels = new Map(components.map(({ id, label }) => [id, label]));
    showRows(links.map(link => ({ ...link, fromLabel: labels.get(link.from), toLabel: labels.get(link.to) })));
    return new Map([...notes].map(([text, { number }]) => [text, number]));
  };
}

function sourcesOf(links) {
  const units = new Map();
  for (const { unit, source } of links) {
    if (source) units.set(unit, (units.get(unit) ?? new Set()).add(source));
  }
  const sentences = [...units].map(([unit, sources]) => `${unit} – ${[...sources].join(', ')}`);
  return sentences.length ? `Counters: ${sentences.join('; ')}. The more passes, the faster the dots (logarithmic).` : '';
}

function noteOf() {
  const number = element('span', { class: 'note-number' });
  const text = element('span');
  return {
    root: element('li', {}, element('span', { class: 'artificial' }, 'artificial ', number), ' ', text),
    update(note) {
      setText(number, note.number);
      setText(text, note.label ? `${note.label}: ${note.text}` : note.text);
    },
  };
}

const headings = () => element('tr', {}, ...['Link', 'Now', 'Since the start', 'Source']
  .map(text => element('th', { scope: 'col' }, text)));

function rowOf() {
  const name = element('th', { scope: 'row' });
  const cells = Array.from({ length: 3 }, () => element('td'));
  return {
    root: element('tr', {}, name, ...cells),
    update(link) {
      setText(name, `${link.fromLabel} → ${link.toLabel}`);
      setText(cells[0], `${perSecond(link.perSecond)} ${link.unit}/s`);
      setText(cells[1], `${count(link.total)} ${link.unit}`);
      setText(cells[2], link.source);
    },
  };
}
