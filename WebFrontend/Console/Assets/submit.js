// @ts-check
import { newKey, toast } from './actions.js';

const MAX_BODY = 30 * 1024 * 1024;
const MAX_SHOWN = 100;
const CHECK_MS = 400;
// The first bytes of workbooks: .xlsx and .ods are ZIP files, and .xls is a compound file.
const WORKBOOKS = ['504b0304', 'd0cf11e0'];
const WORKBOOK = 'This is a workbook, which cannot be read here. In the spreadsheet, save the sheet as “CSV UTF-8”, and drop that file.';
const SAMPLE = ['shelf-front.jpg', 'shelf-left.jpg', 'price-tags.png', 'cooler.webp', 'missing.jpg'];
// Loaded with the first file or text.
const parser = () => import('./parse.js');
const number = (/** @type {number} */ value) => value.toLocaleString('en');
const count = (/** @type {number} */ value, /** @type {string} */ noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/**
 * @typedef {object} Read
 * @property {import('./parse.js').Parsed['kind']} kind
 * @property {import('./parse.js').Problem[]} problems
 * @property {boolean} ambiguous
 * @property {number} visits
 * @property {number} images 0 if they are not counted yet
 * @property {(visit: number, image?: number) => number} row
 * @property {(store: string) => number} rowOfStore
 */

/** @param {string} root */
export function start(root) {
  new SubmitForm(root).start();
}

class SubmitForm {
  // Made when the page opens, so that a repeated submission makes one job.
  #key = newKey();
  #timer = 0;
  #checks = 0;
  #body = { type: 'application/json', data: /** @type {Blob | string} */ (''), query: '' };
  #text = '';
  // A file that is too large to be shown.
  #file = /** @type {File | null} */ (null);

  /** @param {string} root */
  constructor(root) {
    this.root = root;
    const find = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
    this.drop = find('drop');
    this.area = /** @type {HTMLTextAreaElement} */ (find('text'));
    this.file = /** @type {HTMLInputElement} */ (find('file'));
    this.send = /** @type {HTMLButtonElement} */ (find('send'));
    this.note = find('note');
    this.result = find('check');
    this.refused = find('refused');
    this.announcer = find('announcer');
    this.find = find;
  }

  start() {
    this.file.onchange = () => this.file.files?.[0] && this.#load(this.file.files[0]);
    // The same file can be chosen again after it was corrected.
    this.file.onclick = () => (this.file.value = '');
    // Text can be dragged into a field as everywhere.
    const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
    document.addEventListener('dragover', event => {
      if (!hasFile(event)) return;
      event.preventDefault();
      this.drop.classList.add('over');
    });
    document.addEventListener('dragleave', () => this.drop.classList.remove('over'));
    document.addEventListener('drop', event => {
      if (!hasFile(event)) return;
      event.preventDefault();
      this.drop.classList.remove('over');
      const file = event.dataTransfer?.files[0];
      if (file) this.#load(file);
    });
    this.area.oninput = () => this.#set(this.area.value);
    for (const id of ['store', 'time', 'order']) this.find(id).oninput = () => this.#set(this.#text);
    const sample = this.find('sample');
    if (sample) sample.onclick = () => this.#fillSample();
    this.find('clear').onclick = () => location.reload();
    this.send.onclick = () => this.#submit();
    if (sample && location.hash === '#sample') this.#fillSample();
    // What was entered before this module was loaded, or is restored by the browser.
    else if (this.file.files?.[0]) this.#load(this.file.files[0]);
    else if (this.area.value) this.#set(this.area.value);
  }

  /** @param {File} file */
  async #load(file) {
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    if (WORKBOOKS.includes([...head].map(byte => byte.toString(16).padStart(2, '0')).join(''))) {
      // What was entered before stays.
      this.file.value = '';
      this.#refuse(this.#text ? `${WORKBOOK} What you entered before is unchanged.` : WORKBOOK);
      return;
    }
    const { decode } = await parser();
    this.#file = file.size > MAX_BODY ? file : null;
    const text = decode(await (this.#file ? file.slice(0, 2_000) : file).arrayBuffer());
    const long = this.#file !== null || text.length > 200_000;
    this.area.value = long ? `${text.slice(0, 2_000)}\n…` : text;
    this.area.readOnly = long;
    this.find('clear').hidden = false;
    this.#set(text);
  }

  #fillSample() {
    const at = `${location.origin}${this.root}/samples/`;
    this.area.value = ['store_id;visit_time;image_url', ...SAMPLE.map(name => `S00339218;04.05.2026 09:30;${at}${name}`)].join('\n');
    this.#set(this.area.value);
  }

  /** @param {string} text */
  #set(text) {
    this.#text = text;
    this.refused.hidden = true;
    // A check of the previous text may still be running.
    this.#checks++;
    this.send.disabled = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#check(), CHECK_MS);
  }

  async #check() {
    const check = ++this.#checks;
    const choices = { store: this.find('store').value.trim(), time: this.find('time').value, order: this.find('order').value };
    const parsed = await this.#read(choices).catch(() => null);
    if (check !== this.#checks) return;
    if (!parsed) {
      this.note.textContent = 'The file cannot be read. It may be too large for this browser, or it has changed. Choose it again.';
      return;
    }
    this.#offerChoices(parsed);
    this.note.textContent = '';
    if (parsed.kind === 'empty') {
      this.result.replaceChildren();
      return;
    }
    if (parsed.kind === 'urls' && !(choices.store && choices.time)) {
      this.#tell(this.#report(parsed, [], 'Enter the store and the visit time of these images.'));
      return;
    }
    // The service finds what this page cannot, such as unknown stores, also if some rows are wrong. A file of many parts is sent only when it is right.
    const sends = parsed.visits > 0 && !(this.#file && parsed.problems.length > 0);
    if (parsed.problems.length > 0) {
      const found = this.#report(parsed, parsed.problems, '');
      // A check by the service tells all problems at its end.
      if (!sends) this.#tell(found);
    }
    if (!sends) return;
    const answer = await this.#send('/api/v1/jobs/validate', 'Checking');
    if (check !== this.#checks) return;
    this.note.textContent = '';
    if (!answer) return;
    const counts = parsed.problems.length > 0 ? {} : { images: answer.images, visits: answer.visits };
    await this.#show({ ...parsed, ...counts }, answer, check);
  }

  /** Says why a file cannot be read. @param {string} why */
  #refuse(why) {
    this.refused.textContent = why;
    this.refused.hidden = false;
    this.#tell(why);
  }

  /** Tells people who cannot see the page. @param {string} text */
  #tell(text) {
    this.announcer.textContent = text;
  }

  /** Reads the text or file, and prepares the body. @param {{ store: string, time: string, order: 'dmy' | 'mdy' }} choices @returns {Promise<Read>} */
  async #read(choices) {
    if (this.#file) {
      const { readFile } = await import('./upload.js');
      return this.#asLines(await readFile(this.#file, choices, share => this.#progress('Reading', share)));
    }
    const { parse } = await parser();
    const parsed = parse(this.#text, choices);
    const images = parsed.visits.reduce((sum, visit) => sum + (visit?.image_url?.length ?? 0), 0);
    const data = JSON.stringify({ count: parsed.visits.length, ...parsed.members, visits: parsed.visits });
    if (new Blob([data]).size > MAX_BODY) return this.#asLines((await import('./upload.js')).toLines(parsed));
    this.#body = { type: 'application/json', data, query: '' };
    const { kind, problems, ambiguous } = parsed;
    return {
      kind, problems, ambiguous, images, visits: parsed.visits.length,
      row: (visit, image) => parsed.imageRows[visit]?.[image ?? -1] ?? parsed.visitRows[visit] ?? 1,
      rowOfStore: store => parsed.visitRows[parsed.visits.findIndex(visit => visit.store_id === store)] ?? 1,
    };
  }

  /** @param {import('./upload.js').Lines} lines @returns {Read} */
  #asLines({ kind, problems, ambiguous, blob, visitRows, stores, members }) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(members ?? {})) {
      if (name === 'metadata' && value && typeof value === 'object') for (const [key, text] of Object.entries(value)) query.set(`metadata[${key}]`, String(text));
      else if (name !== 'count') query.set(name, String(value));
    }
    this.#body = { type: 'application/x-ndjson', data: blob, query: query.size ? `?${query}` : '' };
    return {
      kind, problems, ambiguous, images: 0, visits: visitRows.length,
      row: (visit, image) => (visitRows[visit] ?? visit + 1) + (kind === 'json' ? 0 : (image ?? 0)),
      rowOfStore: store => stores.get(store) ?? 1,
    };
  }

  /** @param {string} what @param {number} share */
  #progress(what, share) {
    this.note.textContent = this.#body.type === 'application/json' && !this.#file ? `${what}…` : `${what}… ${Math.floor(100 * share)} %`;
  }

  /** @param {Read} parsed */
  #offerChoices(parsed) {
    const urls = parsed.kind === 'urls';
    this.find('store-choice').hidden = this.find('time-choice').hidden = !urls;
    this.find('order-choice').hidden = !parsed.ambiguous;
    this.find('choices').hidden = !urls && !parsed.ambiguous;
  }

  /** @param {Read} read @param {import('./api.js').Schema<'ValidationResponse'>} answer @param {number} check */
  async #show(read, answer, check) {
    const errors = [], warnings = [];
    const row = (/** @type {{ field: string, line?: number | null }} */ { field, line }) => {
      const parts = field.split('/');
      const [visit, image] = line ? [line - 1, parts[2]] : [Number(parts[2]), parts[4]];
      return read.row(visit, image === undefined ? undefined : Number(image));
    };
    const wrong = new Set(read.problems.map(problem => problem.row));
    errors.push(...read.problems);
    for (const error of answer.errors) if (!wrong.has(row(error))) errors.push({ row: row(error), text: error.message });
    for (const url of answer.refused_urls) warnings.push({ row: row(url), text: `${url.url} is not a public address, and is not downloaded` });
    for (const visit of answer.undated_visits) warnings.push({ row: row(visit), text: `“${visit.visit_time}” is not a date, so no search by date finds it` });
    const unknown = answer.unknown_stores.map(store => store.store_id);
    for (const store of unknown.slice(0, 10)) {
      const near = await this.#near(store);
      if (check !== this.#checks) return;
      warnings.push({ row: read.rowOfStore(store), text: `The store ${store} is unknown, so its images fail. ${near.length ? `Similar: ${near.join(', ')}.` : ''}` });
    }
    this.#tell(this.#report(read, errors, '', warnings, Math.max(0, answer.unknown_stores_total - 10)));
    this.send.disabled = errors.length > 0;
    // A person who is still typing keeps the focus.
    if (!errors.length && [document.body, this.file].includes(/** @type {any} */ (document.activeElement))) this.send.focus({ preventScroll: true });
  }

  /** The names of stores whose id begins alike. @param {string} store @returns {Promise<string[]>} */
  async #near(store) {
    for (let length = store.length - 1; length >= Math.max(3, store.length - 3); length--) {
      const response = await fetch(`${this.root}/api/v1/stores?q=${encodeURIComponent(store.slice(0, length))}&page_size=3`).catch(() => null);
      if (!response?.ok) return [];
      const { stores } = await response.json();
      if (stores.length) return stores.map((/** @type {any} */ found) => `${found.store_id} ${found.store_name}`);
    }
    return [];
  }

  /**
   * Shows the result of a check, and returns it in a few words.
   * @param {Read} parsed @param {import('./parse.js').Problem[]} errors @param {string} hint
   * @param {import('./parse.js').Problem[]} [warnings] @param {number} [moreStores]
   */
  #report(parsed, errors, hint, warnings = [], moreStores = 0) {
    const amount = parsed.images ? `${count(parsed.images, 'image')} of ${count(parsed.visits, 'visit')}` : count(parsed.visits, 'visit');
    /** @type {HTMLElement[]} */
    const parts = [heading(amount)];
    if (hint) parts.push(paragraph(hint));
    if (errors.length) parts.push(paragraph(`${count(errors.length, 'problem')} to fix before it can be submitted:`, 'bad'), list(errors, parsed.kind));
    if (warnings.length || moreStores) parts.push(paragraph(errors.length ? 'Also check:' : 'It can be submitted, but:'), list(warnings, parsed.kind));
    if (moreStores) parts.push(paragraph(`${count(moreStores, 'further store')} unknown.`));
    if (!errors.length && !warnings.length && !hint) parts.push(paragraph('No problems found.'));
    this.result.replaceChildren(...parts);
    const words = [hint];
    if (errors.length) words.push(`${count(errors.length, 'problem')} to fix.`);
    if (warnings.length || moreStores) words.push(`${count(warnings.length + moreStores, 'thing')} to check.`);
    return `${amount}. ${words.filter(Boolean).join(' ') || 'No problems found.'}`;
  }

  /** Sends the body. Returns the response; otherwise says why not. @param {string} path @param {string} doing @param {string} [key] */
  async #send(path, doing, key) {
    const { send } = await import('./upload.js');
    this.#progress(doing, 0);
    const { type, data, query } = this.#body;
    const { status, json } = await send(this.root + path + query, type, data, key, share => this.#progress(doing, share));
    if (status >= 200 && status < 300) return json;
    this.note.textContent = '';
    toast(json?.errors?.[0]?.message ?? json?.detail ?? 'The service does not respond. Try again.');
    return null;
  }

  async #submit() {
    this.send.disabled = true;
    const job = await this.#send('/api/v1/jobs', 'Submitting', this.#key);
    if (job) location.assign(`${this.root}/jobs/${job.id}`);
    else this.send.disabled = false;
  }
}

/** @param {string} text */
function heading(text) {
  const element = document.createElement('h2');
  element.textContent = text;
  return element;
}

/** @param {string} text @param {string} [name] */
function paragraph(text, name = '') {
  const element = document.createElement('p');
  element.textContent = text;
  element.className = name;
  return element;
}

/** @param {import('./parse.js').Problem[]} problems @param {string} kind */
function list(problems, kind) {
  const element = document.createElement('ul');
  element.className = 'problems';
  const sorted = [...problems].sort((a, b) => a.row - b.row);
  for (const { row, text } of sorted.slice(0, MAX_SHOWN)) {
    const item = document.createElement('li');
    const where = document.createElement('strong');
    where.textContent = `${kind === 'json' ? 'Visit' : 'Row'} ${number(row)}`;
    const what = document.createElement('bdi');
    what.textContent = text;
    item.append(where, what);
    element.append(item);
  }
  if (sorted.length > MAX_SHOWN) element.append(paragraph(`… and ${number(sorted.length - MAX_SHOWN)} more`));
  return element;
}
