// What MapLibre says by itself, in the words of the page. It speaks English wherever it is told nothing.

/** Returns MapLibre's `locale` from what the page says: `title`, and `data` on the button of the attribution. */
export const localeOf = ({ title, data }) => ({
  'Map.Title': title,
  'AttributionControl.ToggleAttribution': data,
});
