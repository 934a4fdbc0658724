// @ts-check
/**
 * @typedef {object} Options
 * @property {(added: Element[], gone: Element[], all: boolean) => void} [hold] gets the rows of a list with data-hold-new that are new,
 * which are not inserted, those that the new list lacks, which stay, and whether all rows of the new list are new
 */

/**
 * Updates a part of the page to a newly rendered version, and changes only what differs, so that focus, selection, and scroll position stay.
 * Elements with data-keep stay as they are. Children are matched by their id, or in order if they have none, and children of an element with
 * data-keyed by their data-key.
 * @param {Element} from
 * @param {Element} to
 * @param {Options} [options]
 */
export function morph(from, to, options = {}) {
  if (from.nodeName !== to.nodeName) {
    from.replaceWith(document.importNode(to, true));
    return;
  }
  if (from.hasAttribute('data-keep') || from.isEqualNode(to)) return;
  syncAttributes(from, to);
  if (from.hasAttribute('data-keyed')) morphKeyed(from, to, options);
  else morphChildren(from, to, options);
}

/** @param {Element} from @param {Element} to */
function syncAttributes(from, to) {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
}

/** @param {Element} from @param {Element} to @param {Options} options */
function morphChildren(from, to, options) {
  const ids = new Set([...to.children].map(child => child.id).filter(Boolean));
  for (const child of [...from.children]) if (child.id && !ids.has(child.id)) child.remove();
  const named = new Map([...from.children].filter(child => child.id).map(child => [child.id, child]));
  let at = from.firstChild;
  for (const now of [...to.childNodes]) {
    const id = now instanceof Element ? now.id : '';
    const old = id ? named.get(id) : idOf(at) ? null : at;
    if (!old) {
      from.insertBefore(document.importNode(now, true), at);
      continue;
    }
    at = bringTo(from, old, at);
    if (old instanceof Element && now instanceof Element) morph(old, now, options);
    else if (old.nodeType !== now.nodeType) old.replaceWith(document.importNode(now, true));
    else if (old.nodeValue !== now.nodeValue) old.nodeValue = now.nodeValue;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {ChildNode | null} node */
const idOf = node => (node instanceof Element ? node.id : '');

/**
 * Brings a child to a place, and returns what follows it. It is moved only if another child with an id is between, because a move loses the
 * focus. @param {Element} parent @param {ChildNode} child @param {ChildNode | null} at
 */
function bringTo(parent, child, at) {
  /** @type {ChildNode[]} */
  const between = [];
  for (let node = at; node && node !== child; node = node.nextSibling) between.push(node);
  if (between.some(node => idOf(node))) {
    parent.insertBefore(child, at);
    return at;
  }
  for (const node of between) node.remove();
  return child.nextSibling;
}

/** @param {Element} from @param {Element} to @param {Options} options */
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
  if (holds) options.hold?.(added, [...olds.values()], added.length === to.children.length);
  else for (const gone of olds.values()) gone.remove();
}

const ZONE = 'retailpulse-zone';
/** @type {[number, string][]} */
const UNITS = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];

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
  const [size, unit] = UNITS.find(([size]) => Math.abs(seconds) >= size) ?? [1, 's'];
  const amount = `${Math.floor(Math.abs(seconds) / size)} ${unit}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}
