// What the map looks like: pure functions from colours and a base map to a MapLibre style. Nothing here touches a page,
// so that the style can be checked without one.

/** Zoom from which the last digits of a grid's number are written into it. */
export const GRID_NUMBERS_FROM = 15;

/** Zoom from which the names of the units stand in their ground: from further away they would hide it. */
export const INDUSTRY_NAMES_FROM = 12;

/** The sources of our own; what they hold is set later and stays over a change of style. */
export const OWN_SOURCES = ['grids', 'duty', 'roads', 'places', 'industry', 'accuracy', 'here', 'pins'];

const EMPTY = { type: 'FeatureCollection', features: [] };
/** How near to each other pins become one with a number, pixels: half of a thumb. */
const ONE_SPOT = 26;

/**
 * Builds the style.
 * @param look `colours`: what the tokens say, by their names without the dashes (`ink`, `paper`, `map-ground`, …);
 *   `fonts`: families of the device, in the order they are tried; `scale`: how large text is, 1 for the usual size
 * @param base the base map below everything, or null: see `baseOf`
 * @param data what our own sources hold, by their names; what is not named is empty
 * @param layer the code of the industry layer that is drawn; empty for none
 */
export function buildStyle(look, base, data = {}, layer = '') {
  const below = base ? baseOf(look, base) : { sources: {}, layers: [] };
  return {
    version: 8,
    sources: { ...below.sources, ...ownSources(data) },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': look.colours['map-ground'] } },
      ...below.layers,
      ...ownLayers(look, base, layer),
    ],
  };
}

function ownSources(data) {
  const source = (name, more) => ({ type: 'geojson', data: data[name] ?? EMPTY, ...more });
  const plain = Object.fromEntries(OWN_SOURCES.map((name) => [name, source(name, { maxzoom: 16, tolerance: 0.2 })]));
  const pins = source('pins', {
    cluster: true,
    clusterRadius: ONE_SPOT,
    // Pins on one and the same spot stay one however near one looks.
    clusterMaxZoom: 21,
    maxzoom: 22,
    clusterProperties: { worst: ['max', ['get', 'urgency']] },
  });
  return { ...plain, pins };
}

/** The base map: the city's own file (`vector`, `raster`) or the online one of 天地图 (`tianditu`). */
function baseOf(look, base) {
  switch (base.kind) {
    case 'vector': {
      const source = tiled('vector', [`pmtiles://${base.url}/{z}/{x}/{y}`], base);
      return { sources: { base: source }, layers: baseLayers(look) };
    }
    case 'raster': {
      const source = { ...tiled('raster', [`pmtiles://${base.url}/{z}/{x}/{y}`], base), tileSize: 256 };
      return { sources: { base: source }, layers: [picture('base')] };
    }
    case 'tianditu': {
      const sheet = (layer) => ({ ...tiled('raster', tianditu(layer, base.key), base), tileSize: 256 });
      return {
        sources: { base: sheet('vec'), 'base-names': sheet('cva') },
        layers: [picture('base'), picture('base-names')],
      };
    }
    default:
      throw new Error(`no base map is drawn as ${base.kind}`);
  }
}

function tiled(type, tiles, { minZoom, maxZoom, bounds, attribution }) {
  const source = { type, tiles, minzoom: minZoom, maxzoom: maxZoom };
  if (bounds) source.bounds = bounds;
  // It is shown as HTML, and comes from outside.
  if (attribution) source.attribution = attribution.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return source;
}

const picture = (source) => ({ id: source, type: 'raster', source, paint: { 'raster-fade-duration': 0 } });

/** The addresses of 天地图's tiles: several hosts, as it asks for. */
export function tianditu(layer, key) {
  const query =
    `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles` +
    `&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`;
  return [0, 1, 2, 3].map((host) => `https://t${host}.tianditu.gov.cn/${layer}_w/wmts?${query}`);
}

/** What vector base maps commonly hold, by either of the two usual schemes (OpenMapTiles, Protomaps), in our colours. */
function baseLayers(look) {
  const { colours } = look;
  const layer = (id, type, names, more) =>
    names.map((name) => ({ id: `base-${id}-${name}`, type, source: 'base', 'source-layer': name, ...more }));
  const streets = ['transportation', 'roads'];
  const kind = ['coalesce', ['get', 'class'], ['get', 'kind'], ''];
  const great = ['in', kind, ['literal', ['motorway', 'trunk', 'primary', 'highway', 'major_road']]];
  const name = ['coalesce', ['get', 'name:zh'], ['get', 'name:zh-Hans'], ['get', 'name']];
  const polygons = ['==', ['geometry-type'], 'Polygon'];
  const lines = ['==', ['geometry-type'], 'LineString'];
  return [
    ...layer('land', 'fill', ['landuse', 'landcover'], {
      filter: polygons,
      paint: { 'fill-color': colours['map-line'], 'fill-opacity': 0.35 },
    }),
    ...layer('water', 'fill', ['water'], {
      filter: polygons,
      paint: { 'fill-color': colours.brand, 'fill-opacity': 0.16 },
    }),
    ...layer('building', 'fill', ['building', 'buildings'], {
      minzoom: 14,
      filter: polygons,
      paint: { 'fill-color': colours.rest, 'fill-opacity': 0.18, 'fill-outline-color': colours['map-line'] },
    }),
    ...layer('road-edge', 'line', streets, {
      minzoom: 13,
      filter: lines,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours['map-line'], 'line-width': roadWidth(great, 1.5) },
    }),
    ...layer('road', 'line', streets, {
      filter: lines,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours['map-road'], 'line-width': roadWidth(great, 0) },
    }),
    ...layer('road-name', 'symbol', ['transportation_name', 'roads'], {
      minzoom: 14,
      filter: lines,
      layout: { ...text(look, name, 11), 'symbol-placement': 'line' },
      paint: halo(colours, colours['ink-3']),
    }),
    ...layer('place-name', 'symbol', ['place', 'places'], {
      layout: { ...text(look, name, 13), 'text-max-width': 8 },
      paint: halo(colours, colours['ink-2']),
    }),
  ];
}

function roadWidth(great, edge) {
  const at = (small, large) => ['case', great, large + edge, small + edge];
  return ['interpolate', ['exponential', 1.6], ['zoom'], 10, at(0.4, 1.2), 14, at(2, 5), 18, at(10, 20)];
}

/** Everything of ours, from the ground up. */
function ownLayers(look, base, layer) {
  const { colours } = look;
  const own = ['==', ['get', 'own'], 1];
  const main = ['==', ['get', 'main'], 1];
  const foreign = ['!', ['has', 'own']];
  const layers = [
    {
      id: 'own-ground',
      type: 'fill',
      source: 'grids',
      filter: own,
      paint: { 'fill-color': colours.brand, 'fill-opacity': 0.1 },
    },
  ];
  layers.push({
    id: 'industry-ground',
    type: 'fill',
    source: 'industry',
    filter: ofLayer('industry-ground', layer),
    paint: { 'fill-color': colours.rest, 'fill-opacity': 0.12 },
  });
  // A base map draws the roads itself, and better.
  if (!base) {
    layers.push({
      id: 'roads',
      type: 'line',
      source: 'roads',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colours['map-road'], 'line-width': roadWidth(main, 0) },
    });
  }
  layers.push(
    // Also what a finger finds when it means the ground.
    { id: 'grid-ground', type: 'fill', source: 'grids', paint: { 'fill-color': colours.ink, 'fill-opacity': 0 } },
    {
      id: 'grid-lines',
      type: 'line',
      source: 'grids',
      minzoom: 12,
      paint: {
        'line-color': colours['ink-3'],
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 0.3, 15, 0.8, 18, 1.6],
        'line-opacity': 0.75,
      },
    },
    {
      id: 'duty-lines',
      type: 'line',
      source: 'duty',
      filter: foreign,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colours['ink-3'],
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 16, 2.2],
        'line-dasharray': [4, 2],
      },
    },
    {
      // Dots: dashes are the beats'.
      id: 'industry-lines',
      type: 'line',
      source: 'industry',
      filter: ofLayer('industry-lines', layer),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': colours['ink-2'],
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1.2, 16, 3.2],
        'line-dasharray': [0, 2],
      },
    },
    {
      id: 'own-edge',
      type: 'line',
      source: 'duty',
      filter: own,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': colours.paper, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 3.5, 16, 8] },
    },
    {
      id: 'own-lines',
      type: 'line',
      source: 'duty',
      filter: own,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': colours.brand, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 2, 16, 4.5] },
    },
  );
  if (!base) {
    layers.push({
      id: 'road-names',
      type: 'symbol',
      source: 'roads',
      minzoom: 12,
      layout: {
        ...text(look, ['get', 'name'], 12),
        'symbol-placement': 'line',
        'symbol-spacing': 320,
        'symbol-sort-key': ['case', main, 0, 1],
      },
      paint: halo(colours, colours['ink-2']),
    });
  }
  layers.push(
    names(look, 'streets', 'street', { minzoom: 10, maxzoom: 15, size: 15, font: strong(look), ink: colours.ink }),
    names(look, 'communities', 'community', { minzoom: 13, maxzoom: 17, size: 12, ink: colours['ink-2'] }),
    names(look, 'own-names', 'duty', { minzoom: 11, maxzoom: 16, size: 14, font: strong(look), ink: colours.brand }),
    {
      id: 'industry-names',
      type: 'symbol',
      source: 'industry',
      minzoom: INDUSTRY_NAMES_FROM,
      filter: ofLayer('industry-names', layer),
      layout: { ...text(look, ['get', 'name'], 13, strong(look)), 'text-max-width': 8 },
      paint: halo(colours, colours['ink-2']),
    },
    {
      id: 'grid-numbers',
      type: 'symbol',
      source: 'grids',
      minzoom: GRID_NUMBERS_FROM,
      layout: {
        ...text(look, ['get', 'n'], 13, strong(look)),
        'text-size': ['interpolate', ['linear'], ['zoom'], 15, 11 * look.scale, 18, 18 * look.scale],
      },
      paint: halo(colours, ['case', own, colours.brand, colours['ink-2']]),
    },
    {
      id: 'accuracy',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': colours.brand, 'fill-opacity': 0.16, 'fill-outline-color': colours.brand },
    },
    {
      id: 'here',
      type: 'circle',
      source: 'here',
      paint: {
        'circle-radius': 8,
        'circle-color': colours.brand,
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'pins',
      type: 'symbol',
      source: 'pins',
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['concat', ['get', 'shape'], '-', ['get', 'tone']],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        // The most pressing lies on top.
        'symbol-sort-key': ['get', 'urgency'],
      },
    },
    {
      id: 'spots',
      type: 'symbol',
      source: 'pins',
      filter: ['has', 'point_count'],
      layout: {
        'icon-image': ['concat', 'several-', toneOf(['get', 'worst'])],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        ...text(look, ['get', 'point_count_abbreviated'], 14, strong(look)),
        // It has to fit into the disc, however large other text is.
        'text-size': 14,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      // On the colour of a tone stands the colour of paper, by day and by night.
      paint: { 'text-color': colours.paper },
    },
  );
  return layers;
}

/** How urgent each tone is, the calmest first. */
export const TONES = ['rest', 'brand', 'ok', 'soon', 'late'];

function toneOf(urgency) {
  const steps = TONES.slice(1).flatMap((tone, index) => [index + 1, tone]);
  return ['step', urgency, TONES[0], ...steps];
}

function names(look, id, rank, { minzoom, maxzoom, size, font, ink }) {
  return {
    id,
    type: 'symbol',
    source: 'places',
    minzoom,
    maxzoom,
    filter: ['==', ['get', 'rank'], rank],
    layout: { ...text(look, ['get', 'name'], size, font), 'text-max-width': 7 },
    paint: halo(look.colours, ink),
  };
}

function text(look, field, size, font = look.fonts) {
  return { 'text-field': field, 'text-size': size * look.scale, 'text-font': font };
}

/** The device's families in their strong weight: it is read from the first name, which need not exist. */
function strong({ fonts }) {
  return [`${fonts[0]} Bold`, ...fonts];
}

function halo(colours, ink) {
  return { 'text-color': ink, 'text-halo-color': colours.paper, 'text-halo-width': 1.6 };
}

/** What draws an industry layer, and from which of its shapes: of all layers that the ground has, one at a time. */
export const INDUSTRY = {
  'industry-ground': 'Polygon',
  'industry-lines': 'Polygon',
  'industry-names': 'Point',
};

/** The filter of one of them for the industry layer that is drawn; nothing has an empty code. */
export function ofLayer(id, layer) {
  return ['all', ['==', ['geometry-type'], INDUSTRY[id]], ['==', ['get', 'layer'], layer]];
}

/** Which of the layers belong together, for the person who shows or hides them. */
export const GROUPS = {
  grids: ['grid-lines', 'grid-numbers'],
  duty: ['own-ground', 'duty-lines', 'own-edge', 'own-lines', 'own-names'],
  roads: ['roads', 'road-names'],
  places: ['streets', 'communities'],
};

/** Draws the circle in which the truth lies: so many metres round a place, as a ring of GeoJSON. */
export function circle(lon, lat, metres) {
  const corners = 72;
  const east = metres / (111_320 * Math.cos((lat * Math.PI) / 180));
  const north = metres / 110_574;
  const at = (index) => {
    const angle = (2 * Math.PI * index) / corners;
    return [lon + east * Math.cos(angle), lat + north * Math.sin(angle)];
  };
  const ring = Array.from({ length: corners }, (_, index) => at(index));
  return [...ring, ring[0]];
}
