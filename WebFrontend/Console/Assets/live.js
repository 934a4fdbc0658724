// @ts-check
/**
 * The tabs of a browser share one event stream, because a browser opens only six connections to a server. The tab that holds a lock listens
 * and passes on to the others which jobs changed. A hidden tab does not listen.
 */
const LOCK = 'retailpulse-stream';
const FLUSH_MS = 100;
const MAX_RETRY_MS = 4_000;
const EVENTS = ['job_submitted', 'job_progress', 'job_ended', 'job_retried', 'image_failed'];

/** @typedef {'connecting' | 'open' | 'reconnecting' | 'paused'} State */
/** @typedef {{ jobs: number[], submitted: boolean }} Changes */

export class Live {
  /** @type {State} */
  state = 'connecting';
  #channel = new BroadcastChannel(LOCK);
  /** @type {(() => void) | null} */
  #release = null;
  /** @type {AbortController | null} */
  #queue = null;

  /**
   * @param {string} url
   * @param {{ changed: (changes: Changes | null) => void, state: (state: State) => void }} page changed: gets null if events may be missing
   */
  constructor(url, page) {
    this.url = url;
    this.page = page;
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#pause();
      else {
        this.#resume();
        this.page.changed(null);
      }
    });
    if (!document.hidden) this.#resume();
  }

  #resume() {
    this.#show('connecting');
    this.#channel.postMessage({ asks: true });
    if (!navigator.locks) {
      this.#listen();
      return;
    }
    this.#queue = new AbortController();
    navigator.locks
      .request(LOCK, { signal: this.#queue.signal }, () => new Promise(done => this.#listen(() => done(undefined))))
      .catch(() => {});
  }

  #pause() {
    this.#queue?.abort();
    this.#release?.();
    this.#release = null;
    this.#show('paused');
  }

  /** @param {() => void} [done] */
  #listen(done) {
    let source = /** @type {EventSource | null} */ (null);
    let retry = 500;
    let timer = 0;
    const jobs = /** @type {Set<number>} */ (new Set());
    let submitted = false;
    let flushing = 0;
    const flush = () => {
      flushing = 0;
      this.#tell({ changes: { jobs: [...jobs], submitted } });
      jobs.clear();
      submitted = false;
    };
    const open = () => {
      source = new EventSource(this.url);
      source.onopen = () => {
        retry = 500;
        this.#tell({ state: 'open' });
        this.#tell({ changes: null });
      };
      source.onerror = () => {
        this.#tell({ state: 'reconnecting' });
        if (source?.readyState !== EventSource.CLOSED) return;
        // The service refused the stream. If the session has ended, loading the page leads to the sign-in.
        this.#tell({ changes: null });
        timer = window.setTimeout(open, retry);
        retry = Math.min(MAX_RETRY_MS, retry * 2);
      };
      source.addEventListener('gap', () => this.#tell({ changes: null }));
      for (const name of EVENTS)
        source.addEventListener(name, event => {
          const { job_id } = JSON.parse(/** @type {MessageEvent} */ (event).data);
          jobs.add(Number(job_id));
          submitted ||= name === 'job_submitted';
          flushing ||= window.setTimeout(flush, FLUSH_MS);
        });
    };
    open();
    this.#release = () => {
      clearTimeout(timer);
      clearTimeout(flushing);
      source?.close();
      done?.();
    };
  }

  /** @param {{ state?: State, changes?: Changes | null }} message */
  #tell(message) {
    this.#channel.postMessage(message);
    this.#hear(message);
  }

  /** @param {{ state?: State, changes?: Changes | null, asks?: boolean }} message */
  #hear(message) {
    if (message.asks && this.#release) this.#channel.postMessage({ state: this.state });
    if (document.hidden) return;
    if (message.state) this.#show(message.state);
    if (message.changes !== undefined) this.page.changed(message.changes);
  }

  /** @param {State} state */
  #show(state) {
    this.state = state;
    this.page.state(state);
  }
}
