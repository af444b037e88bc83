// What the map says by itself: the words of the page, for everything of MapLibre's that speaks on it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { localeOf } from '../../app/kit/static/map/locale.mjs';

const locale = localeOf({ title: '地图', data: '地图数据来源' });
const script = readFileSync(new URL('../../app/kit/static/map/map.mjs', import.meta.url), 'utf8');

test('each word is the one that the page gave', () => {
  assert.deepEqual(locale, { 'Map.Title': '地图', 'AttributionControl.ToggleAttribution': '地图数据来源' });
});

test('each control of the map has its words there', () => {
  const controls = [...script.matchAll(/new (\w+Control)\(/g)].map(([, control]) => control);
  assert.deepEqual(controls, ['AttributionControl'], 'another control speaks too: its words belong into the locale');
  for (const control of controls) {
    assert.ok(Object.keys(locale).some((key) => key.startsWith(`${control}.`)), control);
  }
});
