import { byId, element, keyedList, setAttribute, setText } from './dom.js';
import { clock } from './format.js';
import { moodIcon } from './icons.js';

export function log() {
  const list = byId('log');
  const lines = keyedList(list, entry => `${entry.n} ${entry.t}`, line);
  return state => {
    lines([...state.log].reverse());
    // Only now, or a screen reader would read out the whole past first.
    requestAnimationFrame(() => setAttribute(list.parentElement, 'aria-live', 'polite'));
  };
}

function line(entry) {
  const icon = moodIcon();
  icon.show(entry.level);
  const text = element('span', { class: 'log-text' });
  const root = element('li', { 'data-level': entry.level, 'data-entry': entry.n },
    element('time', {}, clock(entry.t)), icon.root, text);
  return { root, update: ({ text: words }) => setText(text, words) };
}
