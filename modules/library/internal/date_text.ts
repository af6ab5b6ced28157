/**
 * Texts of dates as V8 reads them, for JerryScript, which reads ISO 8601 alone: "Jan 1 1970 GMT", "1/31/2024 5:00 PM",
 * "Thu, 01 Jan 1970 00:00:00 +0100". The app build puts these functions where a source has `new Date(value)` and
 * `Date.parse(text)`.
 */

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
const WORD = /^[a-z]+/i;
const DEFAULT_YEAR = 2001;

/** Minutes east of UTC: of "+0130", "+01:30" and "+1". */
function offsetOf(sign: string, hours: string, minutes = ''): number {
  const whole = minutes === '' && hours.length > 2 ? hours.slice(0, -2) : hours;
  const rest = minutes === '' && hours.length > 2 ? hours.slice(-2) : minutes;
  return (sign === '-' ? -1 : 1) * (Number(whole) * 60 + Number(rest));
}

/** Year, month from 0 and day of the numbers; undefined where they are none. */
function dayOf(numbers: number[], named: number): [year: number, month: number, day: number] | undefined {
  const [first, second, third] = numbers as [number?, number?, number?];
  if (first === undefined || (named < 0 ? second === undefined : third !== undefined)) return undefined;
  const yearFirst = first > 31;
  let year: number | undefined;
  let month = named;
  let day: number;
  if (named >= 0) {
    // "1970 Jan 1" beside "1 Jan 1970" and "Jan 1 1970".
    [year, day] = yearFirst ? [first, second ?? 1] : [second, first];
  } else {
    const next = second as number;
    [year, month, day] = yearFirst ? [first, next - 1, third ?? 1] : [third, first - 1, next];
  }
  if (year === undefined) year = DEFAULT_YEAR;
  else if (year < 50) year += 2000;
  else if (year < 100) year += 1900;
  return month < 12 && day >= 1 && day <= 31 ? [year, month, day] : undefined;
}

function legacy(text: string): number {
  let rest = text.replace(/\([^()]*\)/g, ' ').trim();
  const numbers: number[] = [];
  let [month, zone, time, half] = [-1, undefined as number | undefined, undefined as number[] | undefined, ''];
  while (rest !== '') {
    let found: RegExpExecArray | null;
    if ((found = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?/.exec(rest)) && time === undefined) {
      time = [found[1], found[2], found[3] ?? 0, (found[4] ?? '').padEnd(3, '0')].map(Number);
    } else if ((found = /^([+-])(\d{1,4})(?::?(\d\d))?(?!\d)/.exec(rest)) && (time || zone !== undefined)) {
      zone = offsetOf(found[1] as string, found[2] as string, found[3]);
    } else if ((found = /^\d{1,6}/.exec(rest))) {
      numbers.push(Number(found[0]));
    } else if ((found = WORD.exec(rest))) {
      const word = found[0].toLowerCase();
      const at = word.length < 3 ? -1 : MONTHS.indexOf(word.slice(0, 3));
      if (word === 'z' || word === 'utc' || word === 'gmt' || word === 'ut') zone = zone ?? 0;
      else if (word === 'am' || word === 'pm') half = word;
      else if (at >= 0 && at % 3 === 0) month = at / 3;
      // V8 passes over other words before the first number: names of days.
      else if (numbers.length > 0 && word !== 't') return NaN;
    } else if ((found = /^[\s,./-]+/.exec(rest)) === null) {
      return NaN;
    }
    rest = rest.slice(found[0].length);
  }
  const day = dayOf(numbers, month);
  if (day === undefined) return NaN;
  const [given, minutes, seconds, ms] = (time ?? [0, 0, 0, 0]) as [number, number, number, number];
  let hours = given;
  if (half !== '') {
    if (hours < 1 || hours > 12) return NaN;
    hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  }
  if (hours > 24 || minutes > 59 || seconds > 59) return NaN;
  const made = zone === undefined ? new Date(...day, hours, minutes, seconds, ms).getTime() : NaN;
  return zone === undefined ? made : Date.UTC(...day, hours, minutes, seconds, ms) - zone * 60_000;
}

export function $dateParse(text: unknown): number {
  const whole = String(text);
  const iso = Date.parse(whole);
  return iso === iso ? iso : legacy(whole);
}

/** What `new Date(value)` takes in the place of a text. */
export function $dateValue(value: unknown): number {
  return (typeof value === 'string' ? $dateParse(value) : value) as number;
}
