// A file of its own and not a line in the page: the window's policy allows no inline script.
import init from './app.js';

await init();
