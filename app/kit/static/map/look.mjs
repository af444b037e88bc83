// What a map looks like where it stands: read from the tokens of the page, and again whenever somebody chooses others.

const SHADES = [
  'ink', 'ink-2', 'ink-3', 'line', 'paper', 'ground', 'sunk', 'brand', 'ok', 'soon', 'late', 'rest',
  'map-ground', 'map-line', 'map-road',
];
/** What the page's root says of looks; the words of the tokens hang on them. */
const CHOSEN = ['data-theme', 'data-contrast', 'data-text'];

/** Reads what the tokens say at an element: colours, families of letters, and how large text is. */
export function lookOf(element) {
  const said = getComputedStyle(element);
  const colours = Object.fromEntries(SHADES.map((shade) => [shade, said.getPropertyValue(`--${shade}`).trim()]));
  const fonts = said.fontFamily.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''));
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return { colours, fonts: fonts.filter(Boolean), scale: Math.min(2, Math.max(1, scale || 1)) };
}

/** Calls back when looks change, whoever chose them: the page or the device. Returns what ends that. */
export function followLooks(changed) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  const follower = new MutationObserver(changed);
  follower.observe(document.documentElement, { attributes: true, attributeFilter: CHOSEN });
  return () => {
    dark.removeEventListener('change', changed);
    follower.disconnect();
  };
}

/** How long a map takes to go somewhere, milliseconds: whoever wants no motion is there at once. */
export const calm = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 500);
