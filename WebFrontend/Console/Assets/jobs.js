// @ts-check
/** The list of jobs: selection of rows, saved views, and suggestions for filters. */
const VIEWS = 'retailpulse-views';
const OPERATIONS = 'retailpulse-operations';
const MAX_OPERATIONS = 5;
const SUGGEST_MS = 200;
const OF_PAGES = ['page_token', 'sort'];
const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @typedef {{ name: string, query: string }} View */

/** Operations that this browser started, the newest first. @returns {number[]} */
const recentOperations = () => JSON.parse(localStorage.getItem(OPERATIONS) ?? '[]');

/** @param {number} id */
export function rememberOperation(id) {
  localStorage.setItem(OPERATIONS, JSON.stringify([id, ...recentOperations().filter(other => other !== id)].slice(0, MAX_OPERATIONS)));
}

/** @param {string} root @param {() => void} refresh */
export function start(root, refresh) {
  if (document.getElementById('selection')) new Selection(root, refresh).start();
  startViews();
  startSuggestions(root);
}

class Selection {
  #all = false;
  /** @type {HTMLInputElement | null} */
  #last = null;

  /** @param {string} root @param {() => void} refresh */
  constructor(root, refresh) {
    this.root = root;
    this.refresh = refresh;
  }

  start() {
    document.addEventListener('click', event => {
      const box = /** @type {HTMLElement} */ (event.target).closest('input[data-select]');
      if (box) this.#choose(/** @type {HTMLInputElement} */ (box), event.shiftKey);
    });
    $('select-matching').onclick = () => {
      this.#all = true;
      this.#show();
    };
    $('select-none').onclick = () => this.#clear();
    $('retry-selected').onclick = () => this.#change('retry');
    $('cancel-selected').onclick = () => this.#change('cancel');
    this.#showRecent();
    // The box of the header can be checked before this script is loaded.
    const whole = /** @type {HTMLInputElement | null} */ (document.querySelector('thead input[data-select]'));
    if (whole?.checked && this.#ids.length === 0) this.#choose(whole, false);
    // A page that the browser restores also restores its boxes.
    this.#show();
  }

  get #boxes() {
    return /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('tbody input[data-select]')]);
  }

  get #ids() {
    return this.#boxes.filter(box => box.checked).map(box => box.value);
  }

  /** @param {HTMLInputElement} box @param {boolean} range */
  #choose(box, range) {
    const boxes = this.#boxes;
    this.#all = false;
    if (!box.value) for (const other of boxes) other.checked = box.checked;
    else if (range && this.#last?.isConnected) {
      const [from, to] = [boxes.indexOf(this.#last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    this.#last = box.value ? box : null;
    this.#show();
  }

  #clear() {
    this.#all = false;
    for (const box of document.querySelectorAll('input[data-select]')) /** @type {HTMLInputElement} */ (box).checked = false;
    this.#show();
  }

  #show() {
    const selected = this.#ids.length;
    $('selection').hidden = selected === 0 && !this.#all;
    $('selected').textContent = this.#all ? 'All jobs that match' : `${selected} selected`;
    $('select-matching').hidden = this.#all;
    this.#offer('retry-selected', 'failed');
    this.#offer('cancel-selected', 'ongoing');
    const whole = /** @type {HTMLInputElement | null} */ (document.querySelector('thead input[data-select]'));
    if (!whole) return;
    whole.checked = selected > 0 && selected === this.#boxes.length;
    whole.indeterminate = selected > 0 && !whole.checked;
  }

  /** Offers a change of all jobs that match, unless the filter by status excludes those that can be changed. @param {string} id @param {string} changed */
  #offer(id, changed) {
    const status = new URLSearchParams(location.search).get('status');
    const button = /** @type {HTMLButtonElement} */ ($(id));
    button.disabled = this.#all && !!status && status !== changed;
    button.title = button.disabled ? `Only ${changed} jobs can be changed like this, and the filter selects ${status} ones.` : '';
  }

  /** @param {import('./bulk.js').Kind} kind */
  async #change(kind) {
    const query = new URLSearchParams(location.search);
    for (const name of [...query.keys()]) if (OF_PAGES.includes(name) || !query.get(name)) query.delete(name);
    if (!this.#all) {
      // What was selected may have another status than when the page was loaded.
      query.delete('status');
      query.set('ids', this.#ids.join(','));
    }
    const images = [query.get('reason'), query.get('host')].filter(Boolean).join(' at ');
    const which = this.#all ? 'All jobs that match the filters of this page' : `${this.#ids.length} selected jobs`;
    const limited = kind === 'retry' && images ? `, and of these only images that failed with: ${images}` : '';
    const { openBulk } = await import('./bulk.js');
    await openBulk(this.root, kind, query.toString(), `${which}${limited}.`, () => {
      this.#showRecent();
      this.refresh();
    });
  }

  #showRecent() {
    const ids = recentOperations();
    // An empty list has no place for them.
    document.getElementById('recent-operations')?.replaceChildren(
      ...(ids.length ? ['Your latest operations: '] : []),
      ...ids.flatMap((id, at) => {
        const link = document.createElement('a');
        link.href = `${this.root}/operations/${id}`;
        link.textContent = String(id);
        return at ? [', ', link] : [link];
      }),
    );
  }
}

/** @returns {View[]} */
const views = () => JSON.parse(localStorage.getItem(VIEWS) ?? '[]');

/** The filters of the page, without the place in the list. */
function currentQuery() {
  const query = new URLSearchParams(location.search);
  query.delete('page_token');
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  query.sort();
  return query.toString();
}

function startViews() {
  const form = /** @type {HTMLFormElement} */ ($('save-view'));
  const name = /** @type {HTMLInputElement} */ ($('view-name'));
  form.onsubmit = event => {
    event.preventDefault();
    const text = name.value.trim();
    if (!text) return;
    localStorage.setItem(VIEWS, JSON.stringify([...views().filter(view => view.name !== text), { name: text, query: currentQuery() }]));
    name.value = '';
    showViews();
  };
  showViews();
}

function showViews() {
  const current = currentQuery();
  $('save-view').hidden = !current || views().some(view => view.query === current);
  $('views').replaceChildren(
    ...views().map(({ name, query }) => {
      const item = document.createElement('span');
      const link = document.createElement('a');
      link.href = `?${query}`;
      link.textContent = name;
      if (query === current) link.setAttribute('aria-current', 'true');
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.textContent = '×';
      remove.setAttribute('aria-label', `Remove the view ${name}`);
      remove.onclick = () => {
        localStorage.setItem(VIEWS, JSON.stringify(views().filter(view => view.name !== name)));
        showViews();
      };
      item.append(link, remove);
      return item;
    }),
  );
}

/** Suggests stores as they are typed, and areas and hosts that occur. @param {string} root */
function startSuggestions(root) {
  const read = async (/** @type {string} */ path) => {
    const response = await fetch(root + path).catch(() => null);
    return response?.ok ? response.json() : null;
  };
  const suggest = (/** @type {string} */ name, /** @type {{ value: string, label?: string }[]} */ options) =>
    $(`${name}-suggestions`).replaceChildren(
      ...options.map(({ value, label }) => {
        const option = document.createElement('option');
        option.value = value;
        if (label) option.label = label;
        return option;
      }),
    );
  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (document.querySelector(`#filters input[name="${name}"]`));
  // An input can have the focus and a text before this script is loaded.
  const onFocus = (/** @type {string} */ name, /** @type {() => void} */ load) => {
    if (document.activeElement === input(name)) load();
    else input(name).addEventListener('focus', load, { once: true });
  };
  let timer = 0;
  const suggestStores = () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const found = await read(`/api/v1/stores?page_size=8&q=${encodeURIComponent(input('store').value)}`);
      if (found) suggest('store', found.stores.map((/** @type {any} */ store) => ({ value: store.store_id, label: store.store_name })));
    }, SUGGEST_MS);
  };
  input('store').oninput = suggestStores;
  if (document.activeElement === input('store') && input('store').value) suggestStores();
  const distinct = (/** @type {string[]} */ values) => [...new Set(values)].sort().map(value => ({ value }));
  onFocus('area', async () => {
    const found = await read('/api/v1/areas?page_size=1000');
    const areas = /** @type {import('./api.js').Schema<'AreaResponse'>[]} */ (found?.areas ?? []);
    // An empty value is no filter.
    suggest('area', areas.filter(area => area.area_code).map(area => ({ value: area.area_code, label: area.stores === 1 ? '1 store' : `${area.stores} stores` })));
  });
  onFocus('host', async () => {
    const found = await read('/api/v1/failures?page_size=1000');
    if (found) suggest('host', distinct(found.failures.map((/** @type {any} */ failure) => failure.host)));
  });
}
