// The map of open cases: a hundred thousand points, fetched, gathered and clustered without holding anybody up. Loaded
// when the page first shows it.
//
// The page (`server/console/src/case_map/`) calls `window.xungeCaseMap.open`; what comes back is told to the function it
// gave. Points and ground are asked for here, for they would only take the long way through the page; who is signed in is
// the browser's cookie. Everything is in the system of the base map that is shown; the server converts.

import { AttributionControl, Map as Drawn, NavigationControl, addProtocol, setWorkerUrl } from './map/maplibre-gl.mjs';
import { Protocol } from './map/pmtiles.mjs';
import { OWN_SOURCES, buildStyle } from './map/style.mjs';
import { bounds as around } from './areas_tools.mjs';
import { SOURCE, add, bounds, features, gathered, kept, once, reader, tally, withCases } from './case_points.mjs';

const SHADES = [
  'ink', 'ink-2', 'ink-3', 'line', 'paper', 'ground', 'sunk', 'brand', 'ok', 'soon', 'late', 'rest',
  'map-ground', 'map-line', 'map-road',
];
/** How many pixels beside a point a press may land. */
const FINGER = 6;
/** The most cases on one spot that are told. */
const MOST_TOLD = 50;
/** So many features are made before others get their turn. */
const AT_ONCE = 10_000;
/** Colours are counted anew after so long where nothing came. */
const AGES_MS = 60_000;
const GIVEN_BACK_WITHIN_MS = 5_000;
const NONE = { type: 'FeatureCollection', features: [] };

setWorkerUrl(new URL('./map/maplibre-gl-worker.mjs', import.meta.url).href);
addProtocol('pmtiles', new Protocol().tile);

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('./map/maplibre-gl.css', import.meta.url).href;
document.head.append(sheet);

/** Reads what the tokens say where the map stands. */
function lookOf(element) {
  const said = getComputedStyle(element);
  const colours = Object.fromEntries(SHADES.map((shade) => [shade, said.getPropertyValue(`--${shade}`).trim()]));
  const fonts = said.fontFamily.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''));
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { colours, fonts: fonts.filter(Boolean), scale: Math.min(2, Math.max(1, scale || 1)) };
}

/** Lets whatever waits have its turn. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

class CaseMap {
  #map;
  #element;
  #tell;
  #look;
  #base = null;
  #ground = {};
  #data = NONE;
  #points = gathered();
  /** The server's clock, as seconds ahead of ours. */
  #ahead = 0;
  #address = '';
  #etag = '';
  #asking = null;
  #builtAt = 0;
  #chosen = '';
  /** Where nobody has looked yet, all points are shown. */
  #toFit = true;
  #styled = false;
  #gone = false;
  #waiting;
  #follower;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #restyle = () => this.#draw();

  constructor(element, view, tell) {
    this.#element = element;
    this.#tell = (what, more) => tell(JSON.stringify(more === undefined ? what : { [what]: more }));
    this.#look = lookOf(element);
    this.#toFit = !view.exact;
    this.#map = new Drawn({
      container: element,
      style: this.#style(),
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
      locale: view.words,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new AttributionControl({ compact: true, customAttribution: '' }), 'bottom-left');
    this.#map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.#map.on('style.load', () => this.#begin());
    this.#map.on('load', () => {
      this.#tell('ready');
      this.#rests();
    });
    // Says so in the page too: nothing is still to be drawn.
    this.#map.on('idle', () => element.toggleAttribute('data-drawn', this.#styled));
    this.#map.on('moveend', () => this.#rests());
    this.#map.on('click', (event) => this.#pressed(event));
    for (const layer of ['case-clusters', 'case-points']) {
      this.#map.on('mouseenter', layer, () => (this.#map.getCanvas().style.cursor = 'pointer'));
      this.#map.on('mouseleave', layer, () => (this.#map.getCanvas().style.cursor = ''));
    }
    this.#map.on('error', ({ error }) => console.warn('The map could not draw everything:', error?.message));
    this.#map.on('webglcontextlost', () => {
      this.#waiting = setTimeout(() => this.#tell('lost'), GIVEN_BACK_WITHIN_MS);
    });
    this.#map.on('webglcontextrestored', () => clearTimeout(this.#waiting));
    this.#dark.addEventListener('change', this.#restyle);
    this.#follower = new MutationObserver(this.#restyle);
    this.#follower.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'data-contrast', 'data-text'],
    });
  }

  /** Takes the base map, or `null`. */
  base(text) {
    const base = JSON.parse(text);
    if (JSON.stringify(base) === JSON.stringify(this.#base)) return;
    if (base) base.url = new URL(base.url, location.href).href;
    this.#base = base;
    this.#draw();
  }

  /** Fetches the ground from an address and lays it out. */
  async ground(address) {
    const reply = await fetch(address).catch(() => null);
    // Without it the cases still stand where they are.
    if (!reply?.ok || this.#gone) return;
    const ground = await reply.json().catch(() => ({}));
    if (this.#gone) return;
    for (const [name, collection] of Object.entries(ground)) {
      if (!OWN_SOURCES.includes(name)) continue;
      this.#ground[name] = collection;
      if (this.#styled) this.#map.getSource(name)?.setData(collection);
    }
    if (this.#toFit) this.fit();
  }

  /** Shows the points that an address answers with; the same once more asks only whether there is something new. */
  async show(address) {
    if (address !== this.#address) {
      this.#asking?.abort();
      [this.#address, this.#etag, this.#asking] = [address, '', null];
    }
    // A slow server is not helped by a second question.
    if (this.#asking) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      await this.#ask(address, asking.signal);
    } catch (error) {
      if (!asking.signal.aborted) this.#tell('failed', { status: 0, body: String(error?.message ?? '') });
    } finally {
      if (this.#asking === asking) this.#asking = null;
    }
  }

  /** Marks the point of a case, or none. */
  choose(id) {
    this.#chosen = id;
    this.#mark();
  }

  /** Goes to a case, and so near that it stands for itself. */
  see(id) {
    const at = this.#points.id.indexOf(id);
    if (at < 0) return;
    const centre = [this.#points.lon[at] / 1e6, this.#points.lat[at] / 1e6];
    this.#map.easeTo({ center: centre, zoom: Math.max(17, this.#map.getZoom()), duration: this.#calm() });
  }

  /** Goes to a place at once, as near as is said. */
  place(lon, lat, zoom) {
    this.#toFit = false;
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  /** Shows all points. */
  fit() {
    // Without a case there still is the ground that they would stand on.
    const box = around(this.#ground.duty?.features ?? []);
    const corners = bounds(this.#points) ?? (box && [box.slice(0, 2), box.slice(2)]);
    if (corners) this.#map.fitBounds(corners, { padding: 48, maxZoom: 17, duration: this.#calm() });
  }

  /** Gives everything back that it holds. */
  remove() {
    this.#gone = true;
    this.#asking?.abort();
    this.#dark.removeEventListener('change', this.#restyle);
    this.#follower.disconnect();
    clearTimeout(this.#waiting);
    this.#map.remove();
  }

  async #ask(address, signal) {
    const headers = this.#etag ? { 'If-None-Match': this.#etag } : {};
    const reply = await fetch(address, { headers, signal, cache: 'no-store' });
    const date = Date.parse(reply.headers.get('date') ?? '');
    if (Number.isFinite(date)) this.#ahead = Math.round((date - Date.now()) / 1000);
    if (reply.status === 304) {
      if (Date.now() - this.#builtAt > AGES_MS) await this.#build(signal);
      this.#tell('fresh', this.#said());
      return;
    }
    if (!reply.ok) {
      this.#tell('failed', { status: reply.status, body: await reply.text() });
      return;
    }
    const [lines, decoder, points] = [reader(), new TextDecoder(), gathered()];
    const body = reply.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      const text = decoder.decode(value ?? new Uint8Array(), { stream: !done });
      for (const line of lines.feed(text)) add(points, line);
      if (done) break;
    }
    // The last line says that this is all.
    if (!points.end || !lines.end()) throw new Error('the points broke off');
    if (signal.aborted || this.#gone) return;
    this.#points = kept(points, once(points));
    this.#etag = reply.headers.get('etag') ?? '';
    await this.#build(signal);
    this.#tell('fresh', this.#said());
    if (this.#toFit && this.#points.id.length > 0) {
      this.#toFit = false;
      this.fit();
    }
  }

  #said() {
    const { id, end } = this.#points;
    return { count: id.length, more: end?.more ?? false, tones: tally(this.#points, this.#now()) };
  }

  #now() {
    return Math.round(Date.now() / 1000) + this.#ahead;
  }

  async #build(signal) {
    const [points, now] = [this.#points, this.#now()];
    const made = [];
    for (let from = 0; from < points.id.length; from += AT_ONCE) {
      made.push(...features(points, now, from, Math.min(points.id.length, from + AT_ONCE)));
      await turn();
      if (signal.aborted || this.#gone) return;
    }
    this.#data = { type: 'FeatureCollection', features: made };
    this.#builtAt = Date.now();
    this.#element.dataset.points = String(points.id.length);
    if (this.#styled) this.#map.getSource(SOURCE)?.setData(this.#data);
    this.#mark();
  }

  #style() {
    return withCases(buildStyle(this.#look, this.#base, this.#ground), this.#look, this.#data);
  }

  #draw() {
    this.#look = lookOf(this.#element);
    this.#styled = false;
    this.#element.removeAttribute('data-drawn');
    this.#map.setStyle(this.#style(), { diff: false });
  }

  #begin() {
    this.#styled = true;
    // What came while the style was on its way.
    this.#map.getSource(SOURCE)?.setData(this.#data);
    for (const [name, collection] of Object.entries(this.#ground)) this.#map.getSource(name)?.setData(collection);
    this.#mark();
  }

  #mark() {
    if (!this.#styled || !this.#map.getLayer('case-chosen')) return;
    const at = this.#chosen ? this.#points.id.indexOf(this.#chosen) : -1;
    this.#map.setFilter('case-chosen', ['==', ['get', 'i'], at]);
  }

  #rests() {
    if (this.#gone) return;
    const corners = this.#map.getBounds();
    const { lng, lat } = this.#map.getCenter();
    this.#tell('rests', {
      west: corners.getWest(),
      south: corners.getSouth(),
      east: corners.getEast(),
      north: corners.getNorth(),
      lon: lng,
      lat,
      zoom: this.#map.getZoom(),
    });
  }

  #calm() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 400;
  }

  async #pressed({ point }) {
    if (!this.#styled) return;
    const near = [[point.x - FINGER, point.y - FINGER], [point.x + FINGER, point.y + FINGER]];
    const hits = this.#map.queryRenderedFeatures(near, { layers: ['case-points', 'case-clusters'] });
    const hit = hits.find((one) => one.properties.cluster);
    if (!hit) {
      // Cases on one and the same spot are told together.
      const places = [...new Set(hits.map((one) => one.properties.i))].slice(0, MOST_TOLD);
      this.#tell('pressed', places.map((i) => this.#points.id[i]).filter(Boolean));
      return;
    }
    const source = this.#map.getSource(SOURCE);
    // What is several may be several others by the time it is asked.
    const zoom = await source.getClusterExpansionZoom(hit.properties.cluster_id).catch(() => null);
    if (this.#gone || zoom === null) return;
    this.#map.easeTo({ center: hit.geometry.coordinates, zoom, duration: this.#calm() });
  }
}

window.xungeCaseMap = { open: (element, view, tell) => new CaseMap(element, JSON.parse(view), tell) };
