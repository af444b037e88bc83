// What every map has in common, and that each of the three keeps to it: laid out as on a page, with a MapLibre that
// draws nothing and remembers what it was told.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const page = mkdtempSync(join(tmpdir(), 'xunge-maps-'));
after(() => rmSync(page, { recursive: true }));
const files = (from, to) => cpSync(fileURLToPath(new URL(`../../${from}`, import.meta.url)), to, { recursive: true });
files('app/kit/static/map', join(page, 'map'));
files('server/console/static', page);
writeFileSync(join(page, 'map/pmtiles.mjs'), 'export class Protocol { tile = () => {}; }\n');
writeFileSync(join(page, 'map/maplibre-gl.mjs'), `
  const told = globalThis.library = { workers: 0, protocols: [], maps: [] };
  export const setWorkerUrl = () => { told.workers += 1; };
  export const addProtocol = (name) => told.protocols.push(name);
  export const LngLat = { convert: (at) => at };
  export class AttributionControl { constructor(options) { this.options = options; } }
  export class NavigationControl { constructor(options) { this.options = options; } }
  export class Map {
    constructor(options) {
      Object.assign(this, { options, heard: {}, controls: [], styles: [options.style], sources: {}, isGone: false });
      this.touchZoomRotate = this.keyboard = { disableRotation() {} };
      told.maps.push(this);
    }
    addControl(control, corner) { this.controls.push([control.constructor.name, corner]); }
    on(what, ...more) { (this.heard[what] ??= []).push(more.at(-1)); }
    fire(what, event = {}) { for (const hear of this.heard[what] ?? []) hear(event); }
    setStyle(style, { diff }) { this.styles.push(style); this.hasDiff = diff; }
    getSource(name) { return { setData: (data) => (this.sources[name] ??= []).push(data) }; }
    getLayer() { return true; }
    getCanvas() { return { style: {} }; }
    getCenter() { return { lng: 108.9, lat: 34.3 }; }
    getZoom() { return 12; }
    getBounds() { return { getWest: () => 108, getSouth: () => 34, getEast: () => 109, getNorth: () => 35 }; }
    isMoving() { return false; }
    setFilter() {}
    setLayoutProperty(layer, what, value) { (this.shown ??= {})[layer] = value; }
    setMissingStyleImageResolver() {}
    removeFeatureState() {}
    setFeatureState() {}
    remove() { this.isGone = true; }
  }
`);

/** What waits for its time; it comes when a test says so. */
const waiting = new Map();
const passes = (ms) => {
  for (const [key, { late, then }] of [...waiting]) if (late <= ms) waiting.delete(key) && then();
};
const followers = [];
const nights = [];
let ink = 'black';
const sheets = [];
Object.assign(globalThis, {
  window: globalThis,
  setTimeout: (then, late) => waiting.set(waiting.size + 1, { then, late }).size,
  clearTimeout: (key) => waiting.delete(key),
  location: new URL('https://desk.example/areas'),
  document: { createElement: () => ({}), head: { append: (sheet) => sheets.push(sheet) }, documentElement: {} },
  getComputedStyle: () => ({ getPropertyValue: () => ` ${ink}`, fontFamily: '"Noto Sans SC", serif', fontSize: '20px' }),
  matchMedia: () => ({
    matches: false,
    addEventListener: (_, hear) => nights.push(hear),
    removeEventListener: (_, hear) => nights.splice(nights.indexOf(hear), 1),
  }),
  MutationObserver: class {
    constructor(hear) { this.hear = hear; }
    observe(_, { attributeFilter }) { followers.push([this, attributeFilter]); }
    disconnect() { followers.splice(followers.findIndex(([one]) => one === this), 1); }
  },
});

const scripts = { big: 'map/map.mjs', areas: 'areas_map.mjs', cases: 'case_map.mjs' };
for (const script of Object.values(scripts)) await import(pathToFileURL(join(page, script)));
const KINDS = Object.keys(scripts);
const SAYS = { title: '地图', data: '地图数据来源', nearer: '放大', wider: '缩小' };

function element() {
  const attributes = {};
  return {
    attributes,
    dataset: {},
    parts: {},
    querySelector(name) {
      return { setAttribute: (attribute, words) => ((this.parts[name] ??= {})[attribute] = words) };
    },
    toggleAttribute: (name, is) => (is ? (attributes[name] = '') : delete attributes[name]),
    removeAttribute: (name) => delete attributes[name],
  };
}

/** Opens a map of a kind, as the page does. */
function open(kind) {
  const [box, told] = [element(), []];
  const start = JSON.stringify({ centre: [108.94, 34.34], zoom: 11, exact: true });
  const drawn = window.xungeMaps.open(kind, box, start, JSON.stringify(SAYS), (said) => told.push(JSON.parse(said)));
  return { box, told, drawn, map: globalThis.library.maps.at(-1) };
}

beforeEach(() => {
  ink = 'black';
  [followers.length, nights.length] = [0, 0];
  waiting.clear();
});

test('the library is made ready once, however many kinds of map there are', () => {
  assert.deepEqual(KINDS.filter((kind) => !window.xungeMaps.has(kind)), []);
  assert.equal(window.xungeMaps.has('moon'), false);
  assert.throws(() => window.xungeMaps.open('moon', element(), '{}', '{}', () => {}));
  assert.deepEqual([globalThis.library.workers, globalThis.library.protocols], [1, ['pmtiles']]);
  assert.deepEqual(sheets.map(({ rel, href }) => [rel, href.split('/').at(-1)]), [['stylesheet', 'maplibre-gl.css']]);
});

for (const kind of KINDS) {
  test(`${kind}: opens where it is told, and speaks as the page does`, () => {
    const { map } = open(kind);
    assert.deepEqual([map.options.center, map.options.zoom], [[108.94, 34.34], 11]);
    assert.deepEqual(map.options.locale['Map.Title'], '地图');
    assert.equal(map.options.attributionControl, false, 'the one that it adds by itself is not ours');
    assert.equal(map.controls[0][0], 'AttributionControl');
    assert.equal(map.options.trackResize ?? true, true, 'it follows the size of its element');
  });

  test(`${kind}: who switches the language hears it at once`, () => {
    const { box, drawn, map } = open(kind);
    drawn.speak(JSON.stringify({ title: 'Map', data: 'Whose', nearer: 'Zoom in', wider: 'Zoom out' }));
    assert.equal(box.parts['.maplibregl-canvas']['aria-label'], 'Map');
    assert.equal(box.parts['.maplibregl-ctrl-attrib-button'].title, 'Whose');
    assert.equal(map.styles.length, 1, 'nothing is drawn anew for that');
  });

  test(`${kind}: follows the looks of the page and of the device, and keeps what it shows`, () => {
    const { box, map } = open(kind);
    assert.deepEqual(followers.map(([, follows]) => follows), [['data-theme', 'data-contrast', 'data-text']]);
    map.fire('style.load');
    map.fire('idle');
    assert.ok('data-drawn' in box.attributes);
    const background = (style) => style.layers.find(({ id }) => id === 'ground').paint['background-color'];
    for (const [shade, change] of [['white', () => followers[0][0].hear()], ['grey', () => nights[0]()]]) {
      ink = shade;
      change();
      assert.equal(background(map.styles.at(-1)), shade);
      assert.equal(map.hasDiff, false);
      assert.ok(!('data-drawn' in box.attributes), 'it is on its way');
      map.fire('style.load');
      map.fire('idle');
      assert.ok('data-drawn' in box.attributes);
    }
    assert.equal(map.styles.length, 3);
  });

  test(`${kind}: the base map is read by its whole address, and the same one is not laid twice`, () => {
    const { drawn, map } = open(kind);
    const base = { kind: 'raster', url: '/api/v1/base-maps/0a', minZoom: 5, maxZoom: 15, bounds: null, attribution: '' };
    drawn.base('null');
    assert.equal(map.styles.length, 1, 'there was none before');
    drawn.base(JSON.stringify(base));
    drawn.base(JSON.stringify(base));
    assert.equal(map.styles.length, 2);
    const tiles = () => map.styles.at(-1).sources.base.tiles;
    assert.deepEqual(tiles(), ['pmtiles://https://desk.example/api/v1/base-maps/0a/{z}/{x}/{y}']);
    drawn.base(JSON.stringify({ ...base, url: 'tiles://localhost/0b' }));
    assert.match(tiles()[0], /^pmtiles:\/\/tiles:\/\/localhost\/0b\//);
  });

  test(`${kind}: says so when its graphics stay away, and not when they come back in time`, () => {
    const { told, map } = open(kind);
    map.fire('webglcontextlost');
    passes(4_000);
    map.fire('webglcontextrestored');
    passes(60_000);
    assert.ok(!told.includes('lost'));
    map.fire('webglcontextlost');
    passes(5_000);
    assert.equal(told.filter((said) => said === 'lost').length, 1);
  });

  test(`${kind}: gives everything back, and tells nothing any more`, () => {
    const { told, drawn, map } = open(kind);
    map.fire('webglcontextlost');
    drawn.remove();
    assert.ok(map.isGone);
    assert.deepEqual([followers.length, nights.length], [0, 0]);
    const before = told.length;
    for (const what of ['load', 'moveend', 'webglcontextlost']) map.fire(what);
    passes(60_000);
    assert.equal(told.length, before, 'who would hear it is gone');
  });
}

test('what is put before the style is there arrives with it, once', () => {
  const { drawn, map } = open('big');
  const empty = { type: 'FeatureCollection', features: [] };
  drawn.ground(JSON.stringify({ grids: empty, nonsense: empty }));
  assert.deepEqual(map.sources, {});
  map.fire('style.load');
  assert.deepEqual(map.sources, { grids: [empty] });
  map.fire('style.load');
  assert.equal(map.sources.grids.length, 1, 'a later style is built with it');
  drawn.ground(JSON.stringify({ grids: empty }));
  assert.equal(map.sources.grids.length, 2);
});

test('what a style is built with is what was put', () => {
  const { drawn, map } = open('areas');
  const marks = { type: 'FeatureCollection', features: [] };
  drawn.mark(JSON.stringify(marks));
  map.fire('style.load');
  ink = 'white';
  followers[0][0].hear();
  assert.deepEqual(map.styles.at(-1).sources.marks.data, marks);
});

test('what is hidden stays hidden in another style', () => {
  const { drawn, map } = open('big');
  drawn.hide('["roads"]');
  assert.equal(map.shown, undefined, 'there is nothing to hide yet');
  for (let style = 0; style < 2; style += 1) {
    map.shown = {};
    map.fire('style.load');
    assert.deepEqual([map.shown.roads, map.shown['grid-lines']], ['none', 'visible']);
  }
});

test('the desk looks nearer by its buttons, the phone by its fingers', () => {
  const controls = Object.fromEntries(KINDS.map((kind) => [kind, open(kind).map.controls]));
  assert.deepEqual(controls, {
    big: [['AttributionControl', 'top-left']],
    areas: [['AttributionControl', 'top-left'], ['NavigationControl', 'top-right']],
    cases: [['AttributionControl', 'bottom-left'], ['NavigationControl', 'top-right']],
  });
});
