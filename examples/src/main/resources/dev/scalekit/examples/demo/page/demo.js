import { byId, setText } from './dom.js';
import { clock } from './format.js';
import { listen } from './stream.js';
import { overview } from './overview.js';
import { promises } from './promises.js';
import { picture } from './picture.js';
import { charts } from './charts.js';
import { experiments } from './experiments.js';
import { outcomes } from './outcomes.js';
import { log } from './log.js';

const panels = [overview(), promises(), picture(), experiments(), outcomes(), log()];
const chartPanel = charts();

let latest;
let frame = 0;

// Drawn by the frame: a hidden tab gets no frames and costs the measured machine nothing.
function draw() {
  frame = 0;
  for (const render of panels) render(latest);
  chartPanel.render(latest);
}

listen('/events', {
  history(data) {
    chartPanel.restart(data.points);
  },
  state(data) {
    latest = data;
    chartPanel.add(data.point, data.log);
    document.body.dataset.stream = 'live';
    setText(byId('lost'), '');
    if (frame === 0) frame = requestAnimationFrame(draw);
  },
  lost() {
    document.body.dataset.stream = 'lost';
    const age = latest ? ` What stands below is as it was at ${clock(latest.secondsRunning)}.` : '';
    setText(byId('lost'), `The demo is not answering: it has ended, or it was stopped.${age} Trying again…`);
  },
});
