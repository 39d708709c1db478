import { byId, element, keyedList, setAttribute, setText } from './dom.js';
import { NOTHING, ago, count } from './format.js';
import { moodIcon } from './icons.js';

const MOODS = { held: 'good', broken: 'bad', unchecked: 'none' };
const WORDS = { held: 'held', broken: 'broken', unchecked: 'not checked yet' };

export function promises() {
  const cards = keyedList(byId('promises'), promise => promise.id, card);
  return state => cards(state.promises);
}

function card({ id }) {
  const icon = moodIcon();
  const violations = element('span', { class: 'violations', 'data-violations': '' });
  const title = element('span', { class: 'promise-title' });
  const checked = element('p', { class: 'checked' });
  const how = element('p', { class: 'source' });
  const detail = element('p', { class: 'detail', 'aria-live': 'assertive' });
  const root = element('li', { 'data-promise': id },
    icon.root,
    element('div', {}, element('p', { class: 'verdict' }, violations, title), checked, detail, how));
  return {
    root,
    update(promise) {
      const unchecked = promise.state === 'unchecked';
      icon.show(MOODS[promise.state]);
      setAttribute(root, 'data-state', promise.state);
      setText(violations, unchecked ? NOTHING : count(promise.violations));
      setText(title, promise.title);
      setText(checked, unchecked ? WORDS.unchecked : checkedText(promise));
      setText(detail, promise.detail);
      setText(how, promise.how);
    },
  };
}

const unbroken = text => text.replaceAll(' ', '\u00a0');

function checkedText({ state, checked, checkedUnit, secondsAgo }) {
  const parts = [WORDS[state], `${count(checked)} ${checkedUnit} checked`, ago(secondsAgo)];
  return parts.filter(Boolean).map(unbroken).join(' · ');
}
