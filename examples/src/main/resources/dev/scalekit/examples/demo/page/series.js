// As many as the server sends as history: ten minutes.
const MOST = 1200;

/** The measured points of all charts, oldest first. */
export function series() {
  let points = [];
  return {
    restart(history) {
      points = [...history];
    },
    add(point) {
      // After a reconnect the last point of the history may come once more.
      if (points.length && point.t <= points.at(-1).t) return;
      points.push(point);
      if (points.length > MOST) points.shift();
    },
    first: () => points[0]?.t ?? 0,
    last: () => points.at(-1)?.t ?? 0,
    latest: chart => points.at(-1)?.values[chart] ?? [],
    /** Columns as uPlot wants them: times, then one column a series. A logarithm has no place for 0, so it is a gap. */
    columns(chart, { series: names, scale }, since) {
      const shown = points.filter(point => point.t >= since);
      const valueOf = (point, index) => {
        const value = point.values[chart]?.[index] ?? null;
        return scale === 'log' && value <= 0 ? null : value;
      };
      return [shown.map(point => point.t), ...names.map((_, index) => shown.map(point => valueOf(point, index)))];
    },
  };
}
