/** A source of time, in milliseconds since 1970. */
export interface TimeSource {
  now(): number;
}

/** The simulator's time: a source's, plus what was added by hand. */
export class SimulatorClock implements TimeSource {
  private offsetMs = 0;

  constructor(private readonly source: TimeSource) {}

  now(): number {
    return this.source.now() + this.offsetMs;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }

  get offset(): number {
    return this.offsetMs;
  }
}
