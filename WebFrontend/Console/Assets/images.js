// @ts-check
/**
 * The images of a job as one list that scrolls over any number of them. Only the visible rows are in the page. A place in the list is
 * estimated from the average number of images per visit, and the rows there are read by `from_visit` and `from_image`, so no jump needs to
 * count. Where visits differ, the estimate is corrected when an end of the list is reached, and the scroll bar moves instead of the rows.
 */
const PAGE = 100;
// Rows that are read before the visible ones, so that a short way back needs no request.
const MARGIN = 20;
const MAX_ROWS = 500;
// A read that takes longer is noticed.
const SLOW_MS = 300;
const ROW = 40;
// Browsers limit the height of an element. Beyond that limit, one pixel of the scroll bar represents several pixels of the list.
const MAX_HEIGHT = 8_000_000;
const number = (/** @type {number} */ value) => value.toLocaleString('en');

/** @typedef {import('./api.js').Schema<'ImageResponse'>} Image */
/** @typedef {Pick<Image, 'visit' | 'image' | 'status' | 'attempts'> & (Image | { element: HTMLTableRowElement })} Row an image, or its row as the page had it */
/** @typedef {import('./api.js').Schema<'JobImagesResponse'>} Page */
/** @typedef {{ visit: number, image: number }} Place */

/** @param {string} root */
export function start(root) {
  new ImageList(root, /** @type {HTMLElement} */ (document.getElementById('virtual'))).start();
}

class ImageList {
  /** @type {Row[]} */
  #rows = [];
  // Place of the first of these rows in the list.
  #start = 0;
  // Whether the last of these rows is the last of the job.
  #ended = false;
  #loads = 0;
  #loading = false;
  #frame = 0;

  /** @param {string} root @param {HTMLElement} element */
  constructor(root, element) {
    this.root = root;
    this.element = element;
    this.job = element.dataset.job ?? '';
    this.total = Number(element.dataset.total);
    this.visits = Number(element.dataset.visits);
    this.reasons = /** @type {Record<string, string>} */ (JSON.parse(element.dataset.reasons ?? '{}'));
    this.scroller = /** @type {HTMLElement} */ (element.querySelector('.virtual'));
    this.space = /** @type {HTMLElement} */ (element.querySelector('.virtual-space'));
    this.pane = /** @type {HTMLElement} */ (element.querySelector('.virtual-pane'));
    this.table = /** @type {HTMLTableElement} */ (element.querySelector('table'));
    this.body = this.table.tBodies[0];
  }

  start() {
    // A row can have the focus before this script is loaded, and loses it when it moves.
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#adopt();
    this.element.hidden = false;
    this.table.setAttribute('aria-rowcount', String(this.total + 1));
    this.#fit();
    if (focused && this.body.contains(focused)) focused.focus({ preventScroll: true });
    new ResizeObserver(() => this.#fit()).observe(this.scroller);
    this.scroller.addEventListener('scroll', () => (this.#frame ||= requestAnimationFrame(() => this.#draw())));
    const form = /** @type {HTMLFormElement} */ (this.element.querySelector('form'));
    form.onsubmit = event => {
      event.preventDefault();
      const visit = Number(new FormData(form).get('visit'));
      this.#goTo(Math.max(0, Math.min(this.visits - 1, visit)));
    };
    document.addEventListener('refreshed', () => this.#reload());
  }

  /** Takes the rows that the page has, so that the first rows need no request. */
  #adopt() {
    const paged = document.getElementById('paged');
    for (const row of /** @type {NodeListOf<HTMLTableRowElement>} */ (paged?.querySelectorAll('tbody tr'))) {
      const [visit, image] = (row.dataset.key ?? '').split('.').map(Number);
      const status = /** @type {Image['status']} */ (row.querySelector('.status')?.textContent ?? '');
      const adopted = { visit, image, status, attempts: null, element: row };
      row.dataset.key = key(adopted);
      this.#rows.push(adopted);
    }
    this.#ended = !this.element.dataset.next;
    paged?.setAttribute('data-keep', '');
    paged?.replaceChildren();
  }

  #fit() {
    const head = this.table.tHead?.offsetHeight ?? 0;
    this.pane.style.height = `${this.scroller.clientHeight}px`;
    this.space.style.height = `${Math.min(MAX_HEIGHT, head + this.total * ROW)}px`;
    this.fit = Math.max(1, (this.scroller.clientHeight - head) / ROW);
    this.#draw();
  }

  /** Number of rows that can be scrolled past. */
  get #rest() {
    return Math.max(0, this.total - (this.fit ?? 0));
  }

  get #index() {
    const range = this.scroller.scrollHeight - this.scroller.clientHeight;
    return range > 0 ? (this.scroller.scrollTop / range) * this.#rest : 0;
  }

  /** @param {number} visit */
  #place(visit) {
    return Math.round((visit * this.total) / this.visits);
  }

  /** @param {number} index */
  #scrollTo(index) {
    const range = this.scroller.scrollHeight - this.scroller.clientHeight;
    this.scroller.scrollTop = this.#rest > 0 ? (Math.max(0, Math.min(index, this.#rest)) / this.#rest) * range : 0;
  }

  /** @param {number} visit */
  async #goTo(visit) {
    const place = Math.min(this.#place(visit), this.total - 1);
    this.#scrollTo(place);
    await this.#load(() => this.#read({ visit, image: 0 }), page => this.#replace(page, place));
    this.scroller.focus({ preventScroll: true });
  }

  #draw() {
    this.#frame = 0;
    const index = this.#index;
    const first = Math.floor(index);
    const end = Math.min(this.total, first + Math.ceil(this.fit ?? 1) + 1);
    const shown = this.#rows.slice(Math.max(0, first - this.#start), Math.max(0, end - this.#start));
    const whole = first >= this.#start && end <= this.#start + this.#rows.length;
    if (shown.length > 0 && first >= this.#start) this.#show(shown, first);
    this.body.style.transform = `translateY(${-(index - first) * ROW}px)`;
    this.scroller.setAttribute('aria-busy', String(!whole));
    if (!whole && !this.#loading) this.#complete(first);
  }

  /** Changes the rows in the page, and leaves those that stay where they are, so that focus stays. @param {Row[]} images @param {number} first */
  #show(images, first) {
    const keys = new Set(images.map(key));
    const rows = new Map();
    for (const row of [...this.body.rows]) {
      if (keys.has(row.dataset.key ?? '')) rows.set(row.dataset.key, row);
      else row.remove();
    }
    for (const [at, image] of images.entries()) {
      const row = rows.get(key(image)) ?? ('element' in image ? image.element : this.#row(image));
      row.setAttribute('aria-rowindex', String(first + at + 2));
      if (this.body.rows[at] !== row) this.body.insertBefore(row, this.body.rows[at] ?? null);
    }
  }

  /** Reads the rows at an index: those that follow, those that precede, or those of an estimated place. @param {number} first */
  async #complete(first) {
    const end = this.#start + this.#rows.length;
    if (this.#rows.length && !this.#ended && first >= this.#start && first <= end + PAGE) await this.#append();
    else if (this.#rows.length && first < this.#start && first >= this.#start - PAGE) await this.#precede();
    else await this.#jump(first);
  }

  /** @param {number} first */
  #jump(first) {
    const start = Math.max(0, first - MARGIN);
    const visit = Math.min(this.visits - 1, Math.floor((start * this.visits) / this.total));
    const image = Math.max(0, start - this.#place(visit));
    return this.#load(async () => {
      const page = await this.#read({ visit, image });
      return page?.images.length === 0 ? this.#readLast() : page;
    }, page => this.#replace(page, start));
  }

  #append() {
    const { visit, image } = this.#rows[this.#rows.length - 1];
    return this.#load(() => this.#read({ visit, image: image + 1 }), page => {
      this.#ended = !page.next_page_token;
      this.#rows = [...this.#rows, ...page.images];
      const gone = Math.max(0, this.#rows.length - MAX_ROWS);
      this.#rows = this.#rows.slice(gone);
      this.#start += gone;
      this.#anchor();
    });
  }

  #precede() {
    const head = this.#rows[0];
    return this.#load(() => this.#readBefore(head), ({ images }) => {
      this.#ended &&= this.#rows.length + images.length <= MAX_ROWS;
      this.#rows = [...images, ...this.#rows].slice(0, MAX_ROWS);
      this.#start -= images.length;
      if (images.length > 0) this.#anchor();
      else this.#settle(0);
    });
  }

  /** @param {Page} page @param {number} index */
  #replace(page, index) {
    this.#rows = page.images;
    this.#ended = !page.next_page_token;
    this.#start = index;
    this.#anchor();
  }

  /** The first and the last image have certain places, and no other image can have these. */
  #anchor() {
    const head = this.#rows[0];
    const room = this.total - this.#rows.length;
    if (!head || (head.visit === 0 && head.image === 0)) this.#settle(0);
    else if (this.#ended) this.#settle(room);
    else if (this.#start < 1) this.#settle(Math.max(1, Math.min(PAGE, room - 1)));
    else if (this.#start >= room) this.#settle(Math.max(1, room - PAGE));
  }

  /** Gives the rows another place, and moves the scroll bar, so that the same rows stay visible. @param {number} start */
  #settle(start) {
    if (start === this.#start) return;
    const index = this.#index + start - this.#start;
    this.#start = start;
    this.#scrollTo(index);
  }

  /** Reads the visible rows again after the job changed. */
  async #reload() {
    const at = Math.max(0, Math.floor(this.#index) - this.#start);
    const head = this.#rows[at];
    if (!head || this.#loading) return;
    const place = this.#start + at;
    await this.#load(() => this.#read(head), page => this.#replace(page, place));
  }

  /** Reads the rows before another one. @param {Place} head @returns {Promise<Page | null>} */
  async #readBefore(head) {
    if (head.image > 0) {
      const image = Math.max(0, head.image - PAGE);
      return this.#read({ visit: head.visit, image }, head.image - image);
    }
    const visit = Math.max(0, head.visit - Math.ceil((PAGE * this.visits) / this.total));
    const page = await this.#read({ visit, image: 0 }, 2 * PAGE);
    const at = page?.images.findIndex(image => image.visit === head.visit && image.image === head.image) ?? -1;
    return page && at >= 0 ? { ...page, images: page.images.slice(0, at) } : page && this.#readEnd(head.visit - 1);
  }

  /** Reads the last rows of a visit, or of one before it if it has none. @param {number} visit @returns {Promise<Page | null>} */
  async #readEnd(visit) {
    for (; visit >= 0; visit--) {
      const size = await this.#sizeOf(visit);
      if (size === null) return null;
      const image = Math.max(0, size - PAGE);
      if (size > 0) return this.#read({ visit, image }, size - image);
    }
    return { images: [], next_page_token: null };
  }

  /** Reads the last rows of the job. */
  async #readLast() {
    const page = await this.#readEnd(this.visits - 1);
    return page && { ...page, next_page_token: null };
  }

  /** Returns the number of images of a visit, by halving what it can be. @param {number} visit */
  async #sizeOf(visit) {
    let [least, most] = [0, this.total];
    while (least < most) {
      const image = Math.floor((least + most) / 2);
      const page = await this.#read({ visit, image }, 1);
      if (!page) return null;
      if (page.images[0]?.visit === visit) least = image + 1;
      else most = image;
    }
    return least;
  }

  /** @param {Place} from @param {number} [size] @returns {Promise<Page | null>} null if they cannot be read */
  async #read({ visit, image }, size = PAGE) {
    const query = new URLSearchParams({ from_visit: String(visit), from_image: String(image), page_size: String(size) });
    const response = await fetch(`${this.root}/api/v1/jobs/${this.job}/images?${query}`).catch(() => null);
    return response?.ok ? response.json() : null;
  }

  /** Reads and uses rows, unless others were requested meanwhile. @param {() => Promise<Page | null>} read @param {(page: Page) => void} use */
  async #load(read, use) {
    const load = ++this.#loads;
    this.#loading = true;
    const slow = window.setTimeout(() => load === this.#loads && this.#say('Loading…'), SLOW_MS);
    const page = await read();
    clearTimeout(slow);
    if (load !== this.#loads) return;
    this.#loading = false;
    if (!page) {
      this.#say('The images cannot be read. Scroll to try again.');
      return;
    }
    use(page);
    this.#say('');
    this.#draw();
  }

  /** @param {string} text */
  #say(text) {
    /** @type {HTMLElement} */ (this.element.querySelector('[role="status"]')).textContent = text;
  }

  /** @param {Image} image */
  #row(image) {
    const row = document.createElement('tr');
    row.dataset.key = key(image);
    const place = document.createElement('th');
    place.scope = 'row';
    const link = anchor(`${this.root}/jobs/${this.job}/visits/${image.visit}/images/${image.image}`, `${image.visit}.${image.image}`);
    link.dataset.drawer = '';
    place.append(link);
    const store = anchor(`${this.root}/stores/${encodeURIComponent(image.store_id)}`, image.store_id, image.store_name ?? image.store_id);
    const why = image.reason ? (this.reasons[image.reason] ?? image.reason) : waits(image);
    row.append(
      place,
      cell('', store),
      cell('wide', address(image.url)),
      cell('', status(image.status), ...(why ? [small(why)] : [])),
      cell('num', image.width === null ? '' : `${image.width} × ${image.height}`),
      cell('num', image.perimeter === null ? '' : number(image.perimeter)),
      cell('num optional', image.attempts !== null && image.attempts > 1 ? String(image.attempts) : ''),
    );
    return row;
  }
}

/** Changes with what a row shows. @param {Row} row */
const key = row => [row.visit, row.image, row.status, row.attempts, ...('url' in row ? [row.reason, row.url, waits(row)] : [])].join('.');

/** @param {string} name @param {...(string | Node)} content */
function cell(name, ...content) {
  const element = document.createElement('td');
  element.className = name;
  element.append(...content);
  return element;
}

/** @param {string} href @param {string} text @param {string} [title] */
function anchor(href, text, title) {
  const element = document.createElement('a');
  element.href = href;
  if (title) element.title = title;
  const isolated = document.createElement('bdi');
  isolated.textContent = text;
  element.append(isolated);
  return element;
}

/** Only http and https become links. @param {string} url */
function address(url) {
  const link = anchor(url, url.split(/[?#]/)[0].replace(/\/+$/, '').split('/').at(-1) || url, url);
  link.className = 'url';
  if (!/^https?:\/\//i.test(url)) link.removeAttribute('href');
  link.target = '_blank';
  link.rel = 'noreferrer noopener';
  return link;
}

/** @param {string} value */
function status(value) {
  const element = document.createElement('span');
  element.className = `status is-${value}`;
  const dot = document.createElement('span');
  dot.className = 'dot';
  dot.setAttribute('aria-hidden', 'true');
  element.append(dot, value);
  return element;
}

/** @param {string} text */
function small(text) {
  const element = document.createElement('small');
  element.className = 'why';
  element.textContent = text;
  return element;
}

/** @param {Image} image */
function waits({ progress }) {
  if (progress?.waits_for === 'host') return `waits for ${progress.host}`;
  if (progress?.waits_for === 'slot') return 'waits for a slot';
  return progress?.waits_for === 'next_attempt' ? 'waits for its next attempt' : '';
}
