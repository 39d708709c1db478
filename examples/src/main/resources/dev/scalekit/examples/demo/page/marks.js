const SIGNS = { warn: '▲', bad: '✕' };

/** The warnings and failures of the event log, as upright lines in the charts. */
export function marks() {
  const entries = new Map();
  return {
    restart: () => entries.clear(),
    /** The log comes with its newest lines only; what scrolled out of it stays in the charts as long as their time does. */
    add(log, oldest) {
      for (const { n, t, level } of log) {
        if (SIGNS[level]) entries.set(n, { t, level });
      }
      for (const [n, { t }] of entries) {
        if (t < oldest) entries.delete(n);
      }
    },
    draw(plot, colours) {
      const { ctx, bbox, scales: { x } } = plot;
      ctx.save();
      ctx.lineWidth = devicePixelRatio;
      ctx.textAlign = 'center';
      ctx.font = `${10 * devicePixelRatio}px sans-serif`;
      for (const { t, level } of entries.values()) {
        if (t < x.min || t > x.max) continue;
        const at = Math.round(plot.valToPos(t, 'x', true));
        ctx.strokeStyle = ctx.fillStyle = colours[level];
        ctx.setLineDash(level === 'bad' ? [] : [3 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(at, bbox.top);
        ctx.lineTo(at, bbox.top + bbox.height);
        ctx.stroke();
        ctx.fillText(SIGNS[level], at, bbox.top - 3 * devicePixelRatio);
      }
      ctx.restore();
    },
  };
}
