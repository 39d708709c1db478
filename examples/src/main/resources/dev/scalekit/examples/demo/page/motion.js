import { byId } from './dom.js';

// Twenty pictures a second: sixty would be drawn by the very processors whose work is measured here.
const PERIOD = 50;

/** Moves the dots on the links, unless the reader, the system or a lost stream asks for stillness. */
export function motion(place, edges) {
  const button = byId('motion');
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  button.addEventListener('click', () => {
    const still = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', still);
    place.classList.toggle('still', still);
  });

  setInterval(() => {
    const still = document.hidden || reduced.matches || place.classList.contains('still') || document.body.dataset.stream !== 'live';
    if (!still) edges().forEach(edge => edge.step(PERIOD / 1000));
  }, PERIOD);
}
