// The map's style, held against MapLibre's own rules. `cargo xtask test` runs it and says where the rules lie.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import {
  GROUPS, GRID_NUMBERS_FROM, INDUSTRY, INDUSTRY_NAMES_FROM, OWN_SOURCES, TONES, buildStyle, circle, ofLayer, tianditu,
} from '../../app/kit/static/map/style.mjs';

const rules = process.env.XUNGE_STYLE_RULES;
assert.ok(rules, 'XUNGE_STYLE_RULES names the folder of @maplibre/maplibre-gl-style-spec');
const { validateStyleMin } = await import(pathToFileURL(join(rules, 'dist/index.mjs')));

const light = {
  ink: '#0f1b2d', 'ink-2': '#44546a', 'ink-3': '#586679', paper: '#ffffff', brand: '#1f4fd8', rest: '#5a6b80',
  'map-ground': '#e8ede4', 'map-line': '#c3ccbb', 'map-road': '#ffffff',
};
const dark = {
  ink: '#eef3fa', 'ink-2': '#b7c3d3', 'ink-3': '#93a3b8', paper: '#14202f', brand: '#86a7ff', rest: '#a3b2c5',
  'map-ground': '#1a2820', 'map-line': '#34473a', 'map-road': '#24342b',
};
const fonts = ['Noto Sans SC', 'sans-serif'];
const file = { url: 'tiles://localhost/0a1b', minZoom: 5, maxZoom: 15, bounds: [108.7, 34.1, 109.1, 34.5], attribution: '市局' };
const bases = {
  none: null,
  vector: { kind: 'vector', ...file },
  raster: { kind: 'raster', ...file },
  tianditu: { kind: 'tianditu', key: 'k', minZoom: 1, maxZoom: 18, attribution: '天地图' },
};

for (const [theme, colours] of Object.entries({ light, dark })) {
  for (const [name, base] of Object.entries(bases)) {
    for (const scale of [1, 2]) {
      test(`the style is good: ${theme}, base map ${name}, text ${scale * 100} %`, () => {
        const style = buildStyle({ colours, fonts, scale }, base);
        assert.deepEqual(validateStyleMin(style).map((fault) => fault.message), []);
      });
    }
  }
}

test('a fault would be found', () => {
  const style = buildStyle({ colours: { ...light, brand: 'no colour' }, fonts, scale: 1 }, null);
  assert.notDeepEqual(validateStyleMin(style), []);
});

test('every layer of ours lies above the base map, and the pins above all', () => {
  for (const base of Object.values(bases)) {
    const layers = buildStyle({ colours: light, fonts, scale: 1 }, base).layers;
    const below = layers.map((layer) => OWN_SOURCES.includes(layer.source));
    assert.equal(below.lastIndexOf(false), below.indexOf(true) - 1);
    assert.deepEqual(layers.slice(-2).map((layer) => layer.id), ['pins', 'spots']);
  }
});

test('nothing is asked of anybody without a base map, and no letters ever', () => {
  const style = buildStyle({ colours: light, fonts, scale: 1 }, null);
  assert.doesNotMatch(JSON.stringify(style), /https?:|pmtiles:/);
  for (const base of Object.values(bases)) {
    const { glyphs, sprite } = buildStyle({ colours: light, fonts, scale: 1 }, base);
    assert.deepEqual([glyphs, sprite], [undefined, undefined]);
  }
});

test('whose data the base map is stands on its source', () => {
  for (const base of [bases.vector, bases.raster, bases.tianditu]) {
    const style = buildStyle({ colours: light, fonts, scale: 1 }, base);
    assert.equal(style.sources.base.attribution, base.attribution);
  }
});

test('what a file says of its owner is words and never a part of the page', () => {
  const base = { ...bases.vector, attribution: '<img src=x onerror="alert(1)"> & Co' };
  const { attribution } = buildStyle({ colours: light, fonts, scale: 1 }, base).sources.base;
  assert.doesNotMatch(attribution, /[<>"]/);
  assert.match(attribution, /&#38; Co$/);
});

test('what can be hidden is there to be hidden', () => {
  const ids = new Set(buildStyle({ colours: light, fonts, scale: 1 }, null).layers.map((layer) => layer.id));
  for (const layer of Object.values(GROUPS).flat()) assert.ok(ids.has(layer), layer);
});

test('of the industry layers the chosen one is drawn and no other, by day and by night', () => {
  for (const colours of [light, dark]) {
    const style = buildStyle({ colours, fonts, scale: 1 }, null, {}, 'sanitation');
    assert.deepEqual(validateStyleMin(style), []);
    const drawn = style.layers.filter(({ source }) => source === 'industry');
    assert.deepEqual(drawn.map(({ id }) => id), Object.keys(INDUSTRY));
    for (const { id, filter } of drawn) assert.deepEqual(filter, ofLayer(id, 'sanitation'));
    // Quiet: only a tint of the ground, under the lines and numbers of the grids.
    assert.ok(drawn[0].paint['fill-opacity'] <= 0.15);
  }
  const none = buildStyle({ colours: light, fonts, scale: 1 }, null).layers.filter(({ source }) => source === 'industry');
  for (const { id, filter } of none) assert.deepEqual(filter, ofLayer(id, ''));
});

test('the names of units give way to the numbers of grids, and stand there before them', () => {
  const ids = buildStyle({ colours: light, fonts, scale: 1 }, null).layers.map(({ id }) => id);
  assert.ok(ids.indexOf('industry-names') < ids.indexOf('grid-numbers'));
  assert.ok(INDUSTRY_NAMES_FROM < GRID_NUMBERS_FROM);
});

test('what a source already holds goes into the new style', () => {
  const features = { type: 'FeatureCollection', features: [] };
  assert.equal(buildStyle({ colours: light, fonts, scale: 1 }, null, { grids: features }).sources.grids.data, features);
});

test('the tones rise as they do on the pins', () => {
  assert.deepEqual(TONES, ['rest', 'brand', 'ok', 'soon', 'late']);
});

test('the key is part of an address and nothing else', () => {
  for (const address of tianditu('vec', 'a&b=c')) {
    const { host, searchParams } = new URL(address);
    assert.match(host, /^t[0-3]\.tianditu\.gov\.cn$/);
    assert.equal(searchParams.get('tk'), 'a&b=c');
  }
});

test('the circle of accuracy has its metres on the ground', () => {
  const [lon, lat] = [108.9423, 34.261];
  const ring = circle(lon, lat, 50);
  assert.deepEqual(ring[0], ring.at(-1));
  for (const [x, y] of ring) {
    const east = (x - lon) * 111_320 * Math.cos((lat * Math.PI) / 180);
    const north = (y - lat) * 110_940;
    assert.ok(Math.abs(Math.hypot(east, north) - 50) < 0.5);
  }
});
