import type { CallOptions } from './call';

/** The caller's signal and the time-out in one. */
export class Guard {
  readonly abortedBeforehand: boolean;
  timedOut = false;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #timeoutMs: number;
  readonly #forward = () => this.#controller.abort();
  #timer: NodeJS.Timeout | undefined;

  constructor(call: CallOptions, timeoutMs: number) {
    this.#caller = call.signal;
    this.#timeoutMs = timeoutMs;
    this.abortedBeforehand = call.signal?.aborted ?? false;
    if (this.abortedBeforehand) this.#controller.abort();
    this.#caller?.addEventListener('abort', this.#forward, { once: true });
    this.again();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time-out anew. */
  again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      this.#controller.abort();
    }, this.#timeoutMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#forward);
  }
}
