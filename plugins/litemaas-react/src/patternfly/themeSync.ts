const DARK_CLASS = 'pf-v6-theme-dark';
const watchedBodies = new WeakSet<HTMLElement>();

/**
 * Keeps PatternFly's dark class on `<html>` equal to the theme Backstage writes on `<body data-theme-mode>`, whatever
 * the theme's id. Once begun it lasts as long as the document: dialogs and menus live outside of our root, and a class
 * left behind by the last page would contradict a theme changed later.
 */
export function followTheme(document: Document): void {
  const { body, documentElement } = document;
  if (watchedBodies.has(body)) {
    return;
  }
  watchedBodies.add(body);
  const apply = () =>
    documentElement.classList.toggle(
      DARK_CLASS,
      body.getAttribute('data-theme-mode') === 'dark',
    );
  apply();
  new MutationObserver(apply).observe(body, {
    attributes: true,
    attributeFilter: ['data-theme-mode'],
  });
}
