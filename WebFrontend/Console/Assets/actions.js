// @ts-check
import { showTimes } from './render.js';

const TOAST_MS = 4_000;
const $ = (/** @type {string} */ id) => document.getElementById(id);

/** Returns a key that makes a repeated request have one effect. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

/** @type {HTMLElement | null} */
let toaster = null;

/** Shows a text for a while, within the open dialog if there is one: a dialog hides what is outside from everyone. @param {string} text */
export function toast(text) {
  const element = (toaster ??= /** @type {HTMLElement} */ ($('toast')));
  const place = document.querySelector('dialog[open]') ?? document.body;
  if (element.parentElement !== place) place.append(element);
  element.textContent = text;
  element.classList.add('shown');
  setTimeout(() => element.classList.remove('shown'), TOAST_MS);
}

/**
 * Asks before a change. @param {string} title @param {string} text @returns {Promise<boolean>}
 */
export function confirmChange(title, text) {
  const dialog = /** @type {HTMLDialogElement} */ ($('confirm'));
  // Two clicks before this script is loaded ask once, and make one change.
  if (dialog.open) return Promise.resolve(false);
  /** @type {HTMLElement} */ ($('confirm-title')).textContent = title;
  /** @type {HTMLElement} */ ($('confirm-text')).textContent = text;
  /** @type {HTMLElement} */ ($('confirm-yes')).textContent = title.replace(/\?$/, '');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

/**
 * Sends a change to the API. Returns whether it was accepted; otherwise, says why not.
 * @param {string} method @param {string} url @param {object} body @param {string} key
 */
async function send(method, url, body, key) {
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response?.ok) return true;
  const problem = await response?.json().catch(() => null);
  toast(problem?.errors?.[0]?.message ?? problem?.detail ?? 'The service does not respond. Try again.');
  return false;
}

/**
 * Does what a button or link says: a change, a change of many jobs, or the drawer with details.
 * @param {string} root @param {HTMLElement} element @param {() => void} refresh
 */
export async function act(root, element, refresh) {
  if (element instanceof HTMLAnchorElement) await openDrawer(element.href);
  else if (element.dataset.bulk) await openBulk(root, element.dataset, refresh);
  else await change(root, element.dataset, refresh);
}

/** Replaces the URL of an image. @param {string} root @param {HTMLFormElement} form @param {() => void} refresh */
export async function amend(root, form, refresh) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  if (button.disabled) return;
  button.disabled = true;
  const accepted = await send('PATCH', root + form.dataset.amend, { url: String(new FormData(form).get('url')) }, newKey());
  button.disabled = false;
  if (!accepted) return;
  /** @type {HTMLDialogElement} */ ($('drawer')).close();
  toast('Retrying with the new URL');
  refresh();
}

/** @param {string} root @param {DOMStringMap} data @param {() => void} refresh */
async function change(root, data, refresh) {
  const key = newKey();
  if (!(await confirmChange(data.title ?? '', data.text ?? ''))) return;
  const body = { ...(data.reason && { reason: data.reason }), ...(data.host && { host: data.host }) };
  if (!(await send('POST', root + data.post, body, key))) return;
  toast(data.done ?? 'Done');
  refresh();
}

/** @param {string} root @param {DOMStringMap} data @param {() => void} refresh */
async function openBulk(root, data, refresh) {
  const bulk = await import('./bulk.js');
  await bulk.openBulk(root, /** @type {import('./bulk.js').Kind} */ (data.bulk), data.query ?? '', data.text ?? '', refresh);
}

/** @param {string} url */
async function openDrawer(url) {
  const response = await fetch(url, { headers: { Accept: 'text/html' } }).catch(() => null);
  const content = response?.ok && new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main > *');
  if (!content) {
    location.assign(url);
    return;
  }
  const drawer = /** @type {HTMLDialogElement} */ ($('drawer'));
  const close = document.createElement('button');
  close.className = 'button close';
  close.textContent = 'Close';
  close.onclick = () => drawer.close();
  drawer.replaceChildren(close, document.importNode(content, true));
  showTimes(drawer);
  drawer.showModal();
}
