const SILENCE = 4000;
const RETRY = 2000;

/**
 * Listens for `history` and `state`, for ever. `lost` is told when the stream breaks and also when it only falls
 * silent: a stopped process keeps its connections open.
 */
export function listen(address, { history, state, lost }) {
  let watchdog;
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
  };

  const connect = () => {
    const source = new EventSource(address);
    source.addEventListener('history', event => {
      heard();
      history(JSON.parse(event.data));
    });
    source.addEventListener('state', event => {
      heard();
      state(JSON.parse(event.data));
    });
    source.addEventListener('error', () => {
      lost();
      // EventSource gives up for good on an answer that is no stream, such as an error page.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY);
    });
  };
  connect();
}
