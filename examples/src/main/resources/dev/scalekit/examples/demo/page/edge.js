import { element, setAttribute, setText, svg } from './dom.js';
import { perSecond } from './format.js';

const SPACING = 26;

/** The curve of a link and the dots that move on it. */
export function edgeOf() {
  const line = svg('path', { class: 'line' });
  const tip = svg('path', { class: 'tip' });
  const dots = svg('path', { class: 'dots', 'stroke-dasharray': `0 ${SPACING}` });
  const root = svg('g', { class: 'edge' }, line, dots, tip);
  let moved = 0;
  let rate = 0;

  return {
    root,
    update(link) {
      setAttribute(root, 'data-edge', `${link.from}→${link.to}`);
      root.classList.toggle('idle', !(link.perSecond > 0));
      root.classList.toggle('cut', link.cut);
      rate = link.perSecond;
    },
    step(seconds) {
      if (!(rate > 0)) return;
      moved = (moved + speed(rate) * seconds) % SPACING;
      dots.setAttribute('stroke-dashoffset', (SPACING - moved).toFixed(1));
    },
    moveTo({ d, tip: arrow }) {
      setAttribute(line, 'd', d);
      setAttribute(dots, 'd', d);
      setAttribute(tip, 'd', arrow);
    },
  };
}

/** Pixels a second, by the logarithm: one a second can be seen to move, and thousands are still dots. */
const speed = rate => Math.min(110, 12 + 26 * Math.log10(1 + rate));

/** The counter of a link, on a plate of its own. */
export function plateOf({ from, to }) {
  const ends = element('span', { class: 'unseen' });
  const counter = element('span', { class: 'counter', 'data-counter': '' });
  const unit = element('span', { class: 'unit' });
  const note = element('sup');
  const root = element('li', { class: 'plate', 'data-link': `${from}→${to}` }, ends, counter, ' ', unit, note);
  return {
    root,
    update(link) {
      setText(ends, `${link.fromLabel} to ${link.toLabel}: `);
      setText(counter, perSecond(link.perSecond));
      setText(unit, `${link.unit}/s`);
      setText(note, link.note);
      root.classList.toggle('idle', !(link.perSecond > 0));
      root.classList.toggle('cut', link.cut);
      root.classList.toggle('by-hand', Boolean(link.note));
    },
    size: () => ({ width: root.offsetWidth, height: root.offsetHeight }),
    moveTo({ x, y }) {
      root.style.transform = `translate(${Math.round(x - root.offsetWidth / 2)}px, ${Math.round(y - root.offsetHeight / 2)}px)`;
    },
  };
}
