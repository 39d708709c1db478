import { arrange } from './layout.js';
import { placePlates } from './plates.js';
import { routes } from './routes.js';

// So many pixels a gap grows by, and so often at most.
const GROWTH = 24;
const MOST = 12;

/**
 * Where all of it stands: boxes, curves and counters. How much room the counters of a gap need is found by trying:
 * a gap in which they do not fit grows until they do. See `arrange`.
 */
export function drawing(layout, heights, sizes) {
  const { width, downwards } = layout;
  const longer = layout.cells.map(() => 0);
  for (let tries = 0; ; tries++) {
    const arranged = arrange(layout, heights, longer);
    const ways = routes(layout, arranged);
    const { centres, crowded } = placePlates(ways, [...arranged.boxes.values()], sizes, { width, height: arranged.height });
    if (crowded.length === 0 || tries === MOST) return { ...arranged, ways, centres };
    const gapOf = point => arranged.starts.findLastIndex(start => start <= (downwards ? point.y : point.x));
    for (const gap of new Set(crowded.map(gapOf))) longer[Math.max(0, gap)] += GROWTH;
  }
}
