// @ts-check
import { confirmChange, newKey, toast } from './actions.js';

const count = (/** @type {number} */ value, /** @type {string} */ noun) => `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;

/** Adds the upload of a store master. @param {string} root */
export function start(root) {
  const file = /** @type {HTMLInputElement} */ (document.getElementById('store-file'));
  // The same file can be chosen again after it was corrected.
  file.onclick = () => (file.value = '');
  const send = () => file.files?.[0] && upload(root, file.files[0]);
  file.onchange = send;
  // It can be chosen before this script is loaded.
  send();
}

/** @param {string} root @param {File} file */
async function upload(root, file) {
  const key = newKey();
  document.getElementById('store-preview')?.replaceChildren();
  const preview = await put(`${root}/api/v1/stores?validate_only=true`, file);
  if (!preview) return;
  const text = `${count(preview.added, 'store')} added, ${preview.changed.toLocaleString('en')} changed, ${preview.removed.toLocaleString('en')} removed.`;
  if (!(await confirmChange('Replace the store master?', text))) return;
  if (!(await put(`${root}/api/v1/stores`, file, key))) return;
  toast('The store master was replaced');
  location.reload();
}

/** @param {string} url @param {File} file @param {string} [key] */
async function put(url, file, key) {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'text/csv', ...(key && { 'Idempotency-Key': key }) },
    body: file,
  }).catch(() => null);
  if (response?.ok) return response.json();
  const problem = await response?.json().catch(() => null);
  showProblem(problem);
  return null;
}

/** @param {any} problem */
function showProblem(problem) {
  const list = document.createElement('ul');
  list.className = 'problems';
  for (const error of problem?.errors ?? [{ field: '', message: problem?.detail ?? 'The service does not respond. Try again.' }]) {
    const item = document.createElement('li');
    const where = document.createElement('strong');
    where.textContent = error.field;
    const what = document.createElement('bdi');
    what.textContent = error.message;
    item.append(where, what);
    list.append(item);
  }
  document.getElementById('store-preview')?.replaceChildren(list);
}
