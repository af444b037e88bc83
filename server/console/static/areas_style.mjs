// How areas look on the map: pure functions on the style of both faces, so that it can be checked without a page.

const EMPTY = { type: 'FeatureCollection', features: [] };
/** The sources beside those of the style. */
const OWN = ['industry', 'remarks', 'marks', 'names'];

/** The colours of duty grids, by tone: never alone, their names stand in them. */
export const BEATS = ['brand', 'ok', 'soon', 'rest', 'late'];

/** The layers that are shown and hidden together. */
export const GROUPS = {
  grids: ['grid-lines', 'grid-numbers'],
  duty: ['beats', 'duty-lines', 'beat-names'],
  industry: ['areas-industry', 'areas-industry-lines', 'areas-industry-names'],
  remarks: ['remarks', 'remark-words'],
  roads: ['roads', 'road-names'],
};

/** Puts the areas on the style of both faces. */
export function withAreas(style, look, data = {}) {
  style.sources.grids.promoteId = 'c';
  for (const name of OWN) style.sources[name] = { type: 'geojson', data: data[name] ?? EMPTY };
  const { colours: shades } = look;
  const are = (type) => ['in', ['geometry-type'], ['literal', [type, `Multi${type}`]]];
  const text = (field, size) => ({ 'text-field': field, 'text-size': size * look.scale, 'text-font': look.fonts });
  const halo = (ink) => ({ 'text-color': ink, 'text-halo-color': shades.paper, 'text-halo-width': 1.6 });
  const state = (name) => ['number', ['feature-state', name], -1];
  const beat = ['match', state('beat'), ...BEATS.flatMap((tone, index) => [index, shades[tone]]), shades['map-ground']];
  const change = ['match', ['get', 'change'], 'added', shades.ok, 'gone', shades.late, shades.soon];
  const tone = ['case', ['has', 'change'], change, ['match', ['get', 'severity'], 'error', shades.late, shades.soon]];
  const added = [
    {
      id: 'beats',
      type: 'fill',
      source: 'grids',
      paint: { 'fill-color': beat, 'fill-opacity': ['case', ['==', state('beat'), -1], 0, 0.22] },
    },
    {
      id: 'picked',
      type: 'fill',
      source: 'grids',
      paint: { 'fill-color': shades.ink, 'fill-opacity': ['case', ['==', state('picked'), 1], 0.45, 0] },
    },
    {
      id: 'areas-industry',
      type: 'fill',
      source: 'industry',
      layout: { visibility: 'none' },
      paint: { 'fill-color': shades.ok, 'fill-opacity': 0.14 },
    },
    {
      id: 'areas-industry-lines',
      type: 'line',
      source: 'industry',
      layout: { visibility: 'none' },
      paint: { 'line-color': shades.ok, 'line-width': 2 },
    },
    {
      id: 'areas-industry-names',
      type: 'symbol',
      source: 'industry',
      minzoom: 12,
      layout: { ...text(['get', 'name'], 12), visibility: 'none', 'text-max-width': 8 },
      paint: halo(shades.ok),
    },
    {
      id: 'beat-names',
      type: 'symbol',
      source: 'names',
      minzoom: 11,
      maxzoom: 17,
      layout: { ...text(['get', 'name'], 13), 'text-max-width': 8 },
      paint: halo(shades.ink),
    },
    {
      id: 'marks',
      type: 'fill',
      source: 'marks',
      filter: ['all', are('Polygon'), ['!', ['has', 'was']]],
      paint: { 'fill-color': tone, 'fill-opacity': 0.35 },
    },
    {
      id: 'mark-lines',
      type: 'line',
      source: 'marks',
      filter: ['all', ['!', are('Point')], ['!', ['has', 'was']]],
      paint: { 'line-color': tone, 'line-width': 3 },
    },
    {
      id: 'mark-before',
      type: 'line',
      source: 'marks',
      filter: ['has', 'was'],
      paint: { 'line-color': shades['ink-2'], 'line-width': 2, 'line-dasharray': [2, 2] },
    },
    {
      id: 'mark-points',
      type: 'circle',
      source: 'marks',
      filter: are('Point'),
      paint: {
        'circle-radius': 7,
        'circle-color': tone,
        'circle-stroke-color': shades.paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'remarks',
      type: 'circle',
      source: 'remarks',
      paint: {
        'circle-radius': 6,
        'circle-color': shades.soon,
        'circle-stroke-color': shades.paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'remark-words',
      type: 'symbol',
      source: 'remarks',
      minzoom: 15,
      layout: { ...text(['get', 'text'], 12), 'text-anchor': 'top', 'text-offset': [0, 0.8], 'text-max-width': 12 },
      paint: halo(shades.soon),
    },
  ];
  // Colours lie under the lines and numbers of grids, all else above them.
  const under = new Set(['beats', 'picked', 'areas-industry']);
  const place = style.layers.findIndex((layer) => layer.id === 'grid-lines');
  style.layers.splice(place, 0, ...added.filter((layer) => under.has(layer.id)));
  style.layers.push(...added.filter((layer) => !under.has(layer.id)));
  return style;
}
