// A file of its own: the server's policy allows no script inside the page.
import init from './app.js';

init({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
