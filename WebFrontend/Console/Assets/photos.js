// @ts-check
import { KEYS } from './keys.js';

const $ = (/** @type {string} */ id) => document.getElementById(id);

/** Adds keys and the number of selected photos. */
export function start() {
  const form = $('photos');
  if (!form) return;
  form.addEventListener('change', count);
  document.addEventListener('keydown', steer);
  document.addEventListener('refreshed', count);
  count();
}

/** Selects all photos, or none if all are selected. */
export function selectAll() {
  const some = boxes().some(box => !box.checked);
  for (const box of boxes()) box.checked = some;
  count();
}

/** @returns {HTMLInputElement[]} */
const boxes = () => [...document.querySelectorAll('#photos input[name="p"]')].map(box => /** @type {HTMLInputElement} */ (box));

/** @returns {HTMLElement[]} */
const shots = () => [...document.querySelectorAll('#photos .shot')].map(shot => /** @type {HTMLElement} */ (shot));

function count() {
  const selected = boxes().filter(box => box.checked).length;
  const output = /** @type {HTMLOutputElement} */ ($('selected'));
  output.textContent = selected ? `${selected} selected` : 'None selected';
  for (const button of document.querySelectorAll('#photos button[type="submit"]'))
    /** @type {HTMLButtonElement} */ (button).disabled = selected === 0;
}

/** @param {KeyboardEvent} event */
function steer(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type="checkbox"]), select, textarea, dialog')) return;
  if (localStorage.getItem(KEYS) === 'off') return;
  const photo = target.closest('.photo');
  const all = shots();
  const at = all.findIndex(shot => shot.closest('.photo') === photo);
  if (event.key.startsWith('Arrow')) all[next(all, at, event.key)]?.focus();
  else if (event.key === ' ' && target.matches('.shot')) toggle(/** @type {Element} */ (photo));
  else if (event.key === 'c' && photo) location.assign(/** @type {HTMLElement} */ (photo).dataset.compare ?? '');
  else if (event.key === '+' || event.key === '=') resize(1);
  else if (event.key === '-') resize(-1);
  else return;
  event.preventDefault();
}

/** Returns the photo that an arrow leads to. @param {HTMLElement[]} all @param {number} at @param {string} key */
function next(all, at, key) {
  if (at < 0) return 0;
  const row = all.filter(shot => shot.offsetTop === all[0].offsetTop).length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row }[key] ?? 0;
  return Math.max(0, Math.min(all.length - 1, at + step));
}

/** @param {Element} photo */
function toggle(photo) {
  const box = /** @type {HTMLInputElement} */ (photo.querySelector('input[name="p"]'));
  box.checked = !box.checked;
  count();
}

/** @param {number} by */
function resize(by) {
  const sizes = [...document.querySelectorAll('[data-size]')];
  const at = sizes.findIndex(size => size.hasAttribute('aria-current'));
  /** @type {HTMLElement | undefined} */ (sizes[at + by])?.click();
}
