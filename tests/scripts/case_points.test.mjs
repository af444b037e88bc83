// The points of the case map, from the server's lines to MapLibre's style. `cargo xtask test` runs it and says where
// MapLibre's rules lie.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { buildStyle } from '../../app/kit/static/map/style.mjs';
import {
  LAYERS, SOURCE, add, bounds, features, gathered, kept, once, reader, tally, tone, withCases,
} from '../../server/console/static/case_points.mjs';

const rules = process.env.XUNGE_STYLE_RULES;
assert.ok(rules, 'XUNGE_STYLE_RULES names the folder of @maplibre/maplibre-gl-style-spec');
const { validateStyleMin } = await import(pathToFileURL(join(rules, 'dist/index.mjs')));

const colours = {
  ink: '#0f1b2d', 'ink-2': '#44546a', 'ink-3': '#586679', paper: '#ffffff', brand: '#1f4fd8', rest: '#5a6b80',
  ok: '#0b7a4b', soon: '#9a5300', late: '#c0271f', 'map-ground': '#e8ede4', 'map-line': '#c3ccbb', 'map-road': '#ffffff',
};
const look = { colours, fonts: ['Noto Sans SC', 'sans-serif'], scale: 1 };
const nothing = { type: 'FeatureCollection', features: [] };
const NOW = 1_795_000_000;

const head = { at: '2026-11-23T02:00:00.000Z', states: ['reported', 'verifying'], majors: ['', 'event:06'] };
const part = (ids, due) => ({
  id: ids,
  lon: ids.map((_, place) => 108_942_300 + place * 1_000),
  lat: ids.map((_, place) => 34_261_000 + place * 1_000),
  state: ids.map(() => 1),
  major: ids.map(() => 1),
  due,
});
const text = (...lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const whole = (...parts) => [head, ...parts, { count: 0, more: false }].reduce(add, gathered());

test('lines are read in whatever pieces they come', () => {
  const sent = text(head, part(['a', 'b'], [0, NOW]), { count: 2, more: false });
  for (const size of [1, 7, 4096]) {
    const [lines, points] = [reader(), gathered()];
    for (let at = 0; at < sent.length; at += size) for (const line of lines.feed(sent.slice(at, at + size))) add(points, line);
    assert.ok(lines.end());
    assert.deepEqual([points.id, points.due, points.end.count], [['a', 'b'], [0, NOW], 2]);
    assert.deepEqual(points.head.majors, head.majors);
  }
});

test('what breaks off is told from what is whole', () => {
  const sent = text(head, part(['a'], [0]));
  const [lines, points] = [reader(), gathered()];
  for (const line of lines.feed(`${sent}{"count":`)) add(points, line);
  assert.ok(!lines.end());
  assert.equal(points.end, null);
});

test('the tone rises as the time runs out, as on every list', () => {
  assert.equal(tone(0, NOW), 0);
  assert.equal(tone(NOW + 3_600, NOW), 2);
  assert.equal(tone(NOW + 3_599, NOW), 3);
  assert.equal(tone(NOW + 899, NOW), 4);
  assert.equal(tone(NOW - 1, NOW), 4);
  assert.deepEqual(tally(whole(part(['a', 'b', 'c'], [0, NOW - 5, NOW + 9_999])), NOW), [1, 0, 1, 0, 1]);
});

test('a case that came on two pages stands where it stood last', () => {
  const points = whole(part(['a', 'b'], [1, 2]), part(['a'], [3]));
  const single = kept(points, once(points));
  assert.deepEqual([single.id, single.due], [['b', 'a'], [2, 3]]);
  assert.equal(once(whole(part(['a', 'b'], [1, 2]))), null, 'and most of the time there is nothing to do');
});

test('a feature has its place in degrees and carries no more than it must', () => {
  const [only] = features(whole(part(['a', 'b'], [0, NOW])), NOW, 1, 2);
  assert.deepEqual(only.geometry.coordinates, [108.9433, 34.262]);
  assert.deepEqual(only.properties, { i: 1, t: 4 });
});

test('all points lie between the corners', () => {
  assert.deepEqual(bounds(whole(part(['a', 'b'], [0, 0]))), [[108.9423, 34.261], [108.9433, 34.262]]);
  assert.equal(bounds(gathered()), null);
});

test('a hundred thousand points are ready before anybody notices', () => {
  const ids = Array.from({ length: 100_000 }, (_, place) => `${place}`);
  const sent = text(head, part(ids, ids.map((_, place) => NOW + place)), { count: ids.length, more: false });
  const began = performance.now();
  const [lines, points] = [reader(), gathered()];
  for (const line of lines.feed(sent)) add(points, line);
  const made = features(kept(points, once(points)), NOW, 0, ids.length);
  assert.equal(made.length, ids.length);
  assert.ok(performance.now() - began < 3_000, 'seconds on a slow machine would still be too many');
});

for (const base of [null, { kind: 'raster', url: 'https://desk/0a', minZoom: 5, maxZoom: 15, attribution: '市局' }]) {
  for (const scale of [1, 2]) {
    test(`the style is good: ${base ? 'over a base map' : 'alone'}, text ${scale * 100} %`, () => {
      const style = withCases(buildStyle({ ...look, scale }, base), { ...look, scale }, nothing);
      assert.deepEqual(validateStyleMin(style).map((fault) => fault.message), []);
    });
  }
}

test('the cases lie above all, and what is the phone’s own is not there', () => {
  const style = withCases(buildStyle(look, null), look, nothing);
  assert.deepEqual(style.layers.slice(-LAYERS.length).map((layer) => layer.id), LAYERS);
  for (const name of ['pins', 'accuracy', 'here']) assert.ok(!(name in style.sources), name);
  const used = new Set(style.layers.map((layer) => layer.source).filter(Boolean));
  for (const name of used) assert.ok(name in style.sources, `${name} is drawn from nothing`);
  assert.equal(style.sources[SOURCE].cluster, true);
});

test('a cluster has the colour of the most urgent case in it', () => {
  const { clusterProperties } = withCases(buildStyle(look, null), look, nothing).sources[SOURCE];
  assert.deepEqual(clusterProperties.worst, ['max', ['get', 't']]);
});
