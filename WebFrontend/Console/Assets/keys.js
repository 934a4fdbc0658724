// @ts-check
const SEQUENCE_MS = 1_200;
/** Setting that turns off shortcuts of single keys, which speech input may press by accident. */
export const KEYS = 'retailpulse-keys';
const $ = (/** @type {string} */ id) => document.getElementById(id);

/** @typedef {{ text: string, hint: string, run: () => void }} Command */

/** Adds the shortcuts and the command palette. @param {string} root @param {() => void} refresh */
export function startKeys(root, refresh) {
  let afterG = 0;
  const go = (/** @type {string} */ key) => /** @type {HTMLElement | null} */ (document.querySelector(`a[data-go="${key}"]`))?.click();
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette(root);
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog')) return;
    if (localStorage.getItem(KEYS) === 'off') return;
    if (Date.now() < afterG + SEQUENCE_MS && /^[a-z]$/.test(event.key)) {
      afterG = 0;
      go(event.key);
      return;
    }
    if (event.key === 'g') afterG = Date.now();
    else if (event.key === 'n') go('n');
    else if (event.key === 'r') refreshOrShowNew(refresh);
    else if (event.key === '?') show('shortcuts');
    else if (event.key === '/') {
      event.preventDefault();
      $('search')?.focus();
    }
  });
  $('open-palette')?.addEventListener('click', () => openPalette(root));
  for (const dialog of document.querySelectorAll('dialog'))
    dialog.addEventListener('click', event => event.target === dialog && isOutside(dialog, event) && dialog.close());
  $('palette-input')?.addEventListener('input', () => fill(root));
  $('palette-input')?.addEventListener('keydown', steer);
}

/** Whether a click hit what is behind a dialog. @param {Element} dialog @param {MouseEvent} event */
function isOutside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** @param {() => void} refresh */
function refreshOrShowNew(refresh) {
  const fresh = $('fresh');
  if (fresh && !fresh.hidden) fresh.click();
  else refresh();
}

/** @param {string} id */
const show = id => /** @type {HTMLDialogElement} */ ($(id)).showModal();

/** @param {string} root */
function openPalette(root) {
  const input = /** @type {HTMLInputElement} */ ($('palette-input'));
  input.value = '';
  show('palette');
  fill(root);
}

/** @param {string} root */
function fill(root) {
  const input = /** @type {HTMLInputElement} */ ($('palette-input'));
  const text = input.value.trim();
  const commands = find(root, text);
  render(commands);
  if (text.length >= 2 && !/^\d+$/.test(text)) suggestStores(root, text, commands);
}

/** @param {string} root @param {string} text @returns {Command[]} */
function find(root, text) {
  const visit = (/** @type {string} */ path) => () => location.assign(root + path);
  /** @type {Command[]} */
  const screens = [...document.querySelectorAll('a[data-go]')].map(link => ({
    text: link.textContent?.trim() ?? '',
    hint: link.getAttribute('data-go') === 'n' ? 'n' : `g ${link.getAttribute('data-go')}`,
    run: () => /** @type {HTMLElement} */ (link).click(),
  }));
  const others = [
    { text: 'Ongoing jobs', hint: '', run: visit('/jobs?status=ongoing') },
    { text: 'Failed jobs', hint: '', run: visit('/jobs?status=failed') },
    { text: 'Keyboard shortcuts', hint: '?', run: () => show('shortcuts') },
    { text: 'API reference', hint: '', run: visit('/docs') },
  ];
  const lower = text.toLowerCase();
  const found = [...screens, ...others].filter(command => command.text.toLowerCase().includes(lower));
  if (/^\d{1,18}$/.test(text)) found.unshift({ text: `Job ${text}`, hint: 'open', run: visit(`/jobs/${text}`) });
  else if (text) found.push({ text: `Search for “${text}”`, hint: '', run: visit(`/search?q=${encodeURIComponent(text)}`) });
  return found;
}

/** @param {string} root @param {string} text @param {Command[]} commands */
async function suggestStores(root, text, commands) {
  const response = await fetch(`${root}/api/v1/stores?q=${encodeURIComponent(text)}&page_size=5`).catch(() => null);
  const input = /** @type {HTMLInputElement} */ ($('palette-input'));
  if (!response?.ok || input.value.trim() !== text) return;
  const { stores } = await response.json();
  render([
    ...commands,
    ...stores.map((/** @type {{ store_id: string, store_name: string }} */ store) => ({
      text: store.store_name,
      hint: store.store_id,
      run: () => location.assign(`${root}/stores/${encodeURIComponent(store.store_id)}`),
    })),
  ]);
}

/** @param {Command[]} commands */
function render(commands) {
  const list = /** @type {HTMLElement} */ ($('palette-list'));
  list.replaceChildren(
    ...commands.map((command, at) => {
      const item = document.createElement('li');
      item.id = `command-${at}`;
      item.setAttribute('role', 'option');
      item.append(command.text);
      const hint = document.createElement('small');
      hint.textContent = command.hint;
      item.append(hint);
      item.addEventListener('click', () => {
        /** @type {HTMLDialogElement} */ ($('palette')).close();
        command.run();
      });
      return item;
    }),
  );
  select(0);
}

/** @param {number} at */
function select(at) {
  const items = [...document.querySelectorAll('#palette-list li')];
  const index = items.length ? (at + items.length) % items.length : 0;
  items.forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
  items[index]?.scrollIntoView({ block: 'nearest' });
  $('palette-input')?.setAttribute('aria-activedescendant', items[index]?.id ?? '');
}

/** @param {KeyboardEvent} event */
function steer(event) {
  const items = [...document.querySelectorAll('#palette-list li')];
  const at = items.findIndex(item => item.getAttribute('aria-selected') === 'true');
  if (event.key === 'ArrowDown') select(at + 1);
  else if (event.key === 'ArrowUp') select(at - 1);
  else if (event.key === 'Enter') /** @type {HTMLElement | undefined} */ (items[at])?.click();
  else return;
  event.preventDefault();
}
