// @ts-check
/**
 * Changes a part of the page into a newly rendered one, and touches only what differs, so that focus, selection, and scroll position stay.
 * Elements with data-keep stay as they are. Children of an element with data-keyed are matched by their data-key.
 * @param {Element} from
 * @param {Element} to
 * @param {{ hold?: (added: Element[]) => void }} [options] hold: gets the new rows of a list with data-hold-new, which are not inserted
 */
export function morph(from, to, options = {}) {
  if (from.isEqualNode(to) || from.hasAttribute('data-keep')) return;
  if (from.nodeName !== to.nodeName) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  syncAttributes(from, to);
  if (from.hasAttribute('data-keyed')) morphKeyed(from, to, options);
  else morphChildren(from, to, options);
}

/** @param {Element} from @param {Element} to */
function syncAttributes(from, to) {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
}

/** @param {Element} from @param {Element} to @param {{ hold?: (added: Element[]) => void }} options */
function morphChildren(from, to, options) {
  const olds = [...from.childNodes];
  const news = [...to.childNodes];
  for (let at = 0; at < Math.max(olds.length, news.length); at++) {
    const old = olds[at];
    const now = news[at];
    if (!now) old.remove();
    else if (!old) from.append(document.importNode(now, true));
    else if (old instanceof Element && now instanceof Element) morph(old, now, options);
    else if (old.nodeType !== now.nodeType) old.replaceWith(document.importNode(now, true));
    else if (old.nodeValue !== now.nodeValue) old.nodeValue = now.nodeValue;
  }
}

/** @param {Element} from @param {Element} to @param {{ hold?: (added: Element[]) => void }} options */
function morphKeyed(from, to, options) {
  const olds = new Map([...from.children].map(child => [child.getAttribute('data-key'), child]));
  const holds = options.hold && from.closest('[data-hold-new]');
  /** @type {Element[]} */
  const added = [];
  /** @type {Element | null} */
  let last = null;
  for (const child of [...to.children]) {
    const old = olds.get(child.getAttribute('data-key'));
    if (!old && holds) {
      added.push(child);
      continue;
    }
    const current = old ?? document.importNode(child, true);
    /** @type {Element | null} */
    const next = last ? last.nextElementSibling : from.firstElementChild;
    if (!holds && current !== next) from.insertBefore(current, next);
    if (old) morph(old, child, options);
    olds.delete(child.getAttribute('data-key'));
    last = current;
  }
  if (holds) options.hold?.(added);
  else for (const gone of olds.values()) gone.remove();
}

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
