import type { Route } from './Route';

/** How often each route was called, those refused or broken by a fault included. */
export class CallCounters {
  private readonly counts = new Map<string, number>();

  count({ method, path }: Pick<Route, 'method' | 'path'>): void {
    const name = `${method.toUpperCase()} ${path}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** Of one route as `POST /key/generate`, of all methods of a path, or of everything. */
  of(route?: string): number {
    let sum = 0;
    for (const [name, count] of this.counts) {
      if (!route || name === route || name.endsWith(` ${route}`)) {
        sum += count;
      }
    }
    return sum;
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  clear(): void {
    this.counts.clear();
  }
}
