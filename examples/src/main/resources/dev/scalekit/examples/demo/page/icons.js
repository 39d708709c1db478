import { setAttribute, svg } from './dom.js';

// Strokes on a grid of 24 by 24, one path for each kind of component.
const KINDS = {
  load: 'M9 11a3.2 3.2 0 1 0 0-6.4a3.2 3.2 0 0 0 0 6.4M3 19.5c0-3.6 2.6-5.6 6-5.6s6 2 6 5.6M15.6 5a3 3 0 0 1 0 5.6M17.6 14.4c2.1.7 3.4 2.5 3.4 5.1',
  edge: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17',
  balancer: 'M3 12h6M9 12c5 0 3-7 8-7h4M9 12h12M9 12c5 0 3 7 8 7h4M18.5 2.8L21 5l-2.5 2.2M18.5 9.8L21 12l-2.5 2.2M18.5 16.8L21 19l-2.5 2.2',
  web: 'M4.5 4h15v7h-15zM4.5 13h15v7h-15zM8 7.5h.01M8 16.5h.01M12 7.5h4.5M12 16.5h4.5',
  cache: 'M4 4h16v16H4zM13 6.5L8.5 13H12l-1 4.5L15.5 11H12z',
  database: 'M4.5 6.2c0-1.8 3.4-3.2 7.5-3.2s7.5 1.4 7.5 3.2s-3.4 3.2-7.5 3.2s-7.5-1.4-7.5-3.2V18c0 1.8 3.4 3.2 7.5 3.2s7.5-1.4 7.5-3.2V6.2M4.5 12c0 1.8 3.4 3.2 7.5 3.2s7.5-1.4 7.5-3.2',
  replica: 'M3 9.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5s-2.7 2.5-6 2.5s-6-1.1-6-2.5v9c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-9M9 4.5C9.6 3.6 12 3 15 3c3.3 0 6 1.1 6 2.5v9c0 .9-1.1 1.7-2.8 2.1',
  queue: 'M2.5 7h4v10h-4zM9 7h4v10H9zM15.5 12h6M18.8 9l2.7 3l-2.7 3',
  worker: 'M12 8.6a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 0 0 0-6.8M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  other: 'M4.5 4.5h15v15h-15z',
};

// Each state has an outline of its own, so that it can be told without its colour.
const CIRCLE = 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z';
const OCTAGON = 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z';
const STATES = {
  good: [CIRCLE, 'M4.6 8.3l2.3 2.3l4.5-4.9'],
  warn: ['M8 .8L15.6 14.6H.4z', 'M8 5.6v4M8 12v.01'],
  bad: [OCTAGON, 'M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4'],
  wait: [CIRCLE, 'M8 4.3V8l2.6 1.8'],
  none: [CIRCLE, 'M5 8h6'],
  info: [CIRCLE, 'M8 7.4v4M8 4.6v.01'],
};

export const MOOD = { up: 'good', slow: 'warn', down: 'bad', starting: 'wait' };

/** An icon that changes with what it shows: a replica may become the primary. `show(kind)` with one of the names above. */
export function kindIcon() {
  const path = svg('path', {});
  const root = svg('svg', { class: 'kind', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, path);
  return { root, show: kind => setAttribute(path, 'd', KINDS[kind] ?? KINDS.other) };
}

/** An icon that changes with what it shows: `show(mood)` with one of the names above. */
export function moodIcon() {
  const outline = svg('path', { class: 'outline' });
  const sign = svg('path', { class: 'sign' });
  const root = svg('svg', { class: 'mood', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, outline, sign);
  let shown;
  const show = mood => {
    if (mood === shown) return;
    shown = mood;
    const paths = STATES[mood] ?? STATES.none;
    outline.setAttribute('d', paths[0]);
    sign.setAttribute('d', paths[1]);
    root.dataset.mood = mood;
  };
  return { root, show };
}
