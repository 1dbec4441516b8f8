import { ProxyError } from '../http/errors';
import type { SimulatorClock } from '../time/SimulatorClock';
import { plainUtc } from '../time/format';

const WINDOW_MS = 60_000;

/** Whose calls are counted, and up to which limits. */
export interface RateSubject {
  /** As in the message and the headers: api_key, team, user, model_per_key. */
  kind: string;
  id: string;
  rpm: number | null;
  tpm: number | null;
  parallel: number | null;
}

interface Counter {
  startedAt: number;
  requests: number;
  tokens: number;
}

/** A call let through; to be settled once its tokens are known. */
export interface Admission {
  headers: Record<string, string>;
  settle(tokens: number): void;
}

/** Counters of this process: windows of 60 s from the first call on (litellm-observed 4.5). */
export class RateLimiter {
  private readonly counters = new Map<string, Counter>();
  private readonly running = new Map<string, number>();

  constructor(
    private readonly clock: SimulatorClock,
    /** 1.108.2 counts expected tokens before the call, 1.82.1 those used after it. */
    private readonly reservesTokens: boolean,
  ) {}

  admit(
    subjects: RateSubject[],
    expected: { prompt: number; maxTokens?: number },
  ): Admission {
    const reserved = subjects.map(subject => this.reserve(subject, expected));
    subjects.forEach((subject, i) => this.check(subject, reserved[i]));
    subjects.forEach((subject, i) => {
      const counter = this.counter(subject);
      counter.requests += 1;
      counter.tokens += reserved[i];
      this.run(subject, 1);
    });
    const headers = this.headers(subjects);
    return {
      headers,
      settle: tokens =>
        subjects.forEach((subject, i) => {
          this.counter(subject).tokens += tokens - reserved[i];
          this.run(subject, -1);
        }),
    };
  }

  private reserve(
    { tpm }: RateSubject,
    expected: { prompt: number; maxTokens?: number },
  ): number {
    if (!this.reservesTokens || tpm === null) {
      return 0;
    }
    const answer = expected.maxTokens ?? Math.min(1024, Math.floor(tpm / 4));
    return expected.prompt + answer;
  }

  private check(subject: RateSubject, reserved: number): void {
    const { requests, tokens } = this.counter(subject);
    const running = this.running.get(nameOf(subject)) ?? 0;
    if (subject.rpm !== null && requests >= subject.rpm) {
      throw this.refusal(subject, 'requests', subject.rpm, 0);
    }
    if (subject.tpm !== null) {
      const left = subject.tpm - tokens;
      if (left <= 0 || left < reserved) {
        throw this.refusal(subject, 'tokens', subject.tpm, Math.max(left, 0));
      }
    }
    if (subject.parallel !== null && running >= subject.parallel) {
      throw this.refusal(subject, 'max_parallel_requests', subject.parallel, 0);
    }
  }

  private counter(subject: RateSubject): Counter {
    const name = nameOf(subject);
    const now = this.clock.now();
    const known = this.counters.get(name);
    if (known && now - known.startedAt < WINDOW_MS) {
      return known;
    }
    const fresh = { startedAt: now, requests: 0, tokens: 0 };
    this.counters.set(name, fresh);
    return fresh;
  }

  private run(subject: RateSubject, change: number): void {
    const name = nameOf(subject);
    const count = (this.running.get(name) ?? 0) + change;
    if (count > 0) {
      this.running.set(name, count);
    } else {
      this.running.delete(name);
    }
  }

  private headers(subjects: RateSubject[]): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const subject of subjects) {
      const { requests, tokens } = this.counter(subject);
      const running = this.running.get(nameOf(subject)) ?? 0;
      const limits: [string, number | null, number][] = [
        ['requests', subject.rpm, requests],
        ['tokens', subject.tpm, tokens],
        ['max_parallel_requests', subject.parallel, running],
      ];
      for (const [what, limit, used] of limits) {
        if (limit !== null) {
          const prefix = `x-ratelimit-${subject.kind}`;
          headers[`${prefix}-limit-${what}`] = String(limit);
          headers[`${prefix}-remaining-${what}`] = String(limit - used);
        }
      }
    }
    return headers;
  }

  /** The reset named is always 60 s from now, whatever is left of the window. */
  private refusal(
    subject: RateSubject,
    what: string,
    limit: number,
    left: number,
  ): ProxyError {
    const resetAt = plainUtc(this.clock.now() + WINDOW_MS);
    const limits = `Limit type: ${what}. Current limit: ${limit}, Remaining: ${left}. Limit resets at: ${resetAt}`;
    const message = `Rate limit exceeded for ${subject.kind}: ${subject.id}. ${limits}`;
    return new ProxyError(429, message, {
      type: this.reservesTokens ? 'throttling_error' : 'None',
      headers: {
        'retry-after': '60',
        rate_limit_type: what,
        reset_at: resetAt,
      },
      log: this.reservesTokens
        ? {
            class: 'ProxyRateLimitError',
            message: `litellm.RateLimitError: Rate limit exceeded for REDACTED ${limits}`,
            normalized: '429_RATE_LIMIT_EXCEEDED',
            limitType: what,
          }
        : { class: 'HTTPException', message: `429: ${message}` },
    });
  }
}

function nameOf(subject: RateSubject): string {
  return `${subject.kind} ${subject.id}`;
}
