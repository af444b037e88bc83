// What is asked of areas on a map: pure functions on GeoJSON features, so that they can be tried without a map.

/** The outlines of a feature: pieces, each its outline first and then its holes. */
function pieces({ geometry }) {
  if (!geometry) return [];
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

/** Every position of a feature. */
export function positions({ geometry }) {
  if (!geometry) return [];
  const flat = (part) => (typeof part[0] === 'number' ? [part] : part.flatMap(flat));
  return geometry.coordinates.length ? flat(geometry.coordinates) : [];
}

/** Says whether a place lies inside a closed line. */
export function isInside([x, y], line) {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [[ax, ay], [bx, by]] = [line[i], line[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Says whether a place lies on a feature's ground: inside an odd number of its lines. */
export function holds(feature, at) {
  return pieces(feature).flat().filter((line) => isInside(at, line)).length % 2 === 1;
}

/** The middle of a feature's largest outline; of a place the place. */
export function middle(feature) {
  if (feature.geometry?.type === 'Point') return feature.geometry.coordinates;
  let best = null;
  for (const [line] of pieces(feature)) {
    const [ox, oy] = line[0];
    let [area, x, y] = [0, 0, 0];
    for (let i = 0; i + 1 < line.length; i++) {
      const [ax, ay] = [line[i][0] - ox, line[i][1] - oy];
      const [bx, by] = [line[i + 1][0] - ox, line[i + 1][1] - oy];
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    const size = Math.abs(area);
    if (size > 0 && (!best || size > best.size)) {
      best = { size, at: [ox + x / (3 * area), oy + y / (3 * area)] };
    }
  }
  return best?.at ?? positions(feature)[0] ?? null;
}

/** West, south, east, north of all features; null where there is no position. */
export function bounds(features) {
  let box = null;
  for (const [x, y] of features.flatMap(positions)) {
    box = box
      ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
      : [x, y, x, y];
  }
  return box;
}

/** The codes of the grids whose middle lies between two corners. */
export function inRectangle(grids, [ax, ay], [bx, by]) {
  const [west, east, south, north] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return within(grids, ([x, y]) => x >= west && x <= east && y >= south && y <= north);
}

/** The codes of the grids whose middle lies inside a line that a hand drew; it is closed from its end to its beginning. */
export function inLasso(grids, line) {
  return line.length < 3 ? [] : within(grids, (at) => isInside(at, line));
}

function within(grids, is) {
  return grids.filter((grid) => is(grid.properties.m ?? middle(grid))).map((grid) => grid.properties.c);
}

/** Who answers for a place in each layer: `{layer, layer_name, unit, name}`, in the order of the layers. */
export function unitsAt(industry, at) {
  const found = industry.filter((area) => holds(area, at)).map(({ properties }) => {
    const { layer, layer_name, unit, name } = properties;
    return { layer, layer_name, unit, name };
  });
  return found.sort((a, b) => (a.layer === b.layer ? compare(a.unit, b.unit) : compare(a.layer, b.layer)));
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** How far one place is from another, metres; good within a few kilometres. */
export function metres([ax, ay], [bx, by]) {
  const east = (bx - ax) * 111_320 * Math.cos(((ay + by) * Math.PI) / 360);
  return Math.hypot(east, (by - ay) * 110_950);
}

/** The remarks within so many metres of a place, the nearest first. */
export function remarksNear(remarks, at, reach) {
  const near = remarks.map(({ geometry, properties }) => ({ ...properties, metres: metres(geometry.coordinates, at) }));
  return near.filter((one) => one.metres <= reach).sort((a, b) => a.metres - b.metres);
}

/** The first grid whose code is, ends with or begins with what was typed, in this order; null where there is none. */
export function findCode(grids, typed) {
  const text = typed.trim();
  if (!text) return null;
  const code = (grid) => grid.properties.c;
  return (
    grids.find((grid) => code(grid) === text) ??
    grids.find((grid) => code(grid).endsWith(text)) ??
    grids.find((grid) => code(grid).startsWith(text)) ??
    null
  );
}

/**
 * Gives each duty grid a colour of several, so that two side by side differ wherever that can be.
 * @param grids features with `c`, and `b` the places of their neighbours in the list
 * @param beats by a grid's code, the duty grid that it is in
 */
export function colours(grids, beats, several) {
  const beside = new Map();
  for (const grid of grids) {
    const own = beats[grid.properties.c];
    if (!own) continue;
    if (!beside.has(own)) beside.set(own, new Set());
    for (const place of grid.properties.b ?? []) {
      const other = beats[grids[place]?.properties.c];
      if (other && other !== own) beside.get(own).add(other);
    }
  }
  const chosen = {};
  for (const beat of [...beside.keys()].sort()) {
    const taken = new Set([...beside.get(beat)].map((other) => chosen[other]));
    const free = Array.from({ length: several }, (_, colour) => colour).find((colour) => !taken.has(colour));
    chosen[beat] = free ?? beat.length % several;
  }
  return chosen;
}
