// What every map has in common, whatever is drawn on it: the library, loaded once; a style that follows the looks of
// the page; controls that follow its language; graphics that a device takes away; and the end of it all.
//
// The page (`app/kit/src/map/stage.rs`) calls `window.xungeMaps.open` with the kind of map that it wants; a script that
// draws one makes it known with `offer`. It keeps a `Stage`, and beside it only what is its own.

import { AttributionControl, Map as Drawn, NavigationControl, addProtocol, setWorkerUrl } from './maplibre-gl.mjs';
import { Protocol } from './pmtiles.mjs';
import { localeOf, respeak } from './locale.mjs';
import { followLooks, lookOf } from './look.mjs';

const GIVEN_BACK_WITHIN_MS = 5_000;

// In an app's own scheme MapLibre does not find its worker by itself.
setWorkerUrl(new URL('./maplibre-gl-worker.mjs', import.meta.url).href);
addProtocol('pmtiles', new Protocol().tile);

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('./maplibre-gl.css', import.meta.url).href;
document.head.append(sheet);

const kinds = new Map();

window.xungeMaps = {
  has: (kind) => kinds.has(kind),
  open: (kind, element, start, says, tell) =>
    new (kinds.get(kind))(element, JSON.parse(start), { says: JSON.parse(says), tell }),
};

/**
 * Makes a kind of map known to the page.
 * @param drawing a class: made with an element, where it starts, and the page, which a `Stage` wants to know; it has at
 *   least `speak` and `remove`, as a `Stage` has
 */
export function offer(kind, drawing) {
  kinds.set(kind, drawing);
}

/** A map in an element of the page. */
export class Stage {
  /** MapLibre's own. It follows the size of its element by itself. */
  map;
  /** What the tokens say now. */
  look;
  /** What was put into the sources, by their names. */
  data = {};
  /** The style is there, and what is put into its sources arrives. */
  isStyled = false;
  /** It was left: nothing is told any more. */
  isGone = false;
  #element;
  #tell;
  #style;
  #base = null;
  /** What was put before the style was there. */
  #late = new Set();
  #waiting;
  #leaveLooks;

  /**
   * @param page `says`: what the map says by itself (see `locale.mjs`); `tell`: hears what happens, as JSON
   * @param own what this map has of its own: `centre`, `zoom`; `corner`, where it says whose data it shows;
   *   `buttons`, whether one looks nearer by pressing; `options` of MapLibre's; `style(look, base, data)`, what is
   *   drawn; `begun()`, called whenever a new style is there
   */
  constructor(element, page, { centre, zoom, corner, buttons = false, options = {}, style, begun }) {
    this.#element = element;
    this.#tell = page.tell;
    this.#style = style;
    this.look = lookOf(element);
    this.map = new Drawn({
      container: element,
      style: style(this.look, null, this.data),
      center: centre,
      zoom,
      minZoom: 3,
      maxZoom: 20,
      maxPitch: 0,
      dragRotate: false,
      touchPitch: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      attributionControl: false,
      locale: localeOf(page.says),
      ...options,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new AttributionControl({ compact: true, customAttribution: '' }), corner);
    if (buttons) this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    this.map.on('style.load', () => {
      this.isStyled = true;
      for (const name of this.#late) this.map.getSource(name)?.setData(this.data[name]);
      this.#late.clear();
      begun();
    });
    // Says so in the page too: nothing is still to be drawn.
    this.map.on('idle', () => element.toggleAttribute('data-drawn', this.isStyled));
    this.map.on('error', ({ error }) => console.warn('The map could not draw everything:', error?.message));
    // A device takes its graphics away now and then, and mostly gives them back.
    this.map.on('webglcontextlost', () => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.tell('lost'), GIVEN_BACK_WITHIN_MS);
    });
    this.map.on('webglcontextrestored', () => clearTimeout(this.#waiting));
    this.#leaveLooks = followLooks(() => this.#draw());
  }

  /** Tells the page what happened, and more about it. */
  tell(what, more) {
    if (!this.isGone) this.#tell(JSON.stringify(more === undefined ? what : { [what]: more }));
  }

  /** Fills a source; it stays filled over a change of style. */
  put(name, features) {
    this.data[name] = features;
    if (this.isStyled) this.map.getSource(name)?.setData(features);
    else this.#late.add(name);
  }

  /** Takes the base map, or `null`. */
  base(text) {
    const base = JSON.parse(text);
    // Its file is read in ranges by its whole address.
    if (base?.url) base.url = new URL(base.url, location.href).href;
    if (JSON.stringify(base) === JSON.stringify(this.#base)) return;
    this.#base = base;
    this.#draw();
  }

  /** Takes what the map says by itself, in another language. */
  speak(text) {
    respeak(this.#element, JSON.parse(text));
  }

  /** Shows and hides layers that belong together. */
  show(groups, isShown) {
    if (!this.isStyled) return;
    for (const [group, layers] of Object.entries(groups)) {
      const visibility = isShown(group) ? 'visible' : 'none';
      for (const layer of layers) {
        // A base map stands in for some of them.
        if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, 'visibility', visibility);
      }
    }
  }

  /** Gives everything back that it holds. */
  remove() {
    this.isGone = true;
    this.#leaveLooks();
    clearTimeout(this.#waiting);
    this.map.remove();
  }

  #draw() {
    this.look = lookOf(this.#element);
    this.isStyled = false;
    this.#element.removeAttribute('data-drawn');
    this.#late.clear();
    // Not as a difference to the style before: what is drawn by hand is drawn in the new colours too.
    this.map.setStyle(this.#style(this.look, this.#base, this.data), { diff: false });
  }
}
