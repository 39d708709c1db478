import { byId, element, keyedList } from './dom.js';
import { chartOf } from './chart.js';
import { marks } from './marks.js';
import { series } from './series.js';

const WINDOWS = [{ seconds: 120, label: '2 minutes' }, { seconds: 600, label: '10 minutes' }];

/** As many charts as the server names, all over the same time. */
export function charts() {
  const points = series();
  const events = marks();
  const context = { points, events, seconds: WINDOWS[0].seconds };
  // A chart that is described otherwise is another chart.
  const show = keyedList(byId('charts'), spec => JSON.stringify(spec), spec => chartOf(spec, context));
  let rows = new Map();

  const redraw = () => rows.forEach(chart => chart.draw());
  chooseWindow(seconds => {
    context.seconds = seconds;
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => rows.forEach(chart => chart.rebuild()));

  return {
    restart(history) {
      points.restart(history);
      events.restart();
    },
    add(point, log) {
      points.add(point);
      events.add(log, points.first());
    },
    render(state) {
      rows = show(state.charts);
      redraw();
    },
  };
}

function chooseWindow(choose) {
  const buttons = WINDOWS.map(({ label, seconds }, index) => {
    const button = element('button', { type: 'button', class: 'quiet', 'aria-pressed': index === 0 }, label);
    button.addEventListener('click', () => {
      buttons.forEach(each => each.setAttribute('aria-pressed', each === button));
      choose(seconds);
    });
    return button;
  });
  byId('window').append(...buttons);
}
