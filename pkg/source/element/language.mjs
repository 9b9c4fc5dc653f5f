// What is said and written in a language. Each element has its own: two on one page may differ.

/** @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Words those that depend on a number are chosen by `count` */

/** @type {Map<string, any>} formats are slow to make */
const formats = new Map();

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/**
 * @param {string} tag as `lang` has it; English where it is none
 * @param {Record<string, Words | undefined>} words
 */
export function languageOf(tag, words) {
  const locale = localeOf(tag);

  /**
   * @template Format
   * @param {new (locale: string, options: any) => Format} kind
   * @param {object} [options]
   * @returns {Format}
   */
  function format(kind, options = {}) {
    const key = [locale, kind.name, ...Object.values(options)].join();
    if (!formats.has(key)) formats.set(key, new kind(locale, options));
    return formats.get(key);
  }

  /** @param {string} key @returns {boolean} whether there are words for it */
  const known = (key) => Object.hasOwn(words, key);

  return {
    locale,
    known,

    /**
     * @param {string} key
     * @param {Record<string, string | number>} [values] put in place of `{name}`
     * @returns {string}
     */
    say(key, values = {}) {
      const said = known(key) ? words[key] : key;
      const chosen =
        typeof said === 'string'
          ? said
          : ([said?.[format(Intl.PluralRules).select(Number(values.count))], said?.other].find(
              (words) => typeof words === 'string',
            ) ?? '');
      return chosen.replace(/\{(\w+)\}/g, (whole, name) => {
        const value = Object.hasOwn(values, name) ? values[name] : whole;
        return typeof value === 'number' ? format(Intl.NumberFormat).format(value) : value;
      });
    },

    /**
     * @param {number} size in bytes
     * @returns {string} the size in a unit that suits it
     */
    bytes(size) {
      // Rounded first: 999 999 bytes are 1 MB and not 1,000 kB.
      const rounded = Number(size.toPrecision(3));
      const step = rounded < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
      const unitDisplay = step === 0 ? 'long' : 'short';
      const options = { style: 'unit', unit: UNITS[step], unitDisplay, maximumSignificantDigits: 3 };
      return format(Intl.NumberFormat, options).format(rounded / 1_000 ** step);
    },

    /**
     * @param {number} count
     * @param {string} unit one that Intl knows
     * @returns {string} so many of the unit
     */
    amount: (count, unit) =>
      format(Intl.NumberFormat, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(count),

    /** @param {number} share of 1 @returns {string} the share in percent */
    percent: (share) => format(Intl.NumberFormat, { style: 'percent', maximumFractionDigits: 0 }).format(share),

    /**
     * A moment in the reader's own time zone.
     * @param {string} text HrFlow's `2020-09-11T09:58:32+0000`
     * @returns {{ iso: string, text: string, day: string } | undefined} `day` is all but the time
     */
    moment(text) {
      const date = /^\d{4}-\d\d-\d\dT.{5,30}$/.test(text) ? dateOf(text) : undefined;
      if (!date) return undefined;
      const options = { dateStyle: 'medium', timeStyle: 'short' };
      const day = format(Intl.DateTimeFormat, { dateStyle: options.dateStyle }).format(date);
      return { iso: date.toISOString(), text: format(Intl.DateTimeFormat, options).format(date), day };
    },
  };
}

/** @typedef {ReturnType<typeof languageOf>} Language */

/**
 * @param {unknown} text a moment as HrFlow writes it, whose offset has no colon: not every browser reads that
 * @returns {Date | undefined}
 */
export function dateOf(text) {
  const date = new Date(String(text).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** @param {string} tag */
function localeOf(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
