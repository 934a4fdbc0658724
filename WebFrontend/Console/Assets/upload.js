// @ts-check
/** Reads a file that is too large for one body, a block at a time, and sends it as one submission of lines. */
import { hasHeader, parse, utf16Of } from './parse.js';

const BLOCK = 4 * 1024 * 1024;
const HEAD = 64 * 1024;
const MAX_PROBLEMS = 1_000;

/** @typedef {import('./parse.js').Problem} Problem */
/** @typedef {import('./parse.js').Visit} Visit */
/**
 * @typedef {object} Lines
 * @property {import('./parse.js').Parsed['kind']} kind
 * @property {Blob} blob one visit per line, as JSON
 * @property {number[]} visitRows row of each visit; empty if it is the number of its line
 * @property {Map<string, number>} stores first row of each store
 * @property {Problem[]} problems
 * @property {boolean} ambiguous
 * @property {Record<string, unknown>} [members] members of the submission besides its visits
 */

/**
 * @param {File} file @param {{ store?: string, time?: string, order?: 'dmy' | 'mdy' }} choices
 * @param {(share: number) => void} progress @returns {Promise<Lines>}
 */
export async function readFile(file, choices, progress) {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const utf16 = utf16Of(bytes);
  if (utf16) return readBlocks(file, utf16, choices, progress);
  const head = new TextDecoder().decode(bytes).trimStart();
  if (head[0] === '{' || head[0] === '[') return isLine(head) ? passOn(file) : toLines(parse(await file.text()));
  try {
    return await readBlocks(file, 'utf-8', choices, progress);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return readBlocks(file, 'windows-1252', choices, progress);
  }
}

/** Writes visits as lines. @param {import('./parse.js').Parsed} parsed @returns {Lines} */
export function toLines({ kind, visits, visitRows, problems, ambiguous, members }) {
  const stores = new Map();
  for (const [at, visit] of visits.entries()) if (!stores.has(visit.store_id)) stores.set(visit.store_id, visitRows[at]);
  const blob = new Blob(visits.map(visit => `${JSON.stringify(visit)}\n`));
  return { kind, blob, visitRows, stores, problems, ambiguous, members };
}

/** Whether a text begins with a visit on a line of its own. @param {string} head */
function isLine(head) {
  try {
    return JSON.parse(head.slice(0, head.indexOf('\n'))).store_id !== undefined;
  } catch {
    return false;
  }
}

/** @param {File} file @returns {Lines} */
const passOn = file => ({ kind: 'json', blob: file, visitRows: [], stores: new Map(), problems: [], ambiguous: false });

/**
 * @param {File} file @param {string} encoding @param {{ store?: string, time?: string, order?: 'dmy' | 'mdy' }} choices
 * @param {(share: number) => void} progress @returns {Promise<Lines>}
 */
async function readBlocks(file, encoding, choices, progress) {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  const result = /** @type {Lines} */ ({ kind: 'empty', blob: new Blob(), visitRows: [], stores: new Map(), problems: [], ambiguous: false });
  /** @type {Blob[]} */
  const parts = [];
  /** @type {Visit | null} */
  let last = null;
  let header = '', rest = '', rows = 0;
  for (let at = 0; at < file.size && result.problems.length < MAX_PROBLEMS; at += BLOCK) {
    progress(at / file.size);
    const end = at + BLOCK >= file.size;
    const text = rest + decoder.decode(await file.slice(at, at + BLOCK).arrayBuffer(), { stream: !end });
    const cut = end ? text.length : endOfRows(text);
    const block = text.slice(0, cut);
    rest = text.slice(cut);
    if (!block.trim()) continue;
    const parsed = parse(header + block, choices);
    const before = rows - (header ? 1 : 0);
    rows += block.split('\n').length - 1;
    if (!header && at === 0) {
      const first = block.slice(0, block.indexOf('\n') + 1);
      if (hasHeader(first)) header = first;
    }
    result.kind = parsed.kind;
    result.ambiguous ||= parsed.ambiguous;
    result.problems.push(...parsed.problems.map(problem => ({ ...problem, row: problem.row + before })));
    /** @type {string[]} */
    const lines = [];
    for (const [number, visit] of parsed.visits.entries()) {
      // A visit may continue in the next block.
      if (number === 0 && last && last.store_id === visit.store_id && last.visit_time === visit.visit_time) {
        last.image_url.push(...visit.image_url);
        continue;
      }
      if (last) lines.push(`${JSON.stringify(last)}\n`);
      last = visit;
      result.visitRows.push(parsed.visitRows[number] + before);
      if (!result.stores.has(visit.store_id)) result.stores.set(visit.store_id, parsed.visitRows[number] + before);
    }
    parts.push(new Blob(lines));
  }
  if (last) parts.push(new Blob([`${JSON.stringify(last)}\n`]));
  result.blob = new Blob(parts);
  return result;
}

/** Returns the end of the last complete row: a line break outside quotes. 0 if there is none. @param {string} text */
function endOfRows(text) {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === '"') quotes--;
    else if (text[at] === '\n' && quotes % 2 === 0) return at + 1;
  }
  return 0;
}

/**
 * Sends a body and reports its progress. Returns the status and the JSON of the response; status 0 without one.
 * @param {string} url @param {string} type @param {Blob | string} body @param {string | undefined} key @param {(share: number) => void} progress
 * @returns {Promise<{ status: number, json: any }>}
 */
export function send(url, type, body, key, progress) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', type);
    if (key) request.setRequestHeader('Idempotency-Key', key);
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onloadend = () => {
      let json = null;
      try {
        json = JSON.parse(request.responseText);
      } catch {
        // A proxy may respond with another text.
      }
      resolve({ status: request.status, json });
    };
    request.send(body);
  });
}
