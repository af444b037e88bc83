// What the map says by itself: the words of the page, for everything of MapLibre's that speaks on it.
// `cargo xtask test` runs it and says where MapLibre lies.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { localeOf, respeak } from '../../app/kit/static/map/locale.mjs';

const says = { title: '地图', data: '地图数据来源', nearer: '放大', wider: '缩小' };
const locale = localeOf(says);
const script = readFileSync(new URL('../../app/kit/static/map/stage.mjs', import.meta.url), 'utf8');

/** An element of parts, which are found by what they are called in a style sheet. */
function element() {
  const parts = {};
  return {
    parts,
    querySelector: (name) => {
      parts[name] ??= { said: {}, setAttribute: (attribute, words) => (parts[name].said[attribute] = words) };
      return parts[name];
    },
  };
}

test('each word is the one that the page gave', () => {
  assert.deepEqual(locale, {
    'Map.Title': '地图',
    'AttributionControl.ToggleAttribution': '地图数据来源',
    'NavigationControl.ZoomIn': '放大',
    'NavigationControl.ZoomOut': '缩小',
  });
});

test('each control of a map has its words there', () => {
  const controls = [...script.matchAll(/new (\w+Control)\(/g)].map(([, control]) => control);
  const known = ['AttributionControl', 'NavigationControl'];
  assert.deepEqual(controls, known, 'another control speaks too: its words belong into the locale');
  for (const control of controls) {
    assert.ok(Object.keys(locale).some((key) => key.startsWith(`${control}.`)), control);
  }
});

test('other words come upon every part that had the old ones', () => {
  const map = element();
  respeak(map, { title: 'Map', data: 'Whose map data this is', nearer: 'Zoom in', wider: 'Zoom out' });
  const said = Object.fromEntries(Object.entries(map.parts).map(([name, part]) => [name, part.said]));
  assert.deepEqual(said, {
    '.maplibregl-canvas': { 'aria-label': 'Map' },
    '.maplibregl-ctrl-attrib-button': { title: 'Whose map data this is', 'aria-label': 'Whose map data this is' },
    '.maplibregl-ctrl-zoom-in': { title: 'Zoom in', 'aria-label': 'Zoom in' },
    '.maplibregl-ctrl-zoom-out': { title: 'Zoom out', 'aria-label': 'Zoom out' },
  });
});

test('a map without buttons is not asked for them', () => {
  assert.doesNotThrow(() => respeak({ querySelector: () => null }, says));
});

test('MapLibre calls its words and its parts as they are called here', () => {
  const library = process.env.XUNGE_MAP_LIBRARY;
  assert.ok(library, 'XUNGE_MAP_LIBRARY names the folder of maplibre-gl');
  const code = readFileSync(join(library, 'dist/maplibre-gl.mjs'), 'utf8');
  const map = element();
  respeak(map, says);
  const parts = Object.keys(map.parts).map((name) => name.slice(1));
  for (const name of [...Object.keys(locale), ...parts]) assert.ok(code.includes(name), name);
});
