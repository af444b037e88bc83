// The areas on the desk's map: what is asked of them, and how they look. `cargo xtask test` says where the rules lie.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { buildStyle } from '../../app/kit/static/map/style.mjs';
import { BEATS, GROUPS, withAreas } from '../../server/console/static/areas_style.mjs';
import {
  bounds, colours, findCode, holds, inLasso, inRectangle, isInside, metres, middle, remarksNear, unitsAt,
} from '../../server/console/static/areas_tools.mjs';

const rules = process.env.XUNGE_STYLE_RULES;
assert.ok(rules, 'XUNGE_STYLE_RULES names the folder of @maplibre/maplibre-gl-style-spec');
const { validateStyleMin } = await import(pathToFileURL(join(rules, 'dist/index.mjs')));

const square = (x, y, size = 1) => [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];
const ground = (properties, ...pieces) => ({
  type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates: pieces },
});
const grid = (c, x, y, b = []) => ground({ c, b }, [square(x, y)]);
/** Two rows of two: 1 2 above 3 4. */
const four = [grid('001', 0, 1, [1, 2]), grid('002', 1, 1, [0, 3]), grid('003', 0, 0, [0, 3]), grid('004', 1, 0, [1, 2])];

test('a place is inside, in a hole or outside', () => {
  const holed = ground({}, [square(0, 0, 4), square(1, 1, 2)]);
  assert.equal(holds(holed, [0.5, 0.5]), true);
  assert.equal(holds(holed, [2, 2]), false);
  assert.equal(holds(holed, [5, 5]), false);
  assert.equal(isInside([0.5, 0.5], square(0, 0)), true);
});

test('the middle is that of the largest piece', () => {
  const two = ground({}, [square(0, 0)], [square(10, 10, 4)]);
  assert.deepEqual(middle(two), [12, 12]);
  assert.deepEqual(middle({ geometry: { type: 'Point', coordinates: [3, 4] } }), [3, 4]);
});

test('the bounds hold everything, and nothing has none', () => {
  assert.deepEqual(bounds(four), [0, 0, 2, 2]);
  assert.equal(bounds([]), null);
  assert.equal(bounds([{ geometry: null }]), null, 'a finding that has no place');
});

test('a rectangle and a lasso take the grids whose middle they hold', () => {
  assert.deepEqual(inRectangle(four, [1.2, 2], [0.2, 0.2]), ['001', '003'], 'from any corner to any other');
  assert.deepEqual(inLasso(four, [[1.1, 0.1], [1.9, 0.1], [1.9, 1.9], [1.2, 1.9]]), ['002', '004']);
  assert.deepEqual(inLasso(four, [[0, 0], [2, 2]]), [], 'two points hold nothing');
});

test('a code is found by all of it, by its end and by its beginning', () => {
  const grids = [grid('610112001007001', 0, 0), grid('610112001007012', 1, 0)];
  assert.equal(findCode(grids, ' 012 ').properties.c, '610112001007012');
  assert.equal(findCode(grids, '610112').properties.c, '610112001007001');
  assert.equal(findCode(grids, '999'), null);
  assert.equal(findCode(grids, '  '), null);
});

test('who answers for a place is told layer by layer', () => {
  const area = (layer, unit, size) => ground({ layer, layer_name: layer, unit, name: unit, a: 1 }, [square(0, 0, size)]);
  const industry = [area('road', 'U3', 2), area('light', 'U2', 1), area('light', 'U1', 1)];
  const told = (at) => unitsAt(industry, at).map(({ layer, unit }) => `${layer} ${unit}`);
  assert.deepEqual(told([0.5, 0.5]), ['light U1', 'light U2', 'road U3']);
  assert.deepEqual(told([1.5, 1.5]), ['road U3']);
});

test('remarks are told from the nearest on, and only those near by', () => {
  const remark = (text, lon) => ({ properties: { text }, geometry: { type: 'Point', coordinates: [lon, 34.34] } });
  const near = remarksNear([remark('b', 108.941), remark('a', 108.9402), remark('far', 108.96)], [108.94, 34.34], 150);
  assert.deepEqual(near.map(({ text }) => text), ['a', 'b']);
  assert.ok(Math.abs(metres([108.94, 34.34], [108.941, 34.34]) - 91.9) < 0.5);
});

test('duty grids side by side have different colours', () => {
  const chosen = colours(four, { '001': 'A', '002': 'B', '003': 'C', '004': 'A' }, BEATS.length);
  assert.notEqual(chosen.A, chosen.B);
  assert.notEqual(chosen.A, chosen.C);
  assert.equal(chosen.B, chosen.A === 0 ? 1 : 0, 'the first that is free');
});

const look = {
  colours: {
    ink: '#0f1b2d', 'ink-2': '#44546a', 'ink-3': '#586679', paper: '#ffffff', brand: '#1f4fd8', ok: '#0b7a4b',
    soon: '#9a5300', late: '#c0271f', rest: '#5a6b80', 'map-ground': '#e8ede4', 'map-line': '#c3ccbb',
    'map-road': '#ffffff',
  },
  fonts: ['Noto Sans SC', 'sans-serif'],
  scale: 1,
};

test('the style is good with and without a base map, and has every layer that is shown and hidden', () => {
  const file = { url: 'https://desk/api/v1/base-maps/0a', minZoom: 5, maxZoom: 15, bounds: null, attribution: '' };
  for (const base of [null, { kind: 'vector', ...file }, { kind: 'raster', ...file }]) {
    const style = withAreas(buildStyle(look, base), look);
    assert.deepEqual(validateStyleMin(style).map((fault) => fault.message), []);
    const layers = style.layers.map((layer) => layer.id);
    const named = Object.entries(GROUPS).filter(([group]) => !base || group !== 'roads').flatMap(([, ids]) => ids);
    assert.deepEqual(named.filter((id) => !layers.includes(id)), []);
    assert.ok(layers.indexOf('picked') < layers.indexOf('grid-lines'), 'lines stay to be seen');
  }
});
