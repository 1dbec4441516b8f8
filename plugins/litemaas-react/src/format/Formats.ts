import { formatNanos, type MoneyPrecision } from './money';

const NO_BREAK_SPACE = '\u00a0';

/**
 * Every figure and time a page shows, in one language. Days and budget periods are UTC; clock times are the reader's.
 * @public
 */
export class Formats {
  readonly #locale: string;
  readonly #dateLocale: string;

  constructor(language: string) {
    this.#locale = language;
    // Plain English says nothing of the order of day and month; "1 Dec" and 24 hours read the same everywhere.
    this.#dateLocale = language === 'en' ? 'en-GB' : language;
  }

  /** Money in a column of one precision. */
  money(nanos: string, precision: MoneyPrecision): string {
    return formatNanos(nanos, {
      locale: this.#locale,
      minimum: precision,
      maximum: precision,
    });
  }

  /** Money to the last nano-dollar. */
  exactMoney(nanos: string): string {
    return formatNanos(nanos, {
      locale: this.#locale,
      minimum: 2,
      maximum: 9,
    });
  }

  /** A limit as a person set it: `$20`, `$0.50`. */
  limit(nanos: string): string {
    const wholeDollars = BigInt(nanos) % 1_000_000_000n === 0n;
    return formatNanos(nanos, {
      locale: this.#locale,
      minimum: wholeDollars ? 0 : 2,
      maximum: wholeDollars ? 0 : 9,
    });
  }

  /** A price: two to six decimals, zeros trimmed. */
  price(nanos: string): string {
    return formatNanos(nanos, {
      locale: this.#locale,
      minimum: 2,
      maximum: 6,
    });
  }

  /** A whole number, all digits. */
  count(value: number): string {
    return new Intl.NumberFormat(this.#locale).format(value);
  }

  /** A large number at three digits: `1.28 M`. */
  compact(value: number): string {
    return new Intl.NumberFormat(this.#locale, {
      notation: 'compact',
      maximumSignificantDigits: 3,
    })
      .formatToParts(value)
      .map((part, index, parts) =>
        part.type === 'compact' && parts[index - 1]?.type !== 'literal'
          ? NO_BREAK_SPACE + part.value
          : part.value,
      )
      .join('');
  }

  /** A share of one as a percentage, at most one decimal; never 100 % unless it is all. */
  percent(share: number): string {
    const shown = share < 1 ? Math.min(share, 0.999) : share;
    return new Intl.NumberFormat(this.#locale, {
      style: 'percent',
      maximumFractionDigits: 1,
    }).format(shown);
  }

  /** `1 Dec`, with the year when it is not this one. UTC. */
  day(instant: string, now: Date = new Date()): string {
    const date = new Date(instant);
    return this.#date(instant, {
      day: 'numeric',
      month: 'short',
      year:
        date.getUTCFullYear() === now.getUTCFullYear() ? undefined : 'numeric',
      timeZone: 'UTC',
    });
  }

  /** `22 Feb 2027`. UTC. */
  fullDay(instant: string): string {
    return this.#date(instant, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
  }

  /** `12:04` of the reader's clock; with the day when it is not today. */
  minute(instant: string, now: Date = new Date()): string {
    return this.#clock(instant, now, {});
  }

  /** `12:03:07` of the reader's clock; with the day when it is not today. */
  second(instant: string, now: Date = new Date()): string {
    return this.#clock(instant, now, { second: '2-digit' });
  }

  /** `14:00` in UTC, for an axis that says so. */
  utcHour(instant: string): string {
    return this.#date(instant, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'UTC',
    });
  }

  /** Day, time and zone, for a tooltip. */
  exactTime(instant: string): string {
    return this.#date(instant, {
      dateStyle: 'medium',
      timeStyle: 'long',
      hourCycle: 'h23',
    });
  }

  /** `3 hours ago`, `in 2 days`. */
  relative(instant: string, now: Date = new Date()): string {
    const seconds = Math.round((Date.parse(instant) - now.getTime()) / 1000);
    const [unit, size] = unitOf(Math.abs(seconds));
    return new Intl.RelativeTimeFormat(this.#locale, {
      numeric: 'auto',
    }).format(Math.trunc(seconds / size), unit);
  }

  /** A length of time at one unit: `3 hours`. */
  duration(seconds: number): string {
    const [unit, size] = unitOf(seconds);
    return new Intl.NumberFormat(this.#locale, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
    }).format(Math.round(seconds / size));
  }

  /** `Ana Ruiz, Ben Okafor and Chen Li`. */
  list(words: string[]): string {
    return new Intl.ListFormat(this.#dateLocale, {
      type: 'conjunction',
    }).format(words);
  }

  #clock(
    instant: string,
    now: Date,
    options: Intl.DateTimeFormatOptions,
  ): string {
    const time = this.#date(instant, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...options,
    });
    return new Date(instant).toDateString() === now.toDateString()
      ? time
      : `${this.#date(instant, { day: 'numeric', month: 'short' })} ${time}`;
  }

  #date(instant: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#dateLocale, options).format(
      new Date(instant),
    );
  }
}

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

const UNITS: Array<[Unit, number]> = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function unitOf(seconds: number): [Unit, number] {
  return UNITS.find(([, size]) => seconds >= size) ?? ['second', 1];
}
