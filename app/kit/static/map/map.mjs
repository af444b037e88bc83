// The big map: the ground, the pins and where one stands, behind a handful of functions on plain data. Loaded when a
// screen first shows it, and opened by `app/kit/src/map/`; what it shares with every other map is in `stage.mjs`.
//
// Everything here is in the system of the base map that is shown; the page converts at its own edge.

import { LngLat } from './maplibre-gl.mjs';
import { calm } from './look.mjs';
import { drawPin } from './shapes.mjs';
import { Stage, offer } from './stage.mjs';
import { GROUPS, INDUSTRY, OWN_SOURCES, TONES, buildStyle, circle, ofLayer } from './style.mjs';

/** How many pixels beside a pin a finger may land. */
const FINGER = 12;
/** The most things on one spot that are told. */
const MOST_TOLD = 100;

const collection = (features) => ({ type: 'FeatureCollection', features });
const feature = (type, coordinates, properties = {}) => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});

class BigMap {
  #stage;
  #map;
  #hidden = new Set();
  /** The code of the industry layer that is drawn; empty for none. */
  #layer = '';
  /** Where it is going, while it is going somewhere by itself. */
  #goal = null;

  constructor(element, { centre, zoom }, page) {
    this.#stage = new Stage(element, page, {
      centre,
      zoom,
      corner: 'top-left',
      style: (look, base, data) => buildStyle(look, base, data, this.#layer),
      begun: () => this.#begin(),
    });
    this.#map = this.#stage.map;
    this.#map.setMissingStyleImageResolver(async (name) => this.#drawPin(name));
    this.#map.on('load', () => this.#stage.tell('ready'));
    // A finger leads somewhere else.
    this.#map.on('movestart', ({ originalEvent }) => {
      if (originalEvent) this.#goal = null;
    });
    this.#map.on('moveend', () => {
      // It may be the end of what a new goal broke off.
      if (!this.#map.isMoving()) this.#goal = null;
      const { lng, lat } = this.#map.getCenter();
      this.#stage.tell('moved', { lon: lng, lat });
    });
    this.#map.on('click', (event) => this.#touched(event));
  }

  /** Takes the ground: one JSON text with a collection for each source. */
  ground(text) {
    for (const [name, features] of Object.entries(JSON.parse(text))) this.#put(name, features);
  }

  /** Takes the pins: `[{id, shape, tone, at: [lon, lat]}]`. */
  pins(text) {
    const pins = JSON.parse(text).map(({ id, shape, tone, at }) =>
      feature('Point', at, { id, shape, tone, urgency: TONES.indexOf(tone) }),
    );
    this.#put('pins', collection(pins));
  }

  /** Takes where the person stands: `{at: [lon, lat], accuracy}`, or `null`. */
  here(text) {
    const here = JSON.parse(text);
    this.#put('here', collection(here ? [feature('Point', here.at)] : []));
    const sure = here && here.accuracy > 0;
    this.#put('accuracy', collection(sure ? [feature('Polygon', [circle(...here.at, here.accuracy)])] : []));
  }

  /** Takes the base map, or `null`. */
  base(text) {
    this.#stage.base(text);
  }

  /** Takes what it says by itself, in another language. */
  speak(text) {
    this.#stage.speak(text);
  }

  /** Takes the names of the groups that are hidden. */
  hide(text) {
    this.#hidden = new Set(JSON.parse(text));
    this.#showAndHide();
  }

  /** Takes the code of the industry layer that is drawn, or nothing. */
  layer(code) {
    this.#layer = code;
    // A style that is on its way has it already, or is told when it is there.
    if (this.#stage.isStyled) this.#filter();
  }

  /** Goes to a place. */
  fly(lon, lat, zoom) {
    this.#go('easeTo', { center: [lon, lat], zoom: Math.max(zoom, this.#map.getZoom()) });
  }

  /** Shows all that lies between two corners. */
  fit(west, south, east, north) {
    const corners = [[west, south], [east, north]];
    const there = this.#map.cameraForBounds(corners, { padding: 40, maxZoom: 17 });
    // Nothing comes back where the map is smaller than its padding.
    if (there) this.#go('flyTo', { center: there.center, zoom: there.zoom });
  }

  /** Returns its middle, `[lon, lat]`: of where it is going, while it is. */
  middle() {
    const { lng, lat } = LngLat.convert(this.#goal?.center ?? this.#map.getCenter());
    return [lng, lat];
  }

  /** Is at a place at once, as near as it looked or was about to look. */
  jump(lon, lat) {
    this.#map.jumpTo({ center: [lon, lat], zoom: this.#goal?.zoom ?? this.#map.getZoom() });
  }

  /** Gives everything back that it holds. */
  remove() {
    this.#stage.remove();
  }

  #go(way, there) {
    this.#map[way]({ ...there, duration: calm() });
    // Whoever wants no motion is there already.
    this.#goal = this.#map.isMoving() ? there : null;
  }

  #put(name, features) {
    if (OWN_SOURCES.includes(name)) this.#stage.put(name, features);
  }

  #begin() {
    this.#showAndHide();
    this.#filter();
  }

  #filter() {
    for (const id of Object.keys(INDUSTRY)) this.#map.setFilter(id, ofLayer(id, this.#layer));
  }

  #showAndHide() {
    this.#stage.show(GROUPS, (group) => !this.#hidden.has(group));
  }

  #drawPin(name) {
    const ratio = Math.max(2, Math.ceil(devicePixelRatio));
    const image = drawPin(name, this.#stage.look.colours, ratio);
    if (image && !this.#map.hasImage(name)) this.#map.addImage(name, image, { pixelRatio: ratio });
  }

  async #touched({ point, lngLat }) {
    if (!this.#stage.isStyled) return;
    const near = [[point.x - FINGER, point.y - FINGER], [point.x + FINGER, point.y + FINGER]];
    const touched = this.#map.queryRenderedFeatures(near, { layers: ['pins', 'spots'] });
    const ids = [];
    for (const { properties } of touched) {
      if (!properties.cluster) {
        ids.push(properties.id);
        continue;
      }
      // What is several may be several others by the time it is asked: then what else was touched is told.
      const asked = this.#map.getSource('pins').getClusterLeaves(properties.cluster_id, MOST_TOLD, 0);
      const leaves = await asked.catch(() => []);
      ids.push(...leaves.map((leaf) => leaf.properties.id));
      if (this.#stage.isGone || !this.#stage.isStyled) return;
    }
    const [grid] = this.#map.queryRenderedFeatures(point, { layers: ['grid-ground'] });
    this.#stage.tell('touched', {
      ids: [...new Set(ids)],
      grid: grid?.properties.c ?? null,
      lon: lngLat.lng,
      lat: lngLat.lat,
    });
  }
}

offer('big', BigMap);
