// The map on the screen: MapLibre behind a handful of functions on plain data. Loaded when a screen first shows a map.
//
// The page (`app/kit/src/map/`) calls `window.xungeMap.open`; what comes back is told to the function it gave. Everything
// here is in the system of the base map that is shown; the page converts at its own edge.

import { AttributionControl, LngLat, Map as Drawn, addProtocol, setWorkerUrl } from './maplibre-gl.mjs';
import { Protocol } from './pmtiles.mjs';
import { localeOf } from './locale.mjs';
import { drawPin } from './shapes.mjs';
import { GROUPS, INDUSTRY, OWN_SOURCES, TONES, buildStyle, circle, ofLayer } from './style.mjs';

const SHADES = [
  'ink', 'ink-2', 'ink-3', 'line', 'paper', 'ground', 'sunk', 'brand', 'ok', 'soon', 'late', 'rest',
  'map-ground', 'map-line', 'map-road',
];
/** How many pixels beside a pin a finger may land. */
const FINGER = 12;
/** The most things on one spot that are told. */
const MOST_TOLD = 100;
const GIVEN_BACK_WITHIN_MS = 5_000;

// In an app's own scheme MapLibre does not find its worker by itself.
setWorkerUrl(new URL('./maplibre-gl-worker.mjs', import.meta.url).href);
addProtocol('pmtiles', new Protocol().tile);

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('./maplibre-gl.css', import.meta.url).href;
document.head.append(sheet);

/** Reads what the tokens say where the map stands: colours, families of letters, and how large text is. */
function lookOf(element) {
  const said = getComputedStyle(element);
  const colours = Object.fromEntries(SHADES.map((shade) => [shade, said.getPropertyValue(`--${shade}`).trim()]));
  const fonts = said.fontFamily.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''));
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { colours, fonts: fonts.filter(Boolean), scale: Math.min(2, Math.max(1, scale || 1)) };
}

const collection = (features) => ({ type: 'FeatureCollection', features });
const feature = (type, coordinates, properties = {}) => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});

class XungeMap {
  #map;
  #element;
  #tell;
  #look;
  #base = null;
  #data = {};
  #hidden = new Set();
  /** The code of the industry layer that is drawn; empty for none. */
  #layer = '';
  /** The style is there, and what is put into its sources arrives. */
  #styled = false;
  /** What was put before it was. */
  #late = new Set();
  #waiting;
  /** Where it is going, while it is going somewhere by itself. */
  #goal = null;
  #gone = false;
  #follower;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #restyle = () => this.#draw();

  constructor(element, view, tell) {
    this.#element = element;
    this.#tell = (what, more) => tell(JSON.stringify(more ? { [what]: more } : what));
    this.#look = lookOf(element);
    this.#map = new Drawn({
      container: element,
      style: buildStyle(this.#look, null),
      center: view.centre,
      zoom: view.zoom,
      minZoom: 3,
      maxZoom: 20,
      maxPitch: 0,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      attributionControl: false,
      locale: localeOf(view.says),
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new AttributionControl({ compact: true, customAttribution: '' }), 'top-left');
    this.#map.setMissingStyleImageResolver(async (name) => this.#drawPin(name));
    this.#map.on('style.load', () => this.#begin());
    this.#map.on('load', () => this.#tell('ready'));
    // Says so in the page too: nothing is still to be drawn.
    this.#map.on('idle', () => element.toggleAttribute('data-drawn', this.#styled));
    // A finger leads somewhere else.
    this.#map.on('movestart', ({ originalEvent }) => {
      if (originalEvent) this.#goal = null;
    });
    this.#map.on('moveend', () => {
      // It may be the end of what a new goal broke off.
      if (!this.#map.isMoving()) this.#goal = null;
      const { lng, lat } = this.#map.getCenter();
      this.#tell('moved', { lon: lng, lat });
    });
    this.#map.on('click', (event) => this.#touched(event));
    this.#map.on('error', ({ error }) => console.warn('The map could not draw everything:', error?.message));
    // A phone takes its graphics away now and then, and mostly gives them back.
    this.#map.on('webglcontextlost', () => {
      this.#waiting = setTimeout(() => this.#tell('lost'), GIVEN_BACK_WITHIN_MS);
    });
    this.#map.on('webglcontextrestored', () => clearTimeout(this.#waiting));
    // Colours follow the theme, whoever chose it.
    this.#dark.addEventListener('change', this.#restyle);
    this.#follower = new MutationObserver(this.#restyle);
    this.#follower.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'data-contrast', 'data-text'],
    });
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
    const base = JSON.parse(text);
    const same = JSON.stringify(base) === JSON.stringify(this.#base);
    this.#base = base;
    if (!same) this.#draw();
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
    if (this.#styled) this.#filter();
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
    this.#gone = true;
    this.#dark.removeEventListener('change', this.#restyle);
    this.#follower.disconnect();
    clearTimeout(this.#waiting);
    this.#map.remove();
  }

  #go(way, there) {
    this.#map[way]({ ...there, duration: this.#calm() });
    // Whoever wants no motion is there already.
    this.#goal = this.#map.isMoving() ? there : null;
  }

  #calm() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 500;
  }

  #put(name, features) {
    if (!OWN_SOURCES.includes(name)) return;
    this.#data[name] = features;
    if (this.#styled) {
      this.#map.getSource(name).setData(features);
    } else {
      this.#late.add(name);
    }
  }

  #draw() {
    this.#look = lookOf(this.#element);
    this.#styled = false;
    this.#element.removeAttribute('data-drawn');
    this.#late.clear();
    // Not as a difference to the style before: pins are drawn in the new colours too.
    this.#map.setStyle(buildStyle(this.#look, this.#base, this.#data, this.#layer), { diff: false });
  }

  #begin() {
    this.#styled = true;
    for (const name of this.#late) this.#map.getSource(name).setData(this.#data[name]);
    this.#late.clear();
    this.#showAndHide();
    this.#filter();
  }

  #filter() {
    for (const id of Object.keys(INDUSTRY)) this.#map.setFilter(id, ofLayer(id, this.#layer));
  }

  #showAndHide() {
    if (!this.#styled) return;
    for (const [group, layers] of Object.entries(GROUPS)) {
      const visibility = this.#hidden.has(group) ? 'none' : 'visible';
      for (const layer of layers) {
        // A base map stands in for some of them.
        if (this.#map.getLayer(layer)) this.#map.setLayoutProperty(layer, 'visibility', visibility);
      }
    }
  }

  #drawPin(name) {
    const ratio = Math.max(2, Math.ceil(devicePixelRatio));
    const image = drawPin(name, this.#look.colours, ratio);
    if (image && !this.#map.hasImage(name)) this.#map.addImage(name, image, { pixelRatio: ratio });
  }

  async #touched({ point, lngLat }) {
    if (!this.#styled) return;
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
      if (this.#gone || !this.#styled) return;
    }
    const [grid] = this.#map.queryRenderedFeatures(point, { layers: ['grid-ground'] });
    this.#tell('touched', {
      ids: [...new Set(ids)],
      grid: grid?.properties.c ?? null,
      lon: lngLat.lng,
      lat: lngLat.lat,
    });
  }
}

window.xungeMap = { open: (element, view, tell) => new XungeMap(element, JSON.parse(view), tell) };
