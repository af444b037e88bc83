// What MapLibre says by itself, in the words of the page. It speaks English wherever it is told nothing, and keeps the
// words that it was made with: whoever switches the language meanwhile hears the new ones by `respeak`.

/** What each word of the page is called in MapLibre, and where it stands: a part of the map, and its attributes. */
const SAID = {
  title: ['Map.Title', '.maplibregl-canvas', ['aria-label']],
  data: ['AttributionControl.ToggleAttribution', '.maplibregl-ctrl-attrib-button', ['title', 'aria-label']],
  nearer: ['NavigationControl.ZoomIn', '.maplibregl-ctrl-zoom-in', ['title', 'aria-label']],
  wider: ['NavigationControl.ZoomOut', '.maplibregl-ctrl-zoom-out', ['title', 'aria-label']],
};

/** Returns MapLibre's `locale` from what the page says: `title`, `data`, `nearer`, `wider`. */
export const localeOf = (says) => Object.fromEntries(Object.entries(SAID).map(([word, [key]]) => [key, says[word]]));

/** Puts other words on the parts of a map that are there. */
export function respeak(element, says) {
  for (const [word, [, part, attributes]] of Object.entries(SAID)) {
    for (const attribute of attributes) element.querySelector(part)?.setAttribute(attribute, says[word]);
  }
}
