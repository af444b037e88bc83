// The areas on the map: MapLibre behind a handful of functions on plain data. Loaded when the page first shows a map,
// and opened by `server/console/src/areas/map/`; what it shares with every other map is in `map/stage.mjs`.
//
// Everything here is WGS-84. Nothing here asks the server for areas, and nothing is decided here.

import { calm } from './map/look.mjs';
import { Stage, offer } from './map/stage.mjs';
import { buildStyle } from './map/style.mjs';
import { BEATS, GROUPS, withAreas } from './areas_style.mjs';
import { bounds, colours, findCode, inLasso, inRectangle, middle, remarksNear, unitsAt } from './areas_tools.mjs';

/** How far a remark is told of. */
const REMARK_M = 150;

const style = (look, base, data) => {
  const { grids, duty, roads } = data;
  return withAreas(buildStyle(look, base, { grids, duty, roads }), look, data);
};

class AreasMap {
  #stage;
  #map;
  #element;
  #beats = {};
  #names = {};
  #picked = new Set();
  #shown = ['grids', 'duty', 'remarks', 'roads'];
  #tool = 'look';
  #hand = null;
  #box = null;

  constructor(element, { centre, zoom }, page) {
    this.#element = element;
    this.#stage = new Stage(element, page, {
      centre,
      zoom,
      corner: 'top-left',
      buttons: true,
      // A rectangle is drawn by a tool of the page.
      options: { boxZoom: false },
      style,
      begun: () => this.#begin(),
    });
    this.#map = this.#stage.map;
    this.#map.on('click', (event) => this.#clicked(event));
    this.#map.on('mousedown', (event) => this.#grip(event));
    this.#map.on('mousemove', (event) => this.#drag(event));
    this.#map.on('mouseup', (event) => this.#release(event));
    this.#map.on('touchstart', (event) => this.#grip(event));
    this.#map.on('touchmove', (event) => this.#drag(event));
    this.#map.on('touchend', (event) => this.#release(event));
  }

  /** Takes one collection: `grids`, `duty`, `industry`, `remarks`, `roads`. */
  put(name, text) {
    const features = JSON.parse(text);
    if (name === 'grids') {
      for (const grid of features.features) grid.properties.m = middle(grid);
    }
    this.#stage.put(name, features);
    if (name !== 'grids') return;
    const box = bounds(features.features);
    if (box) this.#map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: 30, duration: 0 });
    this.#name();
    this.#paint();
  }

  /** Takes findings or differences, and shows all of them. */
  mark(text) {
    const marks = JSON.parse(text);
    this.#stage.put('marks', marks);
    const box = bounds(marks.features);
    if (box) this.#map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: 60, maxZoom: 17, duration: calm() });
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
    this.#stage.base(text);
  }

  /** Takes what it says by itself, in another language. */
  speak(text) {
    this.#stage.speak(text);
  }

  /** Goes to a grid and tells of it as if it were pressed; says its code, or nothing where none is called so. */
  find(typed) {
    const grid = findCode(this.#grids, typed);
    if (!grid) return '';
    const [lon, lat] = grid.properties.m;
    this.fly(lon, lat, 16);
    this.#touched([lon, lat], grid);
    return grid.properties.c;
  }

  /** Goes to a place. */
  fly(lon, lat, zoom) {
    const near = Math.max(zoom, this.#map.getZoom());
    this.#map.easeTo({ center: [lon, lat], zoom: near, duration: calm() });
  }

  /** Gives everything back that it holds. */
  remove() {
    this.#stage.remove();
  }

  #begin() {
    this.#paint();
    this.#showAndHide();
  }

  #showAndHide() {
    this.#stage.show(GROUPS, (group) => this.#shown.includes(group));
  }

  get #grids() {
    return this.#features('grids');
  }

  #features(source) {
    return this.#stage.data[source]?.features ?? [];
  }

  #paint() {
    if (!this.#stage.isStyled) return;
    const grids = this.#grids;
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
    for (const { properties } of this.#grids) {
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
    this.#stage.put('names', { type: 'FeatureCollection', features });
  }

  #gridAt(point) {
    if (!this.#stage.isStyled) return null;
    const [found] = this.#map.queryRenderedFeatures(point, { layers: ['grid-ground'] });
    const code = found?.properties.c;
    return this.#grids.find((grid) => grid.properties.c === code) ?? null;
  }

  #clicked({ point, lngLat }) {
    if (!this.#stage.isStyled) return;
    const layers = ['marks', 'mark-lines', 'mark-points'];
    const near = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
    const [mark] = this.#map.queryRenderedFeatures(near, { layers });
    if (mark?.properties.place !== undefined) this.#stage.tell('marked', mark.properties.place);
    const grid = this.#gridAt(point);
    if (this.#tool === 'click') {
      if (grid) this.#stage.tell('picked', { codes: [grid.properties.c], toggles: true });
      return;
    }
    if (this.#tool === 'look') this.#touched([lngLat.lng, lngLat.lat], grid);
  }

  #touched(at, grid) {
    const properties = grid?.properties ?? null;
    const [industry, remarks] = [this.#features('industry'), this.#features('remarks')];
    this.#stage.tell('touched', {
      grid: properties?.c ?? null,
      area_m2: properties?.a ?? null,
      duty: properties ? (this.#beats[properties.c] ?? properties.d ?? '') : '',
      units: unitsAt(industry, at),
      remarks: remarksNear(remarks, at, REMARK_M).map(({ text, owner, document, metres }) => ({
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
    const grids = this.#grids;
    const [a, b = a] = hand.places;
    const codes = this.#tool === 'lasso' ? inLasso(grids, hand.places) : inRectangle(grids, a, b);
    if (codes.length) this.#stage.tell('picked', { codes, toggles: false });
  }
}

offer('areas', AreasMap);
