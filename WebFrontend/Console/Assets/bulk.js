// @ts-check
/** The dialog that changes all jobs of a selection: counts first, then starts one operation and follows it. */
import { newKey } from './actions.js';
import { rememberOperation } from './jobs.js';

const POLL_MS = 500;
const number = (/** @type {number} */ value) => value.toLocaleString('en');
const count = (/** @type {number} */ value, /** @type {string} */ noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** @typedef {'retry' | 'cancel'} Kind */
/** @typedef {import('./api.js').Schema<'JobOperationResponse'>} Operation */
/** @typedef {import('./api.js').Schema<'JobSelectionResponse'>} Selection */

const WORDS = {
  retry: { title: 'Retry failed images?', confirm: 'Retry', none: 'No failed job matches.', doing: 'Retrying' },
  cancel: { title: 'Cancel ongoing jobs?', confirm: 'Cancel jobs', none: 'No ongoing job matches.', doing: 'Cancelling' },
};

/**
 * @param {string} root @param {Kind} kind
 * @param {string} query filters of the list of jobs @param {string} subject what is selected, in words @param {() => void} refresh
 */
export async function openBulk(root, kind, query, subject, refresh) {
  if (document.getElementById('bulk')) return;
  const dialog = new BulkDialog(root, kind, query, refresh);
  await dialog.open(subject);
}

class BulkDialog {
  // One key per dialog, so that confirming twice starts one operation.
  #key = newKey();
  #element = document.createElement('dialog');
  #text = document.createElement('p');
  #yes = document.createElement('button');
  #no = document.createElement('button');

  /** @param {string} root @param {Kind} kind @param {string} query @param {() => void} refresh */
  constructor(root, kind, query, refresh) {
    this.root = root;
    this.kind = kind;
    this.query = query;
    this.refresh = refresh;
  }

  /** @param {string} subject */
  async open(subject) {
    const words = WORDS[this.kind];
    const title = document.createElement('h2');
    title.id = 'bulk-title';
    title.textContent = words.title;
    const what = document.createElement('p');
    what.className = 'muted';
    what.textContent = subject;
    this.#text.id = 'bulk-text';
    this.#text.setAttribute('role', 'status');
    this.#text.textContent = 'Counting…';
    this.#no.className = 'button';
    this.#no.textContent = 'Keep as it is';
    this.#no.onclick = () => this.#element.close();
    this.#yes.className = 'button primary';
    this.#yes.id = 'bulk-yes';
    this.#yes.textContent = words.confirm;
    this.#yes.disabled = true;
    this.#yes.onclick = () => this.#start();
    const buttons = document.createElement('div');
    buttons.className = 'choice';
    buttons.append(this.#no, this.#yes);
    this.#element.id = 'bulk';
    this.#element.className = 'sheet';
    this.#element.setAttribute('aria-labelledby', title.id);
    this.#element.append(title, what, this.#text, buttons);
    this.#element.onclose = () => this.#element.remove();
    document.body.append(this.#element);
    this.#element.showModal();
    await this.#count();
  }

  async #count() {
    const found = /** @type {Selection | null} */ (await this.#send('POST', this.#path('/validate')));
    if (!found) return;
    if (found.jobs === 0) {
      this.#text.textContent = WORDS[this.kind].none;
      return;
    }
    this.#text.textContent =
      this.kind === 'retry'
        ? `${count(found.images, 'image')} of ${count(found.jobs, 'job')} ${found.images === 1 ? 'is' : 'are'} retried. Measured images keep their results.`
        : `${count(found.images, 'image')} of ${count(found.jobs, 'job')} ${found.images === 1 ? 'stays' : 'stay'} without a result. This is final.`;
    this.#yes.disabled = false;
    this.#yes.focus();
  }

  async #start() {
    this.#yes.disabled = true;
    const operation = /** @type {Operation | null} */ (await this.#send('POST', this.#path(), this.#key));
    if (!operation) {
      this.#yes.disabled = false;
      return;
    }
    rememberOperation(operation.id);
    this.#yes.remove();
    this.#no.textContent = 'Close';
    const bar = document.createElement('progress');
    bar.setAttribute('aria-label', 'Progress');
    const page = document.createElement('p');
    const link = document.createElement('a');
    link.href = `${this.root}/operations/${operation.id}`;
    link.textContent = `Operation ${operation.id}`;
    page.append(link, ' continues when you close this dialog or the tab.');
    this.#text.after(bar, page);
    await this.#follow(operation, bar);
  }

  /** @param {Operation} operation @param {HTMLProgressElement} bar */
  async #follow(operation, bar) {
    let now = /** @type {Operation | null} */ (operation);
    while (this.#element.isConnected) {
      if (now) this.#show(now, bar);
      if (now?.ended_at) break;
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
      now = /** @type {Operation | null} */ (await this.#send('GET', `/api/v1/operations/${operation.id}`));
    }
    this.refresh();
  }

  /** @param {Operation} operation @param {HTMLProgressElement} bar */
  #show({ jobs, images, ended_at }, bar) {
    if (jobs.total !== null) {
      bar.max = Math.max(1, jobs.total);
      bar.value = ended_at ? bar.max : jobs.processed;
    }
    this.#text.textContent = ended_at
      ? `Done: ${count(images.changed, 'image')} of ${count(jobs.changed, 'job')}.`
      : `${WORDS[this.kind].doing}: ${number(jobs.processed)} of ${jobs.total === null ? '…' : count(jobs.total, 'job')}.`;
  }

  #path(suffix = '') {
    return `/api/v1/jobs/${this.kind}${suffix}${this.query ? `?${this.query}` : ''}`;
  }

  /** Returns the body of a success; otherwise shows why not. @param {string} method @param {string} path @param {string} [key] */
  async #send(method, path, key) {
    const response = await fetch(this.root + path, { method, headers: key ? { 'Idempotency-Key': key } : {} }).catch(() => null);
    if (response?.ok) return response.json();
    const problem = await response?.json().catch(() => null);
    this.#text.textContent = problem?.errors?.[0]?.message ?? problem?.detail ?? 'The service does not respond. Try again.';
    return null;
  }
}
