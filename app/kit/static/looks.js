// Marks the page as its person last had it, before the first picture is drawn: the page's own code comes too late for
// that and would flash. No module, so that nothing is drawn before it has run; a file of its own, because the window
// and the server allow no script inside a page. The names are those of `looks.rs` and `lang.rs`.
(() => {
  const page = document.documentElement;
  const mark = (remembered, name, words, unchosen) => {
    let word = unchosen;
    try {
      word = localStorage.getItem(remembered) || unchosen;
    } catch {
      // Without a memory it looks as drawn.
    }
    if (words.includes(word)) page.setAttribute(name, word);
  };
  const contrast = matchMedia('(prefers-contrast: more)').matches ? 'high' : 'usual';
  mark('xunge.looks.theme', 'data-theme', ['light', 'dark'], 'system');
  mark('xunge.looks.contrast', 'data-contrast', ['high'], contrast);
  mark('xunge.looks.text', 'data-text', ['100', '125', '150', '200'], '100');
  mark('xunge.looks.hand', 'data-hand', ['left'], 'right');
  mark('xunge.lang', 'lang', ['zh-CN', 'en'], 'zh-CN');
})();
