// Charts: Apache ECharts behind three functions on plain data. Loaded when a page first shows a chart.
//
// The page (`app/kit/src/chart/`) calls `window.xungeChart.open`. A colour in what is drawn is the name of a token, such as
// `--brand`: it is read where the chart stands, and again when the looks of the page change.

import * as echarts from '../charts/echarts.mjs';

const LOOKS = ['data-theme', 'data-contrast', 'data-text', 'class'];
const TOKEN = /^--[a-z0-9-]+$/;

/** Puts colours in the place of the names of tokens, all the way down. */
function coloured(value, colour) {
  if (typeof value === 'string') return TOKEN.test(value) ? colour(value) : value;
  if (Array.isArray(value)) return value.map((one) => coloured(one, colour));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, coloured(one, colour)]));
}

/** What is drawn alike in every chart; what a chart says itself stands above it. */
function usual(colour, said) {
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
  const text = { color: colour('--ink-2'), fontFamily: said.fontFamily, fontSize: Math.round(12 * scale) };
  const axis = {
    axisLine: { lineStyle: { color: colour('--line') } },
    axisTick: { lineStyle: { color: colour('--line') } },
    axisLabel: { color: colour('--ink-2'), fontSize: text.fontSize, hideOverlap: true },
    splitLine: { lineStyle: { color: colour('--line') } },
    nameTextStyle: { color: colour('--ink-2'), fontSize: text.fontSize },
  };
  return {
    color: ['--brand', '--soon', '--ok', '--late', '--rest'].map(colour),
    textStyle: text,
    legend: { textStyle: text },
    // Words in a tip are drawn and never read as markup: names of people may hold anything.
    tooltip: {
      renderMode: 'richText',
      backgroundColor: colour('--paper'),
      borderColor: colour('--line'),
      textStyle: { ...text, color: colour('--ink') },
    },
    timeAxis: axis,
    valueAxis: axis,
    categoryAxis: axis,
    logAxis: axis,
  };
}

class XungeChart {
  #element;
  #chart = null;
  #option = null;
  #sizes;
  #looks;
  #night;
  #again = () => this.#open();

  constructor(element) {
    this.#element = element;
    this.#sizes = new ResizeObserver(() => this.#chart?.resize());
    this.#sizes.observe(element);
    this.#looks = new MutationObserver(this.#again);
    this.#looks.observe(document.documentElement, { attributes: true, attributeFilter: LOOKS });
    this.#night = matchMedia('(prefers-color-scheme: dark)');
    this.#night.addEventListener('change', this.#again);
    this.#open();
  }

  /** Draws something else. */
  show(text) {
    this.#option = JSON.parse(text);
    this.#draw();
  }

  /** Lets go of everything. */
  remove() {
    this.#sizes.disconnect();
    this.#looks.disconnect();
    this.#night.removeEventListener('change', this.#again);
    this.#chart?.dispose();
    this.#chart = null;
  }

  #colour() {
    const said = getComputedStyle(this.#element);
    return { said, colour: (token) => said.getPropertyValue(token).trim() };
  }

  // A theme is fixed when a chart is begun.
  #open() {
    this.#chart?.dispose();
    const { said, colour } = this.#colour();
    this.#chart = echarts.init(this.#element, usual(colour, said), { renderer: 'svg' });
    this.#draw();
  }

  #draw() {
    if (this.#chart === null || this.#option === null) return;
    const { colour } = this.#colour();
    // What is seen at a glance does not have to move.
    this.#chart.setOption({ animation: false, aria: { enabled: false }, ...coloured(this.#option, colour) }, true);
  }
}

window.xungeChart = { open: (element) => new XungeChart(element) };
