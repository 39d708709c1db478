/** Lehmer's generator, so that the same architecture gives the same picture. */
export function sequence(seed) {
  let last = seed;
  return () => (last = (last * 48271) % 2147483647) / 2147483647;
}

export function shuffled(list, random) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
