// @ts-check
import { confirmChange, newKey, toast } from './actions.js';

/** @typedef {import('./api.js').Schema<'StoreMasterPreviewResponse'>} Preview */
/** @typedef {import('./api.js').Schema<'PreviewedStoreResponse'>} Store */
/** @typedef {import('./api.js').Schema<'ChangedStoreResponse'>} Change */

const $ = (/** @type {string} */ id) => document.getElementById(id);
const number = (/** @type {number} */ value) => value.toLocaleString('en');
const count = (/** @type {number} */ value, /** @type {string} */ noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

// The file that was chosen last. Responses about an earlier one come too late.
let uploads = 0;

/** Adds the upload of a store master. @param {string} root */
export function start(root) {
  const file = /** @type {HTMLInputElement} */ ($('store-file'));
  // The same file can be chosen again after it was corrected.
  file.onclick = () => (file.value = '');
  const send = () => file.files?.[0] && preview(root, file.files[0]);
  file.onchange = send;
  // It can be chosen before this script is loaded.
  send();
}

/** Shows what a file would change, and offers to put it in force. @param {string} root @param {File} file */
async function preview(root, file) {
  const upload = ++uploads;
  show('Comparing with the version in force…', [text('Comparing with the version in force…', 'muted')]);
  const { body, problem } = await put(`${root}/api/v1/stores?validate_only=true`, file, {});
  if (upload !== uploads) return;
  if (!body) {
    showProblem(problem);
    return;
  }
  const difference = /** @type {Preview} */ (body.preview);
  const totals = summary(difference);
  if (difference.added_total + difference.removed_total + difference.changed_total === 0) {
    show('The file changes nothing.', [text(`The file changes nothing: it has the same ${count(difference.stores, 'store')}.`)]);
    return;
  }
  const replace = document.createElement('button');
  replace.type = 'button';
  replace.className = 'button primary';
  replace.textContent = 'Replace the store master';
  // One key for this file, so that a repeated click has one effect. The version is the one that was compared: a proxy may change its tag.
  const headers = { 'Idempotency-Key': newKey(), 'If-Match': `"${body.version}"` };
  replace.onclick = () => confirmAndReplace(root, file, headers, totals, upload);
  show(totals, [text(totals), ...lists(difference), replace]);
}

/** @param {string} root @param {File} file @param {Record<string, string>} headers @param {string} totals @param {number} upload */
async function confirmAndReplace(root, file, headers, totals, upload) {
  if (!(await confirmChange('Replace the store master?', totals))) return;
  const { body, status, problem } = await put(`${root}/api/v1/stores`, file, headers);
  if (!body) {
    // Other failures may pass, and the same click repeats the request.
    if (upload !== uploads || ![400, 412, 422].includes(status)) toast(problem?.detail ?? 'The service does not respond. Try again.');
    else showProblem(problem);
    return;
  }
  toast('The store master was replaced');
  location.reload();
}

/** @param {Preview} difference */
const summary = difference =>
  `${count(difference.added_total, 'store')} added, ${number(difference.changed_total)} changed, ${number(difference.removed_total)} removed.`;

/** @param {Preview} difference */
function* lists(difference) {
  const { added, added_total, removed, removed_total, changed, changed_total } = difference;
  if (added_total) yield table('Added', added_total, added, store => [store.store_name, store.area_code]);
  if (removed_total) yield table('Removed', removed_total, removed, store => [store.store_name, store.area_code]);
  if (changed_total)
    yield table('Changed', changed_total, changed, store => [
      becomes(/** @type {Change} */ (store).previous_store_name, store.store_name),
      becomes(/** @type {Change} */ (store).previous_area_code, store.area_code),
    ]);
}

/**
 * @template {Store} T @param {string} title @param {number} total @param {T[]} stores
 * @param {(store: T) => (string | (string | Node)[])[]} cells name and area of a store
 */
function table(title, total, stores, cells) {
  const section = document.createElement('section');
  const heading = document.createElement('h3');
  heading.textContent = `${title}: ${number(total)}${stores.length < total ? `, the first ${number(stores.length)} of them` : ''}`;
  const scroll = document.createElement('div');
  scroll.className = 'table-scroll';
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', `${title} stores`);
  const element = document.createElement('table');
  element.className = 'list';
  const head = element.createTHead().insertRow();
  for (const name of ['Store', 'Name', 'Area']) head.append(cell('th', [name], 'col'));
  const rows = element.createTBody();
  for (const store of stores) {
    const row = rows.insertRow();
    row.append(cell('th', [store.store_id], 'row'), ...cells(store).map(content => cell('td', content)));
  }
  scroll.append(element);
  section.append(heading, scroll);
  return section;
}

/** @param {'th' | 'td'} name @param {string | (string | Node)[]} content @param {string} [scope] */
function cell(name, content, scope) {
  const element = document.createElement(name);
  if (scope) element.setAttribute('scope', scope);
  const isolated = document.createElement('bdi');
  isolated.append(...[content].flat());
  element.append(isolated);
  return element;
}

/** What a value becomes, if it changes. @param {string} before @param {string} after */
function becomes(before, after) {
  if (before === after) return after;
  const [old, now] = [document.createElement('del'), document.createElement('ins')];
  old.append(before || 'empty');
  now.append(after || 'empty');
  return [old, ' → ', now];
}

/** @param {string} url @param {File} file @param {Record<string, string>} headers */
async function put(url, file, headers) {
  const response = await fetch(url, { method: 'PUT', headers: { 'Content-Type': 'text/csv', ...headers }, body: file }).catch(() => null);
  const json = await response?.json().catch(() => null);
  const status = response?.status ?? 0;
  return response?.ok ? { status, body: json } : { status, problem: json };
}

/** @param {string} text @param {string} [name] */
function text(text, name = '') {
  const element = document.createElement('p');
  element.textContent = text;
  element.className = name;
  return element;
}

/** @param {any} problem */
function showProblem(problem) {
  const list = document.createElement('ul');
  list.className = 'problems';
  for (const error of problem?.errors ?? []) {
    const item = document.createElement('li');
    const where = document.createElement('strong');
    where.textContent = error.field;
    const what = document.createElement('bdi');
    what.textContent = error.message;
    item.append(where, what);
    list.append(item);
  }
  const why = problem?.detail ?? 'The service does not respond. Try again.';
  show(why, [text(why, 'bad'), ...(list.childElementCount ? [list] : [])]);
}

/** Shows the result in place of an earlier one, and tells only the sentence. @param {string} told @param {Node[]} parts */
function show(told, parts) {
  $('store-preview')?.replaceChildren(...parts);
  const announcer = $('announcer');
  if (announcer) announcer.textContent = told;
}
