import { byId, element, keyedList, setText } from './dom.js';
import { clock, withUnit } from './format.js';
import { moodIcon } from './icons.js';

/** One card for each experiment that has ended, the newest first. */
export function outcomes() {
  const cards = keyedList(byId('outcomes'), ({ id, outcome }) => `${id} ${outcome.at}`, card);
  return state => {
    const ended = state.experiments.filter(experiment => experiment.outcome);
    ended.sort((one, other) => other.outcome.at - one.outcome.at);
    byId('no-outcomes').hidden = ended.length > 0;
    cards(ended);
  };
}

function card({ id, title, outcome }) {
  const icon = moodIcon();
  const headline = element('span');
  const list = element('dl');
  const root = element('article', { id: `outcome-${id}`, 'data-outcome': id, tabindex: '-1' },
    element('h3', {}, title, ' ', element('span', { class: 'at' }, `at ${clock(outcome.at)}`)),
    element('p', { class: 'headline' }, icon.root, headline),
    list);
  const fill = keyedList(list, each => each.name, figureOf);
  return {
    root,
    update({ outcome: now }) {
      icon.show(now.held ? 'good' : 'bad');
      root.dataset.held = now.held;
      setText(headline, now.headline);
      fill(now.figures);
    },
  };
}

function figureOf({ name }) {
  const value = element('dd', { 'data-figure': name });
  const source = element('dd', { class: 'source' });
  return {
    root: element('div', {}, element('dt', {}, name), value, source),
    update(item) {
      setText(value, withUnit(item.value, item.unit));
      setText(source, item.source);
    },
  };
}
