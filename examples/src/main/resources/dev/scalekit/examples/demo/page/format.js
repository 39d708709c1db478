const withDecimals = [0, 1, 2, 3].map(decimals =>
  new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

export const NOTHING = '–';

export const count = value => withDecimals[0].format(value);

/** Three significant digits, so that a figure does not claim more than was measured. */
export function figure(value) {
  if (value === null || value === undefined) return NOTHING;
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return withDecimals[0].format(value);
  return withDecimals[size >= 10 ? 1 : size >= 1 ? 2 : 3].format(value);
}

/** Always one decimal below a thousand: a counter whose digits come and go cannot be read. */
export function perSecond(value) {
  return withDecimals[value > 0 && value < 1000 ? 1 : 0].format(value);
}

export const tick = value => short.format(value);

/** "80/s", not "80 1/s". */
export function withUnit(text, unit) {
  if (!unit || text === NOTHING) return text;
  return unit.startsWith('1/') ? text + unit.slice(1) : `${text} ${unit}`;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = part => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

export function ago(seconds) {
  if (seconds === null || seconds === undefined) return '';
  return seconds < 60 ? `${withDecimals[1].format(seconds)} s ago` : `${clock(seconds)} min ago`;
}
