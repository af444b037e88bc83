// The points of open cases, from the lines that the server sends to what MapLibre draws: pure functions, nothing here
// touches a page, so that all of it can be checked without one.

/** How urgent each tone is, the calmest first; the map's style counts in the same order. */
const TONES = ['rest', 'brand', 'ok', 'soon', 'late'];
const [REST, , OK, SOON, LATE] = [0, 1, 2, 3, 4];
/** As everywhere: red in the last quarter of an hour and after, amber in the last hour. */
const PRESSING_S = 15 * 60;
const NEAR_S = 60 * 60;
/** How near to each other points become one with a number, pixels. */
const ONE_SPOT = 44;
/** From here on each point stands for itself. */
const APART_FROM = 17;

/** The source of the cases, and its layers from below. */
export const SOURCE = 'cases';
export const LAYERS = ['case-clusters', 'case-counts', 'case-points', 'case-signs', 'case-chosen'];

/**
 * Reads lines of JSON as they come, in pieces of any length.
 * @returns `feed(text)` takes a piece and returns the values that are whole; `end()` says whether the last line came
 */
export function reader() {
  let rest = '';
  return {
    feed(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      return lines.filter(Boolean).map((line) => JSON.parse(line));
    },
    end: () => rest === '',
  };
}

/** Begins to gather points: `{head, id, lon, lat, state, major, due, end}`, the columns of all parts one behind the other. */
export function gathered() {
  return { head: null, id: [], lon: [], lat: [], state: [], major: [], due: [], end: null };
}

/** Adds what a line says; two pages may have a case that moved between them: the later one counts. */
export function add(points, line) {
  if ('states' in line) points.head = line;
  else if ('count' in line) points.end = line;
  else for (const name of ['id', 'lon', 'lat', 'state', 'major', 'due']) for (const one of line[name]) points[name].push(one);
  return points;
}

/** Says how urgent a case is that is late from a second on, 0 for never. */
export function tone(due, now) {
  if (!due) return REST;
  const left = due - now;
  if (left < PRESSING_S) return LATE;
  return left < NEAR_S ? SOON : OK;
}

/**
 * Makes features of some of the points: `t` is the tone, `i` the place among the points. The case's id stays outside: a
 * hundred thousand of them would only travel to and fro.
 */
export function features(points, now, from, to) {
  const made = [];
  for (let i = from; i < to; i += 1) {
    made.push({
      type: 'Feature',
      properties: { i, t: tone(points.due[i], now) },
      geometry: { type: 'Point', coordinates: [points.lon[i] / 1e6, points.lat[i] / 1e6] },
    });
  }
  return made;
}

/** Returns the places of points that are there once; of a case that is there twice, the last. */
export function once(points) {
  const seen = new Map();
  points.id.forEach((id, i) => seen.set(id, i));
  return seen.size === points.id.length ? null : [...seen.values()].sort((a, b) => a - b);
}

/** Keeps only the points at these places. */
export function kept(points, places) {
  if (!places) return points;
  const column = (name) => places.map((i) => points[name][i]);
  const columns = ['id', 'lon', 'lat', 'state', 'major', 'due'].map((name) => [name, column(name)]);
  return { ...points, ...Object.fromEntries(columns) };
}

/** Returns the corners that all points lie between, as MapLibre wants them; null where there are none. */
export function bounds({ lon, lat }) {
  if (lon.length === 0) return null;
  const least = (list) => list.reduce((a, b) => Math.min(a, b)) / 1e6;
  const most = (list) => list.reduce((a, b) => Math.max(a, b)) / 1e6;
  return [[least(lon), least(lat)], [most(lon), most(lat)]];
}

/** Counts the points of each tone, the calmest first. */
export function tally(points, now) {
  const counts = TONES.map(() => 0);
  for (const due of points.due) counts[tone(due, now)] += 1;
  return counts;
}

/**
 * Lays the cases over the ground: takes the phone's style, leaves out its own pins, and puts points and clusters on top.
 * A cluster has the colour of the most urgent case in it, and says besides how many are late.
 */
export function withCases(style, look, data) {
  const { colours, fonts, scale } = look;
  const own = new Set(['pins', 'spots', 'accuracy', 'here']);
  const sources = Object.fromEntries(Object.entries(style.sources).filter(([name]) => !own.has(name)));
  const layers = style.layers.filter((layer) => !own.has(layer.id));
  sources[SOURCE] = {
    type: 'geojson',
    data,
    cluster: true,
    clusterRadius: ONE_SPOT,
    clusterMaxZoom: APART_FROM - 1,
    maxzoom: APART_FROM,
    clusterProperties: {
      worst: ['max', ['get', 't']],
      late: ['+', ['case', ['==', ['get', 't'], LATE], 1, 0]],
    },
  };
  const shade = (value) => ['match', value, ...TONES.flatMap((name, place) => [place, colours[name]]), colours.rest];
  const strong = [`${fonts[0]} Bold`, ...fonts];
  const several = ['has', 'point_count'];
  const single = ['!', ['has', 'point_count']];
  const always = { 'text-allow-overlap': true, 'text-ignore-placement': true };
  layers.push(
    {
      id: 'case-clusters',
      type: 'circle',
      source: SOURCE,
      filter: several,
      paint: {
        'circle-color': shade(['get', 'worst']),
        'circle-radius': ['step', ['get', 'point_count'], 16, 20, 20, 200, 24, 2000, 30],
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'case-counts',
      type: 'symbol',
      source: SOURCE,
      filter: several,
      layout: {
        ...always,
        'text-field': [
          'case',
          ['>', ['get', 'late'], 0],
          ['concat', ['get', 'point_count_abbreviated'], '\n!', ['to-string', ['get', 'late']]],
          ['to-string', ['get', 'point_count_abbreviated']],
        ],
        'text-font': strong,
        // It has to fit into the disc, however large other text is.
        'text-size': 12,
        'text-line-height': 1.05,
      },
      paint: { 'text-color': colours.paper },
    },
    {
      id: 'case-points',
      type: 'circle',
      source: SOURCE,
      filter: single,
      layout: { 'circle-sort-key': ['get', 't'] },
      paint: {
        'circle-color': shade(['get', 't']),
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, 6, 17, 9 * scale],
        'circle-stroke-color': colours.paper,
        'circle-stroke-width': 2,
      },
    },
    {
      // The colour never says it alone.
      id: 'case-signs',
      type: 'symbol',
      source: SOURCE,
      filter: ['all', single, ['>=', ['get', 't'], SOON]],
      layout: {
        ...always,
        'text-field': ['match', ['get', 't'], LATE, '!', '–'],
        'text-font': strong,
        'text-size': 12,
      },
      paint: { 'text-color': colours.paper },
    },
    {
      id: 'case-chosen',
      type: 'circle',
      source: SOURCE,
      filter: ['==', ['get', 'i'], -1],
      paint: {
        'circle-color': colours.paper,
        'circle-opacity': 0,
        'circle-radius': 14,
        'circle-stroke-color': colours.ink,
        'circle-stroke-width': 3,
      },
    },
  );
  return { ...style, sources, layers };
}
