// The map of open cases: a hundred thousand points, fetched, gathered and clustered without holding anybody up. Loaded
// when the page first shows it, and opened by `server/console/src/case_map/`; what it shares with every other map is in
// `map/stage.mjs`.
//
// Points and ground are asked for here, for they would only take the long way through the page; who is signed in is the
// browser's cookie. Everything is in the system of the base map that is shown; the server converts.

import { calm } from './map/look.mjs';
import { Stage, offer } from './map/stage.mjs';
import { OWN_SOURCES, buildStyle } from './map/style.mjs';
import { bounds as around } from './areas_tools.mjs';
import { SOURCE, add, bounds, features, gathered, kept, once, reader, tally, withCases } from './case_points.mjs';

/** How many pixels beside a point a press may land. */
const FINGER = 6;
/** The most cases on one spot that are told. */
const MOST_TOLD = 50;
/** So many features are made before others get their turn. */
const AT_ONCE = 10_000;
/** Colours are counted anew after so long where nothing came. */
const AGES_MS = 60_000;
const NONE = { type: 'FeatureCollection', features: [] };

const style = (look, base, data) => withCases(buildStyle(look, base, data), look, data[SOURCE] ?? NONE);

/** Lets whatever waits have its turn. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

class CaseMap {
  #stage;
  #map;
  #element;
  #points = gathered();
  /** The server's clock, as seconds ahead of ours. */
  #ahead = 0;
  #address = '';
  #etag = '';
  #asking = null;
  #builtAt = 0;
  #chosen = '';
  /** Where nobody has looked yet, all points are shown. */
  #toFit;

  constructor(element, { centre, zoom, exact }, page) {
    this.#element = element;
    this.#toFit = !exact;
    this.#stage = new Stage(element, page, {
      centre,
      zoom,
      corner: 'bottom-left',
      buttons: true,
      style,
      begun: () => this.#mark(),
    });
    this.#map = this.#stage.map;
    this.#map.on('load', () => this.#rests());
    this.#map.on('moveend', () => this.#rests());
    this.#map.on('click', (event) => this.#pressed(event));
    for (const layer of ['case-clusters', 'case-points']) {
      this.#map.on('mouseenter', layer, () => (this.#map.getCanvas().style.cursor = 'pointer'));
      this.#map.on('mouseleave', layer, () => (this.#map.getCanvas().style.cursor = ''));
    }
  }

  /** Takes the base map, or `null`. */
  base(text) {
    this.#stage.base(text);
  }

  /** Takes what it says by itself, in another language. */
  speak(text) {
    this.#stage.speak(text);
  }

  /** Fetches the ground from an address and lays it out. */
  async ground(address) {
    const reply = await fetch(address).catch(() => null);
    // Without it the cases still stand where they are.
    if (!reply?.ok || this.#stage.isGone) return;
    const ground = await reply.json().catch(() => ({}));
    if (this.#stage.isGone) return;
    for (const [name, collection] of Object.entries(ground)) {
      if (OWN_SOURCES.includes(name)) this.#stage.put(name, collection);
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
      if (!asking.signal.aborted) this.#stage.tell('failed', { status: 0, body: String(error?.message ?? '') });
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
    this.#map.easeTo({ center: centre, zoom: Math.max(17, this.#map.getZoom()), duration: calm() });
  }

  /** Goes to a place at once, as near as is said. */
  place(lon, lat, zoom) {
    this.#toFit = false;
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  /** Shows all points. */
  fit() {
    // Without a case there still is the ground that they would stand on.
    const box = around(this.#stage.data.duty?.features ?? []);
    const corners = bounds(this.#points) ?? (box && [box.slice(0, 2), box.slice(2)]);
    if (corners) this.#map.fitBounds(corners, { padding: 48, maxZoom: 17, duration: calm() });
  }

  /** Gives everything back that it holds. */
  remove() {
    this.#asking?.abort();
    this.#stage.remove();
  }

  async #ask(address, signal) {
    const headers = this.#etag ? { 'If-None-Match': this.#etag } : {};
    const reply = await fetch(address, { headers, signal, cache: 'no-store' });
    const date = Date.parse(reply.headers.get('date') ?? '');
    if (Number.isFinite(date)) this.#ahead = Math.round((date - Date.now()) / 1000);
    if (reply.status === 304) {
      if (Date.now() - this.#builtAt > AGES_MS) await this.#build(signal);
      this.#stage.tell('fresh', this.#said());
      return;
    }
    if (!reply.ok) {
      this.#stage.tell('failed', { status: reply.status, body: await reply.text() });
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
    if (signal.aborted || this.#stage.isGone) return;
    this.#points = kept(points, once(points));
    this.#etag = reply.headers.get('etag') ?? '';
    await this.#build(signal);
    this.#stage.tell('fresh', this.#said());
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
      if (signal.aborted || this.#stage.isGone) return;
    }
    this.#builtAt = Date.now();
    this.#element.dataset.points = String(points.id.length);
    this.#stage.put(SOURCE, { type: 'FeatureCollection', features: made });
    this.#mark();
  }

  #mark() {
    if (!this.#stage.isStyled || !this.#map.getLayer('case-chosen')) return;
    const at = this.#chosen ? this.#points.id.indexOf(this.#chosen) : -1;
    this.#map.setFilter('case-chosen', ['==', ['get', 'i'], at]);
  }

  #rests() {
    if (this.#stage.isGone) return;
    const corners = this.#map.getBounds();
    const { lng, lat } = this.#map.getCenter();
    this.#stage.tell('rests', {
      west: corners.getWest(),
      south: corners.getSouth(),
      east: corners.getEast(),
      north: corners.getNorth(),
      lon: lng,
      lat,
      zoom: this.#map.getZoom(),
    });
  }

  async #pressed({ point }) {
    if (!this.#stage.isStyled) return;
    const near = [[point.x - FINGER, point.y - FINGER], [point.x + FINGER, point.y + FINGER]];
    const hits = this.#map.queryRenderedFeatures(near, { layers: ['case-points', 'case-clusters'] });
    const hit = hits.find((one) => one.properties.cluster);
    if (!hit) {
      // Cases on one and the same spot are told together.
      const places = [...new Set(hits.map((one) => one.properties.i))].slice(0, MOST_TOLD);
      this.#stage.tell('pressed', places.map((i) => this.#points.id[i]).filter(Boolean));
      return;
    }
    const source = this.#map.getSource(SOURCE);
    // What is several may be several others by the time it is asked.
    const zoom = await source.getClusterExpansionZoom(hit.properties.cluster_id).catch(() => null);
    if (this.#stage.isGone || zoom === null) return;
    this.#map.easeTo({ center: hit.geometry.coordinates, zoom, duration: calm() });
  }
}

offer('cases', CaseMap);
