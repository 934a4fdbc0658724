// @ts-check
/** The rate of a job since the page was opened, as a line. It starts again whenever the page is opened. */
const SVG = 'http://www.w3.org/2000/svg';
const MAX_POINTS = 120;

/** @type {number[]} */
let rates = [];

/** Adds the rate that the page shows. @param {Element} main */
export function note(main) {
  const line = /** @type {SVGSVGElement | null} */ (main.querySelector('#rate-line'));
  const progress = /** @type {HTMLElement | null} */ (main.querySelector('[data-rate]'));
  const rate = progress?.dataset.rate;
  if (!line || !rate) return;
  rates = [...rates, Number(rate)].slice(-MAX_POINTS);
  const most = Math.max(...rates, 0.00001);
  const points = rates.map((value, at) => `${((at * 100) / Math.max(1, rates.length - 1)).toFixed(2)},${(23 - (22 * value) / most).toFixed(2)}`);
  const shape = line.querySelector('polyline') ?? line.appendChild(document.createElementNS(SVG, 'polyline'));
  shape.setAttribute('points', points.join(' '));
  line.setAttribute('aria-label', `Images measured since this page was opened: now ${progress.dataset.rateText}`);
  line.toggleAttribute('hidden', rates.length < 2);
}
