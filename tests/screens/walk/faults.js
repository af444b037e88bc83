// What is wrong with the open screen, in lines. Run in the page by `faults.rs`, which says before whether it is the `kind`
// of a phone or of a desk.
const told = [];
const page = document.documentElement;
const styleOf = part => getComputedStyle(part);
const scrolls = style => /auto|scroll/.test(style);

const name = part => {
  const owner = part.closest('[data-test]');
  const words = (part.innerText || part.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ');
  return `<${part.tagName.toLowerCase()}> in ${owner ? owner.dataset.test : 'the page'} "${words.slice(0, 60)}"`;
};
const isShown = part => {
  // What lies in something folded up has a box and is not there.
  if (part.checkVisibility && !part.checkVisibility()) return false;
  const box = part.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && styleOf(part).visibility !== 'hidden' && !part.closest('.hidden-words, .unseen, .skip');
};
const liesInAStrip = part => {
  for (let over = part.parentElement; over && over !== document.body; over = over.parentElement) {
    if (scrolls(styleOf(over).overflowX)) return true;
  }
  return false;
};

// All fits on the screen.
if (page.scrollWidth > innerWidth) told.push(`the page is ${page.scrollWidth} wide on a screen of ${innerWidth}`);

// No words are cut or run out of their box.
const WORDS = 'button, a, label, h1, h2, h3, p, dt, dd, li, summary, th, td, [role=columnheader], option, .badge, .chip, .caption, .small, .tiny';
for (const part of document.querySelectorAll(WORDS)) {
  if (!isShown(part) || part.closest('svg') || !part.innerText || !part.innerText.trim()) continue;
  const [box, style] = [part.getBoundingClientRect(), styleOf(part)];
  if (!liesInAStrip(part) && (box.right > innerWidth + 1 || box.left < -1)) told.push(`${name(part)} leaves the screen`);
  // On a desk a name may end in dots: there is room for the whole of it beside the list.
  const isDotted = kind === 'desk' && style.textOverflow === 'ellipsis';
  if (part.clientWidth > 0 && !isDotted && !scrolls(style.overflowX) && part.scrollWidth > part.clientWidth + 1) {
    told.push(`${name(part)} needs ${part.scrollWidth} across and has ${part.clientWidth}`);
  }
  // A text that is shortened to some lines on purpose says so by its class.
  const isShort = part.matches('.clip') || part.querySelector('.clip');
  if (/hidden|clip/.test(style.overflowY) && !isShort && part.scrollHeight > part.clientHeight + 2) {
    told.push(`${name(part)} needs ${part.scrollHeight} down and has ${part.clientHeight}`);
  }
}

// A thumb finds everything. What stands in a map's own corner is its library's.
const PRESSED = 'button, a[href], [role=button], summary, select';
for (const part of kind === 'phone' ? document.querySelectorAll(PRESSED) : []) {
  if (!isShown(part) || part.closest('[class*=maplibregl-ctrl]')) continue;
  const box = part.getBoundingClientRect();
  if (box.height < 47.5 || box.width < 44) {
    told.push(`${name(part)} is ${Math.round(box.width)} by ${Math.round(box.height)}: too small for a thumb`);
  }
}

// What is pressed or filled in has a name, whoever reads it.
for (const part of document.querySelectorAll('button, a[href], input, select, textarea')) {
  if (!isShown(part) || part.closest('[aria-hidden=true]')) continue;
  const labels = part.labels ? [...part.labels].map(label => label.textContent) : [];
  const said = [part.innerText, part.getAttribute('aria-label'), part.getAttribute('aria-labelledby'), ...labels];
  const shown = [...part.querySelectorAll('img')].map(image => image.alt);
  if (![...said, ...shown].some(words => words && words.trim())) told.push(`${name(part)} has no name`);
}

// Whoever goes from heading to heading finds the page's own, and no step is left out on the way down.
if (kind === 'desk') {
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(isShown);
  let above = 0;
  for (const heading of headings) {
    const level = Number(heading.tagName.slice(1));
    if (level > above + 1) told.push(`${name(heading)} is a heading of level ${level} below one of level ${above}`);
    above = level;
  }
  const waits = document.querySelector('main .empty[data-test=waiting]');
  // Behind an open menu the page may still be on its way.
  const isBehind = document.querySelector('.side.unfolded');
  if (!waits && !isBehind && !headings.some(heading => heading.closest('main'))) told.push('the page has no heading of its own');
}

// No Chinese on an English screen but data and names, which say so.
const chinese = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const isData = part => part && part.closest('[lang^=zh]:not(html), [data-said], [data-test^=language]');
if (page.lang === 'en') {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const around = text.parentElement;
    if (!chinese.test(text.data) || isData(around) || around.closest('textarea, script, style, noscript')) continue;
    told.push(`${name(around)} says "${text.data.trim().slice(0, 60)}" in Chinese`);
  }
  for (const part of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    for (const attribute of ['aria-label', 'placeholder', 'title', 'alt']) {
      const words = part.getAttribute(attribute) || '';
      if (chinese.test(words) && !isData(part)) told.push(`${name(part)} has the ${attribute} "${words}" in Chinese`);
    }
  }
}

// Nothing turns or waits without a word.
const saysNothing = part => !(part.closest('section, .card, main, .screen') || page).innerText.trim();
for (const part of document.querySelectorAll('[aria-busy=true], [role=progressbar], progress, .spinner')) {
  if (isShown(part) && saysNothing(part)) told.push(`${name(part)} waits without a word`);
}
for (const moving of document.getAnimations()) {
  const part = moving.effect && moving.effect.target;
  if (!part || moving.effect.getComputedTiming().iterations !== Infinity) continue;
  if (!(part.parentElement || part).innerText.trim()) told.push(`${name(part)} turns without a word`);
}

// Nothing failed unseen.
told.push(...(window.troubles || []).splice(0));
return told;
