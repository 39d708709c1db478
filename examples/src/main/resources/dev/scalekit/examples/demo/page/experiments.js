import { byId, element, keyedList, setAttribute, setText } from './dom.js';
import { moodIcon } from './icons.js';

export function experiments() {
  const tiles = keyedList(byId('experiments'), experiment => experiment.id, tile);
  return state => {
    tiles(state.experiments);
    if (state.experiments.every(each => each.state === 'ready')) setText(byId('refusal'), '');
  };
}

function tile({ id }) {
  const icon = moodIcon();
  const button = element('button', { type: 'button', 'data-experiment': id, 'aria-describedby': `about-${id}` });
  const about = element('p', { class: 'source', id: `about-${id}` });
  const news = element('a', { class: 'news' });
  const status = element('p', { class: 'status' }, icon.root, news);
  const root = element('li', {}, button, about, status);

  button.addEventListener('click', () => {
    if (button.dataset.state === 'ready') start(id, button);
  });
  return {
    root,
    update(experiment) {
      const { mood, text, outcome } = statusOf(experiment);
      setText(button, experiment.title);
      setText(about, experiment.about);
      setAttribute(root, 'data-state', experiment.state);
      setAttribute(button, 'data-state', experiment.state);
      // A running one is not `disabled`: whoever pressed it from the keyboard would lose the focus.
      setAttribute(button, 'aria-disabled', experiment.state === 'running' ? 'true' : null);
      button.disabled = experiment.state === 'waiting';
      status.hidden = !text;
      icon.show(mood);
      setText(news, text);
      setAttribute(news, 'href', outcome ? `#outcome-${id}` : null);
    },
  };
}

function statusOf({ state, progress, outcome }) {
  if (state === 'running') return { mood: 'wait', text: progress || 'running' };
  if (outcome) return { mood: outcome.held ? 'good' : 'bad', text: outcome.headline, outcome: true };
  return { mood: 'none', text: '' };
}

async function start(id, button) {
  const refusal = byId('refusal');
  setText(refusal, '');
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(`/experiments/${encodeURIComponent(id)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    if (!answer.ok) setText(refusal, await reason(answer));
  } catch {
    setText(refusal, 'The demo did not answer.');
  } finally {
    button.removeAttribute('aria-busy');
  }
}

async function reason(answer) {
  try {
    return (await answer.json()).error || `The demo refused (${answer.status}).`;
  } catch {
    return `The demo refused (${answer.status}).`;
  }
}
