import { Formats } from './Formats';
import { moneyPrecision } from './money';

const formats = new Formats('en');

describe('Money', () => {
  it.each([
    // nanos, two decimals, six decimals, exact
    ['0', '$0.00', '$0.000000', '$0.00'],
    ['1', '< $0.01', '< $0.000001', '$0.000000001'],
    ['999', '< $0.01', '< $0.000001', '$0.000000999'],
    ['5000', '< $0.01', '$0.000005', '$0.000005'],
    ['9999999', '< $0.01', '$0.010000', '$0.009999999'],
    ['10000000', '$0.01', '$0.010000', '$0.01'],
    ['-5000', '> -$0.01', '-$0.000005', '-$0.000005'],
    ['12437120345', '$12.44', '$12.437120', '$12.437120345'],
    // Beyond what a binary fraction holds exactly.
    [
      '123456789012345678',
      '$123,456,789.01',
      '$123,456,789.012346',
      '$123,456,789.012345678',
    ],
  ])(
    'shows %s nano-dollars without ever calling it zero',
    (nanos, two, six, exact) => {
      expect(formats.money(nanos, 2)).toBe(two);
      expect(formats.money(nanos, 6)).toBe(six);
      expect(formats.exactMoney(nanos)).toBe(exact);
    },
  );

  it('takes one precision for a column, by its largest value', () => {
    expect(moneyPrecision(['5000', '1000000000'])).toBe(2);
    expect(moneyPrecision(['5000', '999999999'])).toBe(6);
    expect(moneyPrecision(['-2000000000'])).toBe(2);
    expect(moneyPrecision(['0', '0'])).toBe(2);
  });

  it('shows prices with two to six decimals and limits as they were set', () => {
    expect(formats.price('37500000')).toBe('$0.0375');
    expect(formats.price('3000000000')).toBe('$3.00');
    expect(formats.price('100')).toBe('< $0.000001');
    expect(formats.limit('20000000000')).toBe('$20');
    expect(formats.limit('500000000')).toBe('$0.50');
  });

  it('follows the page’s language', () => {
    expect(new Formats('de').money('1234560000000', 2)).toMatch(
      /^1\.234,56\s\$$/,
    );
  });
});

describe('Counts and times', () => {
  it('shortens large counts to three digits', () => {
    expect(formats.compact(1_283_456)).toBe('1.28\u00a0M');
    expect(formats.compact(128_000)).toBe('128\u00a0K');
    expect(formats.compact(31)).toBe('31');
  });

  it('never rounds a success rate up to all', () => {
    expect(formats.percent(0.99999)).toBe('99.9%');
    expect(formats.percent(1)).toBe('100%');
  });

  it('names days in UTC, with the year when it is another one', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(formats.day('2026-12-01T00:00:00Z', now)).toBe('1 Dec');
    expect(formats.day('2027-02-22T23:59:59Z', now)).toBe('22 Feb 2027');
  });

  it('says how long ago in the largest whole unit', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(formats.relative('2026-11-24T09:00:00Z', now)).toBe('3 hours ago');
    expect(formats.relative('2026-11-24T12:00:00Z', now)).toBe('now');
    expect(formats.relative('2026-11-29T12:00:00Z', now)).toBe('in 5 days');
  });
});
