// @ts-check
const ZONE = 'retailpulse-zone';
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
/** @type {[number, Intl.RelativeTimeFormatUnit][]} */
const UNITS = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']];

/** The chosen time zone: empty for that of the browser. */
export const zone = () => localStorage.getItem(ZONE) ?? '';

/** @param {string} value */
export function chooseZone(value) {
  if (value) localStorage.setItem(ZONE, value);
  else localStorage.removeItem(ZONE);
  showTimes();
}

/** Writes every time of a part of the page in the chosen time zone. @param {ParentNode} [part] */
export function showTimes(part = document) {
  for (const time of part.querySelectorAll('time[data-as]')) {
    const at = new Date(/** @type {HTMLTimeElement} */ (time).dateTime);
    const full = fullTime(at);
    const text = time.getAttribute('data-as') === 'relative' ? relative(at) : full;
    if (time.textContent !== text) time.textContent = text;
    if (time.getAttribute('title') !== full) time.setAttribute('title', full);
  }
}

/** @param {Date} at */
function fullTime(at) {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short', timeStyle: 'medium', timeZone: zone() || undefined,
  }).format(at);
  return zone() ? `${parts} ${zone()}` : parts;
}

/** @param {Date} at */
function relative(at) {
  const seconds = (at.getTime() - Date.now()) / 1_000;
  if (Math.abs(seconds) < 5) return 'now';
  const [size, unit] = UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 'second'];
  return RELATIVE.format(Math.round(seconds / size), unit);
}
