// @ts-check
import { Live } from './live.js';
import { chooseZone, morph, showTimes, zone } from './render.js';
import { KEYS, startKeys } from './keys.js';

const REFRESH_MS = 1_000;
const ANNOUNCE_MS = 5_000;
const SCREENS_OF_JOBS = ['overview', 'jobs', 'failures', 'operator'];
const TEXTS = { connecting: 'Connecting', open: 'Live', reconnecting: 'Reconnecting', paused: 'Paused' };

const root = document.documentElement.dataset.root ?? '';
const section = document.body.dataset.section ?? '';
const $ = (/** @type {string} */ id) => document.getElementById(id);
const main = /** @type {HTMLElement} */ ($('main'));

let loadedAt = Date.now();
// The page has just been loaded, so the first refresh can wait.
let refreshedAt = Date.now();
let timer = 0;
let announcedAt = 0;
let announceTimer = 0;
let loading = false;

/** Loads the page again and changes what differs, at most once per second. */
export function refresh() {
  if (timer) return;
  timer = window.setTimeout(load, Math.max(0, refreshedAt + REFRESH_MS - Date.now()));
}

async function load() {
  if (loading) {
    timer = window.setTimeout(load, 100);
    return;
  }
  timer = 0;
  // A tab that becomes visible loads again.
  if (document.hidden) return;
  refreshedAt = Date.now();
  loading = true;
  try {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: 'text/html' } });
    if (response.redirected) location.reload();
    if (response.redirected || response.status >= 500) return;
    const now = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main');
    if (!now) return;
    // A page in place of an error has its own title and scripts.
    if (response.ok && main.querySelector('.refused')) {
      location.reload();
      return;
    }
    showTimes(now);
    morph(main, now, { hold: showFresh });
    loadedAt = Date.now();
    announce();
    document.dispatchEvent(new Event('refreshed'));
    if (main.querySelector('[data-rate]')) (await import('./rate.js')).note(main);
  } catch {
    // The indicator says that the service does not respond.
  } finally {
    loading = false;
  }
}

/** @param {Element[]} added @param {Element[]} gone @param {boolean} all */
function showFresh(added, gone, all) {
  const fresh = $('fresh');
  if (fresh) {
    fresh.hidden = added.length === 0;
    // If the list has new rows only, more may follow.
    fresh.textContent = `${added.length}${all ? '+' : ''} new`;
  }
  if (gone.length > 0) showGone(gone);
}

/** Rows that left the list and whose jobs have ended. @type {WeakSet<Element>} */
const settled = new WeakSet();

/** Reads the jobs again that are on the page and not in the list any more, so that no row shows what is no longer true. @param {Element[]} all */
async function showGone(all) {
  const rows = all.filter(row => !settled.has(row));
  if (rows.length === 0) return;
  const ids = rows.map(row => row.getAttribute('data-key')).join(',');
  const response = await fetch(`${root}/jobs?ids=${ids}`, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const now = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const row of rows) {
    const found = now.querySelector(`[data-key="${row.getAttribute('data-key')}"]`);
    if (!found) row.remove();
    else {
      showTimes(found);
      morph(row, found);
      if (!row.querySelector('.status.is-ongoing')) settled.add(row);
    }
  }
}

/** Tells people who cannot see the page how far it is, at most every 5 s. The last state is always told. */
function announce() {
  if (announceTimer) return;
  announceTimer = window.setTimeout(() => {
    announceTimer = 0;
    const summary = main.querySelector('[data-summary]')?.getAttribute('data-summary');
    const announcer = $('announcer');
    if (!summary || !announcer || announcer.textContent === summary) return;
    announcedAt = Date.now();
    announcer.textContent = summary;
  }, Math.max(0, announcedAt + ANNOUNCE_MS - Date.now()));
}

/** Loads the screen again if jobs on it changed. @param {import('./live.js').Changes | null} changes */
function changed(changes) {
  const job = main.querySelector('[data-job]')?.getAttribute('data-job');
  if (job ? !changes || changes.jobs.includes(Number(job)) : SCREENS_OF_JOBS.includes(section)) refresh();
  else if (!changes && $('live')?.dataset.state === 'reconnecting') checkSession();
}

/** Loads a page that does not follow jobs again if its session has ended, which leads to the sign-in. A page with something entered stays. */
async function checkSession() {
  const response = await fetch(`${root}/api/v1/me`).catch(() => null);
  const ended = response?.status === 401;
  const fields = /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */ (main.querySelectorAll('textarea, input[type="file"]'));
  const entered = [...fields].some(field => field.value !== '');
  TEXTS.reconnecting = ended && entered ? 'Signed out. Sign in again in another tab' : 'Reconnecting';
  if (ended && !entered) location.reload();
}

/** @param {import('./live.js').State} state */
function showState(state) {
  const live = $('live');
  const text = live?.querySelector('.live-text');
  if (!live || !text) return;
  live.dataset.state = state;
  if (text.textContent !== TEXTS[state]) text.textContent = TEXTS[state];
  // The age changes each second, so it is outside of what is announced.
  const age = Math.round((Date.now() - loadedAt) / 1_000);
  /** @type {HTMLElement} */ ($('age')).textContent = state === 'reconnecting' && age > 2 ? `data ${age} s old` : '';
}

/** Loads what changes something, and the drawer, when they are used first. */
function startActions() {
  document.addEventListener('click', event => {
    const file = /** @type {HTMLElement} */ (event.target).closest('[data-spreadsheet]');
    // Where numbers have a comma, spreadsheets separate cells by semicolons.
    if (!file || !(0.5).toLocaleString(navigator.language).includes(',')) return;
    if (file instanceof HTMLAnchorElement) file.href = file.href.replace('=comma', '=semicolon');
    else if (file instanceof HTMLButtonElement) file.value = 'semicolon';
  });
  document.addEventListener('click', async event => {
    const element = /** @type {HTMLElement | null} */ (
      /** @type {HTMLElement} */ (event.target).closest('[data-post], [data-bulk], a[data-drawer], #select-all, #print')
    );
    if (!element || (element instanceof HTMLAnchorElement && (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0))) return;
    event.preventDefault();
    if (element.id === 'print') print();
    else if (element.id === 'select-all') (await import('./photos.js')).selectAll();
    else await (await import('./actions.js')).act(root, element, refresh);
  });
  document.addEventListener('submit', async event => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.dataset.amend) return;
    event.preventDefault();
    await (await import('./actions.js')).amend(root, form, refresh);
  });
}

function startSettings() {
  startSetting('theme', document.documentElement.dataset.theme ?? '', theme => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.cookie = `retailpulse-theme=${theme}; path=/; max-age=${theme ? 31_536_000 : 0}; samesite=strict`;
  });
  startSetting('keys', localStorage.getItem(KEYS) ?? '', keys => localStorage.setItem(KEYS, keys));
  startSetting('zone', zone(), chooseZone);
}

/** @param {string} id @param {string} current @param {(value: string) => void} choose */
function startSetting(id, current, choose) {
  const select = /** @type {HTMLSelectElement | null} */ ($(id));
  if (!select) return;
  // A value can be chosen before this script is loaded.
  if (select.value) choose(select.value);
  else select.value = current;
  select.onchange = () => choose(select.value);
}

showTimes();
startSettings();
if ($('live')) {
  startKeys(root, refresh);
  startActions();
  const live = new Live(`${root}/api/v1/events`, { changed, state: showState });
  setInterval(() => {
    showTimes();
    if (live.state === 'reconnecting') showState(live.state);
  }, 1_000);
  setInterval(() => !document.hidden && main.querySelector('[data-retry]') && refresh(), 2_000);
}
if ($('virtual')) import('./images.js').then(images => images.start(root));
if ($('views')) import('./jobs.js').then(jobs => jobs.start(root, refresh));
if ($('submit')) import('./submit.js').then(submit => submit.start(root));
if ($('photos')) import('./photos.js').then(photos => photos.start());
if ($('store-upload')) import('./stores.js').then(stores => stores.start(root));
