type Listener = (event: { matches: boolean }) => void;

/** A window whose width decides media queries, which jsdom does not know. Wide enough for a drawer at first. */
export function testWindow() {
  let width = 1400;
  const changed = new Set<() => void>();
  window.matchMedia = query => {
    const [, bound, pixels] = /\((min|max)-width: (\d+)px\)/.exec(query) ?? [];
    const list = {
      get matches() {
        return bound === 'min'
          ? width >= Number(pixels)
          : width <= Number(pixels);
      },
      addEventListener: (_type: string, listener: Listener) =>
        changed.add(() => listener(list)),
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
    };
    return list as unknown as MediaQueryList;
  };
  return {
    resizeTo(pixels: number) {
      width = pixels;
      changed.forEach(tell => tell());
    },
  };
}
