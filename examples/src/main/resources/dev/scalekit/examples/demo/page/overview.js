import { byId, element, keyedList, setAttribute, setText } from './dom.js';
import { clock } from './format.js';

/** The head of the page: what runs, which step of the road it is, and how this run was started. */
export function overview() {
  const steps = keyedList(byId('steps'), step => step.number, step);
  const run = keyedList(byId('run'), fact => fact.name, fact);

  return state => {
    setText(byId('title'), state.title);
    setText(byId('about'), state.about);
    document.title = `${state.title} · ScaleKit demo`;
    steps(state.steps.map(each => ({ ...each, current: each.number === state.step, runs: each.number <= state.step })));
    run(facts(state));
  };
}

function facts(state) {
  const known = [{ name: 'running for', value: clock(state.secondsRunning) }];
  if (Number.isFinite(state.secondsLeft)) known.push({ name: 'ends in', value: clock(state.secondsLeft) });
  known.push({ name: 'started as', value: `./demo --step ${state.step} --rate ${state.rate} --seed ${state.seed}` });
  return known;
}

function fact({ name }) {
  const value = element('dd');
  return {
    root: element('div', {}, element('dt', {}, name), value),
    update: item => setText(value, item.value),
  };
}

function step({ number }) {
  const title = element('span', { class: 'step-title' });
  const status = element('span', { class: 'unseen' });
  const root = element('li', { 'data-step': number }, element('span', { class: 'step-number' }, String(number)), title, status);
  return {
    root,
    update(item) {
      setText(title, item.title ?? 'not there yet');
      setText(status, item.title && item.runs ? ' (runs)' : ' (does not run)');
      setAttribute(root, 'data-runs', Boolean(item.title) && item.runs);
      setAttribute(root, 'aria-current', item.current ? 'step' : null);
    },
  };
}
