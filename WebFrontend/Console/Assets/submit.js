// @ts-check
import { newKey, toast } from './actions.js';

const MAX_BODY = 30 * 1024 * 1024;
const MAX_SHOWN = 100;
const CHECK_MS = 400;
const SAMPLE = ['shelf-front.jpg', 'shelf-left.jpg', 'price-tags.png', 'cooler.webp', 'missing.jpg'];
// Loaded with the first file or text.
const parser = () => import('./parse.js');
const number = (/** @type {number} */ value) => value.toLocaleString('en');
const count = (/** @type {number} */ value, /** @type {string} */ noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** @param {string} root */
export function start(root) {
  new SubmitForm(root).start();
}

class SubmitForm {
  // Made when the page opens, so that a repeated submission makes one job.
  #key = newKey();
  #timer = 0;
  #checks = 0;
  /** @type {import('./parse.js').Visit[][]} */
  #bodies = [];
  #callbackUrl = /** @type {string | undefined} */ (undefined);
  #text = '';

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
    this.find = find;
  }

  start() {
    this.file.onchange = () => this.file.files?.[0] && this.#load(this.file.files[0]);
    document.addEventListener('dragover', event => {
      event.preventDefault();
      this.drop.classList.add('over');
    });
    document.addEventListener('dragleave', () => this.drop.classList.remove('over'));
    document.addEventListener('drop', event => {
      event.preventDefault();
      this.drop.classList.remove('over');
      const file = event.dataTransfer?.files[0];
      if (file) this.#load(file);
    });
    this.area.oninput = () => this.#set(this.area.value);
    for (const id of ['store', 'time', 'order']) this.find(id).oninput = () => this.#set(this.#text);
    this.find('sample').onclick = () => this.#fillSample();
    this.find('clear').onclick = () => location.reload();
    this.send.onclick = () => this.#submit();
    if (location.hash === '#sample') this.#fillSample();
  }

  /** @param {File} file */
  async #load(file) {
    const { decode } = await parser();
    const text = decode(await file.arrayBuffer());
    this.area.value = text.length > 200_000 ? `${text.slice(0, 2_000)}\n…` : text;
    this.area.readOnly = text.length > 200_000;
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
    this.send.disabled = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#check(), CHECK_MS);
  }

  async #check() {
    const check = ++this.#checks;
    const { parse } = await parser();
    if (check !== this.#checks) return;
    const parsed = parse(this.#text, { store: this.find('store').value.trim(), time: this.find('time').value, order: this.find('order').value });
    this.#offerChoices(parsed);
    this.note.textContent = '';
    if (parsed.kind === 'empty') {
      this.result.replaceChildren();
      return;
    }
    if (parsed.kind === 'urls' && !(this.find('store').value && this.find('time').value)) {
      this.#report(parsed, [], 'Enter the store and the visit time of these images.');
      return;
    }
    if (parsed.problems.length > 0) {
      this.#report(parsed, parsed.problems, '');
      return;
    }
    this.#bodies = split(parsed.visits);
    this.#callbackUrl = parsed.callbackUrl;
    this.note.textContent = 'Checking…';
    const answers = [];
    for (const visits of this.#bodies) {
      const answer = await this.#post('/api/v1/jobs/validate', visits);
      if (check !== this.#checks) return;
      if (!answer) {
        this.note.textContent = '';
        return;
      }
      answers.push(answer);
    }
    await this.#show(parsed, answers, check);
  }

  /** @param {import('./parse.js').Parsed} parsed */
  #offerChoices(parsed) {
    const urls = parsed.kind === 'urls';
    this.find('store-choice').hidden = this.find('time-choice').hidden = !urls;
    this.find('order-choice').hidden = !parsed.ambiguous;
    this.find('choices').hidden = !urls && !parsed.ambiguous;
  }

  /** @param {import('./parse.js').Parsed} parsed @param {any[]} answers @param {number} check */
  async #show(parsed, answers, check) {
    let before = 0;
    const errors = [], warnings = [];
    const row = (/** @type {string} */ field, /** @type {number} */ offset) => {
      const [, , visit, , image] = field.split('/');
      const at = Number(visit) + offset;
      return parsed.imageRows[at]?.[Number(image)] ?? parsed.visitRows[at] ?? 1;
    };
    for (const [at, answer] of answers.entries()) {
      for (const error of answer.errors) errors.push({ row: row(error.field, before), text: error.message });
      for (const url of answer.refused_urls) warnings.push({ row: row(url.field, before), text: `${url.url} is not a public address, and is not downloaded` });
      for (const visit of answer.undated_visits) warnings.push({ row: row(visit.field, before), text: `“${visit.visit_time}” is not a date, so no search by date finds it` });
      before += this.#bodies[at].length;
    }
    const unknown = [...new Set(answers.flatMap(answer => answer.unknown_stores.map((/** @type {any} */ store) => store.store_id)))];
    for (const store of unknown.slice(0, 10)) {
      const near = await this.#near(store);
      if (check !== this.#checks) return;
      const at = parsed.visits.findIndex(visit => visit.store_id === store);
      warnings.push({ row: parsed.visitRows[at] ?? 1, text: `The store ${store} is unknown, so its images fail. ${near.length ? `Similar: ${near.join(', ')}.` : ''}` });
    }
    this.#report(parsed, errors, '', warnings, Math.max(0, unknown.length - 10));
    this.send.disabled = errors.length > 0;
    this.send.focus({ preventScroll: true });
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
   * @param {import('./parse.js').Parsed} parsed @param {import('./parse.js').Problem[]} errors @param {string} hint
   * @param {import('./parse.js').Problem[]} [warnings] @param {number} [moreStores]
   */
  #report(parsed, errors, hint, warnings = [], moreStores = 0) {
    const images = parsed.visits.reduce((sum, visit) => sum + (visit?.image_url?.length ?? 0), 0);
    /** @type {HTMLElement[]} */
    const parts = [heading(`${count(images, 'image')} of ${count(parsed.visits.length, 'visit')}`)];
    if (hint) parts.push(paragraph(hint));
    if (errors.length) parts.push(paragraph(`${count(errors.length, 'problem')} to fix before it can be submitted:`, 'bad'), list(errors, parsed.kind));
    if (warnings.length || moreStores) parts.push(paragraph('It can be submitted, but:'), list(warnings, parsed.kind));
    if (moreStores) parts.push(paragraph(`${count(moreStores, 'further store')} unknown.`));
    if (!errors.length && !warnings.length && !hint) parts.push(paragraph('Everything is in order.'));
    this.result.replaceChildren(...parts);
    this.note.textContent =
      errors.length || hint || this.#bodies.length < 2 ? '' : `This is too large for one job, and becomes ${number(this.#bodies.length)} jobs.`;
  }

  /** @param {string} path @param {import('./parse.js').Visit[]} visits @param {string} [key] */
  async #post(path, visits, key) {
    const response = await fetch(this.root + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
      body: JSON.stringify({ count: visits.length, visits, ...(key && this.#callbackUrl && { callback_url: this.#callbackUrl }) }),
    }).catch(() => null);
    if (response?.ok) return response.json();
    const problem = await response?.json().catch(() => null);
    toast(problem?.detail ?? 'The service does not respond. Try again.');
    return null;
  }

  async #submit() {
    this.send.disabled = true;
    const jobs = [];
    for (const [at, visits] of this.#bodies.entries()) {
      this.note.textContent = this.#bodies.length > 1 ? `Submitting ${at + 1} of ${this.#bodies.length}…` : 'Submitting…';
      const job = await this.#post('/api/v1/jobs', visits, `${this.#key}-${at}`);
      if (!job) {
        this.note.textContent = 'Not everything was submitted. Submit again: what was accepted is not submitted twice.';
        this.send.disabled = false;
        return;
      }
      jobs.push(job.id);
    }
    location.assign(`${this.root}/jobs${jobs.length === 1 ? `/${jobs[0]}` : ''}`);
  }
}

/** Divides visits into bodies of the maximum size. @param {import('./parse.js').Visit[]} visits */
function split(visits) {
  const bodies = [[]];
  let size = 0;
  for (const visit of visits) {
    const length = 2 * JSON.stringify(visit).length;
    if (size + length > MAX_BODY && size > 0) {
      bodies.push([]);
      size = 0;
    }
    /** @type {any[]} */ (bodies.at(-1)).push(visit);
    size += length;
  }
  return bodies;
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
