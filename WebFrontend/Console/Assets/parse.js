// @ts-check
/** Reads what people paste or drop: JSON, NDJSON, CSV, or a column of URLs. All functions are pure. */

/** @typedef {{ row: number, text: string }} Problem */
/** @typedef {{ store_id: string, visit_time: string, image_url: unknown[] }} Visit */
/**
 * @typedef {object} Parsed
 * @property {'empty' | 'json' | 'csv' | 'urls'} kind
 * @property {Visit[]} visits
 * @property {number[]} visitRows row of each visit
 * @property {number[][]} imageRows row of each image
 * @property {Problem[]} problems
 * @property {boolean} ambiguous whether some dates depend on the order of day and month
 * @property {Record<string, unknown>} [members] members of the submission besides its visits
 */

const NAMES = {
  store: ['storeid', 'store', 'storenumber', 'shop', 'shopid'],
  time: ['visittime', 'visitdate', 'date', 'time', 'datetime', 'visit'],
  url: ['imageurl', 'url', 'image', 'photo', 'photourl', 'link'],
};
const DATE = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]m)?)?$/i;
const ISO = /^\d{4}-\d{2}-\d{2}([T ].*)?$/;

/** Decodes a file: UTF-8 or UTF-16 with a byte order mark, UTF-8, otherwise Windows-1252. @param {ArrayBuffer} bytes */
export function decode(bytes) {
  const utf16 = utf16Of(new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength)));
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Returns the encoding that a byte order mark of UTF-16 names. @param {Uint8Array} bytes */
export function utf16Of([first, second]) {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/**
 * @param {string} text
 * @param {{ store?: string, time?: string, order?: 'dmy' | 'mdy' }} [choices] what the text does not say
 * @returns {Parsed}
 */
export function parse(text, choices = {}) {
  const clean = text.replace(/^\ufeff/, '');
  const start = clean.trimStart()[0];
  if (!start) return { kind: 'empty', visits: [], visitRows: [], imageRows: [], problems: [], ambiguous: false };
  return start === '{' || start === '[' ? parseJson(clean) : parseTable(clean, choices);
}

/** @param {string} text @returns {Parsed} */
function parseJson(text) {
  const result = /** @type {Parsed} */ ({ kind: 'json', visits: [], visitRows: [], imageRows: [], problems: [], ambiguous: false });
  try {
    const read = JSON.parse(text);
    const visits = Array.isArray(read) ? read : Array.isArray(read.visits) ? read.visits : [read];
    if (!Array.isArray(read) && Array.isArray(read.visits)) {
      const { visits: _, ...members } = read;
      result.members = members;
    }
    result.visits = visits;
  } catch (whole) {
    for (const [at, line] of text.split(/\r?\n/).entries()) {
      if (!line.trim()) continue;
      try {
        result.visits.push(JSON.parse(line));
        result.visitRows.push(at + 1);
      } catch (error) {
        const first = result.visits.length === 0 && result.problems.length === 0;
        result.problems.push({ row: at + 1, text: first ? `is not JSON: ${message(whole)}` : `is not JSON: ${message(error)}` });
        if (first) break;
      }
    }
  }
  if (result.visitRows.length === 0) result.visitRows = result.visits.map((_, at) => at + 1);
  result.imageRows = result.visits.map((visit, at) => (Array.isArray(visit?.image_url) ? visit.image_url : []).map(() => result.visitRows[at]));
  return result;
}

/** @param {unknown} error */
const message = error => (error instanceof Error ? error.message : String(error));

/** @param {string} text @param {{ store?: string, time?: string, order?: 'dmy' | 'mdy' }} choices @returns {Parsed} */
function parseTable(text, choices) {
  const rows = readCsv(text);
  const columns = findColumns(rows[0]?.cells ?? []);
  const result = /** @type {Parsed} */ ({
    kind: columns.store < 0 ? 'urls' : 'csv', visits: [], visitRows: [], imageRows: [], problems: [], ambiguous: false,
  });
  if (columns.url < 0) {
    result.problems.push({ row: 1, text: 'needs a column image_url, next to store_id and visit_time' });
    return result;
  }
  for (const { cells, row } of columns.header ? rows.slice(1) : rows) {
    const store = columns.store < 0 ? (choices.store ?? '') : (cells[columns.store] ?? '').trim();
    const time = columns.time < 0 ? { text: choices.time ?? '' } : readTime((cells[columns.time] ?? '').trim(), choices.order ?? 'dmy');
    const url = (cells[columns.url] ?? '').trim();
    result.ambiguous ||= time.ambiguous === true;
    const problem = check(store, time.text, url, columns);
    if (problem) result.problems.push({ row, text: problem });
    const last = result.visits.at(-1);
    if (last && last.store_id === store && last.visit_time === time.text) {
      last.image_url.push(url);
      result.imageRows.at(-1)?.push(row);
    } else {
      result.visits.push({ store_id: store, visit_time: time.text, image_url: [url] });
      result.visitRows.push(row);
      result.imageRows.push([row]);
    }
  }
  if (result.visits.length === 0) result.problems.push({ row: 1, text: 'has no rows below its header' });
  return result;
}

/** @param {string} store @param {string} time @param {string} url @param {{ store: number, time: number }} columns */
function check(store, time, url, columns) {
  if (!store && columns.store >= 0) return 'has no store_id';
  if (!time && columns.time >= 0) return 'has no visit_time';
  if (!url) return 'has no image_url';
  return /^https?:\/\/\S/i.test(url) ? null : `has an image_url that is not an http or https URL: ${url.slice(0, 80)}`;
}

/** Whether the first line of a table names its columns. @param {string} line */
export const hasHeader = line => findColumns(readCsv(line)[0]?.cells ?? []).header;

/** @param {string[]} first */
function findColumns(first) {
  const names = first.map(cell => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const find = (/** @type {string[]} */ known) => names.findIndex(name => known.includes(name));
  const url = find(NAMES.url);
  if (url >= 0) return { header: true, store: find(NAMES.store), time: find(NAMES.time), url };
  const bare = first.findIndex(cell => /^https?:\/\//i.test(cell.trim()));
  if (bare < 0) return { header: true, store: -1, time: -1, url: -1 };
  return first.length >= 3 ? { header: false, store: 0, time: 1, url: bare } : { header: false, store: -1, time: -1, url: bare };
}

/**
 * Reads CSV according to RFC 4180, with the separator that its first line has most of. Empty lines are skipped.
 * @param {string} text @returns {{ cells: string[], row: number }[]}
 */
export function readCsv(text) {
  const head = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const separator = [';', '\t', ',', '|'].map(mark => [mark, head.split(mark).length]).sort((a, b) => Number(b[1]) - Number(a[1]))[0][0];
  /** @type {{ cells: string[], row: number }[]} */
  const rows = [];
  /** @type {string[]} */
  let cells = [];
  let cell = '', row = 1, line = 1, quoted = false;
  const end = () => {
    cells.push(cell);
    if (cells.some(value => value.trim())) rows.push({ cells, row });
    cells = [], cell = '', row = line + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '\n') line++;
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (mark === '"' && !cell) quoted = true;
    else if (mark === separator) {
      cells.push(cell);
      cell = '';
    } else if (mark === '\n') {
      line--;
      end();
      line++;
    } else if (mark !== '\r') cell += mark;
  }
  end();
  return rows;
}

/**
 * Converts a date as spreadsheets write it to ISO 8601. Other texts stay as they are.
 * @param {string} text @param {'dmy' | 'mdy'} order @returns {{ text: string, ambiguous?: boolean }}
 */
export function readTime(text, order) {
  if (ISO.test(text)) return { text };
  const match = DATE.exec(text);
  if (!match) return { text };
  const [, first, mark, second, third, hour, minute, secs, half] = match;
  let [year, month, day] = [Number(first), Number(second), Number(third)];
  let ambiguous = false;
  if (first.length <= 2) {
    const [a, b] = [Number(first), Number(second)];
    ambiguous = mark === '/' && a <= 12 && b <= 12 && a !== b;
    const monthFirst = mark === '.' ? false : a > 12 ? false : b > 12 ? true : order === 'mdy';
    [day, month] = monthFirst ? [b, a] : [a, b];
    year = third.length <= 2 ? 2000 + Number(third) : Number(third);
  }
  // A date that does not exist stays as it was written, so that its row can be found.
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return { text };
  const two = (/** @type {number | string} */ value) => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (hour === undefined) return { text: date, ambiguous };
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour);
  return { text: `${date}T${two(hours)}:${minute}${secs ? `:${secs}` : ''}`, ambiguous };
}
