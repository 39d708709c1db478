import { element, keyedList, setAttribute, setText } from './dom.js';
import { MOOD, kindIcon, moodIcon } from './icons.js';

const FACTS = 3;

/** One component: icon, label, state and a few facts. */
export function boxOf({ id }) {
  const sign = kindIcon();
  const label = element('span', { class: 'box-label' });
  const mood = moodIcon();
  const stateWord = element('span', { class: 'unseen' });
  const stateText = element('span', { 'data-state-text': '' });
  const factList = element('dl', { class: 'facts' });
  const tag = element('span', { class: 'artificial' });
  const inside = element('div', { class: 'box-inside' },
    element('p', { class: 'box-head' }, sign.root, label),
    element('p', { class: 'box-state' }, mood.root, stateWord, stateText),
    factList, tag);
  const root = element('li', { class: 'box', 'data-component': id }, inside);
  const facts = keyedList(factList, fact => fact.name, factOf);
  const tallest = tallestSince();
  let state;

  return {
    root,
    update(component) {
      const text = component.stateText;
      state = component.state;
      setAttribute(root, 'data-state', state);
      setAttribute(root, 'data-kind', component.kind);
      sign.show(component.kind);
      setText(label, component.label);
      mood.show(MOOD[state]);
      setText(stateWord, text && text !== state ? `${state}: ` : '');
      setText(stateText, text || state);
      facts((component.facts ?? []).slice(0, FACTS));
      tag.hidden = !component.note;
      setText(tag, component.note ? `artificial ${component.note}` : '');
    },
    heightAt(width, structure) {
      root.style.width = `${width}px`;
      const borders = root.offsetHeight - root.clientHeight;
      return tallest(inside.offsetHeight + borders, state === 'up', structure);
    },
    moveTo({ x, y, height }) {
      root.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      root.style.height = `${height}px`;
    },
  };
}

/**
 * A box may grow for a longer text and keeps that height, and shrinks only when it is well again after a trouble:
 * texts that change twice a second must not make the picture jump.
 */
function tallestSince() {
  let well = 0;
  let ill = 0;
  let since;
  return (height, up, structure) => {
    if (since !== structure) well = ill = 0;
    since = structure;
    if (up) well = Math.max(well, height);
    ill = up ? 0 : Math.max(ill, height);
    return Math.max(well, ill);
  };
}

function factOf({ name }) {
  const value = element('dd');
  return {
    root: element('div', {}, element('dt', {}, name), value),
    update: fact => setText(value, fact.value),
  };
}
