// The areas on the map: MapLibre behind a handful of functions on plain data. Loaded when the page first shows a map.
//
// The page (`server/console/src/areas/map/`) calls `window.xungeAreas.open`; what comes back is told to the function it
// gave. Everything here is WGS-84. Nothing here asks the server for areas, and nothing is decided here.

import { AttributionControl, Map as Drawn, NavigationControl, addProtocol, setWorkerUrl } from './map/maplibre-gl.mjs';
import { Protocol } from './map/pmtiles.mjs';
import { buildStyle } from './map/style.mjs';
import { BEATS, GROUPS, withAreas } from './areas_style.mjs';
import { bounds, colours, findCode, inLasso, inRectangle, middle, remarksNear, unitsAt } from './areas_tools.mjs';

setWorkerUrl(new URL('./map/maplibre-gl-worker.mjs', import.meta.url).href);
addProtocol('pmtiles', new Protocol().tile);

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('./map/maplibre-gl.css', import.meta.url).href;
document.head.append(sheet);

const SHADES = [
  'ink', 'ink-2', 'ink-3', 'line', 'paper', 'ground', 'sunk', 'brand', 'ok', 'soon', 'late', 'rest',
  'map-ground', 'map-line', 'map-road',
];
/** How far a remark is told of. */
const REMARK_M = 150;

function lookOf(element) {
  const said = getComputedStyle(element);
  const shades = Object.fromEntries(SHADES.map((shade) => [shade, said.getPropertyValue(`--${shade}`).trim()]));
  const fonts = said.fontFamily.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''));
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { colours: shades, fonts: fonts.filter(Boolean), scale: Math.min(2, Math.max(1, scale || 1)) };
}

const style = (element, base, data) => {
  const look = lookOf(element);
  return withAreas(buildStyle(look, base, { grids: data.grids, duty: data.duty, roads: data.roads }), look, data);
};

class XungeAreas {
  #map;
  #element;
  #tell;
  #base = null;
  #data = {};
  #beats = {};
  #names = {};
  #picked = new Set();
  #shown = ['grids', 'duty', 'remarks', 'roads'];
  #tool = 'look';
  #hand = null;
  #box = null;
  #styled = false;
  #follower;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #restyle = () => this.#draw();

  constructor(element, title, tell) {
    this.#element = element;
    this.#tell = (what, more) => tell(JSON.stringify(more === undefined ? what : { [what]: more }));
    this.#map = new Drawn({
      container: element,
      style: style(element, null, {}),
      center: [108.94, 34.34],
      zoom: 11,
      maxZoom: 20,
      maxPitch: 0,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      boxZoom: false,
      attributionControl: false,
      locale: { 'Map.Title': title },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new AttributionControl({ compact: true }), 'top-left');
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#map.on('style.load', () => this.#begin());
    this.#map.on('idle', () => element.toggleAttribute('data-drawn', this.#styled));
    this.#map.on('error', ({ error }) => console.warn('The map could not draw everything:', error?.message));
    this.#map.on('click', (event) => this.#clicked(event));
    this.#map.on('mousedown', (event) => this.#grip(event));
    this.#map.on('mousemove', (event) => this.#drag(event));
    this.#map.on('mouseup', (event) => this.#release(event));
    this.#map.on('touchstart', (event) => this.#grip(event));
    this.#map.on('touchmove', (event) => this.#drag(event));
    this.#map.on('touchend', (event) => this.#release(event));
    this.#dark.addEventListener('change', this.#restyle);
    this.#follower = new MutationObserver(this.#restyle);
    this.#follower.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'data-contrast', 'data-text'],
    });
  }

  /** Takes one collection: `grids`, `duty`, `industry`, `remarks`, `roads`. */
  put(name, text) {
    const features = JSON.parse(text);
    if (name === 'grids') {
      for (const grid of features.features) grid.properties.m = middle(grid);
    }
    this.#set(name, features);
    if (name !== 'grids') return;
    const box = bounds(features.features);
    if (box) this.#map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: 30, duration: 0 });
    this.#name();
    this.#paint();
  }

  /** Takes findings or differences, and shows all of them. */
  mark(text) {
    const marks = JSON.parse(text);
    this.#set('marks', marks);
    const box = bounds(marks.features);
    if (box) this.#map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: 60, maxZoom: 17, duration: this.#calm() });
  }

  /** Takes which unit grid is in which duty grid, `{code: id}`, and what those are called, `{id: name}`. */
  beats(text, names) {
    this.#beats = JSON.parse(text);
    this.#names = JSON.parse(names);
    this.#name();
    this.#paint();
  }

  /** Takes which unit grids are picked: a list of codes. */
  pick(text) {
    this.#picked = new Set(JSON.parse(text));
    this.#paint();
  }

  /** Takes the names of the groups that are shown. */
  show(text) {
    this.#shown = JSON.parse(text);
    this.#showAndHide();
  }

  /** Takes what a pointer does: `look`, `click`, `rectangle`, `lasso`. */
  tool(name) {
    this.#tool = name;
    this.#element.dataset.tool = name;
    const draws = name === 'rectangle' || name === 'lasso';
    this.#map.dragPan[draws ? 'disable' : 'enable']();
  }

  /** Takes the base map, or `null`. */
  base(text) {
    const base = JSON.parse(text);
    if (JSON.stringify(base) === JSON.stringify(this.#base)) return;
    this.#base = base;
    this.#draw();
  }

  /** Goes to a grid and tells of it as if it were pressed; says its code, or nothing where none is called so. */
  find(typed) {
    const grid = findCode(this.#data.grids?.features ?? [], typed);
    if (!grid) return '';
    const [lon, lat] = grid.properties.m;
    this.fly(lon, lat, 16);
    this.#touched([lon, lat], grid);
    return grid.properties.c;
  }

  /** Goes to a place. */
  fly(lon, lat, zoom) {
    const near = Math.max(zoom, this.#map.getZoom());
    this.#map.easeTo({ center: [lon, lat], zoom: near, duration: this.#calm() });
  }

  /** Gives everything back that it holds. */
  remove() {
    this.#dark.removeEventListener('change', this.#restyle);
    this.#follower.disconnect();
    this.#map.remove();
  }

  #calm() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 500;
  }

  #set(name, features) {
    this.#data[name] = features;
    if (this.#styled) this.#map.getSource(name)?.setData(features);
  }

  #draw() {
    this.#styled = false;
    this.#element.removeAttribute('data-drawn');
    this.#map.setStyle(style(this.#element, this.#base, this.#data), { diff: false });
  }

  #begin() {
    this.#styled = true;
    for (const [name, features] of Object.entries(this.#data)) this.#map.getSource(name)?.setData(features);
    this.#paint();
    this.#showAndHide();
    this.#tell('ready');
  }

  #showAndHide() {
    if (!this.#styled) return;
    for (const [group, layers] of Object.entries(GROUPS)) {
      const visibility = this.#shown.includes(group) ? 'visible' : 'none';
      for (const layer of layers) {
        if (this.#map.getLayer(layer)) this.#map.setLayoutProperty(layer, 'visibility', visibility);
      }
    }
  }

  #paint() {
    const grids = this.#data.grids?.features ?? [];
    if (!this.#styled) return;
    const chosen = colours(grids, this.#beats, BEATS.length);
    this.#map.removeFeatureState({ source: 'grids' });
    for (const { properties } of grids) {
      const beat = chosen[this.#beats[properties.c]] ?? -1;
      const picked = this.#picked.has(properties.c) ? 1 : 0;
      if (beat < 0 && !picked) continue;
      this.#map.setFeatureState({ source: 'grids', id: properties.c }, { beat, picked });
    }
  }

  #name() {
    const middles = new Map();
    for (const { properties } of this.#data.grids?.features ?? []) {
      const beat = this.#beats[properties.c];
      if (!beat) continue;
      const sum = middles.get(beat) ?? [0, 0, 0];
      middles.set(beat, [sum[0] + properties.m[0], sum[1] + properties.m[1], sum[2] + 1]);
    }
    const features = [...middles].map(([beat, [x, y, count]]) => ({
      type: 'Feature',
      properties: { name: this.#names[beat] ?? beat },
      geometry: { type: 'Point', coordinates: [x / count, y / count] },
    }));
    this.#set('names', { type: 'FeatureCollection', features });
  }

  #gridAt(point) {
    if (!this.#styled) return null;
    const [found] = this.#map.queryRenderedFeatures(point, { layers: ['grid-ground'] });
    const code = found?.properties.c;
    return (this.#data.grids?.features ?? []).find((grid) => grid.properties.c === code) ?? null;
  }

  #clicked({ point, lngLat }) {
    if (!this.#styled) return;
    const layers = ['marks', 'mark-lines', 'mark-points'];
    const near = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
    const [mark] = this.#map.queryRenderedFeatures(near, { layers });
    if (mark?.properties.place !== undefined) this.#tell('marked', mark.properties.place);
    const grid = this.#gridAt(point);
    if (this.#tool === 'click') {
      if (grid) this.#tell('picked', { codes: [grid.properties.c], toggles: true });
      return;
    }
    if (this.#tool === 'look') this.#touched([lngLat.lng, lngLat.lat], grid);
  }

  #touched(at, grid) {
    const properties = grid?.properties ?? null;
    this.#tell('touched', {
      grid: properties?.c ?? null,
      area_m2: properties?.a ?? null,
      duty: properties ? (this.#beats[properties.c] ?? properties.d ?? '') : '',
      units: unitsAt(this.#data.industry?.features ?? [], at),
      remarks: remarksNear(this.#data.remarks?.features ?? [], at, REMARK_M).map(({ text, owner, document, metres }) => ({
        text,
        owner: owner ?? null,
        document: document ?? null,
        metres: Math.round(metres),
      })),
    });
  }

  #grip(event) {
    if (this.#tool !== 'rectangle' && this.#tool !== 'lasso') return;
    if (event.originalEvent.touches?.length > 1) return;
    event.preventDefault();
    this.#hand = { places: [[event.lngLat.lng, event.lngLat.lat]], points: [event.point] };
    this.#box = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.#box.setAttribute('class', 'areas-hand');
    this.#box.append(document.createElementNS('http://www.w3.org/2000/svg', 'polygon'));
    this.#element.append(this.#box);
  }

  #drag(event) {
    if (!this.#hand) return;
    event.preventDefault();
    const { places, points } = this.#hand;
    const [place, point] = [[event.lngLat.lng, event.lngLat.lat], event.point];
    if (this.#tool === 'lasso') {
      places.push(place);
      points.push(point);
    } else {
      places[1] = place;
      points[1] = point;
    }
    const [a, b = a] = points;
    const corners =
      this.#tool === 'lasso' ? points : [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
    this.#box.firstChild.setAttribute('points', corners.map(({ x, y }) => `${x},${y}`).join(' '));
  }

  #release() {
    const hand = this.#hand;
    if (!hand) return;
    this.#hand = null;
    this.#box?.remove();
    this.#box = null;
    const grids = this.#data.grids?.features ?? [];
    const [a, b = a] = hand.places;
    const codes = this.#tool === 'lasso' ? inLasso(grids, hand.places) : inRectangle(grids, a, b);
    if (codes.length) this.#tell('picked', { codes, toggles: false });
  }
}

window.xungeAreas = { open: (element, title, tell) => new XungeAreas(element, title, tell) };
